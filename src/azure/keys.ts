import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import { listKeys, regenerateKey } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { fingerprintOfKey } from "../engine/fingerprint";
import type { AccountId } from "./accountId";
import { ACTIONS } from "./actions";
import { answerOf } from "./ask";
import { type AzureFailure, failure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind } from "./keyAge";

/** What is done with an account's keys. The keys themselves live in this file's functions only. */

/** The fingerprints of an account's four keys, as the engine makes them of findings. */
export type KeyPrints = Readonly<Record<KeyKind, string>>;

/** The four keys by fingerprint. Needs `…/listKeys/action`. */
export async function keyPrints(
  client: CosmosDBManagementContext,
  account: AccountId,
  signal: AbortSignal,
): Promise<KeyPrints | AzureFailure> {
  return withKeys(client, account, signal, (keys) => ({
    primary: fingerprintOfKey(keys.primary),
    secondary: fingerprintOfKey(keys.secondary),
    primaryReadonly: fingerprintOfKey(keys.primaryReadonly),
    secondaryReadonly: fingerprintOfKey(keys.secondaryReadonly),
  }));
}

/** Lists the keys and gives them to `use`, whose answer must carry none. */
export async function withKeys<T>(
  client: CosmosDBManagementContext,
  { resourceGroup, name }: AccountId,
  signal: AbortSignal,
  use: (keys: Readonly<Record<KeyKind, string>>) => T | PromiseLike<T>,
): Promise<T | AzureFailure> {
  const listed = await answerOf(ACTIONS.listKeys, () => listKeys(client, resourceGroup, name, { abortSignal: signal }));
  if (isFailure(listed)) return listed;
  const { primaryMasterKey, secondaryMasterKey, primaryReadonlyMasterKey, secondaryReadonlyMasterKey } = listed;
  const all = [primaryMasterKey, secondaryMasterKey, primaryReadonlyMasterKey, secondaryReadonlyMasterKey];
  const [primary = "", secondary = "", primaryReadonly = "", secondaryReadonly = ""] = all;
  // An answer without a key is none: nothing is compared with it, and nothing is called dead by it.
  if (all.some((key) => key === undefined || key === ""))
    return failure("unclear", "Azure did not list all four keys of the account. Nothing was changed.");
  return use({ primary, secondary, primaryReadonly, secondaryReadonly });
}

/** Which of the account's keys has that fingerprint; undefined where none has. */
export function kindOf(prints: KeyPrints, fingerprint: string): KeyKind | undefined {
  return (Object.keys(KEY_KINDS) as KeyKind[]).find((kind) => prints[kind] === fingerprint);
}

/**
 * Makes Azure generate a new key in the place of one. Resolves once Azure has taken it, with the address where its end is
 * told: until then the old key may still work. Needs `…/regenerateKey/action`.
 */
export async function beginRegeneration(
  client: CosmosDBManagementContext,
  { resourceGroup, name }: AccountId,
  kind: KeyKind,
  signal: AbortSignal,
): Promise<{ readonly operation: string | undefined } | AzureFailure> {
  return answerOf(ACTIONS.regenerate, async () => {
    const poller = regenerateKey(client, resourceGroup, name, { keyKind: kind }, { abortSignal: signal });
    await poller.submitted();
    return { operation: operationOf(poller.operationState) };
  });
}

function operationOf(state: unknown): string | undefined {
  const address = (state as { readonly config?: { readonly operationLocation?: unknown } } | undefined)?.config
    ?.operationLocation;
  return typeof address === "string" ? address : undefined;
}
