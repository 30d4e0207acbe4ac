import type { Node } from "web-tree-sitter";
import type { Edit } from "../fix";
import { removal } from "../lines";
import { CALLS, nameOfCall, nameOfFunction } from "./calls";
import { undocumented } from "./documented";
import { guardAround } from "./guard";
import type { CodeBase, Declaration, Name, Reads, Source } from "./language";
import { all, climb, parts, same, spanOf, withoutItem } from "./tree";

/** Values that are handed to functions of the workspace: the parameter goes, with the argument of every call. */

const FUNCTIONS = [
  "function_declaration",
  "function_definition",
  "method_definition",
  "method_declaration",
  "constructor_declaration",
  "local_function_statement",
  "arrow_function",
  "function_expression",
];
/** A function of the workspace with one of its parameters. */
export interface Parameter {
  readonly source: Source;
  readonly method: Node;
  /** What callers name: the function, or the class that it constructs. */
  readonly name: string;
  readonly node: Node;
  readonly nameNode: Node;
  /** Its place among the arguments; `self` is none. */
  readonly position: number;
}

/** Where a value goes that is an argument, or a parameter's default; undefined where it is neither. */
export function handedOn(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const parameter = defaultOf(value, source) ?? calledWith(value, source, base);
  if (parameter === undefined) return undefined;
  return checkedBy(value, parameter, source) ?? withParameter(parameter, base);
}

/** The uses of a parameter; what goes is the parameter with the argument of every call. */
export function withParameter(parameter: Parameter, base: CodeBase): Reads {
  const { method, name, node, nameNode } = parameter;
  const removes: { readonly source: Source; readonly edits: readonly Edit[] }[] = [];
  for (const one of [parameter.source, ...base.others(parameter.source, name)]) {
    for (const call of all(one.root, ...CALLS).filter((other) => nameOfCall(other) === name)) {
      const { calls = () => true } = one.language;
      const isCall = calls(call, one, method, base);
      if (isCall === undefined) return { uses: [], removes: [], lost: { node: call, source: one } };
      if (!isCall) continue;
      const argument = argumentFor(call, parameter);
      const list = argument?.parent;
      if (argument !== undefined && list != null)
        removes.push({ source: one, edits: [withoutItem(one.text, parts(list), argument)] });
    }
    const loose = all(one.root, "identifier").find((other) => other.text === name && isLoose(other));
    if (loose !== undefined) return { uses: [], removes: [], lost: { node: loose, source: one } };
  }
  const body = method.childForFieldName("body") ?? method;
  const declaration: Declaration = {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: [
      withoutItem(parameter.source.text, parts(node.parent ?? node), node),
      ...undocumented(method, nameNode.text, parameter.source),
    ],
    scope: body,
    outside: undefined,
    also: propertyOf(node, nameNode),
  };
  return { uses: [], declared: [{ declaration, source: parameter.source }], removes, loosens: [] };
}

/** A function that only stops where its argument is missing, and gives it back if at all: it stays, as it serves others. */
function checkedBy(value: Node, { source: home, method, nameNode }: Parameter, source: Source): Reads | undefined {
  const body = method.childForFieldName("body");
  const call = climb(value.parent, ({ type }) => CALLS.includes(type));
  if (body === null || call === undefined) return undefined;
  const uses = all(body, "identifier").filter(({ text }) => text === nameNode.text);
  const returned = uses.filter(({ parent }) => parent?.type === "return_statement");
  const isChecked = (node: Node): boolean =>
    guardAround(node, home) !== undefined || climb(node, ({ type }) => THROWS.test(type)) !== undefined;
  const others = uses.filter((node) => !returned.some((one) => same(one, node)));
  if (others.length === 0 || !others.every(isChecked)) return undefined;
  if (returned.length > 0) return { uses: [{ node: call, source, rest: [] }], removes: [] };
  return call.parent?.type === "expression_statement"
    ? { uses: [], removes: [{ source, edits: [removal(source.text, spanOf(call.parent))] }] }
    : undefined;
}

const THROWS = /^(?:throw|raise|assert)_statement$/;

/** The parameter that a value is the default of. */
function defaultOf(value: Node, source: Source): Parameter | undefined {
  const node = climb(value.parent, ({ parent }) => /parameters?$|parameter_list$/.test(parent?.type ?? ""));
  const given =
    node?.childForFieldName("value") ??
    node?.childForFieldName("right") ??
    (node === undefined ? undefined : parts(node).at(-1));
  const method = climb(node, ({ type }) => FUNCTIONS.includes(type));
  if (node === undefined || method === undefined || !same(given, value)) return undefined;
  return parametersOf(method, source).find((one) => same(one.node, node));
}

/** The parameter of the one function of that name that a value is the argument for. */
export function calledWith(value: Node, source: Source, base: CodeBase): Parameter | undefined {
  const { parent } = value;
  const isKeyword = parent?.type === "keyword_argument" || parent?.type === "argument";
  const argument = isKeyword ? parent : value;
  const list = argument.parent;
  const call = /^argument(?:s|_list)$/.test(list?.type ?? "") ? list?.parent : undefined;
  if (call === null || call === undefined || !CALLS.includes(call.type)) return undefined;
  const name = nameOfCall(call);
  const { calls = () => true } = source.language;
  const methods = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, ...FUNCTIONS)
      .filter((method) => nameOfFunction(method) === name && calls(call, source, method, base) !== false)
      .map((method) => ({ method, one })),
  );
  const own = methods.filter(({ one }) => one === source);
  const [only, ...more] = own.length === 1 ? own : methods;
  if (only === undefined || more.length > 0) return undefined;
  if (calls(call, source, only.method, base) !== true) return undefined;
  return parametersOf(only.method, only.one).find((one) => same(argumentFor(call, one), argument));
}

/** The argument of a call that a parameter gets, by its name or its place. */
function argumentFor(call: Node, { nameNode, position }: Parameter): Node | undefined {
  const list = parts(call.childForFieldName("arguments") ?? call);
  const named = list.find(
    (one) => one.type.endsWith("argument") && one.childForFieldName("name")?.text === nameNode.text,
  );
  const placed = list[position];
  return (
    named ?? (placed?.childForFieldName("name") == null || placed.type !== "keyword_argument" ? placed : undefined)
  );
}

/** The parameters of a function, in their order. */
export function parametersOf(method: Node, source: Source): readonly Parameter[] {
  const list = method.childForFieldName("parameters");
  if (list === null) return [];
  const nodes = parts(list).filter(({ text }) => text !== "self" && text !== "cls");
  return nodes.flatMap((node, position) => {
    const nameNode =
      node.childForFieldName("name") ??
      node.childForFieldName("pattern") ??
      node.childForFieldName("left") ??
      (node.type === "identifier" ? node : parts(node)[0]);
    return nameNode?.type === "identifier"
      ? [{ source, method, name: nameOfFunction(method), node, nameNode, position }]
      : [];
  });
}

/** Whether a function's name stands where it is neither called nor declared nor imported. */
function isLoose(node: Node): boolean {
  const { parent } = node;
  return parent !== null && /^argument(?:s|_list)?$|^pair$|^array$|^list$/.test(parent.type);
}

/** `constructor(private key: string)` is a field too. */
function propertyOf(node: Node, nameNode: Node): readonly Name[] {
  const owner = climb(node, ({ type }) => type === "class_body");
  const isField = parts(node).some(({ type }) => type === "accessibility_modifier") || /^readonly\b/.test(node.text);
  return owner !== undefined && isField ? [{ name: "this", path: [nameNode.text], scope: owner }] : [];
}
