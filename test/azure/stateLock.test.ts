import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holdState, LockLost, type StateFile } from "../../src/files/azureRecords";

/** A rotation's state belongs to one process, and to nobody who has lost it. */

const place = (): string => join(mkdtempSync(join(tmpdir(), "keyless-lock-")), "state.json");

function held(path: string): StateFile {
  const file = holdState(path);
  if (!("load" in file)) throw new Error("the state is another's");
  return file;
}

const marked = (path: string, mark: object): void => {
  writeFileSync(`${path}.lock`, JSON.stringify({ token: "other", host: hostname(), pid: process.pid, ...mark }));
};

test("what is saved is there whole, and what is damaged is no state", () => {
  const path = place();
  const file = held(path);
  expect(file.load()).toBeUndefined();
  file.save({ a: 1 });
  expect(file.load()).toEqual({ a: 1 });
  writeFileSync(path, "{ broken");
  expect(file.load()).toBeNull();
});

test("a second one is told who has it, and gets it once it is given back", () => {
  const path = place();
  const first = held(path);
  expect(holdState(path)).toMatchObject({ host: hostname(), pid: process.pid, file: `${path}.lock` });
  first.release();
  held(path).release();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test("an owner that slept while its lock was taken away cannot take it back", () => {
  const path = place();
  const sleeper = held(path);
  sleeper.save({ step: "old" });
  rmSync(`${path}.lock`);
  const next = held(path);
  next.save({ step: "new" });
  expect(() => {
    sleeper.save({ step: "old again" });
  }).toThrow(LockLost);
  expect(() => {
    sleeper.remove();
  }).toThrow(LockLost);
  sleeper.release();
  expect(next.load()).toEqual({ step: "new" });
  expect(readFileSync(`${path}.lock`, "utf8")).toContain("token");
  next.save({ step: "still mine" });
});

test("a lock does not run out while its owner lives, however long it sleeps", () => {
  const path = place();
  const sleeper = held(path);
  const lastYear = new Date(Date.now() - 365 * 86_400_000);
  utimesSync(`${path}.lock`, lastYear, lastYear);
  expect(holdState(path)).toHaveProperty("pid", process.pid);
  sleeper.save({});
});

test("a dead owner's lock is taken over; one of another machine is not", async () => {
  const path = place();
  const dead = spawn(process.execPath, ["-e", "0"]);
  await once(dead, "close");
  marked(path, { pid: dead.pid });
  held(path).release();
  marked(path, { pid: dead.pid, host: "another-machine" });
  expect(holdState(path)).toMatchObject({ host: "another-machine" });
});

test("a lock that was left empty is taken over once it is old", () => {
  const path = place();
  writeFileSync(`${path}.lock`, "");
  expect(holdState(path)).toHaveProperty("file");
  const before = new Date(Date.now() - 60_000);
  utimesSync(`${path}.lock`, before, before);
  held(path).release();
});
