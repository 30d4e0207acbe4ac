import { SecretClient } from "@azure/keyvault-secrets";
import { createHash, timingSafeEqual } from "node:crypto";
import type { AccountFacts, ReachedAccount } from "./accounts";
import { ACTIONS } from "./actions";
import { impatientClient } from "./client";
import type { Connection } from "./connection";
import { answerOf, type AzureFailure, failure, isFailure } from "./failure";
import type { KeyKind } from "./keyAge";
import { pause } from "./pause";
import { withKeys } from "./keys";

/** Where an account's key is to be kept. */
export interface StoreWish {
  /** `https://NAME.vault.azure.net`. */
  readonly vault: string;
  readonly secret: string;
  readonly kind: KeyKind;
  /** What the app reads: the key alone, or a whole connection string. */
  readonly as: "key" | "connection-string";
}

/** What the vault has under the secret's name. `same`: just this value, so there is nothing to store. */
export type StoreLook = "nothing" | "other" | "same";

/** The newest version of a secret and the digest of its value. */
interface Kept {
  readonly version: string;
  readonly digest: Buffer;
}

const MEDIA_TYPES = { key: "text/plain", "connection-string": "text/plain" } as const;

/** What the vault has under the name now. Only reads. */
export async function lookAtSecret(
  connection: Connection,
  reached: ReachedAccount,
  wish: StoreWish,
  signal: AbortSignal,
): Promise<{ readonly kept: StoreLook } | AzureFailure> {
  return withKeys(reached.client, reached.facts.account, signal, async (keys) => {
    const kept = await newest(clientOf(connection, wish.vault), wish.secret, signal);
    if (kept === undefined) return { kept: "nothing" as const };
    if (isFailure(kept)) return kept;
    return { kept: equal(kept.digest, digestOf(valueOf(reached.facts, keys[wish.kind], wish))) ? "same" : "other" };
  });
}

/**
 * Stores an account's key, as Azure lists it, as a new version of a secret, and reads it back. Nothing is stored where
 * the newest version has the value already. A soft-deleted secret of the name is recovered first, if `recover` says so.
 */
export async function storeKey(
  connection: Connection,
  reached: ReachedAccount,
  wish: StoreWish,
  recover: boolean,
  signal: AbortSignal,
): Promise<{ readonly stored: true } | AzureFailure> {
  const client = clientOf(connection, wish.vault);
  return withKeys(reached.client, reached.facts.account, signal, async (keys) => {
    const value = valueOf(reached.facts, keys[wish.kind], wish);
    const before = await newest(client, wish.secret, signal);
    if (before !== undefined && isFailure(before)) return before;
    if (before !== undefined && equal(before.digest, digestOf(value))) return { stored: true as const };
    const set = () =>
      client.setSecret(wish.secret, value, { contentType: MEDIA_TYPES[wish.as], tags: TAGS, abortSignal: signal });
    let answer = await answerOf(set(), ACTIONS.setSecret);
    if (isFailure(answer) && answer.why === "busy") {
      if (!recover)
        return failure(
          "busy",
          `A deleted secret ${wish.secret} is still kept in the vault: recover it, or choose another name.`,
        );
      const recovered = await answerOf(
        client.beginRecoverDeletedSecret(wish.secret, { abortSignal: signal }),
        ACTIONS.recoverSecret,
      );
      if ("failed" in recovered) return recovered;
      // A recovered secret takes some seconds to be there. Its poller would wait for ever where it does not come.
      for (let look = 0; look < LOOKS && isFailure(answer) && answer.why === "busy"; look++) {
        await pause(BETWEEN_LOOKS_MS, signal);
        answer = await answerOf(set(), ACTIONS.setSecret);
      }
    }
    if (isFailure(answer)) return answer;
    const after = await newest(client, wish.secret, signal);
    if (after === undefined || isFailure(after)) return after ?? UNSEEN;
    return equal(after.digest, digestOf(value)) ? { stored: true as const } : UNSEEN;
  });
}

/** How often, and how far apart, a recovered secret is looked for. */
const LOOKS = 30;
const BETWEEN_LOOKS_MS = 2000;

const TAGS = { "set-by": "cosmos-keyless" };
const UNSEEN = failure(
  "unclear",
  "The secret was stored, but what the vault gives back is not it: look at its versions.",
);

function clientOf(connection: Connection, vault: string): SecretClient {
  return new SecretClient(vault, connection.credential, {
    serviceVersion: "7.4",
    httpClient: impatientClient(connection),
  });
}

/** The newest version of a secret by what is in it; undefined where the vault has none of the name. */
async function newest(
  client: SecretClient,
  name: string,
  signal: AbortSignal,
): Promise<Kept | AzureFailure | undefined> {
  const versions = await answerOf(versionsOf(client, name, signal), ACTIONS.readSecret);
  if ("failed" in versions) return versions.why === "gone" ? undefined : versions;
  const [version] = [...versions].sort((a, b) => b.created - a.created);
  if (version === undefined) return undefined;
  const secret = await answerOf(
    client.getSecret(name, { version: version.id, abortSignal: signal }),
    ACTIONS.readSecret,
  );
  if (isFailure(secret)) return secret;
  return { version: version.id, digest: digestOf(secret.value ?? "") };
}

async function versionsOf(client: SecretClient, name: string, signal: AbortSignal) {
  const all: { readonly id: string; readonly created: number }[] = [];
  for await (const { version, createdOn } of client.listPropertiesOfSecretVersions(name, { abortSignal: signal }))
    if (version !== undefined) all.push({ id: version, created: createdOn?.getTime() ?? 0 });
  return all;
}

/** What the app reads, as the portal writes it. */
function valueOf({ account, endpoint, mongoHost }: AccountFacts, key: string, { as }: StoreWish): string {
  if (as === "key") return key;
  if (mongoHost === undefined) return `AccountEndpoint=${endpoint};AccountKey=${key};`;
  return `mongodb://${account.name}:${encodeURIComponent(key)}@${mongoHost}:10255/?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@${account.name}@`;
}

function digestOf(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return timingSafeEqual(a, b);
}
