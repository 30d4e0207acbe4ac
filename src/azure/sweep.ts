import type { Asker } from "./asker";
import type { Connection } from "./connection";
import { askEverywhere } from "./everywhere";
import { type AzureFailure, isFailure } from "./failure";
import { KEY_KINDS, type KeyAges, type KeyKind, mayBeFromChaosDb } from "./keyAge";
import { whoAmI } from "./whoAmI";

/** An account as a sweep sees it. */
export interface SweptAccount {
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscription: string;
  readonly keyAccessOff: boolean;
  readonly ages: KeyAges;
  /** The kinds whose age is over the limit. */
  readonly old: readonly KeyKind[];
  /** The kinds that may have leaked through ChaosDB. */
  readonly chaosDb: readonly KeyKind[];
}

/** What a sweep saw. */
export interface Sweep {
  /** Those with most to do first. */
  readonly accounts: readonly SweptAccount[];
  /** Tenants that gave no answer, or no token without a sign-in of their own. */
  readonly silentTenants: number;
  /** Whether Azure told of every account in the tenants that answered. */
  readonly complete: boolean;
  readonly asker: Asker | undefined;
}

const QUERY =
  "resources | where type =~ 'microsoft.documentdb/databaseaccounts' | extend k = properties.keysMetadata | project id, name, resourceGroup, subscriptionId, properties.disableLocalAuth, tostring(k.primaryMasterKey.generationTime), tostring(k.secondaryMasterKey.generationTime), tostring(k.primaryReadonlyMasterKey.generationTime), tostring(k.secondaryReadonlyMasterKey.generationTime) | order by id asc";

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];

/**
 * Every account in every subscription of every tenant that the person sees, by Resource Graph: most to do first. `days`: from
 * which age on a key is old. A key that nothing can be opened with any more, because key access is off, is not old.
 */
export async function sweep(
  connection: Connection,
  days: number,
  now: Date,
  signal: AbortSignal,
): Promise<Sweep | AzureFailure> {
  const answer = await askEverywhere(connection, QUERY, signal);
  if (isFailure(answer)) return answer;
  const asker = await whoAmI(connection, signal);
  return {
    accounts: answer.rows
      .map(({ row }) => sweptOf(row, days, now))
      .sort((a, b) => urgency(b) - urgency(a) || a.name.localeCompare(b.name)),
    silentTenants: answer.silentTenants,
    complete: answer.complete,
    asker: isFailure(asker) ? undefined : asker,
  };
}

function sweptOf(row: readonly unknown[], days: number, now: Date): SweptAccount {
  const [, name, resourceGroup, subscription, off, ...times] = row;
  const dates = times.map((time) => (typeof time === "string" && time !== "" ? new Date(time) : undefined));
  const ages: KeyAges = {
    primary: dates[0],
    secondary: dates[1],
    primaryReadonly: dates[2],
    secondaryReadonly: dates[3],
  };
  const keyAccessOff = off === true || off === 1 || off === "true";
  const oldest = new Date(now.getTime() - days * 86_400_000);
  const live = keyAccessOff ? [] : KINDS;
  return {
    name: textOf(name),
    resourceGroup: textOf(resourceGroup),
    subscription: textOf(subscription),
    keyAccessOff,
    ages,
    old: live.filter((kind) => (ages[kind] ?? new Date(0)) < oldest),
    chaosDb: live.filter((kind) => mayBeFromChaosDb(ages[kind], undefined)),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function urgency({ chaosDb, old, keyAccessOff }: SweptAccount): number {
  return chaosDb.length * 100 + old.length * 10 + (keyAccessOff ? 0 : 1);
}
