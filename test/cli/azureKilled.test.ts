import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeAccount, FakeAzure, idOf } from "../azure/fakeAzure";
import { portOf, serve, type ServerEvents } from "../azure/fakeServer";
import { statePath } from "../../src/files/azureRecords";
import { leaks } from "../leaks";
import { freshRecords } from "./azureRun";
import { folderWith } from "./run";

/** A rotation as a process of its own, really killed at every call, before and after Azure has acted on it. */

const PROGRAM = resolve(import.meta.dirname, "../../dist/test/rotateProcess.mjs");

async function scene(
  eventsOf: (account: ReturnType<typeof fakeAccount>, azure: FakeAzure) => ServerEvents = () => ({}),
) {
  const account = fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" });
  const folder = folderWith({
    ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\n`,
  });
  const azure = new FakeAzure([account]);
  const server = await serve(azure, eventsOf(account, azure));
  const records = freshRecords();
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(
      process.execPath,
      [
        PROGRAM,
        String(portOf(server)),
        ".",
        "--vault",
        "contoso-vault",
        "--yes",
        "--apps-use",
        "primary",
        "--confirm",
        "secondary",
        ...args,
      ],
      {
        cwd: folder,
        env: { ...process.env, KEYLESS_STATE: records },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
  const run = async (...args: readonly string[]) => {
    const child = start(...args);
    let said = "";
    child.stdout?.on("data", (text: Buffer) => (said += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, said };
  };
  const stored = () => azure.vault.secrets.get("contoso-cosmos-key")?.at(-1)?.value === account.keys.secondary;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { account, azure, records, start, run, stored, stop };
}

const ALL = ["--apps-switched", "--confirm", "primary"];

async function callCount(): Promise<number> {
  let calls = 0;
  const { run, stop } = await scene(() => ({
    before: () => {
      calls++;
    },
  }));
  const whole = await run(...ALL);
  expect(whole.code, whole.said).toBe(0);
  stop();
  return calls;
}

type Moment = "before" | "after";

/** Kills a rotation before or after Azure has acted on one of its calls, and goes on with it. */
async function killedAt(number: number, moment: Moment): Promise<void> {
  let call = 0;
  let child: ChildProcess | undefined;
  const wasStored: boolean[] = [];
  const kill = async (which: Moment): Promise<void> => {
    if (which !== moment || call !== number || child === undefined) return;
    child.kill("SIGKILL");
    await once(child, "close");
    child = undefined;
  };
  const place = `${moment} call ${number}`;
  const { account, azure, records, start, run, stored, stop } = await scene((one, fake) => ({
    before: async (name) => {
      if (name.endsWith("/regenerateKey"))
        wasStored.push(fake.vault.secrets.get("contoso-cosmos-key")?.at(-1)?.value === one.keys.secondary);
      await kill("before");
    },
    after: async () => {
      await kill("after");
      call++;
    },
  }));
  const old = { ...account.keys };
  child = start(...ALL);
  await once(child, "close");
  const resumed = await run(...ALL);
  expect(resumed.code, `${place}: ${resumed.said}`).toBe(0);
  expect(azure.regenerated.at(-1)?.kind, place).toBe("primary");
  // Killed before the fake acted, the request is still acted on: Azure does not know that nobody waits.
  for (const [i, { kind }] of azure.regenerated.entries())
    if (kind === "primary") expect(wasStored[i], place).toBe(true);
  expect(
    azure.regenerated.filter(({ kind }) => kind === "primary"),
    place,
  ).toHaveLength(1);
  expect(stored(), place).toBe(true);
  expect(account.keys.primary, place).not.toBe(old.primary);
  expect(readdirSync(records), place).toEqual(["audit.jsonl"]);
  expect(leaks(readFileSync(join(records, "audit.jsonl"), "utf8") + resumed.said, old.primary)).toBe(false);
  stop();
}

/** Processes at one time: each is a Node of its own. */
const AT_ONCE = 4;

describe("killed", () => {
  test("at every call of a whole rotation, it ends the same when gone on with", { timeout: 600_000 }, async () => {
    const calls = await callCount();
    expect(calls).toBeGreaterThan(15);
    const places: (readonly [number, Moment])[] = [];
    for (let number = 0; number < calls; number++) places.push([number, "before"], [number, "after"]);
    const work = async (): Promise<void> => {
      for (let place = places.shift(); place !== undefined; place = places.shift()) await killedAt(...place);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });

  test("without the named yes the exposed key is never regenerated", { timeout: 60_000 }, async () => {
    const { azure, run, stop } = await scene();
    for (let i = 0; i < 3; i++) expect((await run("--apps-switched")).code).toBe(1);
    expect(azure.regenerated.map(({ kind }) => kind)).toEqual(["secondary"]);
    stop();
  });
});

test("of two windows that rotate one account, the second is told", { timeout: 60_000 }, async () => {
  // The first must not give up meanwhile.
  process.env.KEYLESS_PATIENT = "yes";
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => (release = done));
  let reached: () => void = () => undefined;
  const busy = new Promise<void>((done) => (reached = done));
  const { azure, run, start, stop } = await scene(() => ({
    before: async (call) => {
      if (!call.endsWith("/regenerateKey")) return;
      reached();
      await held;
    },
  }));
  const first = start();
  await busy;
  const second = await run();
  expect(second.code).toBe(2);
  expect(second.said).toMatch(/process \d+ on .* is rotating the keys of contoso/);
  release();
  const [code] = (await once(first, "close")) as [number | null];
  expect(code).toBe(1);
  expect(azure.regenerated).toHaveLength(1);
  delete process.env.KEYLESS_PATIENT;
  stop();
});

test("a lock that a dead process left is taken over", { timeout: 60_000 }, async () => {
  const { records, run, stop } = await scene();
  const lock = `${statePath(records, idOf("contoso"))}.lock`;
  const dead = spawn(process.execPath, ["-e", "0"]);
  await once(dead, "close");
  writeFileSync(lock, JSON.stringify({ token: "dead", host: hostname(), pid: dead.pid }));
  expect((await run()).code).toBe(1);
  expect(existsSync(lock)).toBe(false);
  stop();
});
