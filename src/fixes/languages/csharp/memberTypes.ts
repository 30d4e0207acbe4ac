import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, parts } from "../../follow/tree";
import { memberOf, typeArguments, typeOfMember, typesNamed, typeText } from "./program";

/** The types of members, as their classes and the libraries of .NET declare them. */

/** Members of generic types of .NET whose own type is what the brackets hold. */
const WRAPPED: Readonly<Record<string, readonly string[]>> = {
  Value: ["IOptions", "IOptionsSnapshot", "Lazy", "OptionsWrapper", "KeyValuePair", "LinkedListNode"],
  CurrentValue: ["IOptionsMonitor"],
  Result: ["Task", "ValueTask"],
  Object: ["Mock"],
  Instance: ["ObjectFactory"],
};
/** The type of a member of a type, with what the brackets hold in the place of type parameters. */
export function memberType(
  owner: string | undefined,
  name: string,
  source: Source,
  base: CodeBase,
): string | undefined {
  if (name === "Configuration") return "IConfiguration";
  if (owner === "string" && name === "Empty") return "string";
  if (owner === undefined) return typesNamed(name, source, base).length > 0 ? name : undefined;
  const outer = /^[^<]*/.exec(owner)?.[0] ?? owner;
  if (WRAPPED[name]?.includes(outer) === true) return typeArguments(owner).at(-1);
  if (outer === "KeyValuePair" && name === "Key") return typeArguments(owner)[0];
  const member = memberOf(outer, name, source, base);
  return member === undefined ? undefined : substituted(typeOfMember(member), owner, outer, source, base);
}

/** A member's type where its class has type parameters: `T` of `Setting<CosmosOptions>` is `CosmosOptions`. */
function substituted(
  type: string | undefined,
  owner: string,
  outer: string,
  source: Source,
  base: CodeBase,
): string | undefined {
  const given = typeArguments(owner);
  if (type === undefined || given.length === 0) return type;
  const names = typesNamed(outer, source, base).map(({ node }) => typeParametersOf(node))[0] ?? [];
  return names.reduce(
    (text, name, i) => text.replace(new RegExp(String.raw`\b${name}\b`, "g"), given[i] ?? name),
    type,
  );
}

/** The names of a method's or type's type parameters. */
export function typeParametersOf(node: Node): readonly string[] {
  const list =
    node.childForFieldName("type_parameters") ?? node.namedChildren.find(({ type }) => type === "type_parameter_list");
  return list == null ? [] : parts(list).map((one) => one.childForFieldName("name")?.text ?? one.text);
}

/** The value that a declarator or property begins with. */
export function initializerOf(node: Node): Node | undefined {
  const value = node.childForFieldName("value");
  if (value !== null) return value.type === "arrow_expression_clause" ? parts(value)[0] : value;
  if (node.type !== "variable_declarator") return undefined;
  const last = parts(node).at(-1);
  return last === undefined || last.id === node.childForFieldName("name")?.id ? undefined : last;
}

/** The type that a name of a `using X = Y;` of the file stands for. */
export function aliased(type: string | undefined, source: Source): string | undefined {
  if (type === undefined) return undefined;
  const alias = all(source.root, "using_directive").find((one) => one.childForFieldName("name")?.text === type);
  return alias === undefined ? type : typeText(parts(alias).at(-1));
}
