import { type Document, isScalar, parseAllDocuments, type Scalar } from "yaml";
import { removal } from "../lines";
import { SPRING_FILE } from "../setting/names";
import { type Secret, secretOf } from "../secret";
import { givenIn, taskSettingsIn, wordsIn } from "./commands";
import { type Entry, HOLDS_VARIABLES, namesAt } from "./entry";
import type { FormatCase } from "./format";
import { type Step, waysIn, wayTo, wholeOf } from "./yamlWay";

/** Finds the place of a finding in YAML. */

/** An item `{ name, value }` of a list of variables. */
interface Item {
  readonly name: string;
  /** Where its name is written. */
  readonly label: number;
  readonly whole: readonly [start: number, end: number];
}

/** A scalar that holds a secret, and the way to it. */
export interface Place {
  /** Keys from the document's root; a list's item is its number. */
  readonly path: readonly (string | number)[];
  readonly scalar: Scalar;
  /** The name that the value goes by: its key, or what stands before `=` in a list's item. */
  readonly name: string;
  /** What goes when the value goes: its pair or item, with a parent that it would leave empty. */
  readonly whole: readonly [start: number, end: number];
  /** The value within the scalar: behind `NAME=` in a list's item. */
  readonly value: readonly [start: number, end: number];
  /** Whether the scalar says nothing but the value. */
  readonly isAll: boolean;
  /** The item `{ name, value }` that the value is in, in lists of variables. */
  readonly item: Item | undefined;
  readonly document: Document;
  readonly secret: Secret;
  /** The settings that the scalar gives, where it is a command or the settings of a task. */
  readonly given: readonly Entry[];
}

/** The scalar that a finding stands in; undefined where the text is no YAML there. */
export function placeAt({
  path: file,
  text,
  finding,
}: Pick<FormatCase, "path" | "text" | "finding">): Place | undefined {
  for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
    if (!("contents" in document)) return undefined;
    const way = wayTo(document.contents, finding.start);
    if (way === undefined) continue;
    const found = scalarAt(way, document, text, SPRING_FILE.test(file));
    if (found === undefined) return undefined;
    const { from, to, ...place } = found;
    const written = text.slice(from, to);
    const secret = secretOf(finding, finding.encoding === "base64" ? atobSafe(written) : written);
    const [start, end] = valueIn(text, from, to, secret, finding);
    return {
      ...place,
      document,
      secret,
      value: [start, end],
      isAll: start === from && end === to,
      given: givenAt(way, text),
    };
  }
  return undefined;
}

/** Every scalar of a file as the value of a setting. */
export function entriesIn(file: string, text: string): readonly Entry[] {
  return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) =>
    "contents" in document
      ? waysIn(document.contents).flatMap((way) => {
          const entry = entryAt(way, document, text, SPRING_FILE.test(file));
          return [...(entry === undefined ? [] : [entry]), ...givenAt(way, text)];
        })
      : [],
  );
}

/** The settings that a scalar gives as a command, or as the settings of a deployment task. */
export function givenAt(way: readonly Step[], text: string): readonly Entry[] {
  const scalar = way.at(-1)?.scalar;
  const range = scalar?.range;
  if (scalar === undefined || range == null || typeof scalar.value !== "string" || !/\s/.test(scalar.value.trim()))
    return [];
  const span = { start: range[0], end: range[1] };
  const key = way.findLast((step) => typeof step.key === "string")?.key;
  if (/^(?:secure-)?(?:environment-?variables|env-?vars)$/i.test(String(key))) return wordsIn(text, span);
  return /^(?:app_?settings|configurationstrings)$/i.test(String(key))
    ? taskSettingsIn(text, span)
    : givenIn(text, span, scalar.type === "BLOCK_FOLDED" || scalar.type === "PLAIN");
}

function entryAt(way: readonly Step[], document: Document, text: string, isPath: boolean): Entry | undefined {
  const found = scalarAt(way, document, text, isPath);
  const last = way.at(-1);
  if (found === undefined || last === undefined) return undefined;
  const { path, item, whole, from, to } = found;
  const name = item?.name ?? found.name;
  const isItem = typeof path.at(-1) === "number";
  const gone = item?.whole ?? whole;
  const bare = isItem && HOLDS_VARIABLES.test(name) ? /^\w+$/.exec(text.slice(from, to))?.[0] : undefined;
  // `- NAME` hands a variable on as it is.
  if (bare !== undefined)
    return {
      names: [bare],
      name: { start: from, end: to },
      value: { start: to, end: to },
      removes: removal(text, { start: gone[0], end: gone[1] }),
    };
  const reference = referenceAt(way, document, path, text);
  if (reference !== undefined) {
    const { name: own, label, whole: all } = reference;
    return {
      names: [own],
      name: { start: label, end: label + own.length },
      value: { start: from, end: to },
      removes: removal(text, { start: all[0], end: all[1] }),
      from: text.slice(from, to),
    };
  }
  const start = item?.label ?? (isItem ? text.indexOf(name, last.range[0]) : last.range[0]);
  return {
    names: item !== undefined || isItem ? [name] : namesAt(path),
    name: { start, end: start + name.length },
    value: { start: from, end: Math.max(from, to) },
    removes: removal(text, { start: gone[0], end: gone[1] }),
  };
}

/** A way's last scalar, the name that its value goes by, and the value's range, without its quotes. */
function scalarAt(way: readonly Step[], document: Document, text: string, isPath: boolean) {
  const scalar = way.at(-1)?.scalar;
  const range = scalar?.range;
  if (scalar === undefined || range === null || range === undefined) return undefined;
  const path = way.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const content = text.slice(range[0], range[1]);
  const assigned = typeof path.at(-1) === "number" ? /^["']?([\w.]+)=/.exec(content) : null;
  const quote = /^["']/.test(content) ? 1 : 0;
  const named = path.findLast((key) => typeof key === "string") ?? "";
  // A block's value stands below its sign; without more lines than one it is that line.
  const sign = /^[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n\s*/.exec(content)?.[0].length;
  return {
    path,
    scalar,
    name: assigned?.[1] ?? named,
    from: range[0] + (sign ?? (assigned === null ? quote : assigned[0].length)),
    to: sign === undefined ? range[1] - quote : range[0] + content.trimEnd().length,
    whole: wholeOf(way, text, isPath),
    item: itemOf(way, document, path, text),
  };
}

/** The key within a longer text, a command say; a connection string from its first segment to its last. */
function valueIn(
  text: string,
  from: number,
  to: number,
  secret: Secret,
  finding: FormatCase["finding"],
): readonly [number, number] {
  if (text.slice(from, to).trim() === text.slice(finding.start, finding.end)) return [from, to];
  if (secret.holds === "key" || finding.encoding === "base64")
    return finding.start > from || finding.end < to ? [finding.start, finding.end] : [from, to];
  const before =
    /(?:[A-Za-z]+=[^;\s"']*;|[a-z+]+:\/\/[^\s"']*)*[A-Za-z]*[=:]?$/.exec(text.slice(from, finding.start))?.[0].length ??
    0;
  const after = /^[^\s"']*/.exec(text.slice(finding.end, to))?.[0].length ?? 0;
  return [finding.start - before, finding.end + after];
}

/** The variable that a container takes from a secret: `valueFrom.secretKeyRef.key`, `secretRef`. */
function referenceAt(
  way: readonly Step[],
  document: Document,
  path: readonly (string | number)[],
  text: string,
): Item | undefined {
  const isKeyRef = /^(?:secret|configMap)KeyRef$/.test(String(path.at(-2))) && path.at(-1) === "key";
  // A container has it below `valueFrom`, a component of Dapr right away.
  const depth = !isKeyRef ? 1 : path.at(-3) === "valueFrom" ? 3 : 2;
  if (depth === 1 && path.at(-1) !== "secretRef") return undefined;
  return namedItem(way.slice(0, -depth), document, path.slice(0, -depth), text);
}

/** The list's item of a value that goes by the name beside it. */
function itemOf(
  way: readonly Step[],
  document: Document,
  path: readonly (string | number)[],
  text: string,
): Item | undefined {
  return path.at(-1) === "value" ? namedItem(way.slice(0, -1), document, path.slice(0, -1), text) : undefined;
}

/** A list's item with its name. */
function namedItem(
  way: readonly Step[],
  document: Document,
  path: readonly (string | number)[],
  text: string,
): Item | undefined {
  if (typeof way.at(-1)?.key !== "number") return undefined;
  const label = document.getIn([...path, "name"], true);
  if (!isScalar(label) || typeof label.value !== "string" || label.range == null) return undefined;
  const at = text.indexOf(label.value, label.range[0]);
  return { name: label.value, label: at, whole: wholeOf(way, text) };
}

function atobSafe(text: string): string {
  try {
    return atob(text.replace(/\s/g, ""));
  } catch {
    return "";
  }
}
