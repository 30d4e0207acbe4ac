import { type AccountId, parseAccountId } from "../accountId";
import { KEY_KINDS, type KeyKind } from "../keyAge";
import type { KeyPrints } from "../keys";
import type { AppsUse, StepId, StoreTarget } from "./plan";
import { vaultAddress } from "../vaultAddress";

/** All that a rotation knows between two runs. Names keys by kind and fingerprint; carries none. */
export interface RotationState {
  readonly version: 2;
  readonly account: AccountId;
  /** ISO 8601, UTC. Only shown: no decision rests on a clock of ours. */
  readonly started: string;
  /** The kinds of the keys that were found. */
  readonly exposed: readonly KeyKind[];
  /** The found keys by fingerprint: what must stop working. */
  readonly leaked: readonly string[];
  /** Kinds that may have leaked through ChaosDB. */
  readonly suspect: readonly KeyKind[];
  readonly apps: AppsUse;
  readonly target?: StoreTarget;
  /** All four by fingerprint, as this rotation knew them last. */
  readonly prints: KeyPrints;
  /** A regeneration that was asked for. Kept until its end has been seen. */
  readonly begun?: BegunRegeneration;
  /** Steps that are done, with the time of each. */
  readonly done: Readonly<Partial<Record<StepId, string>>>;
}

/** A regeneration whose end is to be seen. */
export interface BegunRegeneration {
  readonly key: KeyKind;
  /** The fingerprint of the key that it puts an end to. */
  readonly old: string;
  /** How many requests were sent of which no end was seen: of more than one, the last may come true later. */
  readonly sent: number;
  /** Where Azure tells its end; undefined where that is not known. */
  readonly operation?: string;
}

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];
const STEPS = ["regenerate", "store", "apps"] as const;

/**
 * Reads a state file, whole: a value that is not what it should be, or of another account, makes it none. Undefined where
 * nothing was saved; `damaged` where something else stands there.
 */
export function parseRotationState(value: unknown, account: AccountId): RotationState | "damaged" | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return "damaged";
  const { version, started, exposed, leaked, suspect, apps, prints, done } = value;
  const target = value.target === undefined ? undefined : targetIn(value.target);
  const begun = value.begun === undefined ? undefined : begunIn(value.begun);
  const isWhole =
    version === 2 &&
    typeof started === "string" &&
    !Number.isNaN(Date.parse(started)) &&
    isThisAccount(value.account, account) &&
    isKinds(exposed) &&
    isKinds(suspect) &&
    (apps === "unknown" || isKinds(apps)) &&
    Array.isArray(leaked) &&
    leaked.length > 0 &&
    leaked.length === exposed.length &&
    leaked.every(isPrint) &&
    isPrints(prints) &&
    isDone(done) &&
    (value.target === undefined || target !== undefined) &&
    (value.begun === undefined || begun !== undefined);
  // A key that this rotation has not ended is still the one that was found.
  const isConsistent =
    isWhole &&
    exposed.every(
      (kind, i) => done[`regenerate:${kind}`] !== undefined || begun?.key === kind || prints[kind] === leaked[i],
    );
  if (!isWhole || !isConsistent) return "damaged";
  return {
    version,
    account,
    started,
    exposed,
    leaked: leaked.filter(isPrint),
    suspect,
    apps,
    prints,
    done,
    ...(target === undefined ? {} : { target }),
    ...(begun === undefined ? {} : { begun }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKind(value: unknown): value is KeyKind {
  return KINDS.some((kind) => kind === value);
}

function isKinds(value: unknown): value is readonly KeyKind[] {
  return Array.isArray(value) && value.every(isKind) && new Set(value).size === value.length;
}

function isPrint(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f]{16}$/.test(value);
}

function isPrints(value: unknown): value is KeyPrints {
  return isRecord(value) && KINDS.every((kind) => isPrint(value[kind]));
}

function isDone(value: unknown): value is RotationState["done"] {
  return (
    isRecord(value) &&
    Object.entries(value).every(([id, time]) => {
      const [step, key] = id.split(":");
      return STEPS.some((one) => one === step) && isKind(key) && typeof time === "string";
    })
  );
}

/** Every part of it must be the account that was reached: a changed name would regenerate another one's keys. */
function isThisAccount(value: unknown, account: AccountId): boolean {
  if (!isRecord(value) || typeof value.id !== "string") return false;
  const parsed = parseAccountId(value.id);
  if (parsed?.id.toLowerCase() !== account.id.toLowerCase()) return false;
  const { subscription, resourceGroup, name } = value;
  return (
    same(subscription, account.subscription) && same(resourceGroup, account.resourceGroup) && same(name, account.name)
  );
}

function same(value: unknown, text: string): boolean {
  return typeof value === "string" && value.toLowerCase() === text.toLowerCase();
}

function targetIn(value: unknown): StoreTarget | undefined {
  if (!isRecord(value)) return undefined;
  const { vault, secret, as } = value;
  if (typeof vault !== "string" || vaultAddress(vault) !== vault) return undefined;
  if (typeof secret !== "string" || !/^[0-9A-Za-z-]{1,127}$/.test(secret)) return undefined;
  return as === "key" || as === "connection-string" ? { vault, secret, as } : undefined;
}

function begunIn(value: unknown): BegunRegeneration | undefined {
  if (!isRecord(value)) return undefined;
  const { key, old, sent, operation } = value;
  if (!isKind(key) || !isPrint(old) || typeof sent !== "number" || !Number.isInteger(sent)) return undefined;
  if (operation === undefined) return { key, old, sent };
  return typeof operation === "string" && operation.startsWith("https://") ? { key, old, sent, operation } : undefined;
}
