import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, contentOf } from "../../follow/tree";
import type { Secret } from "../../secret";
import { memberReads } from "./members";
import { parameterReads } from "./parameters";
import { type Member, memberOf, typeArguments, typeOfMember, typesNamed } from "./program";

/** Classes that the configuration fills: which property a key fills, and who reads it. */

/** The member that a path of keys fills, from a class on; `unknown` where the program does not declare the class. */
export function boundMember(
  type: string,
  path: readonly string[],
  source: Source,
  base: CodeBase,
): Member | "unknown" | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (typesNamed(type, source, base).length === 0) return "unknown";
  const member = memberOf(type, key, source, base, (node) => isFilledBy(node, key));
  if (member === undefined || rest.length === 0) return member;
  const inner = typeOfMember(member);
  return inner === undefined || typeArguments(inner).length > 0 ? "unknown" : boundMember(inner, rest, source, base);
}

/** Whether a key of the configuration, which knows no upper and lower case, fills a property or parameter. */
function isFilledBy(node: Node, key: string): boolean {
  if (node.type !== "property_declaration" && node.type !== "parameter") return false;
  const renamed = all(node, "attribute").find((one) =>
    (one.childForFieldName("name")?.text ?? "").includes("ConfigurationKeyName"),
  );
  const [given] = renamed === undefined ? [] : all(renamed, "string_literal");
  const name = given === undefined ? node.childForFieldName("name")?.text : contentOf(given);
  return name?.toLowerCase() === key.toLowerCase();
}

/** The reads of the member that a path fills; undefined where the class has none, lost where it is not of the program. */
export function boundReads(
  type: string,
  path: readonly string[],
  node: Node,
  source: Source,
  base: CodeBase,
  secret: Secret,
): Reads | undefined {
  const member = boundMember(type, path, source, base);
  if (member === undefined) return undefined;
  if (member === "unknown") return { uses: [], removes: [], lost: { node, source } };
  return member.node.type === "parameter"
    ? parameterReads(member.node, member.owner, undefined, base, secret)
    : memberReads(member, undefined, source, base, secret);
}
