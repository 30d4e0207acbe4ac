import * as vscode from "vscode";

/** What git says of files, through VS Code's own git extension; nothing where it is switched off. */

/** How a file stands in its repository. */
export type GitState = "staged" | "uncommitted" | "committed" | "none";

/** The part of the git extension's API (version 1) that is used here. */
interface GitApi {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  readonly onDidCloseRepository: vscode.Event<Repository>;
  getRepository(uri: vscode.Uri): Repository | null;
}

/** A repository as the git extension has it. */
export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly indexChanges: readonly { readonly uri: vscode.Uri }[];
    readonly workingTreeChanges: readonly { readonly uri: vscode.Uri }[];
    readonly untrackedChanges?: readonly { readonly uri: vscode.Uri }[];
    readonly onDidChange: vscode.Event<void>;
  };
  /** A file's text in a commit; with an empty name as it is staged. */
  show(ref: string, path: string): Promise<string>;
}

/** Repositories and their files' states, once the git extension has started by itself. */
export class GitStates implements vscode.Disposable {
  private api: GitApi | undefined;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  /** Waits for the git extension; never starts it on the way of this extension's own start. */
  async start(): Promise<void> {
    const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git");
    if (extension === undefined) return;
    try {
      const git = await extension.activate();
      this.api = git.getAPI(1);
    } catch {
      return;
    }
    for (const repository of this.api.repositories) this.watch(repository);
    this.subscriptions.push(
      this.api.onDidOpenRepository((repository) => {
        this.watch(repository);
      }),
    );
  }

  repositories(): readonly Repository[] {
    return this.api?.repositories ?? [];
  }

  /** How a file stands; `none` outside of repositories. */
  of(uri: vscode.Uri): GitState {
    const repository = this.api?.getRepository(uri);
    if (repository === null || repository === undefined) return "none";
    const { indexChanges, workingTreeChanges, untrackedChanges = [] } = repository.state;
    const holds = (changes: readonly { readonly uri: vscode.Uri }[]): boolean =>
      changes.some((change) => change.uri.fsPath === uri.fsPath);
    if (holds(indexChanges)) return "staged";
    return holds(workingTreeChanges) || holds(untrackedChanges) ? "uncommitted" : "committed";
  }

  private watch(repository: Repository): void {
    this.subscriptions.push(
      repository.state.onDidChange(() => {
        this.changed.fire(undefined);
      }),
    );
    this.changed.fire(undefined);
  }

  dispose(): void {
    for (const one of [this.changed, ...this.subscriptions]) one.dispose();
  }
}
