import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Declaration, Reads, Source, Use } from "../../follow/language";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import type { Secret } from "../../secret";
import {
  argumentFor,
  argumentsOf,
  type Call,
  calleesOf,
  callOf,
  callsTo,
  parameterFor,
  parametersOf,
  valueOf,
} from "./calls";
import { memberReads } from "./members";
import { enclosingType, familyOf, filesWith, type Method, methodsNamed, nameOfCall } from "./program";
import { withoutParameter } from "./removals";
import { typeOf } from "./typeOf";
import { givenTo } from "./text";
import { lookup } from "./lookup";
import { isEmulatorKey, isGivenAlike, isNothing } from "./writes";

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
  const declared: { readonly declaration: Declaration; readonly source: Source }[] = [];
  for (const one of alike) {
    const own = parametersOf(one)[at];
    if (own === undefined) return lost(one.node, one.source);
    const loose = looseUse(one, base);
    if (loose !== undefined) return lost(loose.node, loose.source);
    for (const call of callsTo(one, base)) {
      const problem = atCall(call, one, own, came, base, secret, removes);
      if (problem !== undefined) return lost(problem, call.source);
    }
    const inside = insideOf(own, one, base, secret);
    if (inside.lost !== undefined) return inside;
    uses.push(...inside.uses);
    removes.push(...inside.removes);
    declared.push(...(inside.declared ?? []));
  }
  if (secret.remains === "nothing" && alike.some((one) => collides(one, at))) return lost(parameter, method.source);
  return { uses, removes, declared };
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
): Node | undefined {
  const argument = argumentFor(call.node, method, parameter);
  if (calleesOf(call, base).length > 1 && !sameFamily(calleesOf(call, base), base)) return call.node;
  if (argument === undefined) return undefined;
  const value = valueOf(argument);
  const isOwn = came !== undefined && climb(came.node, (node) => same(node, value)) !== undefined;
  if (secret.remains === "endpoint")
    return isOwn ||
      isNothing(value) ||
      (came !== undefined && isHandedAlike({ node: value, source: call.source }, came, base))
      ? undefined
      : argument;
  if (!isOwn && secret.emulator !== true && isEmulatorKey(value)) return argument;
  removes.push({ source: call.source, edits: [withoutItem(call.source.text, argumentsOf(call.node), argument)] });
  return undefined;
}

/** Whether two arguments give the same, however often they were handed on before. */
function isHandedAlike(value: Call, came: Call, base: CodeBase): boolean {
  if (isGivenAlike(value.node, came.node, value.source, base)) return true;
  const ones = originsOf(value, base);
  const others = originsOf(came, base);
  const [first] = others;
  const isAlike = (one: Call): boolean => first !== undefined && isGivenAlike(one.node, first.node, one.source, base);
  return ones.length > 0 && [...ones, ...others].every(isAlike);
}

/** What callers give for a parameter, through all methods that hand it on; an expression itself where it is none. */
function originsOf(value: Call, base: CodeBase, depth = 0): readonly Call[] {
  const { node, source } = value;
  const meaning = node.type === "identifier" ? lookup(node.text, node, source, base) : undefined;
  if (meaning?.is !== "parameter" || depth > 6) return [value];
  return givenTo(meaning.node, { node: meaning.of, source }, base).flatMap((one) => originsOf(one, base, depth + 1));
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

/** A method with those that it implements or overrides, or that implement it; undefined where they cannot be told. */
function siblingsOf(method: Method, base: CodeBase): readonly Method[] | undefined {
  const { node, source } = method;
  if (node.type !== "method_declaration") return [method];
  const owner = enclosingType(node, source);
  const name = node.childForFieldName("name")?.text ?? "";
  if (owner === undefined) return [method];
  const count = parametersOf(method).length;
  const related = methodsNamed(name, source, base).filter((other) => {
    const type = enclosingType(other.node, other.source);
    return type !== undefined && parametersOf(other).length === count && isRelated(owner.name, type.name, source, base);
  });
  const isOutside =
    node.children.some(({ type, text }) => type === "modifier" && text === "override") && related.length < 2;
  return isOutside ? undefined : related;
}

function isRelated(one: string, other: string, source: Source, base: CodeBase): boolean {
  if (one === other) return true;
  const families = [familyOf(one, source, base), familyOf(other, source, base)] as const;
  return families[0].has(other) || families[1].has(one);
}

function sameFamily(methods: readonly Method[], base: CodeBase): boolean {
  const [first] = methods;
  const alike = first === undefined ? undefined : siblingsOf(first, base);
  return (
    alike !== undefined &&
    methods.every((one) => alike.some(({ node, source }) => same(node, one.node) && source.path === one.source.path))
  );
}

/** A place that names a method without calling it, or makes its class by reflection. */
function looseUse(
  { node, source }: Method,
  base: CodeBase,
): { readonly node: Node; readonly source: Source } | undefined {
  const isMethod = node.type === "method_declaration" || node.type === "local_function_statement";
  const name = isMethod ? (node.childForFieldName("name")?.text ?? "") : (enclosingType(node, source)?.name ?? "");
  for (const one of filesWith(name, source, base)) {
    const found = all(one.root, "identifier").find(
      (other) => other.text === name && (isMethod ? isMethodGroup(other) : isReflected(other)),
    );
    if (found !== undefined) return { node: found, source: one };
  }
  return undefined;
}

function isMethodGroup(name: Node): boolean {
  const whole =
    name.parent?.type === "member_access_expression" && same(name.parent.childForFieldName("name"), name)
      ? name.parent
      : name;
  return (
    /^(?:argument|assignment_expression|variable_declarator|arrow_expression_clause)$/.test(whole.parent?.type ?? "") &&
    !same(whole.parent?.childForFieldName("name"), whole) &&
    !same(whole.parent?.childForFieldName("left"), whole)
  );
}

/** `ActivatorUtilities.CreateInstance<T>(…, key)`. */
function isReflected(name: Node): boolean {
  const call = climb(
    name,
    ({ type }) => type === "invocation_expression" || type === "block" || type === "declaration_list",
  );
  return (
    call?.type === "invocation_expression" && /^CreateInstance$/.test(nameOfCall(call)) && argumentsOf(call).length > 1
  );
}

/** Whether a method would be the same as another of its class without one of its parameters. */
function collides(method: Method, at: number): boolean {
  const type = enclosingType(method.node, method.source);
  if (type === undefined) return false;
  const typesOf = (nodes: readonly Node[]): string =>
    nodes.map((one) => lastName(one.childForFieldName("type"))).join();
  const rest = typesOf(parametersOf(method).filter((_, i) => i !== at));
  const name = method.node.childForFieldName("name")?.text;
  const others = parts(type.node.childForFieldName("body") ?? type.node).filter(
    (one) => one.type === method.node.type && one.childForFieldName("name")?.text === name && !same(one, method.node),
  );
  return others.some((node) => typesOf(parametersOf({ node, source: type.source })) === rest);
}
