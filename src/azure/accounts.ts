import type { DatabaseAccountGetResults } from "@azure/arm-cosmosdb";
import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import { get } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { type AccountId, parseAccountId } from "./accountId";
import { ACTIONS } from "./actions";
import { clientFor } from "./client";
import type { Connection } from "./connection";
import { answerOf } from "./ask";
import type { Asker } from "./asker";
import { type AzureFailure, isFailure } from "./failure";
import { type KeyAges, keyAges } from "./keyAge";
import { askGraph } from "./resourceGraph";
import { inTenant, otherTenants } from "./tenants";
import { whoAmI } from "./whoAmI";

/** Which API's data roles an account has. */
export type DataApi = "sql" | "table" | "gremlin" | "none";

/** The API that an account was made for: it says what its connection string looks like. */
export type AccountApi = "sql" | "table" | "gremlin" | "mongo" | "cassandra";

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
  /** The endpoint of its own API: MongoDB's host, the Table endpoint. */
  readonly ownEndpoint: string;
  readonly madeFor: AccountApi;
  /** Its data roles; only where there are some, key access can be switched off (learn.microsoft.com). */
  readonly api: DataApi;
}

/** An account and the client to ask about it. */
export interface ReachedAccount {
  readonly facts: AccountFacts;
  readonly client: CosmosDBManagementContext;
  /** How it was reached: in the tenant that it lies in. */
  readonly connection: Connection;
  /** Who asked, and in which tenant. */
  readonly asker: Asker | undefined;
}

/** No account of that name is seen by the person who asked: whether there is one is not known. */
export interface UnknownAccount {
  readonly state: "unknown-account";
  /** Tenants that gave no answer. */
  readonly silentTenants: number;
  readonly asker: Asker | undefined;
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
  const query = `resources | where type =~ 'microsoft.documentdb/databaseaccounts' and name =~ '${name}' | project id | order by id asc`;
  const answer = await askGraph(connection, query, ACTIONS.find, signal);
  // A tenant without a subscription has no account.
  if (isFailure(answer)) return answer.why === "no-subscription" ? undefined : answer;
  const id = answer.rows[0]?.[0];
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
  return isFailure(found) ? found : reach(connection, found, signal);
}

async function inOtherTenants(
  home: Connection,
  name: string,
  signal: AbortSignal,
): Promise<ReachedAccount | UnknownAccount | AzureFailure> {
  const tenants = await otherTenants(home, signal);
  if (isFailure(tenants)) return tenants;
  let silentTenants = 0;
  for (const connection of tenants) {
    const found = await findAccount(connection, name, signal);
    if (found === undefined) continue;
    if (!isFailure(found)) return reach(connection, found, signal);
    // A tenant that does not answer is passed over: the next may have the account. It is counted.
    if (found.why === "cancelled") return found;
    silentTenants++;
  }
  const asker = await whoAmI(home, signal);
  return { state: "unknown-account", silentTenants, asker: isFailure(asker) ? undefined : asker };
}

/** Reads an account whose place is known. A tenant that Azure names in the place of ours is asked, once. */
export async function reach(
  connection: Connection,
  account: AccountId,
  signal: AbortSignal,
): Promise<ReachedAccount | AzureFailure> {
  const client = clientFor(connection, account.subscription);
  const facts = await readAccount(client, account, signal);
  if (isFailure(facts)) {
    if (facts.why !== "other-tenant" || facts.tenant === undefined || "tenantId" in connection) return facts;
    return reach(inTenant(connection, facts.tenant), account, signal);
  }
  const asker = await whoAmI(connection, signal);
  return { facts, client, connection, asker: isFailure(asker) ? undefined : asker };
}

/** Reads an account. Needs `Microsoft.DocumentDB/databaseAccounts/read`. */
export async function readAccount(
  client: CosmosDBManagementContext,
  account: AccountId,
  signal: AbortSignal,
): Promise<AccountFacts | AzureFailure> {
  let text: string | null | undefined;
  // The library leaves out the endpoints of other APIs than NoSQL.
  const onResponse = ({ bodyAsText }: { readonly bodyAsText?: string | null }): void => {
    text = bodyAsText;
  };
  const answer = await answerOf(ACTIONS.read, () =>
    get(client, account.resourceGroup, account.name, { abortSignal: signal, onResponse }),
  );
  return isFailure(answer) ? answer : factsOf(account, answer, propertiesIn(text));
}

function propertiesIn(text: string | null | undefined): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text ?? "") as { readonly properties?: Readonly<Record<string, unknown>> }).properties ?? {};
  } catch {
    return {};
  }
}

function factsOf(
  account: AccountId,
  resource: DatabaseAccountGetResults,
  properties: Readonly<Record<string, unknown>>,
): AccountFacts {
  const madeFor = apiOf(resource);
  // While an account is being made it has no endpoint yet.
  const endpoint = resource.documentEndpoint ?? `https://${account.name}.documents.azure.com:443/`;
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
    endpoint,
    ownEndpoint: ownEndpointOf(madeFor, properties, endpoint),
    madeFor,
    api: madeFor === "mongo" || madeFor === "cassandra" ? "none" : madeFor,
  };
}

/** Where the account's own API is spoken to, by what Azure says of it: a MongoDB 3.2 account has no host of its own. */
function ownEndpointOf(madeFor: AccountApi, properties: Readonly<Record<string, unknown>>, endpoint: string): string {
  const named = properties[OWN_ENDPOINTS[madeFor]];
  return typeof named === "string" && named !== "" ? named : endpoint;
}

const OWN_ENDPOINTS: Readonly<Record<AccountApi, string>> = {
  sql: "documentEndpoint",
  table: "tableEndpoint",
  gremlin: "gremlinEndpoint",
  mongo: "mongoEndpoint",
  cassandra: "cassandraEndpoint",
};

function apiOf({ kind, capabilities = [] }: DatabaseAccountGetResults): AccountApi {
  const has = (wanted: string): boolean => capabilities.some(({ name }) => name === wanted);
  if (kind === "MongoDB") return "mongo";
  if (has("EnableCassandra")) return "cassandra";
  return has("EnableTable") ? "table" : has("EnableGremlin") ? "gremlin" : "sql";
}
