import { type NotFixable, notFixable } from "../fix";
import { indentOf, lineEndOf } from "../lines";
import { type Secret, secretUri, storedName } from "../secret";
import type { FormatCase, FormatFix } from "./format";
import { type Assignment, itemAround } from "./hcl";

/**
 * Secrets of Container Apps, which resolve a vault's address with an identity of the app, never `@Microsoft.KeyVault`
 * (arm-appcontainers, `Secret`; azurerm_container_app, block `secret`).
 */

/** Whether an assignment is a secret's value of a container app. */
export function isContainerAppSecret({ name, blocks }: Assignment, text: string): boolean {
  return (
    name === "value" &&
    blocks.some((block) => /^secrets?\s*[:=]?\s*[[{]$/.test(block)) &&
    ((blocks.at(-1) ?? "").includes("azurerm_container_app") || /Microsoft\.App\/containerApps/i.test(text))
  );
}

/** The secret comes from the vault; without a key it goes, and with it what the containers take from it. */
export function containerAppSecret(
  line: Assignment,
  secret: Secret,
  { text, choice }: FormatCase,
  quote: string,
): FormatFix | NotFixable | undefined {
  if (choice.kind !== "key-vault") return undefined;
  const identity = identityIn(text, line, quote);
  if (identity === undefined)
    return notFixable("The app has no identity here that could read the vault: give it one first.");
  const stored = storedName(secret, itemAround(text, line)?.name);
  const address = `${quote}${secretUri(choice.vault ?? "", stored)}${quote}`;
  const [first, second] =
    quote === "'" ? ["keyVaultUrl: ", "identity: "] : ["key_vault_secret_id = ", "identity            = "];
  const eol = lineEndOf(text);
  const between = line.isAlone ? eol + indentOf(text, line.at) : ", ";
  return {
    edits: [{ start: line.at, end: line.end, text: `${first}${address}${between}${second}${identity}` }],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
  };
}

/** The identity that the app's own resource has: a user-assigned one by its id, else the system's. */
function identityIn(text: string, line: Assignment, quote: string): string | undefined {
  const from = Math.max(text.lastIndexOf("\nresource ", line.at), 0);
  const next = text.indexOf("\nresource ", line.at);
  const resource = text.slice(from, next < 0 ? text.length : next);
  const user =
    /userAssignedIdentities:\s*\{\s*'\$\{([^}']+)\}'/.exec(resource)?.[1] ??
    /identity_ids\s*=\s*\[\s*([\w.[\]]+)\s*[\],]/.exec(resource)?.[1];
  if (user !== undefined) return user;
  if (!/type\s*[:=]\s*["']SystemAssigned/.test(resource)) return undefined;
  return quote === "'" ? "'system'" : '"System"';
}
