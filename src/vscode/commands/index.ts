import * as vscode from "vscode";
import type { Command, Desk } from "./command";

/** Every command of the extension, by its id as in package.json. Each is loaded when it is run for the first time. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  "cosmosKeyless.scanWorkspace": async () => (await import("./scanWorkspace")).scanWorkspace,
  "cosmosKeyless.makeWorkspaceKeyless": async () => (await import("./makeWorkspaceKeyless")).makeWorkspaceKeyless,
  "cosmosKeyless.fixEverywhere": async () => (await import("./makeWorkspaceKeyless")).fixEverywhere,
  "cosmosKeyless.checkInAzure": async () => (await import("./checkInAzure")).checkInAzure,
  "cosmosKeyless.checkAllInAzure": async () => (await import("./checkInAzure")).checkAllInAzure,
  "cosmosKeyless.grantRole": async () => (await import("./grantRole")).grantRole,
  "cosmosKeyless.storeSecret": async () => (await import("./storeSecret")).storeSecret,
  "cosmosKeyless.rotateKeys": async () => (await import("./rotateKeys")).rotateKeys,
  "cosmosKeyless.switchKeysOff": async () => (await import("./switchKeys")).switchKeysOff,
  "cosmosKeyless.switchKeysOn": async () => (await import("./switchKeys")).switchKeysOn,
  "cosmosKeyless.report": async () => (await import("./reports")).writeReport,
  "cosmosKeyless.sweep": async () => (await import("./reports")).sweepAccounts,
  "cosmosKeyless.showAudit": async () => (await import("./reports")).showAudit,
  "cosmosKeyless.explainHere": async () => (await import("./explainHere")).explainHere,
  "cosmosKeyless.open": async () => (await import("./fixHere")).openHere,
  "cosmosKeyless.fixHere": async () => (await import("./fixHere")).fixHere,
  "cosmosKeyless.whyNoFix": async () => (await import("./whyNoFix")).whyNoFix,
  "cosmosKeyless.useKeyVault": async () => (await import("./useKeyVault")).useKeyVault,
  "cosmosKeyless.ignoreHere": async () => (await import("./ignoreHere")).ignoreHere,
  "cosmosKeyless.afterFix": async () => (await import("./afterFix")).afterFix,
  "cosmosKeyless.nextSteps": async () => (await import("./afterFix")).showNextSteps,
  "cosmosKeyless.clearNextSteps": async () => (await import("./afterFix")).clearNextSteps,
  "cosmosKeyless.showOtherPlaces": async () => (await import("./showOtherPlaces")).showOtherPlaces,
  "cosmosKeyless.showSkipped": async () => (await import("./showSkipped")).showSkipped,
  "cosmosKeyless.showLog": async () => (await import("./showLog")).showLog,
  "cosmosKeyless.openWalkthrough": async () => (await import("./openWalkthrough")).openWalkthrough,
};

/** Registers every command. */
export function registerCommands(desk: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(COMMANDS).map(([id, load]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => (await load())(desk, argument)),
    ),
  );
}
