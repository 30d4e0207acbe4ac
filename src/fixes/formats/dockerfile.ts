import { type Edit, notFixable } from "../fix";
import { lineStart, removal } from "../lines";
import { secretOf } from "../secret";
import type { Entry } from "./entry";
import { fileName, type Format } from "./format";
import { entriesIn } from "./shell";

/** An image keeps what ENV and ARG say for ever: the line goes, the value comes when the container starts. */
export const dockerfile: Format = {
  id: "dockerfile",
  entries: (path, text) => [...entriesIn(path, text), ...spacedIn(text), ...pairsIn(text)],
  matches: (path) => /^(?:Dockerfile|Containerfile)\b|\.dockerfile$/i.test(fileName(path)),
  fix({ text, finding, choice }) {
    const start = lineStart(text, finding.start);
    const next = text.indexOf("\n", finding.end);
    const end = next < 0 ? text.length : next;
    const line = /^\s*(?:ENV|ARG)\s+(\w+)[ =](?:"[^"]*"|'[^']*'|\S+)\s*$/i.exec(text.slice(start, end));
    const pair = line === null ? pairAt(text, finding.start) : undefined;
    const name = line?.[1] ?? pair?.name;
    if (name === undefined) return notFixable("The line says more than one thing: take the key out of it by hand.");
    if (choice.kind === "key-vault")
      return notFixable("An image reads no vault: fill the variable from the vault where the container starts.");
    const edits: readonly Edit[] = [
      pair?.edit ?? removal(text, { start, end: end - (text.charAt(end - 1) === "\r" ? 1 : 0) }),
    ];
    const secret = secretOf(finding, text.slice(start, end));
    return choice.kind === "environment"
      ? { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] }
      : { edits, settings: [name], secret, code: "keyless", afterwards: ["grant-role", "rotate"] };
  },
};

/** `ENV NAME value`, the older way, and `ARG NAME`, which hands a variable on as it is. */
function spacedIn(text: string): readonly Entry[] {
  const pattern = /^[ \t]*(?:ENV[ \t]+(\w+)[ \t]+(?!=)(["']?)([^\r\n]*?)\2|ARG[ \t]+(\w+))[ \t]*\r?$/gim;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [all, named, quote = "", value = "", handed] = match;
    const name = named ?? handed ?? "";
    if (/^\w+=/.test(value)) return [];
    const whole = { start: match.index, end: match.index + all.trimEnd().length };
    const label = match.index + all.indexOf(name, /^[ \t]*\w+[ \t]/.exec(all)?.[0].length ?? 0);
    const end = whole.end - quote.length;
    return [
      {
        names: [name],
        name: { start: label, end: label + name.length },
        value: named === undefined ? { start: whole.end, end: whole.end } : { start: end - value.length, end },
        removes: removal(text, whole),
      },
    ];
  });
}

/** Each `NAME=value` of an ENV that sets several. */
function pairsIn(text: string): readonly Entry[] {
  return [...text.matchAll(/^[ \t]*ENV[ \t]+(?:[^\n]*\\\r?\n)*[^\n]*/gim)].flatMap((env) => {
    const pairs = [...env[0].matchAll(/(?<=\s)(\w+)=("[^"]*"|'[^']*'|[^\s"'\\]+)/g)];
    if (pairs.length < 2) return [];
    return pairs.map((match) => {
      const [all, name = "", written = ""] = match;
      const quote = /^["']/.test(written) ? 1 : 0;
      const at = env.index + match.index;
      const value = { start: at + name.length + 1 + quote, end: at + all.length - quote };
      return { names: [name], name: { start: at, end: at + name.length }, value, removes: pairAt(text, at)?.edit };
    });
  });
}

/** One `NAME=value` of an ENV that sets several, over one line or more. */
function pairAt(text: string, at: number): { readonly name: string; readonly edit: Edit } | undefined {
  const from = /(?:^|\n)[ \t]*ENV[ \t](?:[^\n]*\\\r?\n)*[^\n]*$/i.exec(text.slice(0, at))?.index;
  if (from === undefined) return undefined;
  const pairs = [
    ...text.slice(from).matchAll(/(?:ENV[ \t]+|(?:[ \t]*\\\r?\n)?[ \t]+)(\w+)=(?:"[^"]*"|'[^']*'|[^\s"'\\]+)/gi),
  ];
  const i = pairs.findIndex(({ index, 0: all }) => from + index <= at && at < from + index + all.length);
  const [pair, next] = [pairs[i], pairs[i + 1]];
  const name = pair?.[1];
  if (pair === undefined || name === undefined) return undefined;
  const start = from + pair.index;
  if (i > 0) return { name, edit: { start, end: start + pair[0].length, text: "" } };
  const first = start + pair[0].indexOf(name);
  const second = next?.[1] === undefined ? undefined : from + next.index + next[0].indexOf(next[1]);
  return second === undefined ? undefined : { name, edit: { start: first, end: second, text: "" } };
}
