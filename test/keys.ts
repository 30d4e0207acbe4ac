import { randomBytes } from "node:crypto";
import { marvin32 } from "../src/engine/marvin";

/** Made-up keys of every real shape, fresh at each run: none stands in the repository, none opens anything. */

/** 64 random bytes in base64: an account key from before keys became identifiable. */
export const legacyKey = (): string => randomBytes(64).toString("base64");

/**
 * Bytes of which every fifth character in base64 is a plus. A text that is searched for pieces of such a key, of five
 * characters or more, holds none by chance: of a thousand characters of code one in some 40,000 does of any key.
 */
export const traceable = (): Buffer => Buffer.from(legacyKey().replace(/(.{4})./g, "$1+"), "base64");

/** A key as `legacyKey`, to be searched for by its pieces. */
export const traceableKey = (): string => traceable().toString("base64");

/** A key with the Cosmos DB signature and a valid checksum under `seed`. */
export function identifiableKey(seed = "MastRW00", bytes: Buffer = randomBytes(64)): string {
  Buffer.from("ACDb", "base64").copy(bytes, 57);
  bytes.writeUInt32LE(marvin32(bytes.subarray(0, 60), seed), 60);
  return bytes.toString("base64");
}

/** A key with another service's signature in the same place: `+ASt` is Storage's. */
export function otherKey(signature = "+ASt"): string {
  const bytes = randomBytes(64);
  Buffer.from(signature, "base64").copy(bytes, 57);
  return bytes.toString("base64");
}

/** A password as a person might choose one. */
export const chosenPassword = (): string => `Sn0wy-${randomBytes(6).toString("hex")}-Orch1d`;

/** The emulator's published key, put together so that it stands nowhere whole. */
export const emulatorKey = (): string =>
  ["C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+", "4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw", "=="].join("");
