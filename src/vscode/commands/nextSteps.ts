import * as vscode from "vscode";
import { AFTERWARDS } from "../../fixes/afterwards";
import type { Afterwards } from "../../fixes/fix";
import type { FollowUp } from "../followUps";

/** What is left after a fix, as steps that each do something when they are chosen. */

/** One thing to do. */
export interface NextStep {
  readonly label: string;
  readonly detail: string;
  readonly run: () => unknown;
}

const HELP = "https://github.com/cosmos-keyless/cosmos-keyless#after-a-fix";

/** Steps that Azure takes, for one account each. */
const IN_AZURE: readonly {
  readonly after: Afterwards;
  readonly command: string;
  readonly label: (account: string) => string;
  /** Short: a list cuts what is longer. */
  readonly detail: () => string;
}[] = [
  {
    after: "store-secret",
    command: "cosmosKeyless.storeSecret",
    label: (account) => vscode.l10n.t("Store the secret of {0}…", account),
    detail: () => vscode.l10n.t("In Key Vault. The app's identity needs the role Key Vault Secrets User."),
  },
  {
    after: "grant-role",
    command: "cosmosKeyless.grantRole",
    label: (account) => vscode.l10n.t("Grant a data role on {0}…", account),
    detail: () => vscode.l10n.t("Before you deploy: Cosmos DB Built-in Data Contributor or Reader."),
  },
  {
    after: "rotate",
    command: "cosmosKeyless.rotateKeys",
    label: (account) => vscode.l10n.t("Rotate the exposed key of {0}…", account),
    detail: () => vscode.l10n.t("Once all apps are deployed: it still works, and stays in git's history."),
  },
];

/** The command that fetches what a manifest names now. */
const INSTALL: readonly { readonly manifest: RegExp; readonly command: string }[] = [
  { manifest: /(?:^|\/)package\.json$/, command: "npm install" },
  { manifest: /\.(?:cs|fs|vb)proj$|Directory\.Packages\.props$/i, command: "dotnet restore" },
  { manifest: /(?:^|\/)requirements[^/]*\.txt$/, command: "pip install -r" },
  { manifest: /(?:^|\/)go\.mod$/, command: "go mod tidy" },
  { manifest: /(?:^|\/)Cargo\.toml$/, command: "cargo fetch" },
  { manifest: /(?:^|\/)pom\.xml$/, command: "mvn dependency:resolve" },
];

/** The steps that follow, in the order in which to take them. */
export function nextSteps(all: readonly FollowUp[]): readonly NextStep[] {
  const steps = new Map<string, NextStep>();
  for (const one of all) for (const step of stepsOf(one)) steps.set(step.label, step);
  return [...steps.values()];
}

function stepsOf(one: FollowUp): readonly NextStep[] {
  const asked = new Set(one.afterwards);
  const azure = IN_AZURE.filter(({ after }) => asked.has(after)).map((row) => ({ row, steps: inAzure(one, row) }));
  const rest = [...asked].filter((after) => !azure.some(({ row, steps }) => row.after === after && steps.length > 0));
  return [
    ...one.changed.flatMap(installStep),
    ...one.left.map(leftStep),
    ...azure.filter(({ row }) => row.after !== "rotate").flatMap(({ steps }) => steps),
    ...rest.filter((after) => after !== "rotate").map((after) => readStep(AFTERWARDS[after])),
    // Last: whatever still uses the key must have been deployed anew before.
    ...azure.filter(({ row }) => row.after === "rotate").flatMap(({ steps }) => steps),
    ...rest.filter((after) => after === "rotate").map((after) => readStep(AFTERWARDS[after])),
  ];
}

function inAzure(
  { accounts, vault }: FollowUp,
  { after, command, label, detail }: (typeof IN_AZURE)[number],
): readonly NextStep[] {
  const stored = after === "store-secret" && vault !== undefined ? vault : undefined;
  const where = stored === undefined ? {} : { vault: stored.address, secret: stored.secret, as: stored.holds };
  return accounts.map(({ name, host, fingerprint }) => ({
    label: label(name),
    detail: detail(),
    run: () => vscode.commands.executeCommand(command, { host, fingerprint, ...where }),
  }));
}

function installStep(path: string): readonly NextStep[] {
  const row = INSTALL.find(({ manifest }) => manifest.test(path));
  if (row === undefined) return [];
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const command = row.command.endsWith("-r")
    ? `${row.command} ${/^[\w.-]+$/.test(name) ? name : `"${name}"`}`
    : row.command;
  return [
    {
      label: vscode.l10n.t("Run {0}", command),
      detail: vscode.l10n.t("Installs the packages that {0} lists now.", vscode.workspace.asRelativePath(path)),
      run() {
        const terminal = vscode.window.createTerminal({ name: "Keyless", cwd: path.slice(0, slash) });
        terminal.show();
        // Typed, not run: that is the person's to do.
        terminal.sendText(command, false);
      },
    },
  ];
}

/** What a fix leaves by name: it opens the place where it names one, else how to do it. */
function leftStep(sentence: string): NextStep {
  const [, path, line] = /^([^:]+):(\d+) /.exec(sentence) ?? [];
  if (path === undefined) return readStep(sentence);
  return {
    label: sentence,
    detail: vscode.l10n.t("Opens the place."),
    async run() {
      // A folder may be called `[id]`, which is a pattern, too.
      const pattern = `**/${path.replace(/[[\]{}*?]/g, (letter) => `[${letter}]`)}`;
      const [found] = await vscode.workspace.findFiles(pattern, undefined, 1);
      if (found === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t("{0} is not in this workspace any more.", path));
        return;
      }
      const start = new vscode.Position(Number(line) - 1, 0);
      await vscode.window.showTextDocument(found, { selection: new vscode.Range(start, start) });
    },
  };
}

function readStep(sentence: string): NextStep {
  return {
    label: sentence,
    detail: vscode.l10n.t("Opens the instructions."),
    run: () => vscode.env.openExternal(vscode.Uri.parse(HELP)),
  };
}
