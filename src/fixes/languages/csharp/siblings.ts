import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import { argumentsOf, parametersOf } from "./arguments";
import { enclosingType, familyOf, filesWith, type Method, methodsNamed, nameOfCall } from "./program";

/** Methods that change together, and what keeps a method as it is. */

/** A method with those that it implements or overrides, or that implement it; undefined where they cannot be told. */
export function siblingsOf(method: Method, base: CodeBase): readonly Method[] | undefined {
  const { node, source } = method;
  if (node.type !== "method_declaration") return [method];
  const owner = enclosingType(node, source);
  const name = node.childForFieldName("name")?.text ?? "";
  if (owner === undefined) return [method];
  const taken = typesOf(parametersOf(method));
  const related = methodsNamed(name, source, base).filter((other) => {
    const type = enclosingType(other.node, other.source);
    return (
      type !== undefined && typesOf(parametersOf(other)) === taken && isRelated(owner.name, type.name, source, base)
    );
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

export function sameFamily(methods: readonly Method[], base: CodeBase): boolean {
  const [first] = methods;
  const alike = first === undefined ? undefined : siblingsOf(first, base);
  return (
    alike !== undefined &&
    methods.every((one) => alike.some(({ node, source }) => same(node, one.node) && source.path === one.source.path))
  );
}

/** A place that names a method without calling it, or makes its class by reflection. */
export function looseUse(
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

/** The types of parameters, in order: by them methods of one name are told apart. */
function typesOf(parameters: readonly Node[]): string {
  return parameters.map((one) => lastName(one.childForFieldName("type")).replace(/^String$/, "string")).join();
}

/** Whether a method would be the same as another of its class without one of its parameters. */
export function collides(method: Method, at: number): boolean {
  const type = enclosingType(method.node, method.source);
  if (type === undefined) return false;
  const rest = typesOf(parametersOf(method).filter((_, i) => i !== at));
  const name = method.node.childForFieldName("name")?.text;
  const others = parts(type.node.childForFieldName("body") ?? type.node).filter(
    (one) => one.type === method.node.type && one.childForFieldName("name")?.text === name && !same(one, method.node),
  );
  return others.some((node) => typesOf(parametersOf({ node, source: type.source })) === rest);
}
