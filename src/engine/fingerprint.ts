import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64 } from "./base64";
import type { Candidate } from "./candidate";
import { ascii, hex } from "./key";

/**
 * A credential's stable name: 16 hexadecimal characters, the same in every place and spelling.
 * A key's is the digest of its 64 random bytes, which nobody can guess. A chosen password could be guessed from its
 * digest, so its name is that of the door it opens: rule and host, nothing of the password.
 */
export function fingerprintOf({ shape, value, rule, account }: Candidate): string {
  if (shape === "password") return digest(ascii(`${rule}\n${account?.host ?? ""}`));
  return digest(shape === "key" ? decodeBase64(value) : ascii(value));
}

/** The fingerprint of an account key that Azure lists, to be compared with a finding's. */
export function fingerprintOfKey(key: string): string {
  return digest(decodeBase64(key));
}

function digest(bytes: Uint8Array): string {
  return hex(sha256(bytes)).slice(0, 16);
}
