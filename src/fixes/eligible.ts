import type { Finding } from "../engine/finding";
import { isQuiet } from "../engine/rules/index";
import type { Choice, Workspace } from "./fix";
import { unknownCosmosCrate } from "./manifests/cargo";
import { nearest } from "./manifests/manifest";

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
  if (isQuiet(finding.rule)) return "No secret stands here: infrastructure hands the key out.";
  if (finding.certainty === "hint") return "Public key of the Cosmos DB emulator. Safe to keep.";
  if (kind === "key-vault" && (vault === undefined || !/^https:\/\/[a-z0-9-]{3,24}\.vault\.[a-z.]+\/?$/i.test(vault))) {
    return "Name the vault: https://NAME.vault.azure.net.";
  }
  return kind === "managed-identity" ? NO_IDENTITY[finding.api] : undefined;
}

/** The oldest version of each SDK that takes an identity, and how its manifest names it. */
const LEAST: readonly {
  readonly file: RegExp;
  readonly version: RegExp;
  readonly least: readonly [number, number];
  readonly says: string;
}[] = [
  {
    file: /^package\.json$/,
    version: /"@azure\/cosmos"\s*:\s*"[\^~>=v ]*(\d+)\.(\d+)/,
    least: [3, 12],
    says: "@azure/cosmos 3.12",
  },
  {
    file: /^(?:requirements.*\.txt|pyproject\.toml)$/i,
    version: /azure[-_]cosmos\s*(?:==|~=|<=?)\s*(\d+)\.(\d+)/i,
    least: [4, 3],
    says: "azure-cosmos 4.3",
  },
];

/** Why the SDK that a file's manifest names takes no identity yet; undefined where it may. */
export function tooOld(workspace: Workspace, path: string): string | undefined {
  if (path.endsWith(".rs")) return unknownCosmosCrate(workspace, path);
  for (const { file, version, least, says } of LEAST) {
    const manifest = nearest(workspace, path, (name) => file.test(name));
    const match = manifest === undefined ? null : version.exec(workspace.read(manifest) ?? "");
    if (match === null) continue;
    const [major, minor] = [Number(match[1]), Number(match[2])];
    if (major < least[0] || (major === least[0] && minor < least[1]))
      return `The SDK here is too old for an identity: move to ${says} or later first.`;
  }
  return undefined;
}
