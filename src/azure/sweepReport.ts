import { askerInWords } from "./asker";
import { ageInWords, KEY_KINDS, type KeyKind } from "./keyAge";
import { escaped, table, timeInWords } from "./markdown";
import type { Sweep } from "./sweep";

/** A sweep as a page of Markdown. */
export function sweepMarkdownOf(sweep: Sweep, days: number, now: Date): string {
  const { accounts, asker } = sweep;
  const list = (kinds: readonly KeyKind[]): string => kinds.map((kind) => KEY_KINDS[kind]).join(", ");
  const rows = accounts.map(({ name, resourceGroup, subscription, keyAccessOff, old, chaosDb, ages }) => [
    name,
    resourceGroup,
    subscription,
    keyAccessOff ? "off" : "on",
    ageInWords(ages.primary, now),
    list(old),
    list(chaosDb),
  ]);
  const header = [
    "Account",
    "Resource group",
    "Subscription",
    "Key access",
    "Primary key",
    `Older than ${days} days`,
    "May have leaked through ChaosDB",
  ];
  const open = accounts.filter(({ keyAccessOff }) => !keyAccessOff).length;
  return [
    "# Cosmos DB accounts",
    `Generated ${timeInWords(now.toISOString())}. ${accounts.length} ${accounts.length === 1 ? "account" : "accounts"} that you can see, ${open} with key access on.`,
    ...(asker === undefined ? [] : [`Azure was asked ${escaped(askerInWords(asker))}, and in your other tenants.`]),
    ...missing(sweep).map((line) => `**${line}**`),
    accounts.length === 0 ? "No account." : table(header, rows),
    "",
  ].join("\n\n");
}

/** What a sweep did not see, in sentences; none where it is complete. */
export function missing({ silentTenants, complete }: Sweep): readonly string[] {
  return [
    ...(silentTenants === 0
      ? []
      : [`Not complete: ${silentTenants} of your tenants gave no answer. Sign in to them, and look again.`]),
    ...(complete ? [] : ["Not complete: Azure did not list all accounts."]),
  ];
}
