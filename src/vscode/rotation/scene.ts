import { cloudOf } from "../../azure/connection";
import type { ReachedAccount } from "../../azure/accounts";
import type { StoreTarget } from "../../azure/rotation/plan";
import type { RotationWish } from "../../azure/rotation/start";
import { vaultIn } from "../../azure/vaultAddress";
import type { Account } from "../../engine/finding";
import { isQuiet } from "../../engine/rules/index";
import type { StateFile } from "../../files/azureRecords";
import type { AzureSession } from "../azureSession";
import { type Desk, textIn } from "../commands/command";

/** What a rotation in the editor is about. */
export interface Scene {
  readonly account: Account;
  readonly argument: unknown;
  readonly desk: Desk;
  readonly session: AzureSession;
  readonly reached: ReachedAccount;
  readonly file: StateFile;
}

/** Fingerprints of the account's keys: found now, or brought along from a fix. */
export function wishOf({ account, argument, desk }: Scene): RotationWish {
  const found = desk.store
    .all()
    .flatMap(({ finding }) =>
      !isQuiet(finding.rule) && (finding.account === undefined || finding.account.name === account.name)
        ? [finding.fingerprint]
        : [],
    );
  const fixed = textIn(argument, "fingerprint");
  const [vault, secret, as] = [textIn(argument, "vault"), textIn(argument, "secret"), textIn(argument, "as")];
  const address = vault === undefined ? undefined : vaultIn(vault, cloudOf(account.host));
  const target: StoreTarget | undefined =
    address === undefined || secret === undefined
      ? undefined
      : { vault: address, secret, as: as === "connection-string" ? as : "key" };
  return { found: [...new Set([...found, ...(fixed === undefined ? [] : [fixed])])], kinds: [], target };
}
