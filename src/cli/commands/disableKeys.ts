import { isFailure } from "../../azure/failure";
import type { KeysInWorkspace } from "../../azure/keylessReadiness";
import { isQuiet } from "../../engine/rules/index";
import { placesThatUseKeys } from "../azureCode";
import { type AccountSession, fail, type Login, login, onAccount } from "../azureSession";
import { parse } from "../options";
import { auditor } from "../records";
import type { Command } from "./command";

/** Closes the door: an account that no longer takes keys. */
export const disableKeysCommand = (reachCloud: Login): Command => ({
  name: "disable-keys",
  usage: "disable-keys [PATHS…] [--account NAME] [--undo] [--yes [--despite]] [--dry-run]",
  summary:
    "Disables key access on an account, after a look at its logs, its data roles and the code; --undo enables it again. What speaks against it must be answered with --despite. Says what it will do and asks.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      undo: { type: "boolean", default: false },
      despite: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
    });
    const off = !values.undo;
    return onAccount(reachCloud, values.account, positionals, terminal, async (session) => {
      const { azure, signal, connection, reached, name } = session;
      const why = off ? azure.whyKeysStay(reached.facts) : undefined;
      if (why !== undefined) {
        terminal.tell(`cosmos-keyless: ${why}`);
        return 2;
      }
      if (reached.facts.keyAccessOff === off) {
        terminal.out(`Key access is already ${off ? "off" : "on"} on ${name}.\n`);
        return 0;
      }
      const readiness = off ? await azure.readinessOf(reached, codeOf(session, positionals), signal) : undefined;
      if (readiness !== undefined && isFailure(readiness)) return fail(terminal, readiness);
      const { use, against, unknown } = readiness ?? { use: [], against: [], unknown: [] };
      for (const line of [...use, ...unknown]) terminal.out(`${line}\n`);
      for (const line of against) terminal.out(`Against it: ${line}\n`);
      terminal.out(
        off
          ? `Disable key access on ${name}. Whatever still uses a key stops working at once. --undo is the way back.\n`
          : `Enable key access on ${name}. Its keys open it again.\n`,
      );
      if (values["dry-run"]) return 0;
      if (against.length > 0 && !values.despite && !(await terminal.ask("Do it despite that?"))) {
        terminal.tell("Nothing was changed. Look into what speaks against it, or add --despite.");
        return 1;
      }
      if (!values.yes && !(await terminal.ask(off ? "Disable it?" : "Enable it?"))) {
        terminal.tell("Nothing was changed. Add --yes to do it.");
        return 1;
      }
      const step = off ? "key-access-off" : "key-access-on";
      const audit = await auditor(session, connection, reached.facts.account.id);
      audit({ step, result: "started" });
      const answer = await azure.switchKeyAccess(reached, off, signal);
      audit({ step, result: isFailure(answer) ? answer.why : "done" });
      if (isFailure(answer))
        return fail(terminal, await azure.withLockNames(connection, reached.facts.account, answer, signal));
      terminal.out(`Key access is ${off ? "off" : "on"} on ${name}.\n`);
      return 0;
    });
  },
});

/** The same by the person's own login. */
export const disableKeys = disableKeysCommand(login);

function codeOf({ keys, name }: AccountSession, paths: readonly string[]): KeysInWorkspace {
  const { uses, handedOut, files, unseen } = placesThatUseKeys(paths, name);
  const found = keys.filter(({ rule }) => !isQuiet(rule)).flatMap(({ places }) => places);
  return { keys: [...new Set([...found, ...uses])], handedOut, lookedAt: files > 0, unseen };
}
