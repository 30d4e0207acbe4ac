import * as assert from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { fakeAccount, FakeAzure } from "../../azure/fakeAzure";
import { eventually, findings, hands, pause, sample } from "../workspace";
import { said, SignIn, standIn } from "./standIn";

/** What follows a fix, and what stands under the cursor: which account is meant is asked of nobody who has said it. */

describe("follow-ups", function () {
  this.timeout(60_000);
  const ages = { primary: "2026-01-01T00:00:00Z", secondary: "2026-01-01T00:00:00Z" };
  const first = fakeAccount("contoso-first", ages);
  const second = fakeAccount("contoso-second", ages);
  const azure = new FakeAzure(
    [first, second],
    [["shop-app", "microsoft.web/sites", "shop", "22222222-2222-2222-2222-222222222222"]],
  );
  const signIn = new SignIn();
  let end = (): void => undefined;

  before(async () => {
    while (vscode.window.activeTextEditor !== undefined)
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    end = await standIn(azure, signIn);
    const endpoint = (name: string): string => `COSMOS_ENDPOINT=https://${name}.documents.azure.cn\n`;
    write("follow/first.env", `${endpoint("contoso-first")}COSMOS_KEY=${first.keys.primary}\n`);
    write("follow/second.env", `${endpoint("contoso-second")}COSMOS_KEY=${second.keys.primary}\n`);
    // Names no account: the other place of the key does.
    write("follow/alone.py", `COSMOS_KEY = "${second.keys.primary}"\n`);
    write(
      "follow/db.mjs",
      `import { CosmosClient } from "@azure/cosmos";\n\nexport const client = new CosmosClient({ endpoint: "https://contoso-first.documents.azure.cn", key: "${first.keys.secondary}" });\n`,
    );
    write("follow/package.json", `{\n  "type": "module",\n  "dependencies": { "@azure/cosmos": "^4.2.0" }\n}\n`);
    await eventually("the findings", () =>
      ["first.env", "second.env", "alone.py", "db.mjs"].every((name) => findings(sample(`follow/${name}`)).length > 0)
        ? true
        : undefined,
    );
  });

  after(() => {
    end();
  });

  /** Puts the cursor into the key of a file. */
  const cursorIn = async (path: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(sample(path));
    const editor = await vscode.window.showTextDocument(document);
    const { range } = await eventually(`the finding in ${path}`, () => findings(document.uri)[0]);
    const at = range.start.translate(0, 5);
    editor.selection = new vscode.Selection(at, at);
    return document;
  };
  const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(`cosmosKeyless.${command}`);

  it("a sign-in that is cancelled is silent, and no answer is lost to it", async () => {
    await cursorIn("follow/second.env");
    await vscode.commands.executeCommand("notifications.clearAll");
    // Nothing is asked before it: whoever leaves here has answered nothing.
    for (const command of ["checkInAzure", "storeSecret", "grantRole", "rotateKeys", "switchKeysOff"]) {
      const running = run(command);
      await hands("dismiss", "sign in");
      await running;
    }
    await pause(300);
    assert.strictEqual(await hands("notice", ""), "");
    assert.strictEqual(azure.requests.length, 0);
  });

  for (const path of ["follow/second.env", "follow/alone.py"])
    it(`grant, store and rotate act on the account of the key under the cursor: ${path}`, async () => {
      await cursorIn(path);
      second.roles.clear();
      const granting = run("grantRole");
      if (signIn.signIns === 0) await hands("click", "Allow");
      await hands("pick", "shop-app");
      await hands("pick", "Data Contributor");
      await hands("type", ["Empty for the whole account", ""]);
      assert.match(await hands("click", "Grant"), /contoso-second/);
      await granting;
      assert.deepStrictEqual([first.roles.size, second.roles.size], [0, 1]);

      const storing = run("storeSecret");
      await hands("type", ["Name or address of the Key Vault", "https://contoso-vault.vault.azure.cn"]);
      await hands("pick", "The key alone");
      await hands("type", ["Name of the secret", ""]);
      await hands("pick", "primary key");
      await hands("dismiss", "Store the primary key of contoso-second as");
      await storing;

      const rotating = run("rotateKeys");
      await hands("pick", "All apps use managed identity");
      await hands("dismiss", "Rotate keys of contoso-second");
      await rotating;
      await vscode.commands.executeCommand("notifications.clearAll");
    });

  it("after a Key Vault reference, Store asks for no vault, form or name: it carries on what the code says now", async () => {
    await vscode.commands.executeCommand("cosmosKeyless.clearNextSteps");
    const document = await cursorIn("follow/db.mjs");
    const fixing = run("useKeyVault");
    await hands("type", ["Name or address of the Key Vault", "https://contoso-vault.vault.azure.cn"]);
    await said("now reads the secret of contoso-first from Key Vault");
    await vscode.commands.executeCommand("notifications.clearAll");
    await fixing;
    const name = /getSecret\(\s*"([\w-]+)"/.exec(document.getText())?.[1];
    assert.ok(name, document.getText());
    assert.ok(name.includes("contoso-first"), name);
    const storing = run("nextSteps");
    await hands("pick", "Store the secret of contoso-first");
    await hands("pick", "secondary key");
    const dialog = await hands("click", "Store");
    assert.ok(dialog.includes(`contoso-vault.vault.azure.cn/secrets/${name}`), dialog);
    await said("Stored, and read back");
    await vscode.commands.executeCommand("notifications.clearAll");
    await storing;
    assert.strictEqual(azure.vault.secrets.get(name)?.at(-1)?.value, first.keys.secondary);
    await document.save();
  });
});

function write(path: string, text: string): void {
  const { fsPath } = sample(path);
  mkdirSync(dirname(fsPath), { recursive: true });
  writeFileSync(fsPath, text);
}
