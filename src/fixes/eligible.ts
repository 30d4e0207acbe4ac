import type { Finding } from "../engine/finding";
import { isQuiet } from "../engine/rules/index";
import type { Choice, Workspace } from "./fix";
import { unknownCosmosCrate } from "./manifests/cargo";

/** What can work at all, before any code is read. */

const NO_IDENTITY: Readonly<Partial<Record<Finding["api"], string>>> = {
  mongo: "MongoDB (RU) accounts do not support managed identity: use a Key Vault reference.",
  "mongo-vcore": "MongoDB drivers sign in to Entra ID in different ways: use a Key Vault reference.",
  gremlin: "Gremlin drivers do not support managed identity: use a Key Vault reference.",
  cassandra: "Cassandra drivers do not support managed identity: use a Key Vault reference.",
  postgresql: "PostgreSQL takes an Entra token as its password, which code must fetch: use a Key Vault reference.",
};

/** Why a kind of fix cannot work for a finding, by its kind alone; undefined where it may. */
export function whyNot(finding: Finding, { kind, vault }: Choice): string | undefined {
  if (isQuiet(finding.rule) && kind !== "managed-identity")
    return "No secret stands here: infrastructure hands the key out. Use managed identity.";
  if (finding.certainty === "hint") return "Public key of the Cosmos DB emulator. Safe to keep.";
  if (kind === "key-vault" && (vault === undefined || !/^https:\/\/[a-z0-9-]{3,24}\.vault\.[a-z.]+\/?$/i.test(vault))) {
    return "Name the vault: https://NAME.vault.azure.net.";
  }
  return kind === "managed-identity" ? NO_IDENTITY[finding.api] : undefined;
}

/** Why the SDK of a file is too old for an identity, where no client's table says it; undefined where it may. */
export function tooOld(workspace: Workspace, path: string): string | undefined {
  return path.endsWith(".rs") ? unknownCosmosCrate(workspace, path) : undefined;
}
