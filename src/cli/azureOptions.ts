import { KEY_KINDS, type KeyKind } from "../azure/keyAge";
import type { StoreTarget } from "../azure/rotationPlan";
import { vaultAddress } from "../azure/vaultAddress";
import { oneOf, UsageError } from "./options";

/** Options that several Azure commands share. */

const KINDS = Object.keys(KEY_KINDS) as KeyKind[];
const SPELLED = new Map(KINDS.map((kind) => [kind.replace("Readonly", "-readonly"), kind]));

/** A key's kind as a person writes it: `primary`, `secondary-readonly`. Throws a `UsageError` for others. */
export function keyKind(option: string, value: string): KeyKind {
  return SPELLED.get(oneOf(option, value, [...SPELLED.keys()])) ?? "primary";
}

/** A key's kind as it is written on the command line. */
export function spelledKind(kind: KeyKind): string {
  return kind.replace("Readonly", "-readonly");
}

/** Where to store a key; undefined where no vault is given. The secret's name is what the fix writes by default. */
export function storeTarget(
  vault: string | undefined,
  secret: string | undefined,
  as: StoreTarget["as"],
): StoreTarget | undefined {
  if (vault === undefined) return undefined;
  const address = vaultAddress(vault);
  if (address === undefined) throw new UsageError("--vault takes a vault's name or https://NAME.vault.azure.net");
  const name = secret ?? (as === "key" ? "cosmos-key" : "cosmos-connection-string");
  if (!/^[0-9A-Za-z-]{1,127}$/.test(name)) throw new UsageError("--secret takes letters, digits and dashes");
  return { vault: address, secret: name, as };
}
