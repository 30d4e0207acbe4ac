import type { Node } from "jsonc-parser";
import type { Edit } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import { type ArmAccount, expressionOf, propertyOf, type Template, textOf, valueOf } from "../templates/armTemplate";
import { roleFor } from "./role";

/** Identities of apps in ARM templates, and their data roles. */

/** Makes a system-assigned identity; none where the app has one, undefined where it has others. */
export function identityEdits(host: Node, text: string): readonly Edit[] | undefined {
  const identity = valueOf(host, "identity");
  const isChosen = text.slice(host.offset, host.offset + host.length).includes("AZURE_CLIENT_ID");
  if (identity !== undefined)
    return !isChosen && /^SystemAssigned\b/i.test(textOf(identity, "type") ?? "") ? [] : undefined;
  const properties = propertyOf(host, "properties");
  if (properties === undefined || isChosen) return undefined;
  return [
    {
      start: properties.offset,
      end: properties.offset,
      text: laidOut('"identity": { "type": "SystemAssigned" },', properties, text, true),
    },
  ];
}

/** What goes before or behind a node, on lines of its own where the text has such. */
export function laidOut(json: string, node: Node, text: string, isBefore: boolean): string {
  const start = lineStart(text, node.offset);
  const indent = text.slice(start, node.offset);
  if (start === 0 || indent.trim() !== "") return isBefore ? `${json} ` : json;
  const unit = indent.includes("\t") ? "\t" : " ".repeat(unitOf(text));
  const bare = json.replace(/,$/, "");
  const parsed: unknown = JSON.parse(bare.startsWith('"') ? `{${bare}}` : bare);
  const lines = JSON.stringify(parsed, null, unit).split("\n");
  const own = bare.startsWith('"') ? lines.slice(1, -1).map((line) => line.slice(unit.length)) : lines;
  const eol = lineEndOf(text);
  return isBefore ? `${own.join(eol + indent)},${eol}${indent}` : `${eol}${indent}${own.join(eol + indent)}`;
}

function unitOf(text: string): number {
  return /^\{\s*?\n( +)"/.exec(text)?.[1]?.length ?? 2;
}

/** The first API version with role assignments (Microsoft.DocumentDB change log). */
export const SINCE = "2021-04-15";

/** The API version to ask an account by: its own, where that is new enough. */
export function versionOf(resource: Node): string {
  const own = textOf(resource, "apiVersion") ?? "";
  return /^\d{4}-\d\d-\d\d$/.test(own) && own > SINCE ? own : SINCE;
}

/** The data role for the app's identity, at the end of the resources; none where the template gives it already. */
export function roleEdits(
  host: Node,
  { list, text }: Template,
  { id, name, resource }: ArmAccount,
  at: FormatCase,
): readonly Edit[] {
  const type = textOf(host, "type") ?? "";
  const app = `resourceId('${type}', ${expressionOf(textOf(host, "name") ?? "")})`;
  const principal = `[reference(${app}, '${textOf(host, "apiVersion") ?? ""}', 'full').identity.principalId]`;
  const roles = list.children?.filter((one) =>
    /databaseAccounts\/sqlRoleAssignments$/i.test(textOf(one, "type") ?? ""),
  );
  if (roles?.some((one) => textOf(valueOf(one, "properties"), "principalId") === principal) === true) return [];
  const role = roleFor(at.finding.access === "read-only", at.workspace);
  const json = {
    type: "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
    apiVersion: resource === undefined ? SINCE : versionOf(resource),
    name: `[concat(${name}, '/', guid(${id}, ${app}, '${role}'))]`,
    dependsOn: [...(resource === undefined ? [] : [`[${id}]`]), `[${app}]`],
    properties: {
      roleDefinitionId: `[concat(${id}, '/sqlRoleDefinitions/${role}')]`,
      principalId: principal,
      scope: `[${id}]`,
    },
  };
  const last = list.children?.at(-1);
  if (last === undefined) return [];
  const end = last.offset + last.length;
  return [{ start: end, end, text: `,${laidOut(JSON.stringify(json), last, text, false)}` }];
}
