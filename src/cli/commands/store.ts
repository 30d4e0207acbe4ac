import { isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import type { StoreLook } from "../../azure/keyVault";
import { secretUri } from "../../fixes/secret";
import { fail, type Login, login, onAccount } from "../azureSession";
import { oneOf, parse, UsageError } from "../options";
import { auditor } from "../records";
import { keyKind, storeTarget } from "../azureOptions";
import type { Command } from "./command";

/** Puts an account's key into a Key Vault. */
export const storeCommand = (reachCloud: Login): Command => ({
  name: "store",
  usage:
    "store [PATHS…] --vault URL [--account NAME] [--secret NAME] [--key primary|secondary|primary-readonly|secondary-readonly] [--as key|connection-string] [--overwrite] [--recover] [--yes] [--dry-run]",
  summary:
    "Stores an account's key, as Azure lists it, in a Key Vault, and reads it back to be sure. Says what it will do and asks.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      vault: { type: "string" },
      secret: { type: "string" },
      key: { type: "string" },
      as: { type: "string", default: "key" },
      overwrite: { type: "boolean", default: false },
      recover: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
    });
    const as = oneOf("--as", values.as, ["key", "connection-string"]);
    if (values.vault === undefined) throw new UsageError("store needs --vault https://NAME.vault.azure.net");
    const named = values.key === undefined ? undefined : keyKind("--key", values.key);
    return onAccount(reachCloud, values.account, positionals, terminal, async (session) => {
      const { azure, signal, connection, reached, name, keys } = session;
      const target = storeTarget(values, as, session);
      if (target === undefined) return 2;
      const kind: KeyKind | number = named ?? (await foundKind());
      if (typeof kind === "number") return kind;
      const wish = { ...target, kind };
      const look = await azure.lookAtSecret(connection, reached, wish, signal);
      if (isFailure(look)) return fail(terminal, look);
      const uri = secretUri(target.vault, target.secret);
      if (look.kept === "same") {
        terminal.out(`${uri} holds the ${KEY_KINDS[kind]} of ${name} already.\n`);
        return 0;
      }
      terminal.out(`Store the ${KEY_KINDS[kind]} of ${name} as ${uri}${VERSION[look.kept]}.\n`);
      if (values["dry-run"]) return 0;
      if (!values.yes && !(await terminal.ask("Store it?"))) {
        terminal.tell("Nothing was changed. Add --yes to store it.");
        return 1;
      }
      const consent = { overwrite: values.overwrite, recover: values.recover };
      if (look.kept === "foreign" && !consent.overwrite) {
        consent.overwrite = await terminal.ask(`${uri} was not stored by Keyless for ${name}. Give it a new version?`);
        if (!consent.overwrite) {
          terminal.tell("Nothing was changed. Choose another --secret, or add --overwrite.");
          return 1;
        }
      }
      const audit = await auditor(session, connection, reached.facts.account.id);
      const attempt = async () => {
        audit({ step: "store", key: kind, result: "started", target: uri });
        const stored = await azure.storeKey(connection, reached, wish, consent, signal);
        audit({ step: "store", key: kind, result: isFailure(stored) ? stored.why : "done", target: uri });
        return stored;
      };
      let answer = await attempt();
      if (isFailure(answer) && answer.why === "deleted-secret" && !consent.recover) {
        consent.recover = await terminal.ask(`${uri} was deleted. Recover it and give it a new version?`);
        if (consent.recover) answer = await attempt();
        else terminal.tell("Nothing was changed. Choose another --secret, or add --recover.");
      }
      if (isFailure(answer)) return fail(terminal, answer);
      terminal.out(
        "Stored, and read back. Next: grant the app's identity the role Key Vault Secrets User on the vault.\n",
      );
      return 0;

      /** The kind of the key that was found; the primary where the found one is none of the account's. */
      async function foundKind(): Promise<KeyKind | number> {
        const checks = await Promise.all(
          keys.slice(0, 8).map(({ fingerprint }) => azure.checkKey(connection, name, fingerprint, signal)),
        );
        const broken = checks.find((check) => isFailure(check));
        if (broken !== undefined && isFailure(broken)) return fail(terminal, broken);
        return checks.flatMap((check) => ("kind" in check ? (check.kind ?? []) : []))[0] ?? "primary";
      }
    });
  },
});

/** What is said of a version that is there. */
const VERSION: Readonly<Record<StoreLook, string>> = {
  nothing: "",
  same: "",
  ours: ", as a new version. The old one stays",
  foreign: ", as a new version of a secret that Keyless did not store. The old one stays",
};

/** The same by the person's own login. */
export const store = storeCommand(login);
