import type { Access, Api, Finding } from "./finding";
import { isQuiet, ruleOf } from "./rules/index";

/** What a person reads of a finding: what it is, what to do about it, what it opens, and why we think so. */

/** What each rule finds, as the message's subject. */
const SUBJECTS: Readonly<Record<string, string>> = {
  "account-key": "Hardcoded Cosmos DB key",
  "connection-string": "Hardcoded Cosmos DB connection string",
  "mongo-connection-string": "Hardcoded MongoDB connection string",
  "mongo-vcore-password": "Hardcoded MongoDB password",
  "postgres-password": "Hardcoded PostgreSQL password",
  "resource-token": "Hardcoded Cosmos DB resource token",
  "authorization-header": "Recorded Cosmos DB authorization",
  "handed-out-key": "Cosmos DB key handed out by infrastructure",
};

const ACCESS: Readonly<Record<Access, string | undefined>> = {
  "read-write": "read-write",
  "read-only": "read-only",
  system: "system key",
  resource: undefined,
  encryption: "encryption key",
  unknown: undefined,
};

/** What to do, by what was found; else by the API, of which not all take an identity. */
const ADVICE: Readonly<Partial<Record<string, string>>> = {
  "resource-token": "Fetch it when it is needed.",
  "authorization-header": "Stop recording it.",
};

const BY_API: Readonly<Partial<Record<Api, string>>> = {
  mongo: "Keep it in Key Vault.",
  "mongo-vcore": "Keep it in Key Vault.",
  gremlin: "Keep it in Key Vault.",
  cassandra: "Keep it in Key Vault.",
  postgresql: "Keep it in Key Vault.",
};

const EMULATOR = "Public key of the Cosmos DB emulator. Safe to keep";

/** What a rule finds, as the subject of a sentence. */
export function subjectOfRule(rule: string): string {
  return SUBJECTS[rule] ?? ruleOf(rule)?.title ?? rule;
}

/** What a finding is and whose: `Hardcoded Cosmos DB key for fabrikam-orders (read-write)`. */
export function subjectOf({ rule, account, access, certainty }: Finding): string {
  if (certainty === "hint") return "Public key of the Cosmos DB emulator";
  const owner = account === undefined ? "" : ` for ${account.name}`;
  const opens = ACCESS[access];
  return `${subjectOfRule(rule)}${owner}${opens === undefined ? "" : ` (${opens})`}`;
}

/** The same in the few words of a list that says whose it is elsewhere: `Account key (read-write)`. */
export function shortSubjectOf({ rule, access, certainty }: Finding): string {
  const opens = ACCESS[access];
  if (certainty === "hint" || opens === undefined) return ruleOf(rule)?.title ?? rule;
  return `${ruleOf(rule)?.title ?? rule} (${opens})`;
}

/** Whether an identity can take a key's place with this API. */
export function takesIdentity(api: Api): boolean {
  return BY_API[api] === undefined;
}

/** What to do about a finding, as a sentence. */
export function adviceOf({ rule, api, certainty }: Finding): string {
  if (certainty === "hint") return "Safe to keep.";
  const identity = isQuiet(rule) ? "Give the app an identity and a data role instead." : "Use a managed identity.";
  return ADVICE[rule] ?? BY_API[api] ?? identity;
}

/** A finding in one line, without its last full stop: what it is, what to do, and last why we think so. */
export function messageOf(finding: Finding): string {
  if (finding.certainty === "hint") return EMULATOR;
  return `${subjectOf(finding)}. ${adviceOf(finding)} Why: ${finding.reasons[0] ?? "found"}`;
}

/** What a credential opens, as a sentence for a hover; undefined for the emulator's, which opens nothing. */
export function opensOf({ access, rule, certainty }: Finding): string | undefined {
  if (certainty === "hint") return undefined;
  if (isQuiet(rule))
    return `What takes this value can read${access === "read-only" ? "" : ", change and delete"} everything in the account.`;
  if (rule === "authorization-header") return "Opened one request, for fifteen minutes.";
  switch (access) {
    case "read-write":
      return "Gives full read-write access to the whole account.";
    case "read-only":
      return "Gives read access to all data of the account.";
    case "resource":
      return "Opens one resource, for one to twenty-four hours.";
    case "system":
    case "encryption":
      return "A key of the service itself, never meant to leave it.";
    case "unknown":
      return "Gives access to all data of the account. Treat it as a read-write key.";
  }
}

/** Where a rule is explained for people. */
export function helpLink(rule: string): string {
  return `https://github.com/cosmos-keyless/cosmos-keyless#${rule}`;
}
