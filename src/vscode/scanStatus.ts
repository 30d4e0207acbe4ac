import * as vscode from "vscode";
import type { Note } from "../files/note";

/** What was looked at: every view that says "nothing found" asks here what that is worth. */

/** How a scan of the workspace came out. */
export interface ScanOutcome {
  readonly files: number;
  readonly milliseconds: number;
  readonly cancelled: boolean;
  /** When it ended. */
  readonly at: Date;
  /** What should have been looked at and could not be, each with the reason. */
  readonly unreadable: readonly Note[];
  /** What settings and the kind of file leave out. */
  readonly skipped: readonly Note[];
}

/** Nothing looked at yet, a scan on its way, or the last one. */
export type ScanState =
  | { readonly kind: "never" }
  | { readonly kind: "running"; readonly files: number }
  | { readonly kind: "done"; readonly outcome: ScanOutcome }
  | { readonly kind: "failed" };

/** The state of the workspace's scan, for views and their `when` clauses (`cosmosKeyless.scan`). */
export class ScanStatus implements vscode.Disposable {
  private state: ScanState = { kind: "never" };
  private last: ScanOutcome | undefined;
  private shown = "";
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  get current(): ScanState {
    return this.state;
  }

  /** The last scan that ended, also while another is running. */
  get lastOutcome(): ScanOutcome | undefined {
    return this.last;
  }

  set(state: ScanState): void {
    this.state = state;
    if (state.kind === "done") this.last = state.outcome;
    const context = contextOf(state);
    if (context !== this.shown) void vscode.commands.executeCommand("setContext", "cosmosKeyless.scan", context);
    this.shown = context;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** As `when` clauses name it; `partial` where something could not be looked at. */
function contextOf(state: ScanState): string {
  if (state.kind !== "done") return state.kind;
  return state.outcome.cancelled || state.outcome.unreadable.length > 0 ? "partial" : "done";
}
