import { type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import { secretOf } from "../secret";
import { givenIn } from "./commands";
import type { Entry } from "./entry";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { inScript, POSIX } from "./shell";
import { noEndpoint } from "../follow/reasons";

/** Makefiles: variables come from the environment by themselves, recipes are the shell's. */
export const makefile: Format = {
  id: "makefile",
  matches: (path) => /^(?:GNU)?makefile$|\.mk$/i.test(fileName(path)),
  entries: (_path, text) => [...exportedIn(text), ...givenIn(text)],
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
function variable(at: FormatCase, name: string, start: number, end: number): FormatFix | NotFixable {
  const { text, finding, choice } = at;
  const isExported = /^export\b/.test(text.slice(start, end));
  if (choice.kind === "managed-identity" && isExported) return withoutExport(at, name, start, end);
  if (choice.kind !== "environment")
    return notFixable("A variable of make is handed to programs: read it from the environment.");
  return {
    edits: [isExported ? { start, end, text: `export ${name}` } : removal(text, { start, end })],
    settings: [],
    secret: secretOf(finding, text.slice(start, end)),
    code: "stays",
    afterwards: ["rotate"],
    left: [`Where make runs, set ${name}.`],
  };
}

/** What make hands every program goes, and they do without. */
function withoutExport(
  { text, finding }: FormatCase,
  name: string,
  start: number,
  end: number,
): FormatFix | NotFixable {
  const value = /=[ \t]*(["']?)(.*?)\1$/.exec(text.slice(start, end))?.[2] ?? "";
  const secret = secretOf(finding, value);
  const common = {
    settings: [name],
    code: "keyless",
    afterwards: ["grant-role", "rotate", "local-development"],
  } as const;
  if (secret.holds === "key") return { edits: [removal(text, { start, end })], secret, ...common };
  if (secret.endpoint === undefined) return noEndpoint;
  const at = text.lastIndexOf(value, end);
  const edits = [{ start: at, end: at + value.length, text: secret.endpoint }];
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}

/** Variables that make exports. */
function exportedIn(text: string): readonly Entry[] {
  return [...text.matchAll(/^export[ \t]+([A-Za-z_]\w*)[ \t]*(?:::?|\?)?=[ \t]*(\S*)[ \t]*\r?$/gm)].map((match) => {
    const [all, name = "", value = ""] = match;
    const start = match.index + all.indexOf(name, 6);
    const end = match.index + all.trimEnd().length;
    return {
      names: [name],
      name: { start, end: start + name.length },
      value: { start: end - value.length, end },
      removes: removal(text, { start: match.index, end }),
    };
  });
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
