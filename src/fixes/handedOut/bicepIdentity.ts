import { type Edit, type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import type { BicepFile, Resource } from "../templates/bicepFile";
import { lastBody, memberOf, saysOf } from "../templates/body";
import { roleFor } from "./role";
import { UNKNOWN_IDENTITY } from "../templates/reasons";

/** Identities of apps in Bicep, and their data roles. */

/** The identity of an app: what names its principal, and what makes it one. */
export interface Identity {
  readonly principal: string;
  readonly clientId?: string;
  readonly edits: readonly Edit[];
}

/** The identity that an app has, or gets. */
export function identityOf(host: Resource, { path, text, resources }: BicepFile): Identity | NotFixable {
  const own = memberOf(host.body, "identity", text);
  const principal = `${host.symbol}.identity.principalId`;
  const properties = memberOf(host.body, "properties", text);
  if (own === undefined) {
    if (properties === undefined) return notFixable("The app has no properties here.", { path, span: host });
    const start = lineStart(text, properties.start);
    const indent = text.slice(start, properties.start);
    const lines = ["identity: {", "  type: 'SystemAssigned'", "}"];
    const made = lines.map((line) => indent + line + lineEndOf(text)).join("");
    return { principal, edits: [{ start, end: start, text: made }] };
  }
  const body = lastBody(own);
  const type = saysOf(body, "type", text) ?? "";
  const chosen = chosenIn(host, { path, text, resources });
  if (/^'SystemAssigned\b/i.test(type) && chosen === undefined) return { principal, edits: [] };
  const ids = lastBody(memberOf(body, "userAssignedIdentities", text) ?? own)?.members ?? [];
  const [id] = ids;
  const one = id === undefined ? undefined : /^'\$\{(\w+)\.id\}'/.exec(text.slice(id.start, id.end))?.[1];
  const isKnown = resources.some(({ symbol, type: kind }) => symbol === one && /userAssignedIdentities$/i.test(kind));
  if (
    one === undefined ||
    !isKnown ||
    ids.length > 1 ||
    (chosen !== undefined && chosen !== `${one}.properties.clientId`)
  )
    return notFixable(UNKNOWN_IDENTITY, {
      path,
      span: own,
    });
  return { principal: `${one}.properties.principalId`, clientId: `${one}.properties.clientId`, edits: [] };
}

/** What an app's settings say of the identity to sign in by. */
function chosenIn(
  host: Resource,
  { text, resources }: Pick<BicepFile, "path" | "text" | "resources">,
): string | undefined {
  const settings = resources.filter((one) => one === host || saysOf(one.body, "parent", text) === host.symbol);
  const written = settings.map(({ start, end }) => text.slice(start, end)).join("\n");
  return /'?AZURE_CLIENT_ID'?(?:\s*:|'\s*,?\s*value:)\s*(\S+)/.exec(written)?.[1];
}

/** The first API version with role assignments (Microsoft.DocumentDB change log). */
export const SINCE = "2021-04-15";

/** The data role for the app's principal, behind the app; none where it has one already. */
export function roleOf(
  host: Resource,
  account: Resource,
  principal: string,
  { text, resources }: BicepFile,
  at: FormatCase,
): readonly Edit[] {
  const roles = resources.filter(({ type }) => /databaseAccounts\/sqlRoleAssignments$/i.test(type));
  const isThere = roles.some(
    ({ body }) => saysOf(lastBody(memberOf(body, "properties", text) ?? host), "principalId", text) === principal,
  );
  if (isThere) return [];
  const id = roleFor(at.finding.access === "read-only", at.workspace);
  const version = account.version.slice(0, SINCE.length) >= SINCE ? account.version : SINCE;
  const wanted = `${host.symbol}CosmosRole`;
  const symbol = resources.some((one) => one.symbol === wanted) ? `${wanted}Assignment` : wanted;
  const top = host.outer ?? host;
  const lines = [
    "",
    "",
    `resource ${symbol} 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@${version}' = {`,
    `  parent: ${account.symbol}`,
    `  name: guid(${account.symbol}.id, ${host.symbol}.id, '${id}')`,
    "  properties: {",
    `    roleDefinitionId: '\${${account.symbol}.id}/sqlRoleDefinitions/${id}'`,
    `    principalId: ${principal}`,
    `    scope: ${account.symbol}.id`,
    "  }",
    "}",
  ];
  return [{ start: top.end, end: top.end, text: lines.join(lineEndOf(text)) }];
}
