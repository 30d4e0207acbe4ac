import * as vscode from "vscode";
import { cloudOf } from "../../azure/connection";
import { type AzureFailure, isFailure } from "../../azure/failure";
import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { useInWords } from "../../azure/keyUse";
import type { RotationDesk, RotationOutcome } from "../../azure/rotation";
import type { RotationQuestion } from "../../azure/rotationMachine";
import { appsInWords, type AppsUse, idOf, stepInWords, stepsOf, type StoreTarget } from "../../azure/rotationPlan";
import type { RotationGround, RotationWish } from "../../azure/rotationStart";
import { parseRotationState, type RotationState } from "../../azure/rotationState";
import { secretNameFor } from "../../azure/secretName";
import { vaultIn } from "../../azure/vaultAddress";
import type { ReachedAccount } from "../../azure/accounts";
import type { Account } from "../../engine/finding";
import { isQuiet } from "../../engine/rules/index";
import { holdState, LockLost, recordsFolder, type StateFile, statePath } from "../../files/azureRecords";
import { agrees, auditor, type AzureSession, chosenAccount, inAzure, reach, tell } from "../azureSession";
import { askForSecret, askForVault } from "../vault";
import { askForApps, askForKinds } from "../rotationQuestions";
import { type Desk, textIn } from "./command";

/**
 * Rotates keys of an account, step by step; goes on where it was left, also after a reload and by the command line. Which
 * keys: those that were found, the one that a fix took out of the code (its fingerprint comes along), else those that the
 * person names.
 */
export async function rotateKeys(desk: Desk, argument: unknown): Promise<void> {
  const account = await chosenAccount(desk, argument, vscode.l10n.t("Rotate keys"));
  if (account === undefined) return;
  await inAzure(vscode.l10n.t("Keyless: rotating keys of {0}", account.name), (session) =>
    rotateOf(account, argument, desk, session),
  );
}

interface Scene {
  readonly account: Account;
  readonly argument: unknown;
  readonly desk: Desk;
  readonly session: AzureSession;
  readonly reached: ReachedAccount;
  readonly file: StateFile;
}

async function rotateOf(account: Account, argument: unknown, desk: Desk, session: AzureSession): Promise<void> {
  const reached = await reach(session, account);
  if (reached === undefined) return;
  const file = holdState(statePath(recordsFolder(), reached.facts.account.id));
  if (!("load" in file)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("Another window or process is rotating the keys of {0} (process {1}).", account.name, file.pid),
    );
    return;
  }
  try {
    await rotateHeld({ account, argument, desk, session, reached, file });
  } catch (error) {
    if (!(error instanceof LockLost)) throw error;
    void vscode.window.showWarningMessage(vscode.l10n.t("Another window has taken over this rotation. It stops here."));
  } finally {
    file.release();
  }
}

async function rotateHeld(scene: Scene): Promise<void> {
  const { account, session, reached, file } = scene;
  const { azure, signal, say } = session;
  const earlier = await savedRotation(scene);
  if (earlier === "no") return;
  const wish = wishOf(scene);
  const ground = await azure.groundFor(reached, wish, signal);
  if (isFailure(ground)) {
    tell(ground);
    return;
  }
  const differing = earlier === undefined ? [] : azure.differences(earlier, ground, wish, undefined);
  const resumed = differing.length === 0 ? earlier : await askWhetherOld(account, earlier, differing);
  if (resumed === "no") return;
  const start = resumed ?? (await begin(scene, ground, wish));
  if (start === undefined) return;
  const yes = resumed === undefined ? vscode.l10n.t("Begin") : vscode.l10n.t("Continue");
  if (!(await agrees(vscode.l10n.t("Rotate keys of {0}?", account.name), planInWords(start), yes))) return;
  const audit = await auditor(session, reached.connection, reached.facts.account.id);
  const outcome = await azure.rotate(azure.azureWorld(reached, signal), start, {
    save: file.save,
    audit,
    now: () => new Date(),
    progress: (step) => {
      say(stepInWords(step, start));
    },
    confirm: (question) => answerTo(question, account),
    consent: (about, step) => consentTo(about, step.target, account),
  });
  await tellOutcome(outcome, scene);
}

/** The rotation that an earlier run left; "no" where it cannot be read and the person does not begin anew. */
async function savedRotation({ account, reached, file }: Scene): Promise<RotationState | undefined | "no"> {
  const saved = parseRotationState(file.load(), reached.facts.account);
  if (saved !== "damaged") return saved;
  const restart = await agrees(
    vscode.l10n.t("The saved rotation of {0} cannot be read.", account.name),
    vscode.l10n.t("It is damaged, or of another version. You can begin anew: Azure is looked at first."),
    vscode.l10n.t("Restart"),
  );
  return restart ? undefined : "no";
}

/** The saved rotation is not about what is asked for now: which of the two it is to be. Undefined: begin anew. */
async function askWhetherOld(
  account: Account,
  earlier: RotationState | undefined,
  differing: readonly string[],
): Promise<RotationState | undefined | "no"> {
  const [old, anew] = [vscode.l10n.t("Continue Old"), vscode.l10n.t("Restart")];
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("A rotation of {0} was begun before, and is not the one that you ask for now.", account.name),
    { modal: true, detail: differing.join("\n") },
    old,
    anew,
  );
  return chosen === undefined ? "no" : chosen === old ? earlier : undefined;
}

/** Fingerprints of the account's keys: found now, or brought along from a fix. */
function wishOf({ account, argument, desk }: Scene): RotationWish {
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

/** The start of a rotation, by what the person says; undefined where they do not, or there is nothing to do. */
async function begin(scene: Scene, ground: RotationGround, wish: RotationWish): Promise<RotationState | undefined> {
  const { account, session, reached } = scene;
  const { azure } = session;
  const title = vscode.l10n.t("Rotate keys of {0}", account.name);
  let { exposed } = ground;
  if (exposed.length === 0) {
    const named = await askForKinds(title, wish.found.length > 0);
    if (named === undefined || named.length === 0) return undefined;
    exposed = named;
  }
  const byLogs = azure.appsByLogs(ground.use);
  const apps = byLogs === "unknown" ? await askForApps(title, exposed, ground.use) : byLogs;
  if (apps === undefined) return undefined;
  const target = wish.target ?? (await askForTarget(scene, apps, title));
  if (target === "no") return undefined;
  return azure.startOf(reached, { ...ground, exposed }, { ...wish, target }, apps, new Date());
}

/** Where the new key goes; undefined where the person puts it in place, "no" where they leave. */
async function askForTarget({ account }: Scene, apps: AppsUse, title: string): Promise<StoreTarget | undefined | "no"> {
  if (apps.length === 0) return undefined;
  const ways = [
    {
      label: vscode.l10n.t("From a Key Vault"),
      detail: vscode.l10n.t("The new key is stored there first."),
      isVault: true,
    },
    {
      label: vscode.l10n.t("I put the new key in place myself"),
      detail: vscode.l10n.t("Keyless waits until you say so."),
      isVault: false,
    },
  ];
  const picked = await vscode.window.showQuickPick(ways, {
    title,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("Where do your apps read the key?"),
  });
  if (picked === undefined) return "no";
  if (!picked.isVault) return undefined;
  const vault = await askForVault(vscode.workspace.workspaceFolders?.[0]?.uri, title);
  const address = vault === undefined ? undefined : vaultIn(vault, cloudOf(account.host));
  const secret = address === undefined ? undefined : await askForSecret(secretNameFor(account.name, "key"), title);
  if (address === undefined || secret === undefined) return "no";
  return { vault: address, secret, as: /connection/i.test(secret) ? "connection-string" : "key" };
}

function planInWords(state: RotationState): string {
  const steps = stepsOf(state).map((step, i) => {
    const done = state.done[idOf(step)] === undefined ? "" : `${vscode.l10n.t("(done)")} `;
    return `${i + 1}. ${done}${stepInWords(step, state)}`;
  });
  return [appsInWords(state.apps), ...steps, vscode.l10n.t("You can cancel at any step and continue later.")].join(
    "\n",
  );
}

/** The yes that names the key; or the person's word that the apps have switched. */
async function answerTo(question: RotationQuestion, { name }: Account): Promise<boolean> {
  const key = KEY_KINDS[question.key];
  if (question.ask === "regenerate")
    return agrees(
      vscode.l10n.t("Regenerate the {0} of {1}?", key, name),
      `${useInWords(question.use, question.key)}\n${vscode.l10n.t("Apps that still use it stop working. This cannot be undone.")}`,
      vscode.l10n.t("Regenerate the {0}", key),
    );
  const { against } = question;
  const known = against === undefined ? "" : `${useInWords(question.use, against)}\n`;
  return agrees(
    vscode.l10n.t("Do all apps use the {0} of {1} now, or none?", key, name),
    `${known}${vscode.l10n.t("Next, the other key is regenerated. Cancel to continue later.")}`,
    vscode.l10n.t("All Apps Switched"),
  );
}

async function consentTo(
  about: Parameters<RotationDesk["consent"]>[0],
  { vault, secret }: StoreTarget,
  { name }: Account,
): Promise<boolean> {
  const where = `${vault}/secrets/${secret}`;
  return about === "overwrite"
    ? agrees(
        vscode.l10n.t("{0} was not stored by Keyless for {1}.", where, name),
        vscode.l10n.t("A new version would take its place for all who read it. The old one stays."),
        vscode.l10n.t("Store a New Version"),
      )
    : agrees(
        vscode.l10n.t("{0} was deleted.", where),
        vscode.l10n.t("Recover it and store a new version?"),
        vscode.l10n.t("Recover"),
      );
}

async function tellOutcome(outcome: RotationOutcome | AzureFailure, { account, file }: Scene): Promise<void> {
  const { name, host } = account;
  if (isFailure(outcome)) {
    tell(outcome);
    return;
  }
  if (outcome.state === "waiting") {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The rotation of {0} is waiting. Run Cosmos Keyless: Rotate Keys to continue.", name),
    );
    return;
  }
  if (outcome.state === "moved") return tellMoved(account, outcome.keys, file);
  file.remove();
  const [off, log] = [vscode.l10n.t("Disable Key Access…"), vscode.l10n.t("Audit Log")];
  const others =
    outcome.byOthers.length === 0
      ? ""
      : ` ${vscode.l10n.t("The {0} was regenerated by someone else: check that your apps still work.", namesOf(outcome.byOthers))}`;
  const chosen = await vscode.window.showInformationMessage(
    `${vscode.l10n.t("Rotation complete. The exposed keys of {0} no longer work.", name)}${others}`,
    off,
    log,
  );
  if (chosen === off) await vscode.commands.executeCommand("cosmosKeyless.switchKeysOff", { host });
  if (chosen === log) await vscode.commands.executeCommand("cosmosKeyless.showAudit");
}

/** Azure is not as the rotation left it: it is not gone on with, and the person says what becomes of it. */
async function tellMoved({ name, host }: Account, keys: readonly KeyKind[], file: StateFile): Promise<void> {
  const [restart, abandon] = [vscode.l10n.t("Restart"), vscode.l10n.t("Abandon")];
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "The {0} of {1} was regenerated since, by someone else or by an interrupted run.",
      namesOf(keys),
      name,
    ),
    {
      modal: true,
      detail: vscode.l10n.t("Find out which keys your apps use. Then restart the rotation, or abandon it."),
    },
    restart,
    abandon,
  );
  if (chosen === undefined) return;
  file.remove();
  file.release();
  if (chosen === restart) await vscode.commands.executeCommand("cosmosKeyless.rotateKeys", { host });
}

function namesOf(keys: readonly KeyKind[]): string {
  return keys.map((key) => KEY_KINDS[key]).join(", ");
}
