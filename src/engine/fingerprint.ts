import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64 } from "./base64";
import type { Candidate } from "./candidate";
import { ascii, hex } from "./key";

/** Bits of a chosen password that its name carries: one in 4,096 of all guesses fits, so that none is confirmed. */
const PASSWORD_BITS = 12;

/**
 * A credential's stable name: 16 hexadecimal characters, the same in every place and spelling, whatever stands beside it.
 * A key's is the digest of its 64 random bytes, which nobody can guess. A chosen password could be guessed from its
 * digest, so its name is that of the door it opens, and twelve bits of the password: enough to tell two passwords of one
 * host apart, too few to tell a right guess from a wrong one.
 */
export function fingerprintOf({ shape, value, rule, account }: Candidate): string {
  if (shape === "password") return digest(ascii(`${rule}\n${account?.host ?? ""}\n${fewBits(`${rule}\n${value}`)}`));
  // The same words read the keys of another account in another file.
  if (shape === "reference") return digest(ascii(`${rule}\n${account?.host ?? ""}\n${value}`));
  return digest(shape === "key" ? decodeBase64(value) : ascii(value));
}

/** The fingerprint of an account key that Azure lists, to be compared with a finding's. */
export function fingerprintOfKey(key: string): string {
  return digest(decodeBase64(key));
}

function fewBits(text: string): number {
  const [high = 0, low = 0] = sha256(new TextEncoder().encode(text));
  return ((high << 8) | low) >> (16 - PASSWORD_BITS);
}

function digest(bytes: Uint8Array): string {
  return hex(sha256(bytes)).slice(0, 16);
}
