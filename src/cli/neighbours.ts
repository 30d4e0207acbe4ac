import { MASK } from "../engine/mask";

/** What may be a secret of somebody else's on a line that is shown, masked. Rather too much than too little. */

/** What a name says of its value, and which values of such a name are secrets. */
interface Sign {
  readonly name: string;
  readonly isSecret: (value: string) => boolean;
}

const SIGNS: readonly Sign[] = [
  { name: "pass(?:word|wd|phrase|code)?|pwd", isSecret: (value) => value.length > 0 },
  {
    name: "secret|token|credential|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|signature|sig|auth",
    isSecret: (value) => value.length >= 6 && /\d/.test(value),
  },
];

/** Names that speak of a secret and hold none. */
const HARMLESS_NAME =
  /public|(?:name|ref|uri|url|endpoint|id|path|file|version|type|provider|scope|audience|expiry|length|policy)s?$/i;

/** A value is a literal in quotes, or what stands there up to a blank or what parts values. */
const VALUE = String.raw`(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"';,&<>(){}[\]]+)(?![\w.]*[(["'\x60]))`;

/** Placeholders, variables, calls and the names of things: what is resolved elsewhere. */
const ELSEWHERE =
  /^(?:[$%@#<{*]|[A-Za-z_][\w-]*(?:[.:[(]|::|->)[A-Za-z_("'[]|(?:true|false|null|none|nil|undefined|new|await)$)/i;

/** A package's version. */
const VERSION = /^[\^~<>=v ]*\d+(?:\.[\w*+-]+)+$/;

/** A line with all that looks like a secret in it masked; takes time linear in its length. */
export function maskNeighbours(line: string): string {
  let shown = line.replace(/(:\/\/[^\s:/@"']{0,100}:)([^\s@/"']{1,200})(?=@)/g, (all, before: string, value: string) =>
    ELSEWHERE.test(value) ? all : before + MASK,
  );
  for (const { name, isSecret } of SIGNS) {
    const assignment = new RegExp(
      String.raw`((?:[\w.:-]{0,40}[\W_]|\b|[a-z])(?:${name})[\w-]{0,40})(["']?\]?\s{0,20}(?:=>|:=|==?|:)\s{0,20})${VALUE}`,
      "gi",
    );
    shown = shown.replace(assignment, (...match: readonly string[]) => {
      const [all = "", before = "", between = "", double, single, bare] = match;
      const value = double ?? single ?? bare ?? "";
      if (HARMLESS_NAME.test(before) || ELSEWHERE.test(value) || VERSION.test(value) || !isSecret(value)) return all;
      const quote = double !== undefined ? '"' : single !== undefined ? "'" : "";
      return before + between + quote + MASK + quote;
    });
  }
  return shown.replace(/(["'`=])([A-Za-z0-9+/_~.-]{20,}={0,2})(?=["'`\s;,&]|$)/g, (all, before: string, run: string) =>
    looksRandom(run) ? before + MASK : all,
  );
}

/** Words and paths have few changes between letters, capitals and digits; secrets have many. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return true;
  if (!/\d/.test(run) || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  const changes = run.match(/(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[0-9]|(?<=[0-9])[A-Za-z]/g)?.length ?? 0;
  return changes > run.length / 5;
}
