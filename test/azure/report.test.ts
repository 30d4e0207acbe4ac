import { expect, test } from "vitest";
import { markdownOf, reportOf } from "../../src/azure/report";

const NOW = new Date("2026-11-25T12:00:00Z");

test("a report that found nothing says what was looked at, and what could not be", () => {
  const page = markdownOf(
    reportOf([], [], NOW, { files: 7, notLookedAt: [{ path: "deep/a.env", reason: "the file cannot be opened" }] }),
  );
  expect(page).toContain("Scope: 7 files scanned.");
  expect(page).toContain("**Not complete: 1 place could not be looked at.**");
  expect(page).toContain("| deep/a.env | the file cannot be opened |");
});

test("one more place is one", () => {
  const key = { fingerprint: "0", account: "a", rule: "account-key", isKey: true, suppressed: undefined };
  const page = (places: readonly string[]) =>
    markdownOf(reportOf([{ key: { ...key, places }, answer: undefined }], [], NOW, { files: 1, notLookedAt: [] }));
  expect(page(["a:1", "b:2"])).toContain("a:1 and 1 more place: remove the key");
  expect(page(["a:1", "b:2", "c:3"])).toContain("a:1 and 2 more places: remove the key");
});
