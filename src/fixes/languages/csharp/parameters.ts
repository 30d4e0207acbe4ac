import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Declaration, Reads, Source, Use } from "../../follow/language";
import { all, climb, parts, same, withoutItem } from "../../follow/tree";
import type { Secret } from "../../secret";
import { argumentFor, argumentsOf, type Call, callOf, parameterFor, parametersOf, valueOf } from "./arguments";
import { calleesOf, callsTo } from "./calls";
import { memberReads } from "./members";
import { enclosingType, filesWith, type Method } from "./program";
import { withoutParameter } from "./removals";
import { collides, looseUse, sameFamily, siblingsOf } from "./siblings";
import { typeOf } from "./typeOf";
import { isAlike, settingsBehind } from "./origin";
import { isEmulatorKey, isNothing } from "./writes";

/** Values that are handed to methods and constructors of the program: the parameter goes, with the argument of every call. */

/** Where a value goes that is an argument, or a parameter's default; undefined where it is neither. */
export function handedOn(value: Node, source: Source, base: CodeBase, secret: Secret): Reads | undefined {
  const parameter = climb(value.parent, ({ type }) => type === "parameter");
  if (parameter !== undefined && same(parts(parameter).at(-1), value)) {
    const node = parameter.parent?.parent;
    return node == null
      ? undefined
      : parameterReads(parameter, { node, source }, { node: value, source }, base, secret);
  }
  const argument = value.parent;
  const call = callOf(argument);
  if (argument === null || call === undefined) return undefined;
  const callees = calleesOf({ node: call, source }, base);
  const [method] = callees;
  if (method === undefined) return undefined;
  const given = parameterFor(argument, call, method);
  return given === undefined ? undefined : parameterReads(given, method, { node: value, source }, base, secret);
}

/** The uses of a parameter, and what goes with it. `came` is the argument that brought the value here. */
export function parameterReads(
  parameter: Node,
  method: Method,
  came: Call | undefined,
  base: CodeBase,
  secret: Secret,
): Reads {
  const lost = (node: Node, source: Source): Reads => ({ uses: [], removes: [], lost: { node, source } });
  const alike = siblingsOf(method, base);
  if (alike === undefined) return lost(parameter, method.source);
  const at = parametersOf(method).findIndex((one) => same(one, parameter));
  const removes: { readonly source: Source; readonly edits: readonly Edit[] }[] = [];
  const uses: Use[] = [];
  const joins: string[] = [];
  const declared: { readonly declaration: Declaration; readonly source: Source }[] = [];
  for (const one of alike) {
    const own = parametersOf(one)[at];
    if (own === undefined) return lost(one.node, one.source);
    const loose = looseUse(one, base);
    if (loose !== undefined) return lost(loose.node, loose.source);
    for (const call of callsTo(one, base)) {
      const problem = atCall(call, one, own, came, base, secret, removes, joins);
      if (problem !== undefined) return lost(problem, call.source);
    }
    const inside = insideOf(own, one, base, secret);
    if (inside.lost !== undefined) return inside;
    uses.push(...inside.uses);
    removes.push(...inside.removes);
    joins.push(...(inside.joins ?? []));
    declared.push(...(inside.declared ?? []));
  }
  if (secret.remains === "nothing" && secret.stays !== true && alike.some((one) => collides(one, at)))
    return lost(parameter, method.source);
  return { uses, removes, declared, joins };
}

/** What becomes of one call; the place where it cannot be followed. */
function atCall(
  call: Call,
  method: Method,
  parameter: Node,
  came: Call | undefined,
  base: CodeBase,
  secret: Secret,
  removes: { readonly source: Source; readonly edits: readonly Edit[] }[],
  joins: string[],
): Node | undefined {
  const argument = argumentFor(call.node, method, parameter);
  if (calleesOf(call, base).length > 1 && !sameFamily(calleesOf(call, base), base)) return call.node;
  if (argument === undefined) return undefined;
  const value = valueOf(argument);
  const isOwn = came !== undefined && climb(came.node, (node) => same(node, value)) !== undefined;
  if (secret.remains === "endpoint") {
    if (isOwn || isNothing(value)) return undefined;
    const given = { node: value, source: call.source };
    const settings = settingsBehind(given, base);
    joins.push(...settings);
    return settings.length > 0 || (came !== undefined && isAlike(given, came, base)) ? undefined : argument;
  }
  if (secret.stays === true) return undefined;
  if (!isOwn && secret.emulator !== true && isEmulatorKey(value)) return argument;
  removes.push({ source: call.source, edits: [withoutItem(call.source.text, argumentsOf(call.node), argument)] });
  return undefined;
}

/** The uses of a parameter in its method's body; of a primary constructor, in the whole class. */
function insideOf(parameter: Node, method: Method, base: CodeBase, secret: Secret): Reads {
  const { node, source } = method;
  const nameNode = parameter.childForFieldName("name") ?? parameter;
  const own: Reads["removes"] = [{ source, edits: withoutParameter(parameter, source) }];
  const type = enclosingType(node, source);
  if (/^(?:class|record|struct)_declaration$/.test(node.type) && type !== undefined) {
    const taken = takenApart(method, base);
    if (taken !== undefined) return { uses: [], removes: [], lost: taken };
    const reads = memberReads({ name: nameNode.text, node: parameter, owner: type }, undefined, source, base, secret);
    return { ...reads, removes: reads.removes };
  }
  const initializer = node.namedChildren.find(({ type: kind }) => kind === "constructor_initializer");
  const body = node.childForFieldName("body");
  const scope = body ?? node;
  const passed =
    initializer === undefined
      ? []
      : all(initializer, "identifier").filter(
          ({ text, parent }) =>
            text === nameNode.text && !same(parent?.childForFieldName("name"), text === "" ? null : nameNode),
        );
  const declaration: Declaration = { name: nameNode.text, path: [], nameNode, removes: [], scope, outside: undefined };
  return {
    uses: passed
      .filter((one) => !same(one.parent?.childForFieldName("name"), one))
      .map((one) => ({ node: one, source, rest: [] })),
    declared: body === null ? [] : [{ declaration, source }],
    removes: own,
  };
}

/** `var (endpoint, key) = settings`: a record that is taken apart by place. */
function takenApart(record: Method, base: CodeBase): Reads["lost"] {
  const name = record.node.childForFieldName("name")?.text ?? "";
  const count = parametersOf(record).length;
  for (const source of record.node.type === "record_declaration" ? filesWith(name, record.source, base) : [])
    for (const node of all(source.root, "assignment_expression", "variable_declarator")) {
      const left = node.childForFieldName("left") ?? parts(node)[0];
      const right = node.childForFieldName("right") ?? parts(node).at(-1);
      const pattern =
        left === undefined
          ? undefined
          : [left, ...all(left, "tuple_pattern", "tuple_expression", "parenthesized_variable_designation")].find(
              ({ type }) => /^(?:tuple_|parenthesized_variable)/.test(type),
            );
      const type = pattern === undefined ? undefined : typeOf(right, source, base);
      if (pattern !== undefined && parts(pattern).length === count && (type === undefined || type === name))
        return { node, source };
    }
  return undefined;
}
