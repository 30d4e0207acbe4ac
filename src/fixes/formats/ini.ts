import { type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import { secretOf } from "../secret";
import type { Entry } from "./entry";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** INI and TOML: `key = value` below `[section]`. Read by lines; code that loads the file reads it by section and key. */

interface Line {
  readonly keys: readonly string[];
  /** Where the key is written. */
  readonly at: number;
  /** The value without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly lineStart: number;
  readonly lineEnd: number;
}

const ASSIGNMENT =
  /^([ \t]*)(["']?)([\w.-]+)\2([ \t]*[=:][ \t]*)(?:(["'])(.*?)\5|([^\r\n#;]*?))[ \t]*(?:[#;].*)?\r?\n?$/;
const LONGEST_LINE = 10_000;

function linesIn(text: string): readonly Line[] {
  const lines: Line[] = [];
  let section: readonly string[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const written = text.slice(at, lineEnd(text, at));
    if (written.length > LONGEST_LINE) continue;
    const head = /^\s*\[{1,2}([^\]]+)\]{1,2}\s*$/.exec(written)?.[1];
    if (head !== undefined) section = head.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
    const match = head === undefined ? ASSIGNMENT.exec(written) : null;
    if (match === null) continue;
    const [, indent = "", quote = "", name = "", sign = "", valueQuote, quoted, bare = ""] = match;
    const start =
      at + indent.length + 2 * quote.length + name.length + sign.length + (valueQuote === undefined ? 0 : 1);
    lines.push({
      keys: [...section, name],
      at: at + indent.length + quote.length,
      start,
      end: start + (quoted ?? bare).length,
      lineStart: at,
      lineEnd: at + written.trimEnd().length,
    });
  }
  return lines;
}

function entriesIn(_path: string, text: string): readonly Entry[] {
  return linesIn(text).map((line) => ({
    names: [line.keys.join(".")],
    name: { start: line.at, end: line.at + (line.keys.at(-1) ?? "").length },
    value: { start: line.start, end: line.end },
    removes: removal(text, { start: line.lineStart, end: line.lineEnd }),
  }));
}

export const ini: Format = {
  id: "ini",
  matches: (path) =>
    /\.(?:ini|toml|cfg)$/i.test(path) && !/^(?:pyproject|Cargo)\.toml$|^setup\.cfg$/.test(fileName(path)),
  entries: entriesIn,
  fix(at) {
    const { text, finding, choice } = at;
    const from = lineStart(text, finding.start);
    const line = linesIn(text).find(({ lineStart: start }) => start === from);
    if (line === undefined || finding.start < line.start || finding.end > line.end)
      return notFixable("The value is not a plain string: change it by hand.");
    if (choice.kind === "environment")
      return notFixable("Nothing fills a variable in here: use an identity or a Key Vault reference.");
    return withoutLine(line, at);
  },
};

function withoutLine(line: Line, { text, finding, choice }: FormatCase): FormatFix | NotFixable {
  const secret = secretOf(finding, text.slice(line.start, line.end));
  const names = { settings: [line.keys.join(".")], keys: line.keys };
  const gone = [removal(text, { start: line.lineStart, end: line.lineEnd })];
  if (choice.kind === "key-vault")
    return { edits: gone, ...names, secret, code: "read", afterwards: ["store-secret", "rotate", "local-development"] };
  const common = { ...names, code: "keyless", afterwards: ["grant-role", "rotate", "local-development"] } as const;
  if (secret.holds === "key") return { edits: gone, secret, ...common };
  if (secret.endpoint === undefined) return noEndpoint;
  const edits = [{ start: line.start, end: line.end, text: secret.endpoint }];
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}
