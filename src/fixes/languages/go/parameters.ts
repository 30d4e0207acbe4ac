import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { fieldFilled, fieldReads } from "./fields";
import { flagFilled } from "./flags";
import { aliasOf } from "./names";
import { declaring, folderOf, functionOf } from "./scope";
import { functionsNamed, structOf, typeOf } from "./types";

/** Values that are handed to functions of the program, or given back by them. */

/** Where a value goes that fills a field, is an argument, or is all that a function gives back. */
export function held(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const field = fieldFilled(value, source, base);
  if (field !== undefined) return fieldReads(field.struct, field.name, base);
  return flagFilled(value, source, base) ?? handedOn(value, source, base) ?? givenBack(value, source, base);
}

/** A parameter of the program's one function of that name goes, with the argument of every call. */
function handedOn(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const list = value.parent?.type === "argument_list" ? value.parent : undefined;
  const call = list?.parent;
  if (list === undefined || call?.type !== "call_expression") return undefined;
  const name = calledName(call);
  const found = functionsNamed(name, source, base).filter(
    (one) => isCallOf(call, one.node, source, one.source, base) !== false,
  );
  const [only] = found;
  if (only === undefined || found.length > 1 || isCallOf(call, only.node, source, only.source, base) !== true)
    return undefined;
  const at = parts(list).findIndex((one) => same(one, value));
  const slots = slotsOf(only.node);
  const slot = slots[at];
  if (slot?.nameNode === undefined || parts(list).length !== slots.length) return undefined;
  const { nameNode, holder, names } = slot;
  const holders = parts(only.node.childForFieldName("parameters") ?? only.node);
  const own = names.length > 1 ? withoutName(nameNode, names) : withoutItem(only.source.text, holders, holder);
  const body = only.node.childForFieldName("body");
  const declaration: Declaration = {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [own],
    scope: body ?? only.node,
    outside: undefined,
  };
  return together([
    ...[only.source, ...base.others(only.source, name)].map((one) =>
      withoutArgument(one, name, at, only.node, only.source, base),
    ),
    { uses: [], declared: [{ declaration, source: only.source }], removes: [] },
  ]);
}

/** `endpoint, key string` without one of the names. */
function withoutName(name: Node, names: readonly Node[]): Edit {
  const at = names.findIndex((one) => same(one, name));
  const next = names[at + 1];
  const previous = names[at - 1];
  if (next !== undefined) return { start: name.startIndex, end: next.startIndex, text: "" };
  return { start: previous?.endIndex ?? name.startIndex, end: name.endIndex, text: "" };
}

function withoutArgument(one: Source, name: string, at: number, method: Node, source: Source, base: CodeBase): Reads {
  const mentions = all(one.root, "identifier", "field_identifier").filter((node) => node.text === name);
  return together(
    mentions.map((node): Reads => {
      const callee =
        node.parent?.type === "selector_expression" && same(node.parent.childForFieldName("field"), node)
          ? node.parent
          : node;
      const call =
        callee.parent?.type === "call_expression" && same(callee.parent.childForFieldName("function"), callee)
          ? callee.parent
          : undefined;
      if (call === undefined) {
        const isDeclared = same(node.parent?.childForFieldName("name"), node);
        const isOther = isDeclared && !/^method_(?:spec|elem)$/.test(node.parent?.type ?? "");
        const isMember = callee !== node || declaring(node) !== undefined || node.type === "field_identifier";
        return isOther || (isMember && node.parent?.type !== "method_elem")
          ? { uses: [], removes: [] }
          : lostAt(node, one);
      }
      const is = isCallOf(call, method, one, source, base);
      if (is === undefined) return lostAt(call, one);
      const given = call.childForFieldName("arguments");
      const items = given === null ? [] : parts(given);
      const argument = items[at];
      if (!is) return { uses: [], removes: [] };
      return argument === undefined ? lostAt(call, one) : goneAt(one, [withoutItem(one.text, items, argument)], []);
    }),
  );
}

export function calledName(call: Node): string {
  const called = call.childForFieldName("function");
  return (called?.type === "selector_expression" ? called.childForFieldName("field")?.text : called?.text) ?? "";
}

/** Whether a call by a function's name is a call of that function; undefined where the code does not tell. */
function isCallOf(call: Node, method: Node, one: Source, source: Source, base: CodeBase): boolean | undefined {
  const called = call.childForFieldName("function");
  const receiver = method.childForFieldName("receiver");
  if (called?.type !== "selector_expression") return receiver === null && folderOf(one) === folderOf(source);
  const operand = called.childForFieldName("operand");
  const pack = all(source.root, "package_identifier")[0]?.text ?? "main";
  if (receiver === null) return operand?.text === aliasOf(one, pack) && folderOf(one) !== folderOf(source);
  const own = structOf(parts(receiver)[0]?.childForFieldName("type"), source, base);
  const type = typeOf(operand, one, base);
  if (type === undefined) return isImported(operand, one) ? false : undefined;
  const struct = structOf(type.node, type.source, base);
  return struct !== undefined && own !== undefined && same(struct.node, own.node);
}

function isImported(operand: Node | null, { root }: Source): boolean {
  return (
    operand?.type === "identifier" &&
    declaring(operand) === undefined &&
    all(root, "import_spec").some(({ text }) => new RegExp(String.raw`(?:^|[/"\s])${operand.text}(?:"|\s)`).test(text))
  );
}

interface Slot {
  readonly holder: Node;
  readonly names: readonly Node[];
  readonly nameNode: Node | undefined;
}

/** The parameters of a function one by one: several may share a type. */
function slotsOf(method: Node): readonly Slot[] {
  const list = method.childForFieldName("parameters");
  return (list === null ? [] : parts(list)).flatMap((holder): readonly Slot[] => {
    const names = holder.childrenForFieldName("name");
    return names.length === 0
      ? [{ holder, names, nameNode: undefined }]
      : names.map((nameNode) => ({ holder, names, nameNode }));
  });
}

/** A function without parameters that only gives a value back: every call is a use, and the function goes. */
function givenBack(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const list = value.parent?.type === "expression_list" ? value.parent : undefined;
  const statement = list?.parent?.type === "return_statement" ? list.parent : undefined;
  const method = statement === undefined ? undefined : functionOf(statement);
  if (list === undefined || method?.type !== "function_declaration" || parts(list).length !== 1) return undefined;
  const name = method.childForFieldName("name")?.text ?? "";
  const isPlainOne =
    slotsOf(method).length === 0 &&
    all(method, "return_statement").length === 1 &&
    functionsNamed(name, source, base).length === 1;
  if (!isPlainOne) return undefined;
  const calls = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "call_expression")
      .filter((call) => calledName(call) === name && isCallOf(call, method, one, source, base) === true)
      .map((node) => ({ node, source: one, rest: [] })),
  );
  return together([{ uses: calls, removes: [] }, goneAt(source, [removal(source.text, spanOf(method))], [])]);
}
