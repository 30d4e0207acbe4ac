import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isLink } from "./pathKind";

/**
 * Files that are written whole or not at all: what was there stays where the disk is full, or the process ends. Libraries
 * for it take what a full disk wrote of a file for all of it (write-file-atomic 7 does), so that this is our own.
 */

/** A file's new content, on the disk beside it and not yet in its place. */
export interface StagedFile {
  /** Puts it in its place. Throws where it cannot: then the old content is there. */
  readonly commit: () => void;
  /** Takes away what is beside the file; needed also after a commit that threw. */
  readonly discard: () => void;
}

let staged = 0;

/**
 * Writes a file's new content beside it. A link is written through, to the file that it points to; the file keeps its mode,
 * its owner and its other names (hard links). A pipe or device is written to as it comes, at the commit. Throws where it
 * cannot.
 */
export function stageWhole(path: string, bytes: Uint8Array, mode = 0o666): StagedFile {
  const target = isLink(path) ? realpathSync(path) : path;
  const status = statSync(target, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile())
    return {
      commit: () => {
        withOpen(target, "w", undefined, (descriptor) => {
          writeAll(descriptor, bytes, null);
        });
      },
      discard: () => undefined,
    };
  const temporary = join(dirname(target), `.keyless-${process.pid}-${Date.now().toString(36)}-${staged++}`);
  const discard = (): void => {
    rmSync(temporary, { force: true });
  };
  try {
    withOpen(temporary, "wx", status === undefined ? mode : 0o600, (descriptor) => {
      writeAll(descriptor, bytes, 0);
      if (status !== undefined) dress(descriptor, status);
      fsyncSync(descriptor);
    });
  } catch (error) {
    discard();
    throw error;
  }
  return {
    commit() {
      if (status !== undefined && !mayBeReplaced(status)) overwrite(target, bytes);
      else renameSync(temporary, target);
      discard();
    },
    discard,
  };
}

/** Writes one file. Throws where it cannot. */
export function writeWhole(path: string, bytes: Uint8Array, mode?: number): void {
  const file = stageWhole(path, bytes, mode);
  try {
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Another file in its place would part it from its other names, or from an owner to whom it cannot be given. */
function mayBeReplaced({ nlink, uid }: Stats): boolean {
  const user = process.getuid?.() ?? uid;
  return nlink === 1 && (user === uid || user === 0);
}

/** Writes over a file's content. That there is room has been seen; where it fails all the same, the old content comes back. */
function overwrite(path: string, bytes: Uint8Array): void {
  const before = readFileSync(path);
  withOpen(path, "r+", undefined, (descriptor) => {
    try {
      fill(descriptor, bytes);
    } catch (error) {
      fill(descriptor, before);
      throw error;
    }
  });
}

function fill(descriptor: number, bytes: Uint8Array): void {
  writeAll(descriptor, bytes, 0);
  ftruncateSync(descriptor, bytes.length);
  fsyncSync(descriptor);
}

/** Writes all bytes: a full disk takes some of them first, and only then says no. */
function writeAll(descriptor: number, bytes: Uint8Array, from: number | null): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(descriptor, bytes, at, bytes.length - at, from === null ? null : from + at);
}

/** Gives a file another one's owner, as far as that may be, and mode. */
function dress(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Nobody but root gives files away, and the owner is ours then.
  }
  fchmodSync(descriptor, mode & 0o7777);
}

function withOpen(path: string, flags: string, mode: number | undefined, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, mode);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
