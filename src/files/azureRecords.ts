import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

/** What is kept of Azure actions, outside of any repository: one state for each rotation, and one audit log. */

/** How long a lock counts whose holder does not renew it. */
const LOCK_LASTS_MS = 10 * 60_000;
const RENEWED_EVERY_MS = 60_000;

/** A rotation's state on disk, held by one process at a time. */
export interface StateFile {
  /** What was saved last, parsed; undefined where nothing is. */
  readonly load: () => unknown;
  /** Written whole or not at all. */
  readonly save: (state: unknown) => void;
  /** The rotation is over: its state goes. */
  readonly remove: () => void;
  readonly release: () => void;
}

/** Where the state of one account's rotation is kept in a folder. */
export function statePath(folder: string, accountId: string): string {
  const digest = createHash("sha256").update(accountId.toLowerCase()).digest("hex").slice(0, 16);
  return join(folder, `rotation-${digest}.json`);
}

/** Takes a state file for this process; undefined where another one has it. */
export function holdState(path: string): StateFile | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  if (!takeLock(lock)) return undefined;
  const renewal = setInterval(() => {
    touch(lock);
  }, RENEWED_EVERY_MS);
  renewal.unref();
  return {
    load: () => readJson(path),
    save(state) {
      const temporary = `${path}.${process.pid}.tmp`;
      writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, path);
    },
    remove: () => {
      rmSync(path, { force: true });
    },
    release() {
      clearInterval(renewal);
      rmSync(lock, { force: true });
    },
  };
}

function takeLock(lock: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const descriptor = openSync(lock, "wx", 0o600);
      writeSync(descriptor, JSON.stringify({ host: hostname(), pid: process.pid }));
      closeSync(descriptor);
      return true;
    } catch {
      if (isHeld(lock)) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

/** Whether whoever took the lock is still there: alive where that can be told, else heard of lately. */
function isHeld(lock: string): boolean {
  const holder = readJson(lock) as { host?: unknown; pid?: unknown } | undefined;
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (age > LOCK_LASTS_MS) return false;
  if (typeof holder?.pid !== "number") return age < 2000;
  return holder.host !== hostname() || isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Gone: whoever took it away will be told by their own file.
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** Where the audit log is kept in a folder: JSON lines. */
export function auditPath(folder: string): string {
  return join(folder, "audit.jsonl");
}

/** Adds a line to the audit log. */
export function appendAudit(folder: string, line: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  appendFileSync(auditPath(folder), `${JSON.stringify(line)}\n`, { mode: 0o600 });
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
