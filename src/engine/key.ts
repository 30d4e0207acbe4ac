import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64 } from "./base64";
import type { Access } from "./finding";
import { marvin32 } from "./marvin";

/** Characters of an account key: 64 bytes in base64, padding included. */
export const KEY_LENGTH = 88;
/** Characters of an account key without its two padding characters. */
export const KEY_BODY_LENGTH = 86;

const SIGNATURE_AT = 57;
const CHECKSUM_AT = 60;

/** What the signature in bytes 57–59 says: whose key this is. */
export type Signature = "cosmos" | "another-service" | "none";

/** What an account key's 64 bytes say by themselves, with no look at what stands around it. */
export interface KeyFacts {
  readonly signature: Signature;
  /** `valid` under a known seed; `invalid` where the Cosmos DB signature stands without one; `none` without signature. */
  readonly checksum: "valid" | "invalid" | "none";
  readonly access: Access;
  readonly emulator: boolean;
  /** Too regular to have come out of a random number generator. */
  readonly lowVariety: boolean;
  /** Holds words such as "placeholder", or decodes to text. */
  readonly words: boolean;
}

/** SHA-256 of the emulator's published key text (learn.microsoft.com, "Azure Cosmos DB emulator": authentication). */
const EMULATOR_DIGEST = "aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615";

/** Seeds of the checksum and what a key under each opens (microsoft/security-utilities, rule SEC101/160). */
const SEEDS: readonly (readonly [seed: string, access: Access])[] = [
  ["MastRW00", "read-write"],
  ["MastRO00", "read-only"],
  ["SystRW00", "system"],
  ["SystRO00", "system"],
  ["SysAll00", "system"],
  ["Resour00", "resource"],
  ["Encryp00", "encryption"],
];

/** Signatures of other Azure services' 64-byte keys, in the same place (microsoft/security-utilities). */
const OTHER_SIGNATURES = ["+ASt", "+ABa", "+AMC", "APIM", "AzFu", "AzSe", "+ARm", "AzCa", "AIoT", "+ASb", "+AEh"];

/**
 * Fewer distinct byte values than this among 64 is no key: random bytes have 57 ± 2.3 of them, so a real key falls
 * below with odds under one in 10^11.
 */
const LEAST_VARIETY = 40;

const PLACEHOLDER_WORDS =
  /example|redacted|placehold|yourkey|notreal|notakey|fakekey|dummykey|samplekey|testkey|accountkey|primarykey|cosmoskey|masterkey|changeme|replaceme|secretkey|insertkey/i;

/** Reads the facts off an 88-character key. Total: any other text yields facts of a key that is none. */
export function keyFacts(key: string): KeyFacts {
  const bytes = decodeBase64(key);
  const signature = signatureOf(key);
  const access = signature === "cosmos" ? checkedAccess(bytes) : undefined;
  return {
    signature,
    checksum: signature !== "cosmos" ? "none" : access === undefined ? "invalid" : "valid",
    access: access ?? "unknown",
    emulator: hex(sha256(ascii(key))) === EMULATOR_DIGEST,
    lowVariety: new Set(bytes).size < LEAST_VARIETY || isSequence(key) || new Set(key).size < LEAST_CHARACTERS,
    words:
      PLACEHOLDER_WORDS.test(key) ||
      // One random key in 60 million has neither a digit nor a sign.
      !/[\d+/]/.test(key) ||
      bytes.every((byte) => byte >= 0x20 && byte < 0x7f),
  };
}

/** Fewer different characters than this has a text that repeats itself; a random key has 47 ± 2.6 of them. */
const LEAST_CHARACTERS = 32;

/** An alphabet, forwards or backwards: more neighbours that follow on each other than random text ever has. */
const MOST_STEPS = 24;

function isSequence(key: string): boolean {
  let steps = 0;
  for (let at = 1; at < key.length; at++) if (Math.abs(key.charCodeAt(at) - key.charCodeAt(at - 1)) === 1) steps++;
  return steps > MOST_STEPS;
}

function signatureOf(key: string): Signature {
  const mark = key.slice((SIGNATURE_AT / 3) * 4, (SIGNATURE_AT / 3) * 4 + 4);
  if (mark === "ACDb") return "cosmos";
  return OTHER_SIGNATURES.includes(mark) ? "another-service" : "none";
}

function checkedAccess(bytes: Uint8Array): Access | undefined {
  const signed = bytes.subarray(0, CHECKSUM_AT);
  const tail = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < CHECKSUM_AT + 4) return undefined;
  const checksum = tail.getUint32(CHECKSUM_AT, true);
  return SEEDS.find(([seed]) => marvin32(signed, seed) === checksum)?.[1];
}

/** Text whose characters are all below 256 as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
