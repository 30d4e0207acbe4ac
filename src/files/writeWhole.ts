import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: what was there stays where the disk is full, or the process ends. A link is written
 * through, to the file that it points to; the file keeps its mode. A pipe or device is written to as it comes. Throws
 * where it cannot.
 */
export function writeWhole(path: string, bytes: Uint8Array, mode = 0o666): void {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const target = isLink ? realpathSync(path) : path;
  const status = statSync(target, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile()) {
    writeTo(target, "w", bytes);
    return;
  }
  const temporary = join(dirname(target), `.keyless-${process.pid}-${Date.now().toString(36)}`);
  try {
    writeTo(temporary, "wx", bytes, status === undefined ? mode : 0o600, status?.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeTo(path: string, flags: "w" | "wx", bytes: Uint8Array, mode?: number, finalMode?: number): void {
  const descriptor = openSync(path, flags, mode);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    if (finalMode !== undefined) fchmodSync(descriptor, finalMode);
    if (flags === "wx") fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
