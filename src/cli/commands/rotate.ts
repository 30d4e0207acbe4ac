import { dirname, resolve } from "node:path";
import { type AzureFailure, isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { useInWords } from "../../azure/keyUse";
import type { RotationDesk, RotationOutcome } from "../../azure/rotation";
import { type AppsUse, appsInWords, idOf, stepInWords, stepsOf } from "../../azure/rotationPlan";
import type { RotationGround, RotationWish } from "../../azure/rotationStart";
import { parseRotationState, type RotationState } from "../../azure/rotationState";
import { holdState, LockLost, recordsFolder, type StateFile, statePath } from "../../files/azureRecords";
import { appsUse, fingerprints, keyKind, spelledKind, storeTarget } from "../azureOptions";
import { type AccountSession, fail, type Login, login, onAccount } from "../azureSession";
import { oneOf, parse } from "../options";
import { auditor } from "../records";
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

/** What a person gave to the command. */
interface Options {
  readonly kinds: readonly KeyKind[];
  readonly found: readonly string[];
  readonly apps: AppsUse | undefined;
  readonly confirmed: readonly KeyKind[];
  readonly target: RotationWish["target"];
  readonly path: string;
  readonly values: Readonly<
    Record<"overwrite" | "recover" | "apps-switched" | "restart" | "abandon" | "yes" | "dry-run", boolean>
  >;
}

async function rotateWith(
  file: StateFile,
  options: Options,
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

function wishOf({ kinds, found, target }: Options, { keys }: AccountSession): RotationWish {
  return { found: [...keys.map(({ fingerprint }) => fingerprint), ...found], kinds, target };
}

/** The start of a rotation, or an exit code where there is nothing to begin, said already. */
async function begin(
  ground: RotationGround,
  wish: RotationWish,
  { apps }: Options,
  { azure, name, reached }: AccountSession,
  terminal: Terminal,
): Promise<RotationState | number> {
  let { exposed } = ground;
  if (exposed.length === 0 && wish.found.length > 0) {
    terminal.out(`The keys that were found are no longer keys of ${name}. Nothing to rotate.\n`);
    return 0;
  }
  if (exposed.length === 0) exposed = await askForKinds(name, terminal);
  if (exposed.length === 0) {
    terminal.tell(
      `cosmos-keyless: No key of ${name} was found. Say which was exposed: --key KIND, --fingerprint HEX, or --history to look in git.`,
    );
    return 2;
  }
  const told = apps ?? (await appsOf(ground, azure.appsByLogs(ground.use), name, terminal));
  if (told === undefined) {
    terminal.tell(
      "cosmos-keyless: Say which keys your apps use: --apps-use primary, secondary, both, or none if they are keyless.",
    );
    return 2;
  }
  return azure.startOf(reached, { ...ground, exposed }, wish, told, new Date());
}

async function askForKinds(name: string, terminal: Terminal): Promise<readonly KeyKind[]> {
  const chosen: KeyKind[] = [];
  for (const [kind, words] of Object.entries(KEY_KINDS) as [KeyKind, string][])
    if (await terminal.ask(`Was the ${words} of ${name} exposed?`)) chosen.push(kind);
  return chosen;
}

/** Which keys the apps use: by the logs where they prove it, else by a person's word. Undefined where neither says. */
async function appsOf(
  { use, exposed }: RotationGround,
  byLogs: AppsUse,
  name: string,
  terminal: Terminal,
): Promise<AppsUse | undefined> {
  if (byLogs !== "unknown") {
    terminal.out(`By the account's logs: ${appsInWords(byLogs)}\n`);
    return byLogs;
  }
  terminal.out(`${useInWords(use, exposed[0] ?? "primary")}\n`);
  const used: KeyKind[] = [];
  for (const [kind, words] of Object.entries(KEY_KINDS) as [KeyKind, string][])
    if (await terminal.ask(`Do your apps use the ${words} of ${name}?`)) used.push(kind);
  if (used.length > 0) return used;
  return (await terminal.ask(`Do your apps use no key of ${name} at all?`)) ? [] : undefined;
}

function deskFor(
  file: StateFile,
  audit: RotationDesk["audit"],
  start: RotationState,
  { values, confirmed }: Options,
  { name }: AccountSession,
  terminal: Terminal,
): RotationDesk {
  return {
    save: file.save,
    audit,
    now: () => new Date(),
    progress: (step) => {
      terminal.tell(stepInWords(step, start));
    },
    async confirm(question) {
      const { key, use } = question;
      if (question.ask === "apps") {
        const { against } = question;
        // The logs say otherwise: then it takes a person who sees it.
        if (against !== undefined) terminal.out(`${useInWords(use, against)}\n`);
        else if (values["apps-switched"]) return true;
        return terminal.ask(`Do all apps use the ${KEY_KINDS[key]} now, or none?`);
      }
      terminal.out(`${useInWords(use, key)}\n`);
      if (confirmed.includes(key)) return true;
      return terminal.ask(`Regenerate the ${KEY_KINDS[key]} of ${name}? Apps that still use it stop working.`);
    },
    async consent(about, { target }) {
      const where = `${target.vault}/secrets/${target.secret}`;
      if (values[about]) return true;
      return terminal.ask(
        about === "overwrite"
          ? `${where} was not stored by Keyless for ${name}. Give it a new version?`
          : `${where} was deleted. Recover it and give it a new version?`,
      );
    },
  };
}

function tellOutcome(
  outcome: RotationOutcome | AzureFailure,
  file: StateFile,
  { path, values }: Options,
  { name }: AccountSession,
  terminal: Terminal,
): number {
  if (isFailure(outcome)) {
    terminal.tell(`How far it came is saved in ${dirname(path)}. Run the same command to go on.`);
    return fail(terminal, outcome);
  }
  switch (outcome.state) {
    case "moved":
      terminal.tell(
        `cosmos-keyless: The ${namesOf(outcome.keys)} of ${name} ${outcome.keys.length === 1 ? "was" : "were"} regenerated since this rotation last saw ${outcome.keys.length === 1 ? "it" : "them"}, by someone else or by a run that was interrupted. Find out which keys your apps use, then use --restart, or --abandon.`,
      );
      return 2;
    case "waiting":
      terminal.tell(waitingFor(outcome, values["apps-switched"]));
      return 1;
    case "done":
      file.remove();
      if (outcome.byOthers.length > 0)
        terminal.tell(
          `The ${namesOf(outcome.byOthers)} of ${name} ${outcome.byOthers.length === 1 ? "was" : "were"} regenerated by someone else. Check that your apps still work.`,
        );
      terminal.out(
        `Rotation complete. The exposed keys of ${name} no longer work. Next: cosmos-keyless disable-keys --account ${name}\n`,
      );
      return 0;
  }
}

function waitingFor({ at, question }: Extract<RotationOutcome, { state: "waiting" }>, switched: boolean): string {
  if (at.step === "store")
    return "Waiting. Nothing was stored. Use --overwrite or --recover, or another --secret with --restart.";
  if (at.step === "regenerate") return `Waiting. Go on with the same command and --confirm ${spelledKind(at.key)}.`;
  const isContradicted = question?.ask === "apps" && question.against !== undefined;
  return isContradicted && switched
    ? "Waiting. The account's logs show that the old key is still used. Go on once they do not, or say so at a terminal."
    : "Waiting. Go on with the same command and --apps-switched once all apps have switched.";
}

function namesOf(keys: readonly KeyKind[]): string {
  return keys.map((key) => KEY_KINDS[key]).join(" and the ");
}

function abandon(
  saved: RotationState | "damaged" | undefined,
  file: StateFile,
  audit: RotationDesk["audit"],
  name: string,
  terminal: Terminal,
): number {
  if (saved === undefined) {
    terminal.out(`No rotation of ${name} has begun.\n`);
    return 0;
  }
  file.remove();
  audit({ step: "abandon", result: "done" });
  const done = saved === "damaged" ? [] : stepsOf(saved).filter((step) => saved.done[idOf(step)] !== undefined);
  terminal.out(`The rotation of ${name} was given up. Its exposed keys may still work.\n`);
  if (saved !== "damaged") for (const step of done) terminal.out(`Done before: ${stepInWords(step, saved)}\n`);
  return 0;
}

function showSteps(state: RotationState, isResumed: boolean, terminal: Terminal): void {
  if (isResumed) terminal.out(`Going on with the rotation begun ${state.started}.\n`);
  terminal.out(`${appsInWords(state.apps)}\n`);
  for (const [i, step] of stepsOf(state).entries())
    terminal.out(`${i + 1}. ${state.done[idOf(step)] === undefined ? "" : "(done) "}${stepInWords(step, state)}\n`);
}
