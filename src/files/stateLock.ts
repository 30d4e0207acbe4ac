import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";

/**
 * A lock that one process has until it gives it back or ends. It does not run out: a library such as proper-lockfile takes
 * it from an owner that sleeps (a closed laptop, a debugger), who wakes up believing to have it still. Here the owner asks
 * before each write whether the lock is its own, so that even a lock that a person deleted is not taken back.
 */
export interface StateLock {
  /** Whether the lock is still this process's. */
  readonly isMine: () => boolean;
  /** Gives it back, if it is still ours. */
  readonly release: () => void;
}

/** Who has a lock. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** The lock's file: where nobody is behind it, a person may delete it. */
  readonly file: string;
}

/** Takes a lock, or says who has it. Throws where it can be neither written nor read. */
export function takeLock(file: string): StateLock | LockHolder {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const token = randomUUID();
  if (create(file, token) || takeOver(file, token)) {
    const isMine = (): boolean => read(file)?.token === token;
    return {
      isMine,
      release() {
        if (isMine()) rmSync(file, { force: true });
      },
    };
  }
  const holder = read(file);
  return { host: holder?.host ?? "unknown", pid: holder?.pid ?? 0, file };
}

interface Mark {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
}

function create(file: string, token: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(descriptor, JSON.stringify({ token, host: hostname(), pid: process.pid } satisfies Mark));
  } finally {
    closeSync(descriptor);
  }
  // A full disk may take a part of it.
  if (read(file)?.token === token) return true;
  rmSync(file, { force: true });
  throw new Error("the lock could not be written");
}

function read(file: string): Mark | undefined {
  try {
    const { token, host, pid } = JSON.parse(readFileSync(file, "utf8")) as Partial<Record<keyof Mark, unknown>>;
    return typeof token === "string" && typeof host === "string" && typeof pid === "number"
      ? { token, host, pid }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Of several who find a dead owner's lock, one at a time takes it, and looks again before. */
function takeOver(file: string, token: string): boolean {
  const dead = read(file);
  if (!isOver(file, dead)) return false;
  const gate = `${file}.takeover`;
  if (ageOf(gate) > UNFINISHED_MS) rmSync(gate, { force: true });
  if (!create(gate, token)) return false;
  try {
    if (read(file)?.token !== dead?.token) return false;
    rmSync(file, { force: true });
    return create(file, token);
  } finally {
    rmSync(gate, { force: true });
  }
}

/** A lock is made and filled in no time: one that is empty for longer was left so. */
const UNFINISHED_MS = 10_000;

/** Whether the owner is certainly gone. On another machine that cannot be told. */
function isOver(file: string, holder: Mark | undefined): boolean {
  if (holder === undefined) return ageOf(file) > UNFINISHED_MS;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function ageOf(file: string): number {
  const status = statSync(file, { throwIfNoEntry: false });
  return status === undefined ? 0 : Date.now() - status.mtimeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
