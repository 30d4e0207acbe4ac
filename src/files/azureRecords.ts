import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "./writeWhole";
import { type LockHolder, takeLock } from "./stateLock";

/** What is kept of Azure actions, outside of any repository: one state for each rotation, and one audit log. */

/** The person's own folder for such: one place for the editor and the command line, so that each goes on with the other's. */
export function recordsFolder(): string {
  const { KEYLESS_STATE, XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (KEYLESS_STATE !== undefined && KEYLESS_STATE !== "") return KEYLESS_STATE;
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "cosmos-keyless");
  return join(XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "cosmos-keyless");
}

/** A rotation's state on disk, held by one process at a time. */
export interface StateFile {
  /** What was saved last, parsed; undefined where nothing is, null where it cannot be read. */
  readonly load: () => unknown;
  /**
   * Written whole or not at all. Throws `LockLost` where the state is another's by now, `RecordsNotWritten` where it cannot
   * be written.
   */
  readonly save: (state: unknown) => void;
  /** The rotation is over: its state goes. */
  readonly remove: () => void;
  readonly release: () => void;
}

/** The state was taken by another process: nothing more may be done in its name. */
export class LockLost extends Error {
  override readonly name = "LockLost";
}

/** What was to be kept could not be written, so that what was to follow is not done. */
export class RecordsNotWritten extends Error {
  override readonly name = "RecordsNotWritten";
}

function written<T>(write: () => T): T {
  try {
    return write();
  } catch {
    throw new RecordsNotWritten("the records of Azure actions cannot be written");
  }
}

/** Where the state of one account's rotation is kept in a folder. */
export function statePath(folder: string, accountId: string): string {
  const digest = createHash("sha256").update(accountId.toLowerCase()).digest("hex").slice(0, 16);
  return join(folder, `rotation-${digest}.json`);
}

/** Takes a state file for this process, or says who has it. Throws `RecordsNotWritten` where it cannot be. */
export function holdState(path: string): StateFile | LockHolder {
  const lock = written(() => takeLock(`${path}.lock`));
  if (!("isMine" in lock)) return lock;
  const owned = (): void => {
    if (!lock.isMine()) throw new LockLost("the state is another's");
  };
  return {
    load: () => readJson(path),
    save(state) {
      owned();
      written(() => {
        writeWhole(path, Buffer.from(`${JSON.stringify(state, null, 2)}\n`), 0o600);
      });
    },
    remove() {
      owned();
      rmSync(path, { force: true });
    },
    release: lock.release,
  };
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : null;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Where the audit log is kept in a folder: JSON lines. */
export function auditPath(folder: string): string {
  return join(folder, "audit.jsonl");
}

/** Adds a line to the audit log. Throws `RecordsNotWritten` where it cannot. */
export function appendAudit(folder: string, line: object): void {
  written(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    appendFileSync(auditPath(folder), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  });
}

/** The lines of the audit log, oldest first; what is no JSON is left out. */
export function readAudit(folder: string): readonly unknown[] {
  let text: string;
  try {
    text = readFileSync(auditPath(folder), "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
