/** The four keys of an account, as Azure calls them. */
export type KeyKind = "primary" | "secondary" | "primaryReadonly" | "secondaryReadonly";

/** Every kind, and what people call it. */
export const KEY_KINDS: Readonly<Record<KeyKind, string>> = {
  primary: "primary key",
  secondary: "secondary key",
  primaryReadonly: "primary read-only key",
  secondaryReadonly: "secondary read-only key",
};

/** When a key was generated; undefined says: before 2022-06-18, when Azure began to keep the time. */
export type KeyAges = Readonly<Record<KeyKind, Date | undefined>>;

/** The metadata of an account's keys as Azure Resource Manager has it. */
export interface KeysMetadata {
  readonly primaryMasterKey?: { readonly generationTime?: Date };
  readonly secondaryMasterKey?: { readonly generationTime?: Date };
  readonly primaryReadonlyMasterKey?: { readonly generationTime?: Date };
  readonly secondaryReadonlyMasterKey?: { readonly generationTime?: Date };
}

/** The ages of an account's keys, from its metadata. */
export function keyAges(metadata: KeysMetadata | undefined): KeyAges {
  return {
    primary: metadata?.primaryMasterKey?.generationTime,
    secondary: metadata?.secondaryMasterKey?.generationTime,
    primaryReadonly: metadata?.primaryReadonlyMasterKey?.generationTime,
    secondaryReadonly: metadata?.secondaryReadonlyMasterKey?.generationTime,
  };
}

/**
 * Whether a key may have been taken through ChaosDB: the flaw was open until 2021-08-14, Azure keeps generation times
 * since 2022-06-18, so a key without one may be from that time. A key of an account created later cannot be.
 */
export function mayBeFromChaosDb(generated: Date | undefined, accountCreated: Date | undefined): boolean {
  if (generated !== undefined) return generated < CHAOSDB_CLOSED;
  return accountCreated === undefined || accountCreated < CHAOSDB_CLOSED;
}

const CHAOSDB_CLOSED = new Date("2021-08-15T00:00:00Z");

/** An age in whole days, as people say it. */
export function ageInWords(generated: Date | undefined, now: Date): string {
  if (generated === undefined) return "last regenerated before 18 June 2022";
  const days = Math.max(0, Math.floor((now.getTime() - generated.getTime()) / 86_400_000));
  return days === 1 ? "1 day old" : `${days} days old`;
}
