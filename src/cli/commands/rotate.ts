import { dirname, resolve } from "node:path";
import { isFailure } from "../../azure/failure";
import { parseRotationState } from "../../azure/rotation/state";
import { holdState, LockLost, recordsFolder, type StateFile, statePath } from "../../files/azureRecords";
import { appsUse, fingerprints, keyKind, storeTarget } from "../azureOptions";
import { type AccountSession, fail, type Login, login, onAccount } from "../azureSession";
import { oneOf, parse } from "../options";
import { auditor } from "../records";
import { begin } from "../rotation/begin";
import { deskFor } from "../rotation/desk";
import { type RotateOptions, wishOf } from "../rotation/options";
import { abandon, showSteps, tellOutcome } from "../rotation/outcome";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Rotates the keys that were found, step by step; goes on where an earlier run was left. */
export const rotateCommand = (reachCloud: Login): Command => ({
  name: "rotate",
  usage:
    "rotate [PATHS…] [--account NAME] [--key KIND]… [--fingerprint HEX]… [--history] [--apps-use KIND|both|none]… [--vault URL [--secret NAME] [--as key|connection-string] [--overwrite] [--recover]] [--apps-switched] [--confirm KIND]… [--restart | --abandon] [--state FILE] [--yes] [--dry-run]",
  summary:
    "Rotates exposed keys without breaking what uses them: the spare key, the apps, then the exposed one. Each key needs --confirm KIND unless the account's logs prove it unused. Can be ended anywhere and gone on with; --dry-run only reads.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      key: { type: "string", multiple: true, default: [] },
      fingerprint: { type: "string", multiple: true, default: [] },
      history: { type: "boolean", default: false },
      "apps-use": { type: "string", multiple: true, default: [] },
      keyless: { type: "boolean", default: false },
      vault: { type: "string" },
      secret: { type: "string" },
      as: { type: "string", default: "key" },
      overwrite: { type: "boolean", default: false },
      recover: { type: "boolean", default: false },
      "apps-switched": { type: "boolean", default: false },
      confirm: { type: "string", multiple: true, default: [] },
      restart: { type: "boolean", default: false },
      abandon: { type: "boolean", default: false },
      state: { type: "string" },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
    });
    const given = {
      kinds: values.key.map((kind) => keyKind("--key", kind)),
      found: fingerprints(values.fingerprint),
      apps: appsUse(values["apps-use"], values.keyless),
      confirmed: values.confirm.map((kind) => keyKind("--confirm", kind)),
      as: oneOf("--as", values.as, ["key", "connection-string"]),
    };
    return onAccount(
      reachCloud,
      values.account,
      positionals,
      terminal,
      async (session) => {
        const target = storeTarget(values, given.as, session);
        const path =
          values.state === undefined
            ? statePath(recordsFolder(), session.reached.facts.account.id)
            : resolve(values.state);
        const file = holdState(path);
        if (!("load" in file)) {
          terminal.tell(
            `cosmos-keyless: process ${file.pid} on ${file.host} is rotating the keys of ${session.name}. If it is gone, delete ${file.file}.`,
          );
          return 2;
        }
        const options = { ...given, target, path, values };
        try {
          return await rotateWith(file, options, session, terminal);
        } catch (error) {
          if (!(error instanceof LockLost)) throw error;
          terminal.tell("cosmos-keyless: Another process has taken over this rotation. This one has stopped.");
          return 2;
        } finally {
          file.release();
        }
      },
      values.history,
    );
  },
});

/** The same by the person's own login. */
export const rotate = rotateCommand(login);

async function rotateWith(
  file: StateFile,
  options: RotateOptions,
  session: AccountSession,
  terminal: Terminal,
): Promise<number> {
  const { azure, signal, reached } = session;
  const { values } = options;
  const audit = await auditor(session, session.connection, reached.facts.account.id, dirname(options.path));
  const saved = values.restart ? undefined : parseRotationState(file.load(), reached.facts.account);
  if (values.abandon) return abandon(saved, file, audit, session.name, terminal);
  if (saved === "damaged") {
    terminal.tell(
      `cosmos-keyless: The state in ${options.path} is damaged, of another version or of another account. --restart begins anew, --abandon removes it.`,
    );
    return 2;
  }
  const wish = wishOf(options, session);
  const ground = await azure.groundFor(reached, wish, signal);
  if (isFailure(ground)) return fail(terminal, ground);
  const start = saved ?? (await begin(ground, wish, options, session, terminal));
  if (typeof start === "number") return start;
  const differing = saved === undefined ? [] : azure.differences(saved, ground, wish, options.apps);
  if (differing.length > 0) {
    terminal.tell(`cosmos-keyless: The rotation begun ${start.started} is not the one that you ask for now.`);
    for (const one of differing) terminal.tell(`  ${one}`);
    terminal.tell("Go on without these options, or use --restart to begin anew, or --abandon to give it up.");
    return 2;
  }
  showSteps(start, saved !== undefined, terminal);
  if (values["dry-run"]) return 0;
  if (!values.yes && !(await terminal.ask("Begin?"))) {
    terminal.tell("Nothing was changed. Add --yes to begin.");
    return 1;
  }
  const outcome = await azure.rotate(
    azure.azureWorld(reached, signal),
    start,
    deskFor(file, audit, start, options, session, terminal),
  );
  return tellOutcome(outcome, file, options, session, terminal);
}
