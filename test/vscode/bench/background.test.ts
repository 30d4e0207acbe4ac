import * as assert from "node:assert";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { identifiableKey } from "../../keys";
import { eventually, findings, pause, sample } from "../workspace";
import { longestBlock, ownWork, quantile } from "./profiler";

/** Figures of what runs by itself: a folder of 50,000 files looked through, and a branch switch with 10,000 of them. */

const figure = (line: string): void => {
  appendFileSync(process.env.KEYLESS_TEST_FIGURES ?? "figures.txt", `${line}\n`);
};

const FILES = 50_000;
const SWITCHED = 10_000;

const path = (i: number): string => `big/${i % 500}/file${i}.ts`;

function write(i: number, key: string | undefined): void {
  const secret = key === undefined ? "" : `const cosmosKey = "${key}";\n`;
  writeFileSync(sample(path(i)).fsPath, `export const text${i} = "${"lorem ipsum ".repeat(40)}";\n${secret}`);
}

/** The longest single stretch of the extension's own code, and all of it, in ms. */
async function own(work: () => Promise<void>): Promise<{ readonly longest: number; readonly sum: number }> {
  let ended = false;
  const slices = await ownWork(async (mark) => {
    const timer = setInterval(mark, 20);
    await work();
    ended = true;
    clearInterval(timer);
  });
  assert.ok(ended);
  return { longest: quantile(slices, 1), sum: slices.reduce((sum, one) => sum + one, 0) };
}

describe("background figures", function () {
  this.timeout(500_000);

  it("a folder of 50,000 files, and a branch switch with 10,000", async () => {
    for (let i = 0; i < 500; i++) mkdirSync(sample(`big/${i}`).fsPath, { recursive: true });
    for (let i = 0; i < FILES; i++) write(i, i === FILES - 1 ? identifiableKey() : undefined);
    const settings = vscode.workspace.getConfiguration("cosmosKeyless");
    await pause(8000);
    // Left out and taken in again: what was found is forgotten, and the background scan begins anew, the window at rest.
    await settings.update("exclude", ["**/big/**"], vscode.ConfigurationTarget.Global);
    await eventually("nothing of it", () => (findings(sample(path(FILES - 1))).length === 0 ? true : undefined), 60);
    await pause(2000);
    const quiet = await longestBlock(() => pause(3000));
    const began = Date.now();
    let took = 0;
    const scanned = async (): Promise<void> => {
      await settings.update("exclude", undefined, vscode.ConfigurationTarget.Global);
      await eventually("the last file's key", () => findings(sample(path(FILES - 1)))[0], 300);
      took = Date.now() - began;
      await pause(2000);
    };
    let block = 0;
    const work = await own(async () => {
      block = await longestBlock(scanned);
    });
    figure(
      `background scan of ${FILES} files: ${took} ms, longest block ${block.toFixed(1)} ms (${quiet.toFixed(1)} ms while nothing happens), own work at most ${work.longest.toFixed(1)} ms at once, ${work.sum.toFixed(0)} ms in all`,
    );
    let switched = 0;
    const change = async (): Promise<void> => {
      const now = Date.now();
      for (let at = 0; at < SWITCHED; at += 100) {
        for (let i = at; i < at + 100; i++) write(i, i % 20 === 0 ? identifiableKey() : undefined);
        await pause(1);
      }
      await eventually("the last changed file's key", () => findings(sample(path(SWITCHED - 20)))[0], 300);
      switched = Date.now() - now;
      await pause(2000);
    };
    let switchBlock = 0;
    const switchWork = await own(async () => {
      switchBlock = await longestBlock(change);
    });
    figure(
      `branch switch with ${SWITCHED} changed files: seen after ${switched} ms, longest block ${switchBlock.toFixed(1)} ms (the writing of the files included), own work at most ${switchWork.longest.toFixed(1)} ms at once, ${switchWork.sum.toFixed(0)} ms in all`,
    );
  });
});
