import * as assert from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { DiskEvents } from "../../src/vscode/diskEvents";
import { Fixer } from "../../src/vscode/fixer";
import { planFor } from "../../src/vscode/planner";
import { legacyKey } from "../keys";
import {
  actions,
  apply,
  askForActions,
  eventually,
  findings,
  openWithFinding,
  pause,
  profile,
  sample,
} from "./workspace";

/** What is offered on every finding, fixable or not. */
const WAYS_OUT = [
  "Ignore, with a reason…",
  "Explain this finding",
  ...(profile === "untrusted" ? [] : ["Check this key in Azure"]),
];

describe("the light bulb", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isUntitled) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
  });

  it("offers what applies, best first and preferred", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const offered = await actions(document, finding.range);
    assert.deepStrictEqual(
      offered.map(({ title }) => title),
      [
        "Use managed identity",
        "Use a Key Vault reference…",
        "Read from an environment variable",
        // There once the workspace has been looked through.
        ...offered.map(({ title }) => title).filter((title) => title === "Fix all 2 places of this key…"),
        ...WAYS_OUT,
      ],
    );
    assert.deepStrictEqual(
      offered.map(({ isPreferred }) => isPreferred ?? false),
      offered.map((_one, i) => i === 0),
    );
  });

  it("makes C# keyless: constructor, using, constant and project file", async () => {
    const { document, finding } = await openWithFinding("src/OrderStore.cs");
    await apply((await actions(document, finding.range))[0]);
    const text = document.getText();
    assert.match(text, /new CosmosClient\(Endpoint, new DefaultAzureCredential\(\)\)/);
    assert.match(text, /using System;\r?\nusing Azure\.Identity;\r?\nusing Microsoft/);
    assert.doesNotMatch(text, /PrimaryKey/);
    const project = await vscode.workspace.openTextDocument(sample("src/Orders.csproj"));
    assert.match(project.getText(), /Include="Azure.Identity"/);
    await eventually("no finding is left", () => (findings(document.uri).length === 0 ? true : undefined));
  });

  it("makes TypeScript and its package.json keyless, and undo brings the bytes back", async () => {
    const { document, finding } = await openWithFinding("web/db.ts");
    const before = document.getText();
    await apply((await actions(document, finding.range))[0]);
    assert.match(document.getText(), /aadCredentials: new DefaultAzureCredential\(\)/);
    const manifest = await vscode.workspace.openTextDocument(sample("web/package.json"));
    assert.match(manifest.getText(), /"@azure\/identity"/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await eventually("undo", () => (document.getText() === before ? true : undefined));
  });

  it("makes Python keyless", async () => {
    const { document, finding } = await openWithFinding("jobs/report.py");
    await apply((await actions(document, finding.range))[0]);
    assert.match(document.getText(), /credential=DefaultAzureCredential\(\)/);
    assert.doesNotMatch(document.getText(), /KEY/);
  });

  const cosmosAt = `"https://contoso-orders.documents.azure.com:443/"`;
  const LANGUAGES: readonly (readonly [string, string, (key: string) => string, RegExp])[] = [
    [
      "Java",
      "jvm/Store.java",
      (key) =>
        `import com.azure.cosmos.CosmosClientBuilder;\n\nclass Store {\n    Object client = new CosmosClientBuilder().endpoint(${cosmosAt}).key("${key}").buildClient();\n}\n`,
      /\.credential\(new DefaultAzureCredentialBuilder\(\)\.build\(\)\)/,
    ],
    [
      "Go",
      "svc/main.go",
      (key) =>
        `package main\n\nimport "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"\n\nfunc main() {\n\tcred, _ := azcosmos.NewKeyCredential("${key}")\n\tclient, _ := azcosmos.NewClientWithKey(${cosmosAt}, cred, nil)\n\t_ = client\n}\n`,
      /azidentity\.NewDefaultAzureCredential\(nil\)/,
    ],
    [
      "Rust",
      "rs/src/main.rs",
      (key) => {
        writeFileSync(
          sample("rs/Cargo.toml").fsPath,
          `[package]\nname = "orders"\n\n[dependencies]\nazure_data_cosmos = { version = "0.30", features = ["key_auth"] }\n`,
        );
        return `use azure_core::credentials::Secret;\nuse azure_data_cosmos::CosmosClient;\n\nfn main() -> Result<(), Box<dyn std::error::Error>> {\n    let _client = CosmosClient::with_key(${cosmosAt}, Secret::new("${key}"), None)?;\n    Ok(())\n}\n`;
      },
      /CosmosClient::new\([^)]*ManagedIdentityCredential::new\(None\)\?, None\)/,
    ],
    [
      "JavaScript",
      "web/old.js",
      (key) =>
        `const { CosmosClient } = require("@azure/cosmos");\nmodule.exports = new CosmosClient({ endpoint: ${cosmosAt}, key: "${key}" });\n`,
      /aadCredentials: new DefaultAzureCredential\(\)/,
    ],
    [
      "JSON with the code that reads it",
      "api/appsettings.json",
      (key) => {
        writeFileSync(
          sample("api/Api.csproj").fsPath,
          `<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="Microsoft.Azure.Cosmos" Version="3.46.0" />\n  </ItemGroup>\n</Project>\n`,
        );
        writeFileSync(
          sample("api/Program.cs").fsPath,
          `using Microsoft.Azure.Cosmos;\n\nvar builder = WebApplication.CreateBuilder(args);\nvar client = new CosmosClient(builder.Configuration["Cosmos:Endpoint"], builder.Configuration["Cosmos:Key"]);\nbuilder.Services.AddSingleton(client);\nbuilder.Build().Run();\n`,
        );
        return `{\n  "Cosmos": {\n    "Endpoint": ${cosmosAt},\n    "Key": "${key}"\n  }\n}\n`;
      },
      /"Endpoint": "[^"]+"\n {2}\}/,
    ],
  ];
  for (const [language, path, text, fixed] of LANGUAGES) {
    it(`makes ${language} keyless`, async () => {
      mkdirSync(dirname(sample(path).fsPath), { recursive: true });
      writeFileSync(sample(path).fsPath, text(legacyKey()));
      const { document, finding } = await openWithFinding(path);
      // A manifest that was made a moment ago is known once the editor has told of it.
      const fix = await eventually("identity is offered", async () =>
        (await actions(document, finding.range)).find(({ title }) => title === "Use managed identity"),
      );
      await apply(fix);
      assert.match(document.getText(), fixed);
      await eventually("no finding is left", () => (findings(document.uri).length === 0 ? true : undefined));
    });
  }

  it("makes a notebook keyless over its cells", async () => {
    const cell = (source: string) => ({
      cell_type: "code",
      metadata: {},
      outputs: [],
      execution_count: null,
      source: [source],
    });
    const cells = [
      cell(`COSMOS_KEY = "${legacyKey()}"`),
      cell(`from azure.cosmos import CosmosClient\nclient = CosmosClient(${cosmosAt}, COSMOS_KEY)`),
    ];
    const metadata = {
      language_info: { name: "python" },
      kernelspec: { name: "python3", display_name: "Python 3", language: "python" },
    };
    writeFileSync(sample("n.ipynb").fsPath, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    const notebook = await vscode.workspace.openNotebookDocument(sample("n.ipynb"));
    await vscode.window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map(({ document }) => document);
    assert.ok(first && second);
    const finding = await eventually("a finding in the cell", () => findings(first.uri)[0]);
    const [fix] = await actions(first, finding.range);
    assert.strictEqual(fix?.title, "Use managed identity");
    await apply(fix);
    assert.strictEqual(first.getText().trim(), "");
    assert.match(
      second.getText(),
      /azure\.identity import DefaultAzureCredential[\s\S]*, DefaultAzureCredential\(\)\)/,
    );
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("nothing is offered that would change a read-only file", async () => {
    const file = sample("jobs/locked.py").fsPath;
    writeFileSync(
      file,
      `from azure.cosmos import CosmosClient\nclient = CosmosClient(${cosmosAt}, "${legacyKey()}")\n`,
      { mode: 0o444 },
    );
    const { document, finding } = await openWithFinding("jobs/locked.py");
    const offered = await actions(document, finding.range);
    assert.deepStrictEqual(
      offered.map(({ title }) => title),
      ["Why no fix? Opens locked.py:1", ...WAYS_OUT],
    );
    assert.strictEqual(document.isDirty, false);
  });

  if (profile === "multi")
    it("a plan over several folders keeps each to its own", async () => {
      const folders = vscode.workspace.workspaceFolders ?? [];
      const uris = folders.map(({ uri }) => vscode.Uri.joinPath(uri, "jobs/multi.py"));
      for (const uri of uris)
        writeFileSync(
          uri.fsPath,
          `from azure.cosmos import CosmosClient\nclient = CosmosClient(${cosmosAt}, "${legacyKey()}")\n`,
        );
      const fixer = new Fixer(join(__dirname, "../.."), new DiskEvents());
      const token = new vscode.CancellationTokenSource().token;
      const { plan } = await planFor(fixer, uris, [{ kind: "managed-identity" }], {}, token);
      assert.strictEqual(plan.done.length, 2);
      assert.deepStrictEqual(
        plan.files.map(({ path }) => path).sort(),
        folders
          .flatMap(({ uri }) => ["jobs/multi.py", "jobs/requirements.txt"].map((path) => `${uri.fsPath}/${path}`))
          .sort(),
      );
    });

  it("a fix on save takes the manifest along, and does not wait for anybody", async () => {
    const url = `"https://contoso-saved.documents.azure.com:443/"`;
    mkdirSync(sample("saved").fsPath, { recursive: true });
    writeFileSync(sample("saved/requirements.txt").fsPath, "azure-cosmos==4.9.0\n");
    writeFileSync(
      sample("saved/a.py").fsPath,
      `from azure.cosmos import CosmosClient\nclient = CosmosClient(${url}, "${legacyKey()}")\n`,
    );
    const { document } = await openWithFinding("saved/a.py");
    const editor = vscode.workspace.getConfiguration("editor");
    const onSave = { "source.fixAll.cosmosKeyless": "explicit" };
    await editor.update("codeActionsOnSave", onSave, vscode.ConfigurationTarget.Global);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("type", { text: "# a word more\n" });
    await vscode.commands.executeCommand("workbench.action.files.save");
    await editor.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Global);
    assert.match(readFileSync(document.uri.fsPath, "utf8"), /DefaultAzureCredential\(\)/);
    await eventually("the manifest on disk", () =>
      readFileSync(sample("saved/requirements.txt").fsPath, "utf8").includes("azure-identity") ? true : undefined,
    );
  });

  it("replaces a key in prose by a placeholder", async () => {
    const notes = sample("notes.md");
    writeFileSync(notes.fsPath, `# Notes\n\nCOSMOS_KEY=${legacyKey()}\n`);
    const { document, finding } = await openWithFinding("notes.md");
    const offered = await actions(document, finding.range);
    assert.deepStrictEqual(
      offered.map(({ title }) => title),
      ["Replace the secret by a placeholder", ...WAYS_OUT],
    );
    await apply(offered[0]);
    assert.strictEqual(document.getText(), "# Notes\n\nCOSMOS_KEY=<removed>\n");
  });

  it("a document that changes its language keeps its findings", async () => {
    const document = await vscode.workspace.openTextDocument({ content: `COSMOS_KEY=${legacyKey()}\n` });
    await vscode.window.showTextDocument(document);
    await eventually("a finding", () => findings(document.uri)[0]);
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    assert.strictEqual(findings(document.uri).length, 1);
    await pause(700);
    assert.strictEqual(findings(document.uri).length, 1);
  });

  it("offers nothing where nothing is found", async () => {
    const document = await vscode.workspace.openTextDocument(sample("README.md"));
    assert.deepStrictEqual(await askForActions(document, new vscode.Range(0, 0, 1, 0)), []);
  });
});
