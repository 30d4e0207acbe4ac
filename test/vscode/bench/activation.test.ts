import * as assert from "node:assert";
import { appendFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as vscode from "vscode";
import { identifiableKey } from "../../keys";
import { eventually, findings, pause, sample } from "../workspace";

/** What starting the extension costs, beside an empty extension in the same host: time, and heap before the first finding. */

const figure = (line: string): void => {
  appendFileSync(process.env.KEYLESS_TEST_FIGURES ?? "figures.txt", `${line}\n`);
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The host's heap in MB, once what nobody holds is gone. */
async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await pause(100);
  }
  return process.memoryUsage().heapUsed / 1e6;
}

const FILES = 200;
const OPEN = 20;

/** What this thread has had of the processor, in ms: what others at the machine do does not count. NaN before Node 23.9. */
function processor(): number {
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => { user: number; system: number } };
  const used = threadCpuUsage?.();
  return used === undefined ? Number.NaN : (used.user + used.system) / 1000;
}

interface Start {
  readonly processor: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

async function start(id: string): Promise<Start> {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, id);
  assert.strictEqual(extension.isActive, false, id);
  const before = await heap();
  const [began, busy] = [performance.now(), processor()];
  await extension.activate();
  const [milliseconds, spent] = [performance.now() - began, processor() - busy];
  return { milliseconds, processor: spent, megabytes: (await heap()) - before };
}

const said = ({ milliseconds, processor: spent, megabytes }: Start): string =>
  `${milliseconds.toFixed(1)} ms (${spent.toFixed(1)} ms of processor), ${megabytes.toFixed(2)} MB of heap`;

describe("activation figures", function () {
  this.timeout(120_000);

  it("starting, beside an empty extension; then a folder and documents without a finding; then the first finding", async () => {
    for (let i = 0; i < FILES; i++)
      writeFileSync(sample(`file${i}.ts`).fsPath, `export const text${i} = "lorem ipsum";\n`);
    // What the editor itself needs for documents is there before: the difference is ours.
    for (let i = 0; i < OPEN; i++) await vscode.window.showTextDocument(sample(`file${i}.ts`), { preview: false });
    await pause(8000);
    figure(`starting an empty extension: ${said(await start("test.empty"))}`);
    const before = await heap();
    figure(`starting ours: ${said(await start("cosmos-keyless.cosmos-keyless"))}`);
    await pause(6000);
    figure(
      `a folder of ${FILES} files and ${OPEN} open documents looked at, no finding: ${((await heap()) - before).toFixed(2)} MB of heap in all`,
    );
    writeFileSync(sample("key.ts").fsPath, `const cosmosKey = "${identifiableKey()}";\n`);
    await eventually("the first finding", () => findings(sample("key.ts"))[0]);
    await pause(1000);
    figure(`the first finding: ${((await heap()) - before).toFixed(2)} MB of heap in all`);
  });
});
