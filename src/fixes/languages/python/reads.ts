import type { Node } from "web-tree-sitter";
import { arrivals } from "../../follow/arrivals";
import { withoutStatement } from "../../follow/logs";
import { type Found, goes, nothingFound, readsIn } from "../../follow/found";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { messageWithout } from "../../follow/messages";
import { all, climb, contentOf, parts, same, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { environmentNames, isEnvironment, isVariable, namesFor, readBy } from "./environment";
import { isWalked, withoutName } from "./lists";
import { declarationOf } from "./names";
import { fieldsGiven, settingFields } from "./settings";

/** Every read of a setting in a file: of the environment, by settings classes, by names in constants, of files. */

const ENDS = /\b(?:raise|return|exit|abort)\b/;

export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const found = nothingFound();
  const prefixed = base.others(source, "prefix").map(({ text }) => text);
  for (const name of namesFor(setting, source, prefixed)) {
    subscripts(source, name, found);
    strings(source, name, base, found);
    if (!isVariable(name)) continue;
    attributes(source, name, found);
    entries(source, name, found);
    messages(source, name, found);
  }
  for (const declaration of settingFields(source, setting, base)) {
    found.declared.push({ declaration, source });
    for (const given of fieldsGiven(declaration, source, base)) goes(found, given.source, given.edits, []);
  }
  return readsIn(found);
}

/** An entry by the setting's own name that a node stands in: what holds it, and goes. */
function isInEntry(node: Node, setting: string): boolean {
  return (
    isVariable(setting) &&
    climb(node.parent, (one) => one.type === "pair" && contentOf(one.childForFieldName("key") ?? one) === setting) !==
      undefined
  );
}

/** `os.environ["NAME"]`; a variable's whole name is a read on whatever object it is asked of. */
function subscripts(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "subscript")) {
    const key = node.childForFieldName("subscript");
    if (key?.type !== "string" || contentOf(key) !== setting || isInEntry(node, setting)) continue;
    if (!isVariable(setting) && !isEnvironment(node.childForFieldName("value"), source)) continue;
    const { parent } = node;
    if (parent?.type === "assignment" && same(parent.childForFieldName("left"), node)) gives(parent, source, found);
    else if (parent?.type === "del_statement") goes(found, source, [withoutStatement(parent, source)], []);
    else found.uses.push({ node, source, rest: [] });
  }
}

/** A statement that gives the variable a value goes: nobody reads it any more. */
function gives(node: Node, source: Source, found: Found): void {
  const statement = node.type === "expression_statement" ? node : node.parent;
  if (statement?.type === "expression_statement") goes(found, source, [withoutStatement(statement, source)], []);
  else found.lost ??= { node, source };
}

/** `settings.COSMOS_KEY`. */
function attributes(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "attribute")) {
    if (node.childForFieldName("attribute")?.text !== setting || isInEntry(node, setting)) continue;
    const { parent } = node;
    if (parent?.type === "assignment" && same(parent.childForFieldName("left"), node)) {
      if (/^(?:self|cls)\./.test(node.text)) continue;
      gives(parent, source, found);
    } else found.uses.push({ node, source, rest: [] });
  }
}

/** The setting's name as a string: an argument, an item of a list of names, a constant, a look whether it is there. */
function strings(source: Source, setting: string, base: CodeBase, found: Found): void {
  for (const node of all(source.root, "string")) {
    const { parent } = node;
    if (parent === null || contentOf(node) !== setting || parent.type === "subscript" || isInEntry(node, setting))
      continue;
    const read = readBy(node);
    if (read === "gives") gives(parent.parent?.parent ?? parent, source, found);
    else if (read !== undefined) called(read, source, setting, found);
    else if (parent.type === "comparison_operator") looked(parent, source, found);
    else if (/^(?:list|tuple|set)$/.test(parent.type) && isVariable(setting)) listed(node, parent, source, found);
    else if (isVariable(setting) && (parent.type === "assignment" || parent.type === "pair"))
      constant(node, source, base, found);
  }
}

function called(call: Node, source: Source, setting: string, found: Found): void {
  const function_ = call.childForFieldName("function");
  const object = function_?.childForFieldName("object") ?? null;
  const isKnown =
    isVariable(setting) ||
    /getenv|environ/.test(function_?.text ?? "") ||
    isEnvironment(object, source) ||
    environmentNames(source).has(function_?.text ?? "") ||
    (/^(?:config|env)$/.test(function_?.text ?? "") && /\bdecouple\b|\benviron/.test(source.text));
  if (!isKnown) return;
  if (call.parent?.type === "expression_statement") demand(call.parent, source, found);
  else found.uses.push({ node: call, source, rest: [] });
}

/** A statement that stops where the variable is missing goes, whether or not code goes on taking its value. */
function demand(statement: Node, source: Source, found: Found): void {
  const edits = [withoutStatement(statement, source)];
  goes(found, source, edits, edits);
}

/** `if "NAME" not in os.environ: raise …`. */
function looked(comparison: Node, source: Source, found: Found): void {
  const statement = comparison.parent;
  const body = statement?.type === "if_statement" ? statement.childForFieldName("consequence") : null;
  if (statement?.type === "assert_statement") demand(statement, source, found);
  else if (body != null && statement?.childForFieldName("alternative") === null && ENDS.test(body.text))
    demand(statement, source, found);
  else found.lost ??= { node: comparison, source };
}

/** A list of names that is only walked through: no place in it means anything. */
function listed(node: Node, list: Node, source: Source, found: Found): void {
  const edits = withoutName(node, list, source);
  if (isWalked(list, source)) goes(found, source, edits, edits);
  else found.lost ??= { node, source };
}

/** A constant that holds the name: what reads by it reads the setting. */
function constant(node: Node, source: Source, base: CodeBase, found: Found): void {
  const declaration = declarationOf(node, source);
  if (declaration === undefined || same(node.parent?.childForFieldName("key"), node)) return;
  const { uses, removes, lost } = arrivals(declaration, source, base);
  const reads = uses.map((one) => ({ one, read: readBy(one.node) }));
  if (reads.length === 0) return;
  found.lost ??= lost;
  for (const { source: where, edits } of removes) goes(found, where, edits, []);
  for (const { one, read } of reads) {
    if (read === undefined) found.lost ??= one;
    else if (read === "gives") gives(one.node.parent?.parent?.parent ?? one.node, one.source, found);
    else found.uses.push({ node: read, source: one.source, rest: [] });
  }
}

/** Entries by the variable's name: `{"COSMOS_KEY": os.getenv("COSMOS_KEY")}`. */
function entries(source: Source, setting: string, found: Found): void {
  for (const pair of all(source.root, "pair")) {
    if (contentOf(pair.childForFieldName("key") ?? pair) !== setting || pair.parent === null) continue;
    const end = source.text.charAt(pair.endIndex) === "," ? pair.endIndex + 1 : pair.endIndex;
    const line = removal(source.text, { start: pair.startIndex, end });
    const isLine = line.start < pair.startIndex && source.text.slice(line.start, line.end).endsWith("\n");
    goes(found, source, [isLine ? line : withoutItem(source.text, parts(pair.parent), pair)], []);
  }
}

/** Messages that list the variable among others. */
function messages(source: Source, setting: string, found: Found): void {
  for (const node of all(source.root, "string")) {
    if (!node.text.includes(setting) || contentOf(node) === setting) continue;
    const span = messageWithout(node.text, setting);
    if (span === undefined) continue;
    const { startIndex: start } = node;
    const edits = [{ start: start + span.start, end: start + span.end, text: "" }];
    goes(found, source, edits, edits);
  }
}
