import * as vscode from "vscode";
import { vaultAddress } from "../azure/vaultAddress";
import type { FileEdits } from "../fixes/fix";

/**
 * The vault that a person's own settings name, else one that the person types. What a workspace's settings name is shown
 * as theirs and asked: a repository does not choose where a secret goes. Undefined where the person gives none.
 */
export async function askForVault(uri: vscode.Uri | undefined, title: string): Promise<string | undefined> {
  const { own, workspace } = uri === undefined ? { own: "", workspace: "" } : keyVaults(uri);
  const known = vaultAddress(own);
  if (known !== undefined && workspace === "") return known;
  const typed = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    value: workspace === "" ? "" : workspace,
    prompt:
      workspace === ""
        ? vscode.l10n.t("Name or address of the Key Vault")
        : vscode.l10n.t("This workspace's settings name this vault. Is it yours? Secrets go there."),
    placeHolder: "https://contoso-vault.vault.azure.net",
    validateInput: (value) =>
      vaultAddress(value) === undefined
        ? vscode.l10n.t("Enter a vault name or an address such as https://name.vault.azure.net.")
        : undefined,
  });
  return typed === undefined ? undefined : vaultAddress(typed);
}

/** The vault in a person's settings, and the one in the workspace's where it names one. */
function keyVaults(uri: vscode.Uri): { readonly own: string; readonly workspace: string } {
  const named = vscode.workspace.getConfiguration("cosmosKeyless", uri).inspect<string>("keyVault");
  const { globalValue = "", workspaceValue, workspaceFolderValue } = named ?? {};
  return { own: globalValue, workspace: workspaceFolderValue ?? workspaceValue ?? "" };
}

/** A secret's name that the person keeps or types. */
export async function askForSecret(suggested: string, title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("Name of the secret, as the code refers to it"),
    value: suggested,
    validateInput: (value) => (isSecretName(value) ? undefined : vscode.l10n.t("Use letters, digits and dashes.")),
  });
}

/** Whether a vault can have a secret of this name. */
export function isSecretName(name: string): boolean {
  return /^[0-9A-Za-z-]{1,127}$/.test(name);
}

/** How references to a vault's secret are written: by address, in settings, in code. */
const REFERENCES: readonly RegExp[] = [
  /\/secrets\/([0-9A-Za-z-]{1,127})/,
  /SecretName=([0-9A-Za-z-]{1,127})/i,
  /get_?secret(?:value|async)?\s*\([^"'`)]{0,80}["'`]([0-9A-Za-z-]{1,127})["'`]/i,
];

/** The name of the secret that a fix makes the code refer to; undefined where it is not to be seen in its edits. */
export function secretNameIn(edits: readonly FileEdits[]): string | undefined {
  const texts = edits.flatMap((file) => file.edits.map(({ text }) => text));
  for (const reference of REFERENCES)
    for (const text of texts) {
      const name = reference.exec(text)?.[1];
      if (name !== undefined) return name;
    }
  return undefined;
}
