import type { Node } from "web-tree-sitter";
import type { CodeBase, Rewrite, Source } from "../../follow/language";
import { all, lastName, parts, replace, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { quoted } from "./imports";
import { declarationOf } from "./names";
import { keyOf } from "./ways";

/** A connection string among the settings of an object: the endpoint stays there, under a name that says so. */

/** What else a text calls by the names of a connection string, in the spelling that the name has. */
const CONNECTION = /_?(?:connection_?(?:string|str|uri|url)?|conn_?(?:string|str)?)$/i;

/**
 * The edits after which the entry holds the account endpoint and all that reads it names it so. Undefined where the
 * literal is no such entry, or something else goes by its name, so that what reads it cannot be told.
 */
export function endpointStays(
  literal: Node,
  source: Source,
  base: CodeBase,
  { endpoint, holds }: Secret,
): readonly { readonly source: Source; readonly rewrite: Rewrite }[] | undefined {
  const pair = literal.parent?.type === "pair" ? literal.parent : undefined;
  const key = pair?.childForFieldName("key");
  const object = pair?.parent;
  if (holds !== "connection-string" || endpoint === undefined || key?.type !== "property_identifier") return undefined;
  const declaration = declarationOf(literal, source);
  const name = renamed(key.text);
  if (declaration === undefined || name === undefined || object === null || object === undefined) return undefined;
  if (parts(object).some((one) => keyOf(one.childForFieldName("key") ?? one) === name)) return undefined;
  const holder = declaration.path.at(-2) ?? declaration.name;
  const found = [source, ...base.others(source, key.text)].map((one) => ({
    source: one,
    names: all(one.root, "property_identifier", "identifier", "string", "shorthand_property_identifier").filter(
      (node) => keyOf(node) === key.text && !same(node, key),
    ),
  }));
  if (found.some(({ names }) => names.some((node) => !isTakenOf(node, holder)))) return undefined;
  return found.map(({ source: one, names }) => ({
    source: one,
    rewrite: {
      edits: [
        ...names.map((node) => replace(node, name)),
        ...(one === source ? [replace(key, name), replace(literal, quoted(endpoint, source))] : []),
      ],
      needs: [],
    },
  }));
}

/** `cosmosConnectionString` as `cosmosEndpoint`, `CONNECTION_STRING` as `ENDPOINT`; undefined for other names. */
function renamed(name: string): string | undefined {
  const match = CONNECTION.exec(name);
  if (match === null) return undefined;
  const before = name.slice(0, match.index);
  if (/^[A-Z\d_]+$/.test(name)) return before === "" ? "ENDPOINT" : `${before}_ENDPOINT`;
  if (match[0].startsWith("_")) return `${before}_endpoint`;
  return before === "" ? "endpoint" : `${before}Endpoint`;
}

/** Whether a name is the member of what is called like the holder. */
function isTakenOf(node: Node, holder: string): boolean {
  const member = node.parent;
  return (
    member?.type === "member_expression" &&
    same(member.childForFieldName("property"), node) &&
    lastName(member.childForFieldName("object")) === holder
  );
}
