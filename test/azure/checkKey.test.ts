import { describe, expect, test } from "vitest";
import { checkKey } from "../../src/azure/checkKey";
import { cloudOf } from "../../src/azure/connection";
import { agesInWords, stateInWords } from "../../src/azure/describe";
import { isFailure } from "../../src/azure/failure";
import { mayBeFromChaosDb } from "../../src/azure/keyAge";
import { fingerprintOfKey } from "../../src/engine/fingerprint";
import { leaks } from "../leaks";
import { legacyKey } from "../keys";
import { isKnown } from "../../src/azure/checkAnswer";
import { fakeAccount, FakeAzure, fakeCredential, HOME, idOf } from "./fakeAzure";

const never = new AbortController().signal;

function connect(azure: FakeAzure) {
  return { credential: fakeCredential, cloud: cloudOf("contoso.documents.azure.com"), httpClient: azure.httpClient };
}

describe("through Microsoft's libraries, against a fake account", () => {
  test.each(["primary", "secondary", "primaryReadonly", "secondaryReadonly"] as const)(
    "the %s is told by its fingerprint, and no key is sent",
    async (kind) => {
      const account = fakeAccount("contoso", { [kind]: "2026-01-01T00:00:00Z" });
      const azure = new FakeAzure([account]);
      const check = await checkKey(connect(azure), "contoso", fingerprintOfKey(account.keys[kind]), never);
      expect(check).toMatchObject({ state: "live", kind, chaosDb: false, keyAccessOff: false, open: true });
      const sent = JSON.stringify(azure.requests.map(({ url, body, headers }) => [url, body, headers]));
      const said = JSON.stringify(check);
      for (const key of Object.values(account.keys)) {
        expect(leaks(sent, key)).toBe(false);
        expect(leaks(said, key)).toBe(false);
      }
    },
  );

  test("a key that was regenerated since is stale", async () => {
    const check = await checkKey(
      connect(new FakeAzure([fakeAccount("contoso")])),
      "contoso",
      fingerprintOfKey(legacyKey()),
      never,
    );
    expect(check).toMatchObject({ state: "stale", kind: undefined });
  });

  test("a live key without a generation time may have leaked through ChaosDB, and the words say so", async () => {
    const account = fakeAccount("contoso");
    const check = await checkKey(
      connect(new FakeAzure([account])),
      "contoso",
      fingerprintOfKey(account.keys.primary),
      never,
    );
    expect(check).toMatchObject({ state: "live", chaosDb: true });
    expect("state" in check && stateInWords(check)).toMatch(/ChaosDB/);
  });

  test("a key is dead while key access is off", async () => {
    const account = fakeAccount("contoso");
    account.disableLocalAuth = true;
    expect(
      await checkKey(connect(new FakeAzure([account])), "contoso", fingerprintOfKey(account.keys.primary), never),
    ).toMatchObject({ state: "off" });
  });

  test("an account that nobody shows us is unknown", async () => {
    expect(await checkKey(connect(new FakeAzure([])), "contoso", "0".repeat(16), never)).toMatchObject({
      state: "unknown-account",
      silentTenants: 0,
      asker: { name: "ada@contoso.example", tenant: HOME },
    });
  });

  test("an account in another of the person's tenants is found there, and its keys are listed as seen from there", async () => {
    const guest = fakeAccount("contoso-guest", { primary: "2026-01-01T00:00:00Z" });
    guest.tenant = "00000000-0000-0000-0000-00000000000b";
    const azure = new FakeAzure([fakeAccount("contoso"), guest]);
    const answer = await checkKey(connect(azure), "contoso-guest", fingerprintOfKey(guest.keys.primary), never);
    expect(answer).toMatchObject({ state: "live", kind: "primary" });
  });

  test("a tenant that gives no token is passed over, and none is named before it must be", async () => {
    const guest = fakeAccount("contoso-guest");
    guest.tenant = "00000000-0000-0000-0000-00000000000b";
    const home = fakeAccount("contoso");
    const azure = new FakeAzure([home, guest]);
    const asked: (string | undefined)[] = [];
    const credential = {
      getToken: (scopes: unknown, options?: { readonly tenantId?: string }) => {
        asked.push(options?.tenantId);
        if (options?.tenantId === guest.tenant) throw new Error("words of others");
        return fakeCredential.getToken(scopes, options);
      },
    };
    const connection = { ...connect(azure), credential };
    const answer = await checkKey(connection, "contoso-guest", "0000000000000000", never);
    expect(answer).toMatchObject({ state: "unknown-account", silentTenants: 1 });
    expect(isKnown(answer)).toBe(false);
    expect(asked.at(0)).toBeUndefined();
    const known = asked.length;
    await checkKey(connection, "contoso", fingerprintOfKey(home.keys.primary), never);
    expect(asked.slice(known).every((tenant) => tenant === undefined)).toBe(true);
  });

  test("who may not list keys is told what is missing, and still gets the ages", async () => {
    const azure = new FakeAzure([fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z" })]);
    azure.faults.set(2, 403);
    const check = await checkKey(connect(azure), "contoso", "0".repeat(16), never);
    expect(check).toMatchObject({ state: "unknown-key", problem: { why: "forbidden" } });
    expect("ages" in check && agesInWords(check, new Date("2026-01-11T00:00:00Z"))[0]).toBe("primary key: 10 days old");
  });
});

describe("a key is called dead only once every account that can be seen was compared", () => {
  const GUEST = "00000000-0000-0000-0000-00000000000b";

  test("it may be another account's than the code says, also in another tenant", async () => {
    const other = fakeAccount("other-account", { secondary: "2026-01-01T00:00:00Z" });
    other.tenant = GUEST;
    const azure = new FakeAzure([fakeAccount("contoso"), other]);
    const answer = await checkKey(connect(azure), "contoso", fingerprintOfKey(other.keys.secondary), never);
    expect(answer).toMatchObject({
      state: "live",
      kind: "secondary",
      named: "contoso",
      account: { name: "other-account" },
    });
    expect(!isFailure(answer) && stateInWords(answer)).toMatch(/secondary key of other-account, not of contoso/);
  });

  test("a key whose account the code does not name is compared with all", async () => {
    const account = fakeAccount("contoso");
    const azure = new FakeAzure([fakeAccount("first"), account]);
    const answer = await checkKey(connect(azure), undefined, fingerprintOfKey(account.keys.primary), never);
    expect(answer).toMatchObject({ state: "live", kind: "primary", account: { name: "contoso" } });
  });

  test("stale says with how many it was compared, page after page", async () => {
    const azure = new FakeAzure([fakeAccount("contoso"), fakeAccount("second"), fakeAccount("third")]);
    azure.pageSize = 1;
    const answer = await checkKey(connect(azure), "contoso", "0".repeat(16), never);
    expect(answer).toMatchObject({ state: "stale", compared: 3, uncompared: 0 });
  });

  test.each<readonly [string, (azure: FakeAzure) => void]>([
    ["keys that may not be listed", (azure) => azure.lastingFaults.set(`POST ${idOf("second")}/listKeys`, 403)],
    ["a list that Azure cut off", (azure) => (azure.resultTruncated = "true")],
  ])("%s: then it is not known", async (_what, spoil) => {
    const azure = new FakeAzure([fakeAccount("contoso"), fakeAccount("second")]);
    spoil(azure);
    const answer = await checkKey(connect(azure), "contoso", "0".repeat(16), never);
    expect(answer).toMatchObject({ state: "unknown", uncompared: 1 });
    expect(isKnown(answer)).toBe(false);
  });

  test("a home tenant without a subscription: the others are asked", async () => {
    const guest = fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z" });
    guest.tenant = GUEST;
    const azure = new FakeAzure([guest], [], [HOME]);
    const answer = await checkKey(connect(azure), "contoso", fingerprintOfKey(guest.keys.primary), never);
    expect(answer).toMatchObject({ state: "live", asker: { tenant: GUEST } });
  });
});

describe("faults", () => {
  const calls = ["look up", "read", "list keys"];
  const faults = [
    [401, "sign-in"],
    [403, "forbidden"],
    [404, "gone"],
    [409, "busy"],
    [423, "locked"],
  ] as const;
  test.each(calls.flatMap((call, number) => faults.map(([status, why]) => ({ call, number, status, why }))))(
    "$status at: $call → $why",
    async ({ number, status, why }) => {
      const azure = new FakeAzure([fakeAccount("contoso")]);
      azure.faults.set(number, status);
      const answer = await checkKey(connect(azure), "contoso", "0".repeat(16), never);
      const failure = isFailure(answer) ? answer : "problem" in answer ? answer.problem : undefined;
      expect(failure?.why).toBe(why);
      expect(failure?.says).not.toMatch(/words of others/);
    },
  );

  test.each(calls.map((call, number) => ({ call, number })))(
    "broken JSON at: $call is answered in our words",
    async ({ number }) => {
      const azure = new FakeAzure([fakeAccount("contoso")]);
      azure.faults.set(number, "broken JSON");
      const answer = await checkKey(connect(azure), "contoso", "0".repeat(16), never);
      const failure = isFailure(answer) ? answer : "problem" in answer ? answer.problem : undefined;
      expect(failure?.says).toMatch(/^Unexpected response from Azure/);
    },
  );

  test.each(calls.map((call, number) => ({ call, number })))("cancelled while silent at: $call", async ({ number }) => {
    const azure = new FakeAzure([fakeAccount("contoso")]);
    azure.faults.set(number, "silence");
    const cancel = new AbortController();
    const answer = checkKey(connect(azure), "contoso", "0".repeat(16), cancel.signal);
    setTimeout(() => {
      cancel.abort();
    }, 20);
    const said = await answer;
    const failure = isFailure(said) ? said : "problem" in said ? said.problem : undefined;
    expect(failure?.why).toBe("cancelled");
  });
});

test("ChaosDB: a generation time after it clears a key, so does an account made after it", () => {
  expect(mayBeFromChaosDb(undefined, undefined)).toBe(true);
  expect(mayBeFromChaosDb(undefined, new Date("2021-01-01"))).toBe(true);
  expect(mayBeFromChaosDb(undefined, new Date("2022-01-01"))).toBe(false);
  expect(mayBeFromChaosDb(new Date("2023-01-01"), new Date("2020-01-01"))).toBe(false);
});
