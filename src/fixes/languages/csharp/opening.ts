import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, climb, lastName, parts } from "../../follow/tree";
import { argumentsOf } from "./arguments";
import { simpleName } from "./program";

/** What every way to open a client has in common: the call, and the credential that it gets. */

export const CREDENTIAL = "new DefaultAzureCredential()";
export const CREATIONS = ["object_creation_expression", "implicit_object_creation_expression"];
export const quoted = (text: string): string => `"${text}"`;

/** A creation or invocation with its arguments. */
export interface Called {
  readonly node: Node;
  readonly list: Node;
  readonly name: string;
}

/** The creation or invocation that an argument belongs to. */
export function callOf(argument: Node): Called | undefined {
  const list = argument.parent;
  const node = list?.parent;
  if (list === null || node === null || node === undefined || argumentsOf(node).length === 0) return undefined;
  if (node.type === "object_creation_expression")
    return { node, list, name: simpleName(node.childForFieldName("type")) };
  if (node.type === "invocation_expression")
    return { node, list, name: simpleName(node.childForFieldName("function")) };
  if (node.type !== "implicit_object_creation_expression") return undefined;
  return { node, list, name: targetOf(node) };
}

/** What `new(…)` makes: by its declaration, or what it is assigned to. */
function targetOf(node: Node): string {
  const assigned =
    node.parent?.type === "assignment_expression" ? lastName(node.parent.childForFieldName("left")) : undefined;
  const typed =
    assigned === undefined
      ? climb(
          node,
          (at) =>
            (at.childForFieldName("type") ?? at.childForFieldName("returns")) !== null && !CREATIONS.includes(at.type),
        )
      : all(climb(node, ({ parent }) => parent === null) ?? node, "variable_declaration", "property_declaration").find(
          (one) =>
            all(one, "variable_declarator").some(
              (declarator) => declarator.childForFieldName("name")?.text === assigned,
            ) || one.childForFieldName("name")?.text === assigned,
        );
  return lastName(typed?.childForFieldName("type") ?? typed?.childForFieldName("returns")).replace(/\?$/, "");
}

/** A credential that is there already, in reach of `at`; else a new one. */
export function credentialIn({ root }: Source, at: Node): string {
  const found = all(root, "variable_declarator").find((node) => {
    const value = parts(node).at(-1)?.text ?? "";
    const isOne =
      value === CREDENTIAL ||
      (value === "new()" && node.parent?.childForFieldName("type")?.text === "DefaultAzureCredential");
    const block = climb(
      node,
      ({ type }) => type === "block" || type === "compilation_unit" || type === "declaration_list",
    );
    const isField = node.parent?.parent?.type === "field_declaration";
    const isInReach = block !== undefined && block.startIndex <= at.startIndex && at.endIndex <= block.endIndex;
    const isStatic = node.parent?.parent?.children.some(({ text }) => text === "static") === true;
    return isOne && isInReach && (isField ? isStatic : node.endIndex < at.startIndex);
  });
  return found?.childForFieldName("name")?.text ?? CREDENTIAL;
}
