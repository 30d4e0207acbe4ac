import * as vscode from "vscode";
import { afterFix, clearNextSteps, showNextSteps } from "./afterFix";
import { checkAllInAzure, checkInAzure } from "./checkInAzure";
import type { Desk, EditorCommand } from "./command";
import { explainHere } from "./explainHere";
import { fixHere, openHere } from "./fixHere";
import { grantRole } from "./grantRole";
import { ignoreHere } from "./ignoreHere";
import { openWalkthrough } from "./openWalkthrough";
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
import { whyNoFix } from "./whyNoFix";

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
  openHere,
  fixHere,
  whyNoFix,
  useKeyVault,
  ignoreHere,
  afterFix,
  showNextSteps,
  clearNextSteps,
  showOtherPlaces,
  showSkipped,
  showLog,
  openWalkthrough,
];

/** Registers every command. */
export function registerCommands(desk: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id, run }) => vscode.commands.registerCommand(id, (argument: unknown) => run(desk, argument))),
  );
}
