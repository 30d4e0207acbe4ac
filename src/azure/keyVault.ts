import { SecretClient } from "@azure/keyvault-secrets";
import { createHash, timingSafeEqual } from "node:crypto";
import type { ReachedAccount } from "./accounts";
import { ACTIONS } from "./actions";
import { answerOf } from "./ask";
import type { Connection } from "./connection";
import { connectionString } from "./connectionString";
import { type AzureFailure, failure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import { withKeys } from "./keys";
import { pause } from "./pause";
import { wire } from "./wire";

/** Where an account's key is to be kept. */
export interface StoreWish {
  /** `https://NAME.vault.azure.net`. */
  readonly vault: string;
  readonly secret: string;
  readonly kind: KeyKind;
  /** What the app reads: the key alone, or a whole connection string. */
  readonly as: "key" | "connection-string";
}

/**
 * What the vault has under the secret's name. `same`: just this value, so there is nothing to store. `ours`: another value
 * that Keyless stored for this account. `foreign`: of another origin.
 */
export type StoreLook = "nothing" | "same" | "ours" | "foreign";

/** What a person agreed to. Each is asked for by name. */
export interface StoreConsent {
  /** Give a secret of another origin a new version. */
  readonly overwrite: boolean;
  /** Recover a deleted secret of the name. */
  readonly recover: boolean;
}

/** The newest version of a secret, and whether its value is the wanted one. */
interface Newest {
  readonly digest: Buffer | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the vault has under the name now. Only reads. */
export async function lookAtSecret(
  connection: Connection,
  reached: ReachedAccount,
  wish: StoreWish,
  signal: AbortSignal,
): Promise<{ readonly kept: StoreLook } | AzureFailure> {
  const client = clientOf(connection, wish.vault);
  return withKeys(reached.client, reached.facts.account, signal, (keys) =>
    lookFor(client, reached, wish, valueOf(reached, keys[wish.kind], wish), signal),
  );
}

/**
 * Stores an account's key, as Azure lists it, as a new version of a secret, tagged with account and key, and reads it
 * back. Nothing is stored where the newest version has the value already. A secret of another origin is given no new
 * version, and a deleted one is not recovered, without consent: then it fails with `foreign-secret` or `deleted-secret`.
 */
export async function storeKey(
  connection: Connection,
  reached: ReachedAccount,
  wish: StoreWish,
  consent: StoreConsent,
  signal: AbortSignal,
): Promise<{ readonly stored: true } | AzureFailure> {
  const client = clientOf(connection, wish.vault);
  return withKeys(reached.client, reached.facts.account, signal, async (keys) => {
    const value = valueOf(reached, keys[wish.kind], wish);
    const look = await lookFor(client, reached, wish, value, signal);
    if (isFailure(look)) return look;
    if (look.kept === "same") return { stored: true as const };
    if (look.kept === "foreign" && !consent.overwrite) return foreign(wish);
    const set = () =>
      answerOf(ACTIONS.setSecret, () =>
        client.setSecret(wish.secret, value, {
          contentType: "text/plain",
          tags: tagsFor(reached, wish),
          abortSignal: signal,
        }),
      );
    let answer = await set();
    if (isFailure(answer) && answer.why === "deleted-secret") {
      if (!consent.recover) return answer;
      const recovered = await recover(client, reached, wish, value, consent, signal);
      if (recovered !== undefined) return recovered;
      answer = await set();
    }
    // A recovered secret takes some seconds to be there.
    for (let look = 0; look < LOOKS && isFailure(answer) && isOnItsWay(answer); look++) {
      await pause(BETWEEN_LOOKS_MS, signal);
      answer = await set();
    }
    if (isFailure(answer)) return answer;
    const { version } = answer.properties;
    const back = await answerOf(ACTIONS.readSecret, () =>
      client.getSecret(wish.secret, { ...(version === undefined ? {} : { version }), abortSignal: signal }),
    );
    if (isFailure(back)) return back;
    return timingSafeEqual(digestOf(back.value ?? ""), digestOf(value)) ? { stored: true as const } : UNSEEN;
  });
}

/** Recovers a deleted secret, and looks whose it is before it gets a new version. Undefined where it may. */
async function recover(
  client: SecretClient,
  reached: ReachedAccount,
  wish: StoreWish,
  value: string,
  { overwrite }: StoreConsent,
  signal: AbortSignal,
): Promise<AzureFailure | undefined> {
  // Its poller would wait for ever where the secret does not come.
  const begun = await answerOf(ACTIONS.recoverSecret, () =>
    client.beginRecoverDeletedSecret(wish.secret, { abortSignal: signal }),
  );
  // Another one may have recovered it meanwhile.
  if ("failed" in begun && begun.why !== "refused" && begun.why !== "busy") return begun;
  for (let look = 0; look < LOOKS; look++) {
    const seen = await lookFor(client, reached, wish, value, signal);
    if (isFailure(seen) && seen.why !== "gone" && seen.why !== "busy") return seen;
    if (!isFailure(seen) && seen.kept === "foreign") return overwrite ? undefined : foreign(wish);
    if (!isFailure(seen) && seen.kept !== "nothing") return undefined;
    await pause(BETWEEN_LOOKS_MS, signal);
    if (signal.aborted) return failure("cancelled", "Cancelled while the secret was being recovered.");
  }
  return failure("busy", "The secret is still being recovered. Try again in a minute.");
}

/** How often, and how far apart, a recovered secret is looked for. */
const LOOKS = 30;
const BETWEEN_LOOKS_MS = 2000;

function isOnItsWay({ why }: AzureFailure): boolean {
  return why === "busy" || why === "deleted-secret";
}

function foreign({ secret, vault }: StoreWish): AzureFailure {
  return failure(
    "foreign-secret",
    `The secret ${secret} in ${vault} was not stored by Keyless for this account. Choose another name, or agree to give it a new version.`,
  );
}

const UNSEEN = failure(
  "unclear",
  "The secret was stored, but the vault gives back another value. Look at its versions.",
);

async function lookFor(
  client: SecretClient,
  reached: ReachedAccount,
  wish: StoreWish,
  value: string,
  signal: AbortSignal,
): Promise<{ readonly kept: StoreLook } | AzureFailure> {
  const found = await newest(client, wish.secret, signal);
  if (found === undefined) return { kept: "nothing" };
  if ("failed" in found) return found;
  if (found.digest !== undefined && timingSafeEqual(found.digest, digestOf(value))) return { kept: "same" };
  return { kept: isOurs(found.tags, reached) ? "ours" : "foreign" };
}

/** The newest version of a secret; undefined where the vault has none of the name. A disabled one has no digest. */
async function newest(
  client: SecretClient,
  name: string,
  signal: AbortSignal,
): Promise<Newest | AzureFailure | undefined> {
  const versions = await answerOf(ACTIONS.readSecret, () => versionsOf(client, name, signal));
  if ("failed" in versions) return versions.why === "gone" ? undefined : versions;
  const [version] = [...versions].sort((a, b) => b.created - a.created);
  if (version === undefined) return undefined;
  if (!version.enabled) return { digest: undefined, tags: version.tags };
  const secret = await answerOf(ACTIONS.readSecret, () =>
    client.getSecret(name, { version: version.id, abortSignal: signal }),
  );
  // Disabled meanwhile: a new version can still be stored.
  if (isFailure(secret)) return secret.why === "refused" ? { digest: undefined, tags: version.tags } : secret;
  return { digest: digestOf(secret.value ?? ""), tags: version.tags };
}

interface Version {
  readonly id: string;
  readonly created: number;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

async function versionsOf(client: SecretClient, name: string, signal: AbortSignal): Promise<readonly Version[]> {
  const all: Version[] = [];
  for await (const one of client.listPropertiesOfSecretVersions(name, { abortSignal: signal })) {
    const { version, createdOn, enabled, tags } = one;
    // Of two made in the same second the one that the vault names last is the newer.
    if (version !== undefined)
      all.unshift({ id: version, created: createdOn?.getTime() ?? 0, enabled: enabled !== false, tags: tags ?? {} });
  }
  return all;
}

const SET_BY = "cosmos-keyless";

function tagsFor({ facts }: ReachedAccount, { kind }: StoreWish): Record<string, string> {
  return { "set-by": SET_BY, "cosmos-account": facts.account.id, "cosmos-key": KEY_KINDS[kind] };
}

function isOurs(tags: Readonly<Record<string, string>>, { facts }: ReachedAccount): boolean {
  return tags["set-by"] === SET_BY && tags["cosmos-account"]?.toLowerCase() === facts.account.id.toLowerCase();
}

function clientOf(connection: Connection, vault: string): SecretClient {
  return new SecretClient(vault, connection.credential, { serviceVersion: "7.4", httpClient: wire(connection) });
}

/** What the app reads. */
function valueOf({ facts }: ReachedAccount, key: string, { as }: StoreWish): string {
  return as === "key" ? key : connectionString(facts, key);
}

function digestOf(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
