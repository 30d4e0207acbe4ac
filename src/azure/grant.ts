import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import {
  createUpdateGremlinRoleAssignment,
  getGremlinRoleAssignment,
  listGremlinRoleAssignments,
} from "@azure/arm-cosmosdb/api/gremlinResources";
import {
  createUpdateSqlRoleAssignment,
  getSqlRoleAssignment,
  listSqlRoleAssignments,
} from "@azure/arm-cosmosdb/api/sqlResources";
import {
  createUpdateTableRoleAssignment,
  getTableRoleAssignment,
  listTableRoleAssignments,
} from "@azure/arm-cosmosdb/api/tableResources";
import { createHash } from "node:crypto";
import type { AccountId } from "./accountId";
import type { DataApi, ReachedAccount } from "./accounts";
import { ACTIONS } from "./actions";
import { answerOf } from "./ask";
import { type AzureFailure, failure, isFailure } from "./failure";
import { pause } from "./pause";

/** The built-in data roles (learn.microsoft.com: Azure Cosmos DB data plane role-based access control). */
export const DATA_ROLES = {
  reader: { name: "Cosmos DB Built-in Data Reader", id: "00000000-0000-0000-0000-000000000001" },
  contributor: { name: "Cosmos DB Built-in Data Contributor", id: "00000000-0000-0000-0000-000000000002" },
} as const;

/** A data role. */
export type DataRole = keyof typeof DATA_ROLES;

/** Who is to get what. */
export interface GrantWish {
  /** The object id of an identity in Entra ID. */
  readonly objectId: string;
  readonly role: DataRole;
  /** `/dbs/NAME` or `/dbs/NAME/colls/NAME`; the whole account where absent. */
  readonly scope?: string;
}

/** What granting would do. */
export interface GrantPlan extends GrantWish {
  readonly account: AccountId;
  readonly api: DataApi;
  /** The role assignment's id: made of account, identity, role and scope, so that a repetition is no second one. */
  readonly assignmentId: string;
  /** Whether the identity has the role there already. */
  readonly exists: boolean;
}

/** A role assignment as each API's calls have it. */
interface Assignment {
  readonly roleDefinitionId?: string;
  readonly scope?: string;
  readonly principalId?: string;
}

/** The calls of one API: the same three, under other names. */
interface RoleCalls {
  readonly list: (
    client: CosmosDBManagementContext,
    resourceGroup: string,
    account: string,
    options: { abortSignal: AbortSignal },
  ) => AsyncIterable<Assignment>;
  readonly read: (
    client: CosmosDBManagementContext,
    resourceGroup: string,
    account: string,
    id: string,
    options: { abortSignal: AbortSignal },
  ) => Promise<Assignment>;
  readonly create: (
    client: CosmosDBManagementContext,
    resourceGroup: string,
    account: string,
    id: string,
    assignment: Assignment,
    options: { abortSignal: AbortSignal },
  ) => { pollUntilDone: (options: { abortSignal: AbortSignal }) => Promise<Assignment> };
  /** The folder of its role definitions in an account's id. */
  readonly definitions: string;
}

const CALLS: Readonly<Record<Exclude<DataApi, "none">, RoleCalls>> = {
  sql: {
    list: listSqlRoleAssignments,
    read: getSqlRoleAssignment,
    create: createUpdateSqlRoleAssignment,
    definitions: "sqlRoleDefinitions",
  },
  table: {
    list: listTableRoleAssignments,
    read: getTableRoleAssignment,
    create: createUpdateTableRoleAssignment,
    definitions: "tableRoleDefinitions",
  },
  gremlin: {
    list: listGremlinRoleAssignments,
    read: getGremlinRoleAssignment,
    create: createUpdateGremlinRoleAssignment,
    definitions: "gremlinRoleDefinitions",
  },
};

/** What granting would do, by what the account has already. Only reads. */
export async function planGrant(
  { client, facts: { account, api } }: ReachedAccount,
  wish: GrantWish,
  signal: AbortSignal,
): Promise<GrantPlan | AzureFailure> {
  if (api === "none")
    return failure("unclear", "This account's API has no data roles. Keep its keys in a Key Vault, and rotate them.");
  const { list, definitions } = CALLS[api];
  const scope = account.id + (wish.scope ?? "");
  const definition = `${account.id}/${definitions}/${DATA_ROLES[wish.role].id}`;
  const present = await answerOf(ACTIONS.listRoles, () =>
    gathered(list(client, account.resourceGroup, account.name, { abortSignal: signal })),
  );
  if (isFailure(present)) return present;
  const exists = present.some(
    (one) =>
      same(one.principalId, wish.objectId) &&
      (same(one.roleDefinitionId, definition) || coveredBy(one.roleDefinitionId, wish.role)) &&
      (same(one.scope, scope) || `${scope}/`.toLowerCase().startsWith(`${one.scope ?? "?"}/`.toLowerCase())),
  );
  return { ...wish, account, api, exists, assignmentId: stableId(`${scope}|${wish.objectId}|${wish.role}`) };
}

/** Creates the role assignment and reads it back. Where it exists already, nothing is done. */
export async function grant(
  client: CosmosDBManagementContext,
  plan: GrantPlan,
  signal: AbortSignal,
): Promise<{ readonly granted: true } | AzureFailure> {
  const { account, api, assignmentId, exists } = plan;
  if (exists || api === "none") return { granted: true };
  const { create, read, definitions } = CALLS[api];
  const wanted: Required<Assignment> = {
    roleDefinitionId: `${account.id}/${definitions}/${DATA_ROLES[plan.role].id}`,
    scope: account.id + (plan.scope ?? ""),
    principalId: plan.objectId,
  };
  const options = { abortSignal: signal };
  const created = await answerOf(ACTIONS.grant, () =>
    create(client, account.resourceGroup, account.name, assignmentId, wanted, options).pollUntilDone(options),
  );
  // The library reads the assignment once the operation has ended; it may not be seen then.
  if (isFailure(created) && created.why !== "not-yet") return created;
  for (let look = 0; look < LOOKS; look++) {
    const found = await answerOf(ACTIONS.readRole, () =>
      read(client, account.resourceGroup, account.name, assignmentId, options),
    );
    if (!isFailure(found)) return same(found.principalId, wanted.principalId) ? { granted: true } : UNSEEN;
    if (found.why !== "not-yet") return found;
    await pause(BETWEEN_LOOKS_MS, signal);
    if (signal.aborted) return failure("cancelled", "Cancelled. The role was granted; Azure does not show it yet.");
  }
  return UNSEEN;
}

/** How often, and how far apart, a new assignment is looked for. */
const LOOKS = 24;
const BETWEEN_LOOKS_MS = 5000;

const UNSEEN = failure("not-yet", "The role was granted, but Azure does not show it yet. Check again in some minutes.");

/** How many data role assignments an account has; undefined where its API has none. */
export async function countGrants(
  { client, facts: { account, api } }: ReachedAccount,
  signal: AbortSignal,
): Promise<number | AzureFailure | undefined> {
  if (api === "none") return undefined;
  const present = await answerOf(ACTIONS.listRoles, () =>
    gathered(CALLS[api].list(client, account.resourceGroup, account.name, { abortSignal: signal })),
  );
  return isFailure(present) ? present : present.length;
}

/** What the grant does, in one sentence. */
export function grantInWords({ role, scope, account, exists, objectId }: GrantPlan): string {
  const where = scope === undefined ? `on account ${account.name}` : `on ${scope.slice(1)} of account ${account.name}`;
  return exists
    ? `The identity ${objectId} has the role ${DATA_ROLES[role].name} ${where} already.`
    : `Grant the role ${DATA_ROLES[role].name} ${where} to the identity ${objectId}.`;
}

/** The Data Contributor may do all that the Reader may. */
function coveredBy(definition: string | undefined, role: DataRole): boolean {
  return role === "reader" && definition?.endsWith(DATA_ROLES.contributor.id) === true;
}

function same(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

async function gathered<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of list) all.push(one);
  return all;
}

const NAMESPACE = "5d0a3f62-6a0b-5c55-9d6e-5f0e3f2f8d11";

/** A UUID of version 5 (RFC 9562) of a name: the same name has the same id. */
function stableId(name: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(NAMESPACE.replaceAll("-", ""), "hex"))
    .update(name.toLowerCase())
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
