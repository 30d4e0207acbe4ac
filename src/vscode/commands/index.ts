import * as vscode from "vscode";
import { afterFix } from "./afterFix";
import { checkAllInAzure, checkInAzure } from "./checkInAzure";
import type { Desk, EditorCommand } from "./command";
import { explainHere } from "./explainHere";
import { grantRole } from "./grantRole";
import { ignoreHere } from "./ignoreHere";
import { showAudit, sweepAccounts, writeReport } from "./reports";
import { rotateKeys } from "./rotateKeys";
import { fixEverywhere, makeWorkspaceKeyless } from "./makeWorkspaceKeyless";
import { scanWorkspace } from "./scanWorkspace";
import { showLog } from "./showLog";
import { showOtherPlaces } from "./showOtherPlaces";
import { showSkipped } from "./showSkipped";
import { storeSecret } from "./storeSecret";
import { switchKeysOff, switchKeysOn } from "./switchKeys";
import { useKeyVault } from "./useKeyVault";

/** Every command of the extension. */
const COMMANDS: readonly EditorCommand[] = [
  scanWorkspace,
  makeWorkspaceKeyless,
  fixEverywhere,
  checkInAzure,
  checkAllInAzure,
  grantRole,
  storeSecret,
  rotateKeys,
  switchKeysOff,
  switchKeysOn,
  writeReport,
  sweepAccounts,
  showAudit,
  explainHere,
  useKeyVault,
  ignoreHere,
  afterFix,
  showOtherPlaces,
  showSkipped,
  showLog,
];

/** Registers every command. */
export function registerCommands(desk: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id, run }) => vscode.commands.registerCommand(id, (argument: unknown) => run(desk, argument))),
  );
}
