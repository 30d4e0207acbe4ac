import { type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import { secretOf } from "../secret";
import { givenIn } from "./commands";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { inScript, POSIX } from "./shell";

/** Makefiles: variables come from the environment by themselves, recipes are the shell's. */
export const makefile: Format = {
  id: "makefile",
  matches: (path) => /^(?:GNU)?makefile$|\.mk$/i.test(fileName(path)),
  entries: (_path, text) => givenIn(text),
  fix(at) {
    const { text, finding } = at;
    const start = lineStart(text, finding.start);
    if (
      /(?:^|\n)\t(?:[^\n]*\\\r?\n)*$/.test(text.slice(Math.max(0, start - 4000), start)) ||
      text.charAt(start) === "\t"
    )
      return inScript(at, RECIPE);
    const end = start + text.slice(start, lineEnd(text, finding.start)).trimEnd().length;
    const name = /^(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*(?:::?|\?)?=[ \t]*["']?[^\s"']+["']?$/.exec(
      text.slice(start, end),
    )?.[1];
    return name === undefined
      ? notFixable("The line says more than one thing: take the key out of it by hand.")
      : variable(at, name, start, end);
  },
};

/** A line of its own goes: make takes the variable from where it runs. */
function variable(
  { text, finding, choice }: FormatCase,
  name: string,
  start: number,
  end: number,
): FormatFix | NotFixable {
  if (choice.kind !== "environment")
    return notFixable("A variable of make is handed to programs: read it from the environment.");
  const isExported = /^export\b/.test(text.slice(start, end));
  return {
    edits: [isExported ? { start, end, text: `export ${name}` } : removal(text, { start, end })],
    settings: [],
    secret: secretOf(finding, text.slice(start, end)),
    code: "stays",
    afterwards: ["rotate"],
    left: [`Where make runs, set ${name}.`],
  };
}

/** In a recipe make itself takes one `$` away. */
const RECIPE: typeof POSIX = {
  ...POSIX,
  block: () => undefined,
  ask: (...given) => doubled(POSIX.ask(...given), given[2].fallbackOf),
  variable: (...given) => doubled(POSIX.variable(...given), given[1].fallbackOf),
};

function doubled(code: string, fallbackOf: string | undefined): string {
  const all = code.replaceAll("$", "$$$$");
  return fallbackOf === undefined ? all : all.slice(1);
}
