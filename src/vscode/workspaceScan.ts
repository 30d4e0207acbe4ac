import * as vscode from "vscode";
import { type RunningScan, type ScanJob, type ScanReport, startScan } from "../files/scanJob";
import type { Note } from "../files/note";
import type { FindingStore } from "./findingStore";
import { log } from "./log";
import { isOpen } from "./openDocuments";
import type { ScanOutcome, ScanStatus } from "./scanStatus";
import { isEnabled, scansInBackground, treeSettings } from "./settings";

/** Scans of what lies on disk, in a thread of their own; open documents keep what they themselves say. */

/** Scans the whole workspace, one scan at a time: a person's own takes the place of one in the background. */
export class WorkspaceScans implements vscode.Disposable {
  private running: { readonly scan: RunningScan; readonly gently: boolean } | undefined;
  /** Something has changed behind a running scan's back: another follows it. */
  private isStale = false;

  constructor(
    private readonly worker: string,
    private readonly store: FindingStore,
    readonly status: ScanStatus,
  ) {}

  /**
   * Scans every folder of the workspace and puts what it finds into the store as it goes. `undefined` where the scan
   * broke off; what could not be looked at is part of the outcome.
   */
  async scan(
    progress: (files: number, findings: number) => void,
    token: vscode.CancellationToken,
  ): Promise<ScanOutcome | undefined> {
    this.takeStale();
    const outcome = await this.run(this.roots(isEnabled), false, progress, token);
    if (this.takeStale()) void this.scanQuietly();
    return outcome;
  }

  /** The same, quietly and at a fraction of a processor, where the settings do not say no. After a scan that runs. */
  async scanQuietly(): Promise<void> {
    this.isStale = true;
    while (this.running === undefined && this.takeStale()) {
      const roots = this.roots((uri) => isEnabled(uri) && scansInBackground(uri));
      if (roots.paths.length === 0) return;
      await this.run(roots, true, () => undefined, undefined);
    }
  }

  /** Whether a scan is wanted that has not begun; it is about to. */
  private takeStale(): boolean {
    const was = this.isStale;
    this.isStale = false;
    return was;
  }

  /** The same where what is to be scanned is another by now: a scan in the background that runs is of no use. */
  async scanAnew(): Promise<void> {
    if (this.running?.gently === true) {
      this.running.scan.stop();
      this.running = undefined;
      const { lastOutcome } = this.status;
      this.status.set(lastOutcome === undefined ? { kind: "never" } : { kind: "done", outcome: lastOutcome });
    }
    await this.scanQuietly();
  }

  /** The folders to scan, and those that cannot be: they lie on no disk. */
  private roots(wanted: (uri: vscode.Uri) => boolean): { readonly paths: vscode.Uri[]; readonly leftOut: Note[] } {
    const uris = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri).filter(wanted);
    const elsewhere = uris.filter(({ scheme }) => scheme !== "file");
    return {
      paths: uris.filter(({ scheme }) => scheme === "file"),
      leftOut: elsewhere.map(({ path }) => ({
        path,
        kind: "unseen",
        text: vscode.l10n.t("The folder is not on a disk."),
      })),
    };
  }

  private async run(
    { paths, leftOut }: { readonly paths: readonly vscode.Uri[]; readonly leftOut: readonly Note[] },
    gently: boolean,
    progress: (files: number, findings: number) => void,
    token: vscode.CancellationToken | undefined,
  ): Promise<ScanOutcome | undefined> {
    this.running?.scan.stop();
    const began = Date.now();
    const before = new Set(this.store.uris().map(String));
    const notes: Note[] = [...leftOut];
    let findings = 0;
    this.status.set({ kind: "running", files: 0 });
    const job: ScanJob = {
      roots: paths.map((uri) => ({ path: uri.fsPath, settings: treeSettings(uri) })),
      gently,
    };
    const scan = startScan(this.worker, job, (report) => {
      if (this.running?.scan !== scan) return;
      for (const { path } of report.found) before.delete(vscode.Uri.file(path).toString());
      notes.push(...report.notes);
      findings += keep(this.store, report);
      this.status.set({ kind: "running", files: report.files });
      progress(report.files, findings);
    });
    const own = { scan, gently };
    this.running = own;
    const isOver = (): boolean => this.running !== own;
    const subscription = token?.onCancellationRequested(() => {
      scan.stop();
    });
    const files = await scan.ended.catch(() => undefined);
    subscription?.dispose();
    // Another scan has taken this one's place: it says how things are.
    if (isOver()) return undefined;
    this.running = undefined;
    if (files === undefined) {
      log.error("The scan of the workspace broke off.");
      this.status.set({ kind: "failed" });
      return undefined;
    }
    const cancelled = token?.isCancellationRequested === true;
    // What an earlier scan found and this one did not is gone; a cancelled scan has not looked everywhere.
    if (!cancelled) this.forget(before);
    const [unreadable, skipped] = [notes.filter((note) => !isMeant(note)), notes.filter(isMeant)];
    const outcome = { files, milliseconds: Date.now() - began, cancelled, at: new Date(), unreadable, skipped };
    log.info(`Scanned ${files} files in ${outcome.milliseconds} ms${cancelled ? ", then cancelled" : ""}.`);
    this.status.set({ kind: "done", outcome });
    return outcome;
  }

  /** Forgets what stood in folders that have left the workspace. */
  leave(folders: readonly vscode.Uri[]): void {
    const inside = (uri: vscode.Uri): boolean => folders.some(({ path }) => uri.path.startsWith(`${path}/`));
    this.forget(new Set(this.store.uris().filter(inside).map(String)));
  }

  private forget(uris: ReadonlySet<string>): void {
    const gone = [...uris].map((uri) => vscode.Uri.parse(uri)).filter((uri) => uri.scheme === "file" && !isOpen(uri));
    this.store.set(gone.map((uri) => ({ uri, findings: [] })));
  }

  dispose(): void {
    const { running } = this;
    this.running = undefined;
    running?.scan.stop();
  }
}

/** Whether a note tells of what is left out on purpose. */
function isMeant({ kind }: Note): boolean {
  return kind !== "unseen";
}

function keep(store: FindingStore, { found, notes }: ScanReport): number {
  for (const { path, text } of notes) log.info(`${path}: ${text}`);
  const closed = found
    .map(({ path, findings }) => ({ uri: vscode.Uri.file(path), findings }))
    .filter(({ uri }) => !isOpen(uri));
  store.set(closed);
  return found.reduce((sum, { findings }) => sum + findings.length, 0);
}
