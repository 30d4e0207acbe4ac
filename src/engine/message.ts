import type { Access, Finding } from "./finding";
import { ruleOf } from "./rules/index";

const ACCESS: Readonly<Record<Access, string | undefined>> = {
  "read-write": "read-write",
  "read-only": "read-only",
  system: "a system key of the service",
  resource: undefined,
  encryption: "a data encryption key",
  unknown: undefined,
};

/** One sentence on a finding, without its full stop: what it is, whose, what it opens, and why we think so. */
export function messageOf({ rule, account, access, reasons }: Finding): string {
  const title = ruleOf(rule)?.title ?? rule;
  const owner = account === undefined ? "" : ` of ${account.name}`;
  const opens = ACCESS[access];
  return `${title}${owner}${opens === undefined ? "" : ` (${opens})`}: ${reasons[0] ?? "found"}`;
}

/** What a credential opens, as a sentence for a hover. */
export function opensOf({ access, rule }: Finding): string {
  if (rule === "handed-out-key") return "What takes this value can read, change and delete everything in the account.";
  if (rule === "authorization-header") return "It opened one request, for fifteen minutes.";
  switch (access) {
    case "read-write":
      return "Whoever holds it can read, change and delete everything it opens, from anywhere.";
    case "read-only":
      return "Whoever holds it can read all data of the account, from anywhere.";
    case "resource":
      return "It opens one resource, for one to twenty-four hours.";
    case "system":
    case "encryption":
      return "It is a key of the service itself that was never meant to leave it.";
    case "unknown":
      return "Whoever holds it can read all data of the account, and, if it is a read-write key, change and delete it.";
  }
}

/** Where a rule is explained for people. */
export function helpLink(rule: string): string {
  return `https://github.com/cosmos-keyless/cosmos-keyless#${rule}`;
}
