import * as assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { type FakeAccount, fakeAccount, FakeAzure } from "../../azure/fakeAzure";
import { leaks } from "../../leaks";
import { eventually, findings, hands, sample } from "../workspace";
import { said, SignIn, standIn } from "./standIn";

/** A rotation that outlives its window: begun before the reload, gone on with behind it. The driver reloads between. */

const HOST = "contoso-reload.documents.azure.cn";
const KEPT = join(process.env.KEYLESS_TEST_HANDS ?? "", "reload.json");

/** The account as it was before the window was reloaded, where it was. */
function account(): FakeAccount {
  const fresh = fakeAccount("contoso-reload", { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" });
  if (!existsSync(KEPT)) return fresh;
  const { keys, generated } = JSON.parse(readFileSync(KEPT, "utf8")) as Pick<FakeAccount, "keys" | "generated">;
  return { ...fresh, keys, generated };
}

describe("a rotation and its window", function () {
  this.timeout(60_000);
  const isReloaded = existsSync(KEPT);
  const exposed = account();
  const azure = new FakeAzure([exposed]);
  let end = (): void => undefined;

  before(async () => {
    end = await standIn(azure, new SignIn());
  });

  after(() => {
    end();
  });

  const begin = async (): Promise<void> => {
    const uri = sample("reload.env");
    writeFileSync(uri.fsPath, `COSMOS_ENDPOINT=https://${HOST}\nCOSMOS_KEY=${exposed.keys.primary}\n`);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await eventually("the finding", () => findings(uri)[0]);
    const begun = vscode.commands.executeCommand("cosmosKeyless.rotateKeys", { host: HOST });
    if (azure.requests.length === 0) await hands("click", "Allow").catch(() => undefined);
    await hands("pick", "With the primary key");
    await hands("pick", "I put the new key in place myself");
    await hands("click", "Begin");
    await hands("click", "Regenerate the secondary key");
    await hands("dismiss", "Do all apps use");
    await begun;
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind }) => kind),
      ["secondary"],
    );
    writeFileSync(KEPT, JSON.stringify({ keys: exposed.keys, generated: exposed.generated }));
  };

  const goOn = async (): Promise<void> => {
    const first = exposed.keys.primary;
    const running = vscode.commands.executeCommand("cosmosKeyless.rotateKeys", { host: HOST });
    await hands("click", "Allow").catch(() => undefined);
    assert.match(await hands("click", "Continue"), /1\. \(done\) Regenerate the secondary key/);
    await hands("click", "All Apps Switched");
    await hands("click", "Regenerate the primary key");
    await said("no longer work");
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind, ended }) => [kind, leaks(ended, first)]),
      [["primary", true]],
    );
    await vscode.commands.executeCommand("notifications.clearAll");
    await running;
  };

  if (isReloaded) it("goes on behind the reload where it waited, and ends", goOn);
  else it("begins, and waits for the apps", begin);
});
