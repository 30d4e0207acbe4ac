import { ruleOf } from "../engine/rules/index";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import { bulleted, escaped, table, timeInWords } from "./markdown";
import { isStateKnown, nameOf, type ReportedKey, type SecurityReport } from "./report";

const STATES: Readonly<Record<ReportedKey["state"], string>> = {
  live: "works",
  stale: "rotated",
  off: "key access off",
  "not-known": "not known",
  "not-checked": "not checked",
  "no-state": "not told by Azure",
  "no-secret": "handed out by infrastructure",
};

/** The report as a page of Markdown. */
export function markdownOf({ time, files, notLookedAt, keys, done, left }: SecurityReport): string {
  const rows = keys.map(({ account, key, rule, state, says, places, suppressed }) => [
    account ?? "unknown",
    key === undefined ? (ruleOf(rule)?.title ?? rule) : KEY_KINDS[key],
    STATES[state],
    suppressed === undefined
      ? says
      : `${says} Suppressed in code: ${suppressed === "" ? "no reason given" : suppressed}.`,
    places,
  ]);
  const accounts = [...new Set(keys.flatMap(({ where }) => where ?? []))];
  const askers = [...new Set(keys.flatMap(({ asked }) => asked ?? []))];
  const scope = `Scope: ${files} ${files === 1 ? "file" : "files"} scanned.`;
  const unseen = `${notLookedAt.length} ${notLookedAt.length === 1 ? "place" : "places"} could not be looked at`;
  const ages = [
    ...new Map(keys.flatMap(({ account, ages: all }) => (all === undefined ? [] : ([[account, all]] as const)))),
  ];
  return [
    "# Cosmos DB keys in code",
    `Generated ${timeInWords(time)}. Contains no secrets. ${scope}`,
    ...(notLookedAt.length === 0 ? [] : [`**Not complete: ${unseen}.**`]),
    ...(keys.every(isStateKnown) ? [] : ["**Not complete: of some keys it is not known whether they work.**"]),
    ...(askers.length === 0 ? [] : [`Azure was asked ${askers.map(escaped).join(", ")}.`]),
    "## Found",
    keys.length === 0
      ? notLookedAt.length === 0
        ? "No credential."
        : "No credential in what could be looked at."
      : table(["Account", "Credential", "State", "Details", "Places"], rows),
    ...(notLookedAt.length === 0
      ? []
      : [
          "## Not looked at",
          table(
            ["Place", "Why not"],
            notLookedAt.map(({ path, reason }) => [path, reason]),
          ),
        ]),
    ...(accounts.length === 0 ? [] : ["## Accounts", bulleted(accounts)]),
    ...(ages.length === 0
      ? []
      : [
          table(
            ["Account", ...Object.values(KEY_KINDS)],
            ages.map(([account, all]) => [
              account ?? "",
              ...(Object.keys(KEY_KINDS) as KeyKind[]).map((kind) => all[kind] ?? ""),
            ]),
          ),
        ]),
    "## Done",
    done.length === 0
      ? "Nothing yet."
      : table(
          ["Time", "Who", "Account", "Step", "Key", "Result"],
          done.map((line) => [
            line.time,
            line.who,
            nameOf(line.account),
            line.step,
            line.key === undefined ? "" : KEY_KINDS[line.key],
            line.result,
          ]),
        ),
    "## Left to do",
    left.length === 0 ? "Nothing." : bulleted(left),
    "",
  ].join("\n\n");
}
