import { expect, test } from "vitest";
import { reportOf } from "../../src/azure/report";
import { markdownOf } from "../../src/azure/reportPage";

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
  const key = {
    fingerprint: "0",
    account: "a",
    rule: "account-key",
    api: "nosql",
    isKey: true,
    suppressed: undefined,
  } as const;
  const page = (places: readonly string[]) =>
    markdownOf(reportOf([{ key: { ...key, places }, answer: undefined }], [], NOW, { files: 1, notLookedAt: [] }));
  expect(page(["a:1", "b:2"])).toContain("a:1 and 1 more place: remove the key");
  expect(page(["a:1", "b:2", "c:3"])).toContain("a:1 and 2 more places: remove the key");
});

test("a key that infrastructure hands out is told with its place and account, and what can take its place", () => {
  const key = {
    fingerprint: "0",
    account: "shop",
    rule: "handed-out-key",
    isKey: false,
    suppressed: undefined,
  } as const;
  const page = (api: "nosql" | "mongo"): string =>
    markdownOf(
      reportOf([{ key: { ...key, api, places: ["main.tf:4"] }, answer: undefined }], [], NOW, {
        files: 1,
        notLookedAt: [],
      }),
    );
  expect(page("nosql")).toContain("main.tf:4: give the app an identity in place of the key (shop).");
  expect(page("mongo")).toContain("main.tf:4: hand the key over by Key Vault (shop).");
  expect(page("nosql")).not.toContain("Not complete");
});
