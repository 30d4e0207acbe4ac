import * as assert from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import type https from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import { fakeAccount, FakeAzure, fakeCredential } from "../../azure/fakeAzure";
import { portOf, serve } from "../../azure/fakeServer";
import { leaks } from "../../leaks";
import { eventually, findings, hands, pause, sample } from "../workspace";

/** Azure commands in the editor: a test's own sign-in, the fake account in the place of Azure, and real clicks. */

const PROVIDER = "microsoft-sovereign-cloud";
const SESSION = {
  id: "1",
  accessToken: "",
  account: { id: "ada", label: "ada@contoso.example" },
  scopes: [] as readonly string[],
};

/** The sign-in of a person, as VS Code asks for it; how often it was asked to sign in. */
class SignIn implements vscode.AuthenticationProvider {
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.changed.event;
  private sessions: vscode.AuthenticationSession[] = [];
  signIns = 0;

  getSessions(): Promise<vscode.AuthenticationSession[]> {
    return Promise.resolve(this.sessions);
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    this.signIns++;
    const { token } = await fakeCredential.getToken();
    const session = { ...SESSION, accessToken: token, scopes };
    this.sessions = [session];
    this.changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  removeSession(): Promise<void> {
    this.sessions = [];
    return Promise.resolve();
  }
}

/** Sends what the extension asks of Azure to the fake; returns how to end it. */
function redirect(port: number): () => void {
  // VS Code gives each extension a module of its own for this: the one that Keyless has is asked for in its name.
  const extension = vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless");
  assert.ok(extension);
  const theirs = createRequire(join(extension.extensionPath, "dist/azure.js"))("node:https") as typeof https;
  const { request } = theirs;
  const there = (options: http.RequestOptions, answered: (response: http.IncomingMessage) => void) =>
    /azure|chinacloudapi|windows\.net/.test(String(options.hostname ?? options.host))
      ? http.request(
          {
            method: options.method,
            path: options.path,
            headers: {
              ...(options.headers as http.OutgoingHttpHeaders),
              "x-real-origin": `https://${String(options.hostname ?? options.host)}`,
            },
            host: "127.0.0.1",
            port,
          },
          answered,
        )
      : request(options as https.RequestOptions, answered);
  theirs.request = there as typeof https.request;
  return () => {
    theirs.request = request;
  };
}

describe("Azure, in the editor", function () {
  this.timeout(60_000);
  const account = fakeAccount("contoso-china", {
    primary: "2026-01-01T00:00:00Z",
    secondary: "2026-01-01T00:00:00Z",
  });
  const azure = new FakeAzure(
    [account],
    [["shop-app", "microsoft.web/sites", "shop", "22222222-2222-2222-2222-222222222222"]],
  );
  const signIn = new SignIn();
  const first = account.keys.primary;
  let ends: (() => void)[] = [];
  const host = "contoso-china.documents.azure.cn";

  before(async () => {
    const server = await serve(azure);
    const registration = vscode.authentication.registerAuthenticationProvider(PROVIDER, "Test sign-in", signIn);
    ends = [
      redirect(portOf(server)),
      () => {
        registration.dispose();
      },
      () => {
        server.close();
      },
    ];
    const uri = sample("china.env");
    writeFileSync(uri.fsPath, `COSMOS_ENDPOINT=https://contoso-china.documents.azure.cn\nCOSMOS_KEY=${first}\n`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const finding = await eventually("the finding", () => findings(uri)[0]);
    assert.ok(finding);
  });

  after(() => {
    for (const end of ends) end();
  });

  const run = (command: string) => vscode.commands.executeCommand(`cosmosKeyless.${command}`, { host });
  const said = async (text: string): Promise<void> => {
    await eventually(text, async () => {
      await vscode.commands.executeCommand("notifications.showList");
      return (await hands("notice", "")).replace(/\s+/g, " ").includes(text) || undefined;
    });
    await vscode.commands.executeCommand("notifications.hideList");
  };

  it("nothing was loaded or signed in before the first command", () => {
    assert.strictEqual(signIn.signIns, 0);
    assert.strictEqual(azure.requests.length, 0);
    assert.strictEqual(
      Object.keys(require.cache).some((path) => path.endsWith(join("dist", "azure.js"))),
      false,
    );
  });

  it("check signs in, tells which key it is, and the finding says so", async () => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("china.env"));
    assert.ok(document);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 15, 1, 15);
    const running = vscode.commands.executeCommand("cosmosKeyless.checkInAzure");
    await hands("click", "Allow");
    await running;
    await said("This is the primary key, and it is live");
    const finding = await eventually("a louder finding", () =>
      findings(document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.match(finding.message, /it is live/);
    assert.strictEqual(signIn.signIns, 1);
  });

  it("grant: the identity, role and scope are asked for, then it is shown, and a no changes nothing", async () => {
    for (const answer of ["Escape", "Grant"]) {
      const running = run("grantRole");
      await hands("pick", "shop-app");
      await hands("pick", "Data Contributor");
      await hands("type", ["Empty for the whole account", ""]);
      if (answer === "Escape") {
        await hands("dismiss", "Grant the role");
        await running;
        assert.strictEqual(account.roles.size, 0);
      } else {
        const dialog = await hands("click", "Grant");
        assert.match(dialog, /Cosmos DB Built-in Data Contributor/);
        await running;
        assert.strictEqual(account.roles.size, 1);
      }
    }
    await said("Granted");
  });

  it("rotate: cancelled, it changes nothing; begun, it waits; gone on with, the named yes ends it", async () => {
    const cancelled = run("rotateKeys");
    await hands("pick", "I put the new key in place myself");
    await hands("click", "Cancel");
    await cancelled;
    assert.deepStrictEqual(azure.regenerated, []);

    const begun = run("rotateKeys");
    await hands("pick", "I put the new key in place myself");
    const plan = await hands("click", "Begin");
    assert.match(plan, /1\. Regenerate the secondary key/);
    await hands("dismiss", "Does every app use");
    await begun;
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind }) => kind),
      ["secondary"],
    );
    await said("waits");

    const refused = run("rotateKeys");
    assert.match(await hands("click", "Go On"), /\(done\)/);
    await hands("click", "Yes, They Have Moved");
    await hands("click", "Cancel");
    await refused;
    assert.strictEqual(account.keys.primary, first);

    const ended = run("rotateKeys");
    await hands("click", "Go On");
    const named = await hands("click", "Regenerate the primary key");
    assert.match(named, /cannot tell what still uses its keys/);
    await said("open nothing any more");
    assert.deepStrictEqual(
      azure.regenerated.map(({ kind }) => kind),
      ["secondary", "primary"],
    );
    await vscode.commands.executeCommand("notifications.clearAll");
    await ended;
  });

  it("the audit log is JSON lines without a secret, and opens", async () => {
    await vscode.commands.executeCommand("cosmosKeyless.showAudit");
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.ok(document.fileName.endsWith("audit.jsonl"));
    const lines = document
      .getText()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { step: string; who: string; result: string });
    assert.ok(
      lines.some(
        ({ step, who, result }) => step === "regenerate" && who === "ada@contoso.example" && result === "done",
      ),
    );
    assert.ok(existsSync(document.fileName));
    const text = readFileSync(document.fileName, "utf8");
    for (const key of [first, ...Object.values(account.keys)]) assert.strictEqual(leaks(text, key), false);
  });

  it("the report names what was done and what is left", async () => {
    await vscode.commands.executeCommand("cosmosKeyless.report");
    const text = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /# Cosmos DB keys in code[\s\S]*\| regenerate \| primary key \| done \|/);
    await pause(50);
  });
});
