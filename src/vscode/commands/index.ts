import * as vscode from "vscode";
import { afterFix } from "./afterFix";
import { checkInAzure } from "./checkInAzure";
import type { Desk, EditorCommand } from "./command";
import { ignoreHere } from "./ignoreHere";
import { scanWorkspace } from "./scanWorkspace";
import { showLog } from "./showLog";
import { showOtherPlaces } from "./showOtherPlaces";
import { useKeyVault } from "./useKeyVault";

/** Every command of the extension. */
const COMMANDS: readonly EditorCommand[] = [
  scanWorkspace,
  checkInAzure,
  useKeyVault,
  ignoreHere,
  afterFix,
  showOtherPlaces,
  showLog,
];

/** Registers every command. */
export function registerCommands(desk: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id, run }) => vscode.commands.registerCommand(id, (argument: unknown) => run(desk, argument))),
  );
}
