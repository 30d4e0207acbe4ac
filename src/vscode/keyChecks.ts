import * as vscode from "vscode";
import type { UnknownAccount } from "../azure/accounts";
import type { KeyCheck } from "../azure/checkAnswer";

/** What Azure said of keys in this session, by fingerprint. Nothing of it is written to disk. */
export class KeyChecks implements vscode.Disposable {
  private readonly checks = new Map<string, KeyCheck | UnknownAccount>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  set(fingerprint: string, check: KeyCheck | UnknownAccount): void {
    this.checks.set(fingerprint, check);
    this.changed.fire();
  }

  of(fingerprint: string): KeyCheck | UnknownAccount | undefined {
    return this.checks.get(fingerprint);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
