import * as assert from "node:assert";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { DiskEvents } from "../../../src/vscode/diskEvents";
import { Fixer } from "../../../src/vscode/fixer";
import { planFor } from "../../../src/vscode/planner";
import { identifiableKey, legacyKey } from "../../keys";
import { askForActions, openWithFinding, pause, sample } from "../workspace";
import { longestBlock, ownWork, quantile } from "./profiler";

/** Figures, not tests: nothing here asserts a time. Printed by `npm run bench`. */

const figure = (name: string, values: readonly number[], unit = "ms"): void => {
  const said = [
    ["median", quantile(values, 0.5)],
    ["p99", quantile(values, 0.99)],
    ["most", quantile(values, 1)],
  ] as const;
  const line =
    values.length === 1
      ? `${values[0]?.toFixed(1) ?? ""} ${unit}`
      : said.map(([word, value]) => `${word} ${value.toFixed(2)} ${unit}`).join(", ");
  appendFileSync(process.env.KEYLESS_TEST_FIGURES ?? "figures.txt", `${name}: ${line}\n`);
};

const ENDPOINT = "https://contoso.documents.azure.com:443/";

function write(path: string, text: string): void {
  const file = sample(path).fsPath;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Types letters at a place, one every 60 ms, and measures what the extension does until the next. */
async function type(
  document: vscode.TextDocument,
  at: vscode.Position,
  strokes: number,
  rest: number,
): Promise<readonly number[]> {
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(at, at);
  await pause(2500);
  return ownWork(async (mark) => {
    for (let i = 0; i < strokes; i++) {
      mark();
      await vscode.commands.executeCommand("type", { text: "abcdefgh "[i % 9] });
      await pause(rest);
    }
  });
}

describe("figures", function () {
  this.timeout(400_000);

  it("the light bulb", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    // A person's first light bulb is not asked for while the window still opens.
    await pause(4000);
    const times: number[] = [];
    for (let i = 0; i < 31; i++) {
      const began = performance.now();
      const actions = await askForActions(document, finding.range);
      times.push(performance.now() - began);
      assert.ok(actions.length > 0);
    }
    figure("light bulb, the first time (loads parsers)", times.slice(0, 1));
    figure("light bulb, later", times.slice(1));
    const csharp = await openWithFinding("src/OrderStore.cs");
    const more: number[] = [];
    for (let i = 0; i < 31; i++) {
      const began = performance.now();
      await askForActions(csharp.document, csharp.finding.range);
      more.push(performance.now() - began);
    }
    figure("light bulb, C#, the first time (loads its parser)", more.slice(0, 1));
    figure("light bulb, C#, later", more.slice(1));
  });

  it("typing", async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `export const value${i} = compute(${i}, "text ${i}");`);
    lines[5000] = `const key = "${identifiableKey()}";`;
    write("long.ts", lines.join("\n"));
    const long = await openWithFinding("long.ts");
    figure("a keystroke in 10,000 lines", await type(long.document, new vscode.Position(4000, 10), 150, 30));
    figure(
      "a keystroke in 10,000 lines that is the last of its burst",
      await type(long.document, new vscode.Position(4000, 10), 40, 350),
    );
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    const words = Array.from({ length: 90_000 }, (_, i) => `"value${i}": ${i}`).join(",");
    write("one.json", `{${words},"cosmosKey":"${legacyKey()}","endpoint":"${ENDPOINT}"}`);
    const one = await openWithFinding("one.json");
    figure("a keystroke in one line of 1 MB", await type(one.document, new vscode.Position(0, 500_000), 150, 300));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("a plan of 200 findings in 100 files, and the scan of 5,000 files", async () => {
    for (let i = 0; i < 100; i++) {
      const [a, b] = [identifiableKey(), identifiableKey()];
      if (i % 2 === 0)
        write(
          `many/store${i}.ts`,
          `import { CosmosClient } from "@azure/cosmos";\n\nexport const a = new CosmosClient({ endpoint: "${ENDPOINT}", key: "${a}" });\nconst key = "${b}";\nexport const b = new CosmosClient({ endpoint: "${ENDPOINT}", key });\n`,
        );
      else
        write(
          `many/Store${i}.cs`,
          `using Microsoft.Azure.Cosmos;\n\nclass Store${i}\n{\n    const string Key = "${b}";\n    CosmosClient a = new CosmosClient("${ENDPOINT}", "${a}");\n    CosmosClient b = new CosmosClient("${ENDPOINT}", Key);\n}\n`,
        );
    }
    for (let i = 0; i < 5000; i++)
      write(`filler/${i % 100}/file${i}.ts`, `export const text${i} = "${"lorem ipsum ".repeat(60)}";\n`);
    await pause(5000);
    const quiet = await longestBlock(() => pause(3000));
    figure("longest block of the event loop while nothing happens", [quiet]);
    const scan = await longestBlock(async () => {
      void vscode.commands.executeCommand("cosmosKeyless.scanWorkspace");
      await pause(6000);
    });
    figure("longest block of the event loop during the workspace's scan", [scan]);
    const places = Array.from({ length: 100 }, (_, i) =>
      sample(i % 2 === 0 ? `many/store${i}.ts` : `many/Store${i}.cs`),
    );
    const fixer = new Fixer(join(__dirname, "../.."), new DiskEvents());
    const token = new vscode.CancellationTokenSource().token;
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      const { plan } = await planFor(fixer, places, [{ kind: "managed-identity" }], {}, token);
      times.push(performance.now() - began);
      assert.strictEqual(plan.done.length, 200);
    }
    figure("plan of 200 findings in 100 files among 5,000", times);
  });
});
