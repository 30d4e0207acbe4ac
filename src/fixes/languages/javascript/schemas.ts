import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Source } from "../../follow/language";
import { messageWithout } from "../../follow/messages";
import { all, contentOf, parts, replace, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { type Found, goes } from "../../follow/found";
import { dotted } from "./files";
import { keyOf } from "./ways";
import { withoutMember } from "./typeMembers";

/** What describes variables without reading them: schemas, types, messages. */

/** A schema's string, as libraries write it, and how each lets it be missing. */
const STRINGS: readonly { readonly demands: RegExp; readonly lets: string }[] = [
  { demands: /^z\.string\(/, lets: 'z.string().default("")' },
  { demands: /^[jJ]oi\.string\(/, lets: 'Joi.string().allow("").default("")' },
  { demands: /^str\(\s*\)$/, lets: 'str({ default: "" })' },
];
const LETS = /\.optional\(|\.default\(|\.nullish\(|\bdefault:|\.allow\(/;

/** Everything that describes the variable in a file. */
export function described(source: Source, setting: string, found: Found): void {
  entries(source, setting, found);
  types(source, setting, found);
  messages(source, setting, found);
}

/** Entries of schemas and of objects by the variable's name: `NAME: z.string()`, `NAME: process.env.NAME`. */
function entries(source: Source, setting: string, found: Found): void {
  for (const pair of all(source.root, "pair")) {
    if (keyOf(pair.childForFieldName("key") ?? pair) !== setting || pair.parent?.type !== "object") continue;
    const isProperty = pair.parent.parent?.childForFieldName("key")?.text === "properties";
    const lets = isProperty ? [] : loosened(pair.childForFieldName("value"), setting);
    goes(found, source, [withoutEntry(pair, source)], lets);
  }
}

/** The edits after which an entry lets its variable be missing; undefined where it demands it. */
function loosened(value: Node | null, setting: string): readonly Edit[] | undefined {
  if (value === null) return undefined;
  const { text } = value;
  if (LETS.test(text) || text.endsWith(`.${setting}`)) return [];
  const lets = STRINGS.find(({ demands }) => demands.test(text))?.lets;
  return lets === undefined ? undefined : [replace(value, lets)];
}

/**
 * `convict({ cosmos: { key: { env: NAME } } })`: the setting's entry goes, and code asks for it by its way,
 * `config.get("cosmos.key")`.
 */
export function convicted(source: Source, setting: string, base: CodeBase, found: Found): void {
  for (const pair of all(source.root, "pair")) {
    const value = pair.childForFieldName("value");
    if (pair.childForFieldName("key")?.text !== "env" || value?.type !== "string" || contentOf(value) !== setting)
      continue;
    const entry = pair.parent?.parent;
    const way: string[] = [];
    let at: Node | null | undefined = entry;
    for (; at?.type === "pair"; at = at.parent?.parent) way.unshift(keyOf(at.childForFieldName("key") ?? at));
    const called = at?.type === "arguments" ? at.parent?.childForFieldName("function") : undefined;
    if (entry?.type !== "pair" || called?.text !== "convict") continue;
    const empty = all(entry, "null").filter(({ parent }) => parent?.childForFieldName("key")?.text === "default");
    goes(
      found,
      source,
      [withoutEntry(entry, source)],
      empty.map((one) => replace(one, '""')),
    );
    const uses = [source, ...base.others(source, way.at(-1) ?? "")].flatMap((one) => dotted(one, way, /./));
    if (uses.length === 0) found.lost ??= { node: value, source };
    found.uses.push(...uses);
  }
}

function withoutEntry(pair: Node, { text }: Source): Edit {
  const end = text.charAt(pair.endIndex) === "," ? pair.endIndex + 1 : pair.endIndex;
  const line = removal(text, { start: pair.startIndex, end });
  const isLine = line.start < pair.startIndex && text.slice(line.start, line.end).endsWith("\n");
  return isLine || pair.parent === null ? line : withoutItem(text, parts(pair.parent), pair);
}

/** The variable in types: `ProcessEnv`, a class of variables. */
function types(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "property_signature", "public_field_definition")) {
    const name = node.childForFieldName("name");
    if (name === null || keyOf(name) !== setting || node.childForFieldName("value") !== null) continue;
    const isOptional = source.text.charAt(name.endIndex) === "?";
    const mark = { start: name.endIndex, end: name.endIndex, text: "?" };
    const otherwise = isOptional ? [] : node.type === "property_signature" ? [mark] : undefined;
    goes(found, source, [withoutMember(node, source)], otherwise);
  }
}

/** Messages that list the variable among others. */
function messages(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "string", "template_string")) {
    if (!node.text.includes(setting) || contentOf(node) === setting) continue;
    const span = messageWithout(node.text, setting);
    if (span === undefined) continue;
    const start = node.startIndex + span.start;
    const edits = [{ start, end: node.startIndex + span.end, text: "" }];
    goes(found, source, edits, edits);
  }
}
