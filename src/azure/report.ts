import type { AuditLine } from "./audit";
import type { CheckAnswer } from "./checkKey";
import { accountInWords, stateInWords } from "./describe";
import { isFailure } from "./failure";
import { ageInWords, KEY_KINDS, type KeyKind } from "./keyAge";
import type { Sweep } from "./sweep";

/** A report for a security officer, as data; `markdownOf` makes it a page. Carries no secret. */
export interface SecurityReport {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly keys: readonly ReportedKey[];
  readonly done: readonly AuditLine[];
  /** What is left to do, in sentences. */
  readonly left: readonly string[];
}

/** A key that was found in code. */
export interface ReportedKey {
  readonly fingerprint: string;
  /** The account that the code names. */
  readonly account: string | undefined;
  /** Files and lines. */
  readonly places: readonly string[];
  /** "live", "stale", "off", "unknown-key", "unknown-account", "not-asked" or why Azure gave no answer. */
  readonly state: string;
  readonly says: string;
  readonly key: KeyKind | undefined;
  readonly ages: Readonly<Partial<Record<KeyKind, string>>> | undefined;
  readonly chaosDb: boolean;
  readonly keyAccess: "on" | "off" | undefined;
  readonly where: string | undefined;
}

/** A key as a scan found it. */
export interface KeyInCode {
  readonly fingerprint: string;
  readonly account: string | undefined;
  readonly places: readonly string[];
}

/** Puts together what the scan found, what Azure said, and what the audit log has. */
export function reportOf(
  keys: readonly { readonly key: KeyInCode; readonly answer: CheckAnswer | undefined }[],
  done: readonly AuditLine[],
  now: Date,
): SecurityReport {
  const reported = keys.map(({ key, answer }) => reportedOf(key, answer, now));
  return { time: now.toISOString(), keys: reported, done, left: reported.flatMap(leftOf) };
}

function reportedOf(key: KeyInCode, answer: CheckAnswer | undefined, now: Date): ReportedKey {
  const unasked = { key: undefined, ages: undefined, chaosDb: false, keyAccess: undefined, where: undefined };
  if (answer === undefined)
    return {
      ...key,
      ...unasked,
      state: "not-asked",
      says: key.account === undefined ? "The text names no account, so Azure cannot be asked." : "Azure was not asked.",
    };
  if (isFailure(answer)) return { ...key, ...unasked, state: answer.why, says: answer.says };
  if (answer.state === "unknown-account")
    return { ...key, ...unasked, state: answer.state, says: stateInWords(answer) };
  const { state, kind, ages, chaosDb, keyAccessOff } = answer;
  const kinds = Object.keys(KEY_KINDS) as KeyKind[];
  return {
    ...key,
    state,
    says: stateInWords(answer),
    key: kind,
    ages: Object.fromEntries(kinds.map((one) => [one, ageInWords(ages[one], now)])),
    chaosDb,
    keyAccess: keyAccessOff ? "off" : "on",
    where: accountInWords(answer),
  };
}

function leftOf({ account, places, state, key, keyAccess }: ReportedKey): readonly string[] {
  const name = account ?? "an account that the code does not name";
  const remove = `Remove the key of ${name} from ${places.length === 1 ? (places[0] ?? "") : `${places.length} places`}.`;
  if (state !== "live") return [remove];
  return [
    remove,
    `Rotate the ${key === undefined ? "key" : KEY_KINDS[key]} of ${name}.`,
    ...(keyAccess === "on" ? [`Switch key access off on ${name} once nothing uses keys.`] : []),
  ];
}

/** The report as a page of Markdown. */
export function markdownOf({ time, keys, done, left }: SecurityReport): string {
  const rows = keys.map(({ account, key, state, says, places }) =>
    row([account ?? "not named", key === undefined ? "" : KEY_KINDS[key], state, says, places.join("<br>")]),
  );
  const accounts = [...new Set(keys.flatMap(({ where }) => where ?? []))];
  const ages = [
    ...new Map(keys.flatMap(({ account, ages: all }) => (all === undefined ? [] : ([[account, all]] as const)))),
  ];
  return [
    "# Cosmos DB keys in code",
    `As of ${time}. Made by Keyless; holds no key.`,
    "## Found",
    keys.length === 0 ? "No key." : table(["Account", "Key", "State", "In words", "Places"], rows),
    ...(accounts.length === 0 ? [] : ["## Accounts", accounts.map((line) => `- ${line}`).join("\n")]),
    ...(ages.length === 0
      ? []
      : [
          table(
            ["Account", ...Object.values(KEY_KINDS)],
            ages.map(([account, all]) =>
              row([account ?? "", ...(Object.keys(KEY_KINDS) as KeyKind[]).map((kind) => all[kind] ?? "")]),
            ),
          ),
        ]),
    "## Done",
    done.length === 0
      ? "Nothing yet."
      : table(
          ["Time", "Who", "Account", "Step", "Key", "Result"],
          done.map((line) =>
            row([
              line.time,
              line.who,
              nameOf(line.account),
              line.step,
              line.key === undefined ? "" : KEY_KINDS[line.key],
              line.result,
            ]),
          ),
        ),
    "## Left to do",
    left.length === 0 ? "Nothing." : left.map((line) => `- ${line}`).join("\n"),
    "",
  ].join("\n\n");
}

/** A sweep as a page of Markdown. */
export function sweepMarkdownOf({ accounts, silentTenants }: Sweep, days: number, now: Date): string {
  const list = (kinds: readonly KeyKind[]): string => kinds.map((kind) => KEY_KINDS[kind]).join(", ");
  const rows = accounts.map(({ name, resourceGroup, subscription, keyAccessOff, old, chaosDb, ages }) =>
    row([
      name,
      resourceGroup,
      subscription,
      keyAccessOff ? "off" : "on",
      ageInWords(ages.primary, now),
      list(old),
      list(chaosDb),
    ]),
  );
  const header = [
    "Account",
    "Resource group",
    "Subscription",
    "Key access",
    "Primary key",
    `Older than ${days} days`,
    "May be from ChaosDB's time",
  ];
  return [
    "# Cosmos DB accounts",
    `As of ${now.toISOString()}, over all subscriptions and tenants that you see: ${accounts.length} ${accounts.length === 1 ? "account" : "accounts"}, ${accounts.filter(({ keyAccessOff }) => !keyAccessOff).length} with key access on.`,
    ...(silentTenants === 0
      ? []
      : [`${silentTenants} of your tenants gave no answer: sign in to them, and look again.`]),
    accounts.length === 0 ? "No account." : table(header, rows),
    "",
  ].join("\n\n");
}

function table(header: readonly string[], rows: readonly string[]): string {
  return [row(header), row(header.map(() => "---")), ...rows].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/[\r\n]+/g, " ")).join(" | ")} |`;
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
