import type { Finding, Span } from "../engine/finding";

/** What the text at a finding holds, for the code that will take its place. Carries no key. */
export interface Secret {
  readonly holds: "key" | "connection-string";
  /** The account endpoint as the connection string writes it, else made from the account's host. */
  readonly endpoint: string | undefined;
  /** Code that gives the endpoint where the connection string was put together. */
  readonly endpointCode?: string;
  /** Segments of a connection string that are neither endpoint nor key: `Database=…`. */
  readonly extras: readonly string[];
  /** What the value will still hold once its key is gone: a setting keeps the endpoint of a connection string. */
  readonly remains: "nothing" | "endpoint";
  /** Whether the program also runs on the emulator, which takes no identity: code goes on taking a key where there is one. */
  readonly emulator?: boolean;
  /** Whether only the value may go, as code that takes it where there is one, and else an identity, stays as it is. */
  readonly stays?: true;
  /** Whether the endpoint moves to the setting that code takes it from where there is no connection string. */
  readonly moves?: true;
  readonly rule: string;
  /** The account's name, where the text tells it. */
  readonly account?: string | undefined;
  readonly isReadOnly?: boolean;
  /** What a secret or variable for it is called: `cosmos-key`. */
  readonly name: string;
}

const NAMES: Readonly<Record<string, string>> = {
  "connection-string": "cosmos-connection-string",
  "mongo-connection-string": "cosmos-mongo-connection-string",
  "mongo-vcore-password": "cosmos-mongo-connection-string",
  "postgres-password": "cosmos-postgres-connection-string",
  "resource-token": "cosmos-resource-token",
};

/** Reads what stands around a finding: `whole` is the value that it is part of, decoded where it stood in base64. */
export function secretOf(finding: Finding, whole: string): Secret {
  const isKey = finding.rule === "account-key" || finding.rule === "authorization-header";
  const segments = isKey ? [] : whole.split(";").map((segment) => segment.trim());
  const written = segments.find((segment) => /^AccountEndpoint\s*=/i.test(segment));
  const extras = segments.filter(
    (segment) => /^\w[\w ]*=/.test(segment) && !/^Account(?:Endpoint|Key)\s*=/i.test(segment),
  );
  const host = finding.account === undefined ? undefined : `https://${finding.account.host}:443/`;
  return {
    holds: isKey ? "key" : "connection-string",
    endpoint: written?.slice(written.indexOf("=") + 1).trim() ?? host,
    extras: finding.rule === "connection-string" ? extras : [],
    remains: "nothing",
    rule: finding.rule,
    account: finding.account?.name,
    isReadOnly: finding.access === "read-only",
    name: NAMES[finding.rule] ?? "cosmos-key",
  };
}

/**
 * A secret's name in a vault, which serves more than one account: `contoso-orders-cosmos-key`. `given` is a name that
 * a person gave the value; it stays, with the account before it.
 */
export function storedName({ account, isReadOnly, name }: Secret, given = ""): string {
  const known = saysNothing(name) ? "cosmos-key" : name;
  const plain = isReadOnly === true ? known.replace(/^cosmos-key$/, "cosmos-readonly-key") : known;
  const named = secretName(given);
  const own = saysNothing(named) ? plain : named;
  return account === undefined || own.includes(account) ? own : `${account}-${own}`.slice(0, 127);
}

/** Whether a name says nothing of what it is the key of. */
function saysNothing(name: string): boolean {
  return /^(?:key|secret|password|pwd|value|token|credential|)$/.test(name);
}

/** A secret's name as an environment variable: `COSMOS_KEY`. */
export function variableName(name: string): string {
  return name.replaceAll("-", "_").toUpperCase();
}

/** A name that people gave, as a secret's name in a vault: letters, digits and dashes. */
export function secretName(given: string): string {
  const dashed = given.replace(/([a-z\d])([A-Z])/g, "$1-$2").replace(/[^A-Za-z\d]+/g, "-");
  return dashed
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 127);
}

/** The address of a secret in a vault. */
export function secretUri(vault: string, name: string): string {
  return `${vault.replace(/\/+$/, "")}/secrets/${name}`;
}

/** Just the vault's name. */
export function vaultName(vault: string): string {
  return /^https?:\/\/([^./]+)/.exec(vault)?.[1] ?? vault;
}

/** Whether two ranges share a place. */
export function touches(a: Span, b: Span): boolean {
  return a.start < b.end && a.end > b.start;
}
