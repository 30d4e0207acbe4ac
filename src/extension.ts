import { join } from "node:path";
import type * as vscode from "vscode";
import { SweptAccounts } from "./vscode/accountsTree";
import type { Desk } from "./vscode/commands/command";
import { registerCommands } from "./vscode/commands/index";
import { AfterCommands } from "./vscode/afterCommands";
import { DiskEvents } from "./vscode/diskEvents";
import { FindingStore } from "./vscode/findingStore";
import { Fixer } from "./vscode/fixer";
import { FollowUps } from "./vscode/followUps";
import { IgnoreLists } from "./vscode/ignoreLists";
import { KeyChecks } from "./vscode/keyChecks";
import { log } from "./vscode/log";
import { Preview } from "./vscode/preview";
import { startScanning } from "./vscode/scanning";
import { showFindings } from "./vscode/showing";

/** Wires the parts together. Nothing heavy is loaded here: parsers and Azure come with their first use. */
export function activate(context: vscode.ExtensionContext): void {
  const part = (name: string): string => join(context.extensionPath, "dist", name);
  const lists = new IgnoreLists();
  const store = new FindingStore(lists.applied);
  const checks = new KeyChecks();
  const swept = new SweptAccounts();
  const disk = new DiskEvents();
  const fixer = new Fixer(part(""), disk);
  const scanning = startScanning(store, part("worker.js"), context.storageUri, disk);
  const { scans } = scanning;
  const followUps = new FollowUps(context.workspaceState);
  const after = new AfterCommands();
  const preview = new Preview();
  const desk: Desk = { store, checks, fixer, lists, followUps, after, preview, swept, scans };
  context.subscriptions.push(
    log,
    disk,
    scanning,
    lists,
    store,
    checks,
    swept,
    fixer,
    followUps,
    after,
    preview,
    lists.onDidChange(() => {
      store.refresh();
    }),
    showFindings(desk, context.workspaceState),
    registerCommands(desk),
  );
}
