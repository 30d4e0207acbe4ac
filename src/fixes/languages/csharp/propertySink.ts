import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../../fix";
import { endpointEdits, type Need, type Rewrite, type Source } from "../../follow/language";
import { climb, lastName, replace, same, spanOf } from "../../follow/tree";
import { oldVersion } from "../../manifests/nuget";
import type { Secret } from "../../secret";
import { type ClientProperty, CLIENT_PROPERTIES } from "./clients";
import { CREATIONS, CREDENTIAL, credentialIn, quoted } from "./opening";
import { byHand, noEndpoint } from "../../follow/reasons";

/** Where a value is a property of what opens a client: made keyless. */

/** A property of a client's options: `AuthKey = key`. */
export function propertySink(
  assignment: Node,
  value: Node,
  source: Source,
  secret: Secret,
): Rewrite | NotFixable | undefined {
  const left = assignment.childForFieldName("left");
  const property = lastName(left);
  const row = CLIENT_PROPERTIES.find((one) => one.property === property && one.holds === secret.holds);
  if (row === undefined || left === null || !same(assignment.childForFieldName("right"), value)) return undefined;
  const made = climb(assignment, ({ type }) => CREATIONS.includes(type) || type === "invocation_expression");
  const isOf =
    (left.type === "member_access_expression" && isOfPackage(row, source)) ||
    row.type.test(lastName(made?.childForFieldName("type"))) ||
    made?.type === "implicit_object_creation_expression";
  if (!isOf) return undefined;
  if (secret.emulator === true) return byHand(assignment, source);
  const old = oldVersion(source.program, source.path, row);
  if (old !== undefined) return notFixable(old, { path: source.path, span: spanOf(assignment) });
  const credential = credentialIn(source, assignment);
  const needs: readonly Need[] = credential === CREDENTIAL ? ["identity"] : [];
  const nameNode = left.childForFieldName("name") ?? left;
  const receiver =
    left.type === "member_access_expression" ? `${left.childForFieldName("expression")?.text ?? ""}.` : "";
  if (row.endpoint === undefined)
    return { edits: [replace(nameNode, row.credential), replace(value, credential)], needs };
  const endpoint = endpointEdits(secret, value, quoted, "", "");
  if (endpoint === undefined) return noEndpoint;
  const statement = assignment.parent?.type === "expression_statement";
  const indent = " ".repeat(assignment.startPosition.column);
  const end = assignment.parent?.type === "expression_statement" ? assignment.parent.endIndex : assignment.endIndex;
  const second = statement
    ? `\n${indent}${receiver}${row.credential} = ${credential};`
    : `, ${row.credential} = ${credential}`;
  if (!statement && assignment.parent?.type !== "initializer_expression") return undefined;
  return { edits: [replace(nameNode, row.endpoint), ...endpoint, { start: end, end, text: second }], needs };
}

/** Whether a property can only be the library's: the program has the package, and no class with such a property of its own. */
function isOfPackage({ says, property }: ClientProperty, { program: { paths, read } }: Source): boolean {
  const own = new RegExp(String.raw`\bstring\??\s+${property}\b`);
  const projects = paths.filter((path) => /\.(?:csproj|props|targets)$|(?:^|\/)packages\.config$/i.test(path));
  const isThere = projects.length === 0 || projects.some((path) => read(path)?.includes(says) === true);
  return isThere && !paths.some((path) => path.endsWith(".cs") && own.test(read(path) ?? ""));
}
