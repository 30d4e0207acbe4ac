import { expect, test } from "vitest";
import { keyFacts } from "../../src/engine/key";
import { emulatorKey, identifiableKey, legacyKey, otherKey } from "../keys";

test.each([
  ["MastRW00", "read-write"],
  ["MastRO00", "read-only"],
  ["SystRW00", "system"],
  ["SystRO00", "system"],
  ["SysAll00", "system"],
  ["Resour00", "resource"],
  ["Encryp00", "encryption"],
])("a key under the seed %s says that it is %s", (seed, access) => {
  expect(keyFacts(identifiableKey(seed))).toMatchObject({ signature: "cosmos", checksum: "valid", access });
});

test("the published test value of the checksum validates", () => {
  expect(keyFacts(`${"a".repeat(76)}ACDbOpqrYA==`)).toMatchObject({ checksum: "valid", access: "encryption" });
});

test("one changed character breaks the checksum", () => {
  const key = identifiableKey();
  const damaged = (key.startsWith("A") ? "B" : "A") + key.slice(1);
  expect(keyFacts(damaged)).toMatchObject({ signature: "cosmos", checksum: "invalid", access: "unknown" });
});

test.each(["+ASt", "+ABa", "+AMC"])("a key with the signature %s is another service's", (signature) => {
  expect(keyFacts(otherKey(signature)).signature).toBe("another-service");
});

test("the emulator's key is known by its digest", () => {
  expect(keyFacts(emulatorKey()).emulator).toBe(true);
  expect(keyFacts(legacyKey()).emulator).toBe(false);
});

test("regular bytes and words are no keys", () => {
  expect(keyFacts(`${"A".repeat(86)}==`).lowVariety).toBe(true);
  expect(
    keyFacts(Buffer.from("this-is-a-text-of-sixty-four-characters-and-it-is-no-key-at-all!").toString("base64")).words,
  ).toBe(true);
});
