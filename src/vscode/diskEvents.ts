import * as vscode from "vscode";

/** What happens on disk below the workspace's folders, by whoever's hand, told in bursts. */

/** What has happened since the last burst. A file may stand in several lists: it is then as the later one says. */
export interface DiskChanges {
  readonly deleted: readonly vscode.Uri[];
  readonly created: readonly vscode.Uri[];
  readonly changed: readonly vscode.Uri[];
}

const BURST_MS = 100;

/**
 * One watcher for all who want to know, and one piece of news for a branch that is switched: what each of ten thousand
 * files costs here is felt by every extension.
 */
export class DiskEvents implements vscode.Disposable {
  private readonly watcher = vscode.workspace.createFileSystemWatcher("**/*");
  private readonly told = new vscode.EventEmitter<DiskChanges>();
  readonly onDidChange = this.told.event;
  private pending = nothing();
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    for (const [event, list] of [
      [this.watcher.onDidDelete, "deleted"],
      [this.watcher.onDidCreate, "created"],
      [this.watcher.onDidChange, "changed"],
    ] as const)
      event((uri) => {
        this.pending[list].push(uri);
        this.timer ??= setTimeout(() => {
          this.flush();
        }, BURST_MS);
      });
  }

  /** Tells at once what is known already: somebody is about to read. */
  flush(): void {
    clearTimeout(this.timer);
    if (this.timer === undefined) return;
    this.timer = undefined;
    const burst = this.pending;
    this.pending = nothing();
    this.told.fire(burst);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watcher.dispose();
    this.told.dispose();
  }
}

function nothing(): Record<keyof DiskChanges, vscode.Uri[]> {
  return { deleted: [], created: [], changed: [] };
}
