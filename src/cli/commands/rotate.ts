import { dirname, resolve } from "node:path";
import { isFailure } from "../../azure/failure";
import { KEY_KINDS } from "../../azure/keyAge";
import type { RotationQuestion } from "../../azure/rotation";
import { idOf, isRotationState, type RotationState, stepInWords, stepsOf } from "../../azure/rotationPlan";
import { holdState, statePath } from "../../files/azureRecords";
import { keyKind, spelledKind, storeTarget } from "../azureOptions";
import { fail, type Login, login, onAccount } from "../azureSession";
import { oneOf, parse } from "../options";
import { auditor, recordsFolder } from "../records";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Rotates the keys that were found, step by step; goes on where an earlier run was left. */
export const rotateCommand = (reachCloud: Login): Command => ({
  name: "rotate",
  usage:
    "rotate [PATHS…] [--account NAME] [--key KIND]… [--keyless | --vault URL [--secret NAME] [--as key|connection-string]] [--apps-switched] [--confirm KIND]… [--state FILE] [--yes] [--dry-run]",
  summary:
    "Rotates exposed keys without breaking what uses them: the spare key, the apps, then the exposed one, which needs --confirm KIND. Can be ended anywhere and gone on with; --dry-run only reads.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      key: { type: "string", multiple: true, default: [] },
      keyless: { type: "boolean", default: false },
      vault: { type: "string" },
      secret: { type: "string" },
      as: { type: "string", default: "key" },
      "apps-switched": { type: "boolean", default: false },
      confirm: { type: "string", multiple: true, default: [] },
      state: { type: "string" },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
    });
    const kinds = values.key.map((kind) => keyKind("--key", kind));
    const confirmed = values.confirm.map((kind) => keyKind("--confirm", kind));
    const target = storeTarget(values.vault, values.secret, oneOf("--as", values.as, ["key", "connection-string"]));
    return onAccount(reachCloud, values.account, positionals, terminal, async (session) => {
      const { azure, signal, connection, reached, name, keys } = session;
      const path =
        values.state === undefined ? statePath(recordsFolder(), reached.facts.account.id) : resolve(values.state);
      const file = holdState(path);
      if (file === undefined) {
        terminal.tell(`cosmos-keyless: another window or process is rotating the keys of ${name} just now.`);
        return 2;
      }
      try {
        const saved = file.load();
        const earlier = isRotationState(saved, reached.facts.account) ? saved : undefined;
        const wish = { found: keys.map(({ fingerprint }) => fingerprint), kinds, keyless: values.keyless, target };
        const start = earlier ?? (await azure.beginRotation(reached, wish, new Date(), signal));
        if (start === undefined) {
          terminal.out(`None of the keys found is one of ${name}'s any more: there is nothing to rotate.\n`);
          return 0;
        }
        if (isFailure(start)) return fail(terminal, start);
        showSteps(start, earlier !== undefined, terminal);
        if (values["dry-run"]) return 0;
        if (!values.yes && !(await terminal.ask("Begin?"))) {
          terminal.tell("Nothing was changed. Add --yes to begin.");
          return 1;
        }
        const audit = await auditor(session, connection, reached.facts.account.id);
        const confirm = async ({ step, use }: RotationQuestion): Promise<boolean> => {
          if (step.step === "apps") {
            return (
              values["apps-switched"] || terminal.ask(`Does every app use the ${KEY_KINDS[step.key]} now, or none?`)
            );
          }
          if (use !== undefined) terminal.out(`${azure.useInWords(use, step.key, new Date())}\n`);
          if (confirmed.includes(step.key)) return true;
          return terminal.ask(`Regenerate the ${KEY_KINDS[step.key]} of ${name}? Whatever still uses it is cut off.`);
        };
        const progress: Parameters<typeof azure.rotate>[3]["progress"] = (step) => {
          terminal.tell(stepInWords(step, start));
        };
        const outcome = await azure.rotate(
          connection,
          reached,
          start,
          { save: file.save, audit, progress, confirm },
          signal,
        );
        if (isFailure(outcome)) {
          terminal.tell(`How far it came is written down in ${dirname(path)}: the same command goes on.`);
          return fail(terminal, outcome);
        }
        if (outcome.state === "waiting") {
          const { step, key } = outcome.at;
          const option = step === "apps" ? "--apps-switched" : `--confirm ${spelledKind(key)}`;
          terminal.tell(`Waiting. Go on with the same command and ${option} once that is so.`);
          return 1;
        }
        file.remove();
        terminal.out(
          `Done: the keys found open nothing any more. Next: cosmos-keyless disable-keys --account ${name}\n`,
        );
        return 0;
      } finally {
        file.release();
      }
    });
  },
});

/** The same by the person's own login. */
export const rotate = rotateCommand(login);

function showSteps(state: RotationState, isResumed: boolean, terminal: Terminal): void {
  if (isResumed) terminal.out(`Going on with the rotation begun ${state.started}.\n`);
  for (const [i, step] of stepsOf(state).entries())
    terminal.out(`${i + 1}. ${state.done[idOf(step)] === undefined ? "" : "(done) "}${stepInWords(step, state)}\n`);
}
