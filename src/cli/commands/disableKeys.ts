import { isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { fail, type Login, login, onAccount } from "../azureSession";
import { parse } from "../options";
import { auditor } from "../records";
import type { Command } from "./command";

/** Closes the door: an account that no longer takes keys. */
export const disableKeysCommand = (reachCloud: Login): Command => ({
  name: "disable-keys",
  usage: "disable-keys [PATHS…] [--account NAME] [--undo] [--yes] [--dry-run]",
  summary:
    "Switches key access off on an account, after a look at what still uses keys; --undo switches it on again. Says what it will do and asks.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      undo: { type: "boolean", default: false },
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
        terminal.out(`Key access is ${off ? "off" : "on"} already on ${name}.\n`);
        return 0;
      }
      if (off) {
        const use = await azure.keyUse(connection, reached.facts.account, signal);
        if (isFailure(use)) return fail(terminal, use);
        const kinds = Object.keys(KEY_KINDS) as KeyKind[];
        const lines = use.known ? kinds.map((kind) => azure.useInWords(use, kind, new Date())) : [use.why];
        for (const line of lines) terminal.out(`${line}\n`);
      }
      terminal.out(
        off
          ? `Switch key access off on ${name}: whatever still uses a key is cut off at once. --undo is the way back.\n`
          : `Switch key access on again on ${name}: its keys open it again.\n`,
      );
      if (values["dry-run"]) return 0;
      if (!values.yes && !(await terminal.ask(`Switch it ${off ? "off" : "on"}?`))) {
        terminal.tell("Nothing was changed. Add --yes to do it.");
        return 1;
      }
      const step = off ? "key-access-off" : "key-access-on";
      const audit = await auditor(session, connection, reached.facts.account.id);
      audit({ step, result: "started" });
      const answer = await azure.switchKeyAccess(reached, off, signal);
      audit({ step, result: isFailure(answer) ? answer.why : "done" });
      if (isFailure(answer)) return fail(terminal, answer);
      terminal.out(`Key access is ${off ? "off" : "on"} on ${name}.\n`);
      return 0;
    });
  },
});

/** The same by the person's own login. */
export const disableKeys = disableKeysCommand(login);
