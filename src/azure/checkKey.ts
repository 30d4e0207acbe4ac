import { type CosmosDBManagementContext, createCosmosDBManagement } from "@azure/arm-cosmosdb/api";
import { get, listKeys } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { fingerprintOfKey } from "../engine/fingerprint";
import { type AccountId, findAccount } from "./accounts";
import { type Connection, scopeOf } from "./connection";
import { type AzureFailure, failureOf, isFailure } from "./failure";
import { KEY_KINDS, type KeyAges, keyAges, type KeyKind, mayBeFromChaosDb } from "./keyAge";

/** What Azure says of a key that was found. */
export interface KeyCheck {
  readonly account: AccountId;
  /**
   * `live`: it is one of the account's keys. `stale`: it was regenerated since. `off`: it is one, but key access is
   * switched off. `unknown-key`: the keys may not be listed.
   */
  readonly state: "live" | "stale" | "off" | "unknown-key";
  /** Which of the four it is; undefined where it is none, or that cannot be told. */
  readonly kind: KeyKind | undefined;
  readonly ages: KeyAges;
  /** Whether key access is switched off on the account (`disableLocalAuth`). */
  readonly keyAccessOff: boolean;
  /** It may have been taken through ChaosDB in 2021. */
  readonly chaosDb: boolean;
  /** Whether the account can be reached from any network. */
  readonly open: boolean;
  /** Why the keys could not be listed. */
  readonly problem: AzureFailure | undefined;
}

/** No account of that name is seen by the person who asked. */
export interface UnknownAccount {
  readonly state: "unknown-account";
}

const READ = {
  tried: "read the account",
  permission: "Microsoft.DocumentDB/databaseAccounts/read",
  role: "Cosmos DB Account Reader Role",
};
const LIST = {
  tried: "list the account's keys",
  permission: "Microsoft.DocumentDB/databaseAccounts/listKeys/action",
  role: "DocumentDB Account Contributor",
};

/**
 * Finds out which key of which account a finding is, and whether it is still valid. The key itself is not needed and
 * sent nowhere: Azure's keys are compared by fingerprint, in memory. Never throws for what Azure says.
 */
export async function checkKey(
  connection: Connection,
  accountName: string,
  fingerprint: string,
  signal: AbortSignal,
): Promise<KeyCheck | UnknownAccount | AzureFailure> {
  const found = await findAccount(connection, accountName, signal);
  if (found === undefined) return { state: "unknown-account" };
  if (isFailure(found)) return found;
  const client = clientFor(connection, found.subscription);
  const account = await answerOf(get(client, found.resourceGroup, found.name, { abortSignal: signal }), READ);
  if (isFailure(account)) return account;
  const ages = keyAges(account.keysMetadata);
  const keyAccessOff = account.disableLocalAuth === true;
  const open =
    account.publicNetworkAccess !== "Disabled" &&
    (account.ipRules ?? []).length === 0 &&
    account.isVirtualNetworkFilterEnabled !== true;
  const kind = await kindOf(client, found, fingerprint, signal);
  const known = { account: found, ages, keyAccessOff, open };
  if (typeof kind === "object")
    return { ...known, state: "unknown-key", kind: undefined, chaosDb: false, problem: kind };
  const chaosDb = kind !== undefined && mayBeFromChaosDb(ages[kind], account.systemData?.createdAt);
  const state = kind === undefined ? "stale" : keyAccessOff ? "off" : "live";
  return { ...known, state, kind, chaosDb, problem: undefined };
}

/** A client of Azure Resource Manager for one subscription. */
export function clientFor(
  { credential, cloud, httpClient }: Connection,
  subscription: string,
): CosmosDBManagementContext {
  return createCosmosDBManagement(credential, subscription, {
    endpoint: cloud.management,
    credentials: { scopes: [scopeOf(cloud)] },
    ...(httpClient === undefined ? {} : { httpClient }),
  });
}

/** Which of the account's keys has that fingerprint; undefined where none has. The keys live in this function only. */
async function kindOf(
  client: CosmosDBManagementContext,
  { resourceGroup, name }: AccountId,
  fingerprint: string,
  signal: AbortSignal,
): Promise<KeyKind | AzureFailure | undefined> {
  const keys = await answerOf(listKeys(client, resourceGroup, name, { abortSignal: signal }), LIST);
  if (isFailure(keys)) return keys;
  const listed: Readonly<Record<KeyKind, string | undefined>> = {
    primary: keys.primaryMasterKey,
    secondary: keys.secondaryMasterKey,
    primaryReadonly: keys.primaryReadonlyMasterKey,
    secondaryReadonly: keys.secondaryReadonlyMasterKey,
  };
  const kinds = Object.keys(KEY_KINDS) as KeyKind[];
  return kinds.find((kind) => listed[kind] !== undefined && fingerprintOfKey(listed[kind]) === fingerprint);
}

async function answerOf<T extends object>(
  call: Promise<T>,
  action: Parameters<typeof failureOf>[1],
): Promise<T | AzureFailure> {
  try {
    return await call;
  } catch (error) {
    return failureOf(error, action);
  }
}
