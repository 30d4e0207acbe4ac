import { type Edit, type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import { folderOf } from "../project/projects";
import { lastBody, type Member, memberOf, namedOf, saysOf } from "../templates/body";
import { roleFor } from "./role";
import { type Account, type Block, moduleIn } from "../templates/terraformModule";
import { envsIn } from "../templates/terraformSlot";
import { UNKNOWN_IDENTITY } from "../templates/reasons";

/** Identities of apps in Terraform, and their data roles. */

/** The identity of an app: what names its principal, and what makes it one. */
export interface Identity {
  readonly principal: string;
  /** The client id of a user-assigned identity, by which the app finds it. */
  readonly clientId?: string;
  readonly edits: readonly Edit[];
}

/** The identity that an app has, or gets before one of its members. */
export function identityOf(host: Block, before: Member): Identity | NotFixable {
  const { text, path, labels } = host;
  const own = memberOf(host.body, "identity", text);
  const reference = `${labels.join(".")}.identity[0].principal_id`;
  const isComputed = /^\s*dynamic\s+"identity"/m.test(text.slice(host.start, host.end));
  if (isComputed) return notFixable("The app's identity is computed: give it the role by hand.", { path, span: host });
  if (own === undefined) {
    const eol = lineEndOf(text);
    const start = lineStart(text, before.start);
    const lines = ["  identity {", '    type = "SystemAssigned"', "  }", "", ""];
    return { principal: reference, edits: [{ start, end: start, text: lines.join(eol) }] };
  }
  const type = saysOf(lastBody(own), "type", text) ?? "";
  const ids = saysOf(lastBody(own), "identity_ids", text) ?? "";
  const chosen = /AZURE_CLIENT_ID"?\s*=\s*(\S+)/.exec(text.slice(host.start, host.end))?.[1];
  const one = /^\[\s*((?:data\.)?azurerm_user_assigned_identity\.[\w-]+)\.id\s*,?\s*\]$/.exec(ids)?.[1];
  const isSystem = /^"SystemAssigned\b/.test(type);
  if (isSystem && chosen === undefined) return { principal: reference, edits: [] };
  if (one === undefined || (chosen !== undefined && chosen !== `${one}.client_id`))
    return notFixable(UNKNOWN_IDENTITY, {
      path,
      span: own,
    });
  return { principal: `${one}.principal_id`, clientId: `${one}.client_id`, edits: [] };
}

/** The variable by which the app finds its user-assigned identity. */
export function clientId(host: Block, way: readonly Member[], client: string): readonly Edit[] | NotFixable {
  const { text, path } = host;
  if (text.slice(host.start, host.end).includes("AZURE_CLIENT_ID")) return [];
  const eol = lineEndOf(text);
  const settings = way.find((one) => /^(?:app_settings|environment_variables)$/.test(namedOf(one, text)?.name ?? ""));
  const first = settings?.bodies.at(-1)?.members[0];
  if (first !== undefined) {
    const start = lineStart(text, first.start);
    const indent = text.slice(start, first.start);
    if (indent.trim() === "") return [{ start, end: start, text: `${indent}AZURE_CLIENT_ID = ${client}${eol}` }];
  }
  const env = envsIn(host.body, text)[0]?.member;
  if (env === undefined)
    return notFixable("The app must be told its identity's client id (AZURE_CLIENT_ID): set it first.", {
      path,
      span: host,
    });
  const start = lineStart(text, env.start);
  const indent = text.slice(start, env.start);
  const lines = ["env {", '  name  = "AZURE_CLIENT_ID"', `  value = ${client}`, "}"];
  return [{ start, end: start, text: lines.map((line) => indent + line + eol).join("") + eol }];
}

/** The data role for the app's principal, behind the app; none where it has one already. */
export function roleAssignment(
  host: Block,
  { reference }: Account,
  principal: string,
  { workspace, finding }: FormatCase,
): readonly Edit[] {
  const blocks = moduleIn(folderOf(host.path), workspace);
  const roles = blocks.filter(({ labels }) => labels[0] === "azurerm_cosmosdb_sql_role_assignment");
  const isThere = roles.some(
    ({ body, text }) =>
      saysOf(body, "principal_id", text)?.replace(".0.", "[0].") === principal &&
      saysOf(body, "account_name", text) === `${reference}.name`,
  );
  if (isThere) return [];
  const eol = lineEndOf(host.text);
  const own = `${host.labels[1] ?? "app"}_cosmos`;
  const taken = new Set(roles.map(({ labels }) => labels[1]));
  const label = taken.has(own) ? `${own}_data` : own;
  const lines = [
    "",
    "",
    `resource "azurerm_cosmosdb_sql_role_assignment" "${label}" {`,
    `  resource_group_name = ${reference}.resource_group_name`,
    `  account_name        = ${reference}.name`,
    `  role_definition_id  = "\${${reference}.id}/sqlRoleDefinitions/${roleFor(finding.access === "read-only", workspace)}"`,
    `  principal_id        = ${principal}`,
    `  scope               = ${reference}.id`,
    "}",
  ];
  return [{ start: host.end, end: host.end, text: lines.join(eol) }];
}
