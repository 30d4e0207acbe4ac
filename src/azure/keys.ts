import type { CosmosDBManagementContext } from "@azure/arm-cosmosdb/api";
import { listKeys, regenerateKey } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { fingerprintOfKey } from "../engine/fingerprint";
import type { AccountId } from "./accounts";
import { ACTIONS } from "./actions";
import { answerOf, type AzureFailure, isFailure } from "./failure";
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
  const keys = await answerOf(listKeys(client, resourceGroup, name, { abortSignal: signal }), ACTIONS.listKeys);
  if (isFailure(keys)) return keys;
  return use({
    primary: keys.primaryMasterKey ?? "",
    secondary: keys.secondaryMasterKey ?? "",
    primaryReadonly: keys.primaryReadonlyMasterKey ?? "",
    secondaryReadonly: keys.secondaryReadonlyMasterKey ?? "",
  });
}

/** Which of the account's keys has that fingerprint; undefined where none has. */
export function kindOf(prints: KeyPrints, fingerprint: string): KeyKind | undefined {
  return (Object.keys(KEY_KINDS) as KeyKind[]).find((kind) => prints[kind] === fingerprint);
}

/** Makes Azure generate a new key in the place of one, and waits until it has. Needs `…/regenerateKey/action`. */
export async function regenerate(
  client: CosmosDBManagementContext,
  { resourceGroup, name }: AccountId,
  kind: KeyKind,
  signal: AbortSignal,
): Promise<{ readonly done: true } | AzureFailure> {
  const poller = regenerateKey(client, resourceGroup, name, { keyKind: kind }, { abortSignal: signal });
  const answer = await answerOf(
    poller.pollUntilDone({ abortSignal: signal }).then(() => ({ done: true as const })),
    ACTIONS.regenerate,
  );
  return answer;
}
