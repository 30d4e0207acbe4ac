import * as assert from "node:assert";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { nextSteps } from "../../src/vscode/commands/nextSteps";
import type { FollowUp } from "../../src/vscode/followUps";
import { eventually, sample } from "./workspace";

/** What a fix leaves to do: each account by name, each step with something that it does. */

const account = (name: string) => ({ name, host: `${name}.documents.azure.com`, fingerprint: name });
const one: FollowUp = {
  path: undefined,
  kind: "managed-identity",
  fixed: 3,
  accounts: [account("contoso-orders"), account("contoso-billing")],
  afterwards: ["grant-role", "rotate"],
  left: [],
  changed: [],
};
const labels = (...all: readonly FollowUp[]): readonly string[] => nextSteps(all).map(({ label }) => label);

describe("next steps", () => {
  it("name every account that a fix touched, and rotate last", () => {
    assert.deepStrictEqual(labels(one), [
      "Grant a data role on contoso-orders…",
      "Grant a data role on contoso-billing…",
      "Rotate the exposed key of contoso-orders…",
      "Rotate the exposed key of contoso-billing…",
    ]);
  });

  it("are said once, however many fixes ask for them", () => {
    assert.deepStrictEqual(labels(one, one), labels(one));
  });

  it("name the packages' command, of a file with a strange name too", () => {
    const changed = ["web/package.json", "jobs/requirements.txt", "jobs/requirements dev.txt", "src/a.ts"];
    assert.deepStrictEqual(
      labels({ ...one, accounts: [], afterwards: [], changed: changed.map((path) => sample(path).fsPath) }),
      ["Run npm install", "Run pip install -r requirements.txt", 'Run pip install -r "requirements dev.txt"'],
    );
  });

  it("open the place that is left, in a folder whose name is a pattern too", async () => {
    mkdirSync(sample("app/[id]").fsPath, { recursive: true });
    writeFileSync(sample("app/[id]/my route.ts").fsPath, "a\nb\nc\n");
    const [step] = nextSteps([{ ...one, left: ["app/[id]/my route.ts:2 still names COSMOS_KEY."], afterwards: [] }]);
    await step?.run();
    const editor = await eventually("the place", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith("my route.ts") === true ? active : undefined;
    });
    assert.strictEqual(editor.selection.start.line, 1);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    rmSync(sample("app").fsPath, { recursive: true });
  });
});
