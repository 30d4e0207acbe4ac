import * as vscode from "vscode";
import { vaultAddress } from "../azure/vaultAddress";
import { keyVault } from "./settings";

/** The vault that the settings name, else one that the person types; undefined where they do not. */
export async function askForVault(uri: vscode.Uri | undefined, title: string): Promise<string | undefined> {
  const known = uri === undefined ? undefined : vaultAddress(keyVault(uri));
  if (known !== undefined) return known;
  const typed = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("The vault's address or name"),
    placeHolder: "https://contoso-vault.vault.azure.net",
    validateInput: (value) =>
      vaultAddress(value) === undefined
        ? vscode.l10n.t("A vault's name has 3 to 24 letters, digits and dashes.")
        : undefined,
  });
  return typed === undefined ? undefined : vaultAddress(typed);
}

/** A secret's name that the person keeps or types. */
export async function askForSecret(suggested: string, title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: vscode.l10n.t("The secret's name, as the code or setting refers to it"),
    value: suggested,
    validateInput: (value) =>
      /^[0-9A-Za-z-]{1,127}$/.test(value) ? undefined : vscode.l10n.t("Letters, digits and dashes."),
  });
}
