import type { DatabaseAccountGetResults } from "@azure/arm-cosmosdb";
import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import { get } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { ACTIONS } from "./actions";
import { clientFor } from "./client";
import type { Connection } from "./connection";
import { answerOf, type AzureFailure, isFailure } from "./failure";
import { type KeyAges, keyAges } from "./keyAge";
import { askGraph } from "./resourceGraph";
import { otherTenants } from "./tenants";

/** Where an account lies. */
export interface AccountId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** The whole resource id. */
  readonly id: string;
}

/** Which API's data roles an account has. */
export type DataApi = "sql" | "table" | "gremlin" | "none";

/** An account as Azure has it now. */
export interface AccountFacts {
  readonly account: AccountId;
  readonly ages: KeyAges;
  readonly created: Date | undefined;
  /** Whether key access is switched off on the account (`disableLocalAuth`). */
  readonly keyAccessOff: boolean;
  /** Whether the account can be reached from any network. */
  readonly open: boolean;
  /** Whether no operation is running on it. */
  readonly settled: boolean;
  /** The account endpoint. */
  readonly endpoint: string;
  /** The host of its MongoDB endpoint; undefined for other APIs. */
  readonly mongoHost: string | undefined;
  /** Its data roles; only where there are some, key access can be switched off (learn.microsoft.com). */
  readonly api: DataApi;
}

/** An account and the client to ask about it. */
export interface ReachedAccount {
  readonly facts: AccountFacts;
  readonly client: CosmosDBManagementContext;
  /** How it was reached: in the tenant that it lies in. */
  readonly connection: Connection;
}

/** No account of that name is seen by the person who asked. */
export interface UnknownAccount {
  readonly state: "unknown-account";
}

/**
 * The account of that name in any subscription the person sees, by one question to Resource Graph. An account's name is
 * unique in its cloud. Undefined where none is seen. Needs `Microsoft.DocumentDB/databaseAccounts/read`.
 */
export async function findAccount(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<AccountId | AzureFailure | undefined> {
  // Names have letters, digits and dashes; anything else would be another query.
  if (!/^[a-z0-9-]{3,50}$/.test(name)) return undefined;
  const query = `resources | where type =~ 'microsoft.documentdb/databaseaccounts' and name =~ '${name}' | project id`;
  const rows = await askGraph(connection, query, ACTIONS.find, signal);
  if (isFailure(rows)) return rows;
  const id = rows[0]?.[0];
  return typeof id === "string" ? parseAccountId(id) : undefined;
}

/** Finds an account by name, in whichever of the person's tenants it lies, and reads it. */
export async function reachAccount(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<ReachedAccount | UnknownAccount | AzureFailure> {
  const found = await findAccount(connection, name, signal);
  if (found === undefined) return inOtherTenants(connection, name, signal);
  return isFailure(found) ? found : reached(connection, found, signal);
}

async function inOtherTenants(
  home: Connection,
  name: string,
  signal: AbortSignal,
): Promise<ReachedAccount | UnknownAccount | AzureFailure> {
  const tenants = await otherTenants(home, signal);
  if (isFailure(tenants)) return tenants;
  for (const connection of tenants) {
    const found = await findAccount(connection, name, signal);
    if (found === undefined) continue;
    if (!isFailure(found)) return reached(connection, found, signal);
    // A tenant that does not answer is passed over: the next may have the account.
    if (found.why === "cancelled") return found;
  }
  return { state: "unknown-account" };
}

async function reached(
  connection: Connection,
  account: AccountId,
  signal: AbortSignal,
): Promise<ReachedAccount | AzureFailure> {
  const client = clientFor(connection, account.subscription);
  const facts = await readAccount(client, account, signal);
  return isFailure(facts) ? facts : { facts, client, connection };
}

/** Reads an account. Needs `Microsoft.DocumentDB/databaseAccounts/read`. */
export async function readAccount(
  client: CosmosDBManagementContext,
  account: AccountId,
  signal: AbortSignal,
): Promise<AccountFacts | AzureFailure> {
  const answer = await answerOf(
    get(client, account.resourceGroup, account.name, { abortSignal: signal }),
    ACTIONS.read,
  );
  return isFailure(answer) ? answer : factsOf(account, answer);
}

function factsOf(account: AccountId, resource: DatabaseAccountGetResults): AccountFacts {
  return {
    account,
    ages: keyAges(resource.keysMetadata),
    created: resource.systemData?.createdAt,
    keyAccessOff: resource.disableLocalAuth === true,
    open:
      resource.publicNetworkAccess !== "Disabled" &&
      (resource.ipRules ?? []).length === 0 &&
      resource.isVirtualNetworkFilterEnabled !== true,
    settled: resource.provisioningState === undefined || resource.provisioningState === "Succeeded",
    endpoint: resource.documentEndpoint ?? `https://${account.name}.documents.azure.com:443/`,
    mongoHost: resource.kind === "MongoDB" ? mongoHostOf(account.name, resource.documentEndpoint) : undefined,
    api: dataApiOf(resource),
  };
}

function mongoHostOf(name: string, endpoint = ""): string {
  return `${name}.mongo.cosmos.azure.${/\.(cn|us)(?::|\/|$)/.exec(endpoint)?.[1] ?? "com"}`;
}

function dataApiOf({ kind, capabilities = [] }: DatabaseAccountGetResults): DataApi {
  const has = (wanted: string): boolean => capabilities.some(({ name }) => name === wanted);
  if (kind === "MongoDB" || has("EnableCassandra")) return "none";
  return has("EnableTable") ? "table" : has("EnableGremlin") ? "gremlin" : "sql";
}

/** An account's id taken apart; undefined where the text is none. */
export function parseAccountId(id: string): AccountId | undefined {
  const match =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.DocumentDB\/databaseAccounts\/([^/]+)$/i.exec(
      id,
    );
  if (match === null) return undefined;
  const [, subscription = "", resourceGroup = "", name = ""] = match;
  return { subscription, resourceGroup, name, id };
}
