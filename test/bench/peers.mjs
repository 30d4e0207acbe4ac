// npm run bench:peers: the field's scanners beside ours, on the same made-up cases, each with its default rules.
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, hasCommand, root } from "../editor/install.mjs";

build();
const shelf = join(root, ".vscode-test/peers");
mkdirSync(shelf, { recursive: true });
const HOST = "https://contoso.documents.azure.com:443/";
const key = () => {
  const bytes = randomBytes(64);
  return bytes.toString("base64");
};
const connection = (k) => `AccountEndpoint=${HOST};AccountKey=${k};`;

/** Places where people put a key: the text, and what of it is the secret. */
const FOUND = [
  ["a.cs", (k) => [`var c = new CosmosClient("${HOST}", "${k}");`, k]],
  ["b.cs", (k) => [`const string Cs = "${connection(k)}";`, k]],
  ["c.ts", (k) => [`new CosmosClient({ endpoint: "${HOST}", key: "${k}" });`, k]],
  ["d.py", (k) => [`c = CosmosClient(URL, credential="${k}")`, k]],
  ["e.java", (k) => [`import com.azure.cosmos.*;\nnew CosmosClientBuilder().key("${k}")`, k]],
  ["f.go", (k) => [`cred, err := azcosmos.NewKeyCredential("${k}")`, k]],
  ["appsettings.json", (k) => [`{ "CosmosDb": { "Account": "${HOST}", "Key": "${k}" } }`, k]],
  ["local.settings.json", (k) => [`{ "Values": { "CosmosConnection": "${connection(k)}" } }`, k]],
  [".env", (k) => [`COSMOS_KEY=${k}`, k]],
  ["docker-compose.yml", (k) => [`environment:\n  COSMOS_KEY: ${k}\n`, k]],
  [
    "secret.yaml",
    (k) => [`data:\n  cosmos-key: ${Buffer.from(k).toString("base64")}\n`, Buffer.from(k).toString("base64")],
  ],
  ["web.config", (k) => [`<add key="CosmosKey" value="${k}" />`, k]],
  ["main.tf", (k) => [`variable "cosmos_primary_key" { default = "${k}" }`, k]],
  ["main.bicep", (k) => [`param cosmosKey string = '${k}'`, k]],
  ["app.properties", (k) => [`azure.cosmos.key=${k}`, k]],
  ["escaped.properties", (k) => [`azure.cosmos.key=${k.replaceAll("=", "\\=")}`, k.replaceAll("=", "\\=")]],
  [
    "mongo.js",
    (k) => [
      `const u = "mongodb://contoso:${encodeURIComponent(k)}@contoso.mongo.cosmos.azure.com:10255/?ssl=true";`,
      encodeURIComponent(k),
    ],
  ],
  ["run.sh", (k) => [`export COSMOS_KEY="${k}"`, k]],
  ["run.ps1", (k) => [`$cosmosKey = "${k}"`, k]],
  ["notes.md", (k) => [`The Cosmos DB key is ${k} for now.`, k]],
  ["log.txt", (k) => [`2026-01-01 INFO connecting with ${connection(k)}`, k]],
  [
    "gremlin.py",
    (k) => [
      `client.Client("wss://contoso.gremlin.cosmos.azure.com:443/", "g", username="/dbs/a/colls/b", password="${k}")`,
      k,
    ],
  ],
];
/** What looks like it and is none. */
const SILENT = [
  ["package-lock.json", (k) => `{ "node_modules/a": { "integrity": "sha512-${k}" } }`],
  [
    "storage.env",
    (k) => `AZURE_STORAGE_CONNECTION_STRING=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${k}`,
  ],
  ["jwt.ts", (k) => `const jwtSigningKey = "${k}";`],
  ["hash.txt", () => createHash("sha512").update(randomBytes(9)).digest("hex")],
  ["placeholder.env", () => "COSMOS_KEY=<your-cosmos-key-goes-here>"],
  ["reference.yml", () => "COSMOS_KEY: ${{ secrets.COSMOS_KEY }}"],
  ["image.css", () => `a { background: url(data:image/png;base64,${randomBytes(300).toString("base64")}) }`],
  ["known_hosts", () => `host ssh-rsa AAAA${randomBytes(200).toString("base64")}`],
];

/** Files as people write them, one folder each: what must be found in them, and where nothing may be. */
const WILD = JSON.parse(readFileSync(join(root, "test/wildCases.json"), "utf8"));

const folder = mkdtempSync(join(tmpdir(), "keyless-peers-"));
const cases = new Map();
for (const [name, make] of FOUND) {
  const [text, secret] = make(key());
  const at = text.indexOf(secret);
  const line = text.slice(0, at).split("\n").length;
  cases.set(name, { line, column: at - text.lastIndexOf("\n", at - 1), length: secret.length });
  writeFileSync(join(folder, name), text);
}
for (const [name, make] of SILENT) writeFileSync(join(folder, name), make(key()));
const silent = SILENT.map(([name]) => name);
WILD.forEach(({ path, text }, i) => {
  const name = `wild${i}/${path}`;
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  const filled = text
    .replace(/«KEY»/g, () => `«${key()}»`)
    .replace(/«PASSWORD»/g, () => `«S${randomBytes(12).toString("hex")}x9»`)
    .replace(/ALPHABET/g, () => `${"abcdefghijklmnopqrstuvwxyz".repeat(4).slice(0, 85)}Q==`)
    .replace(/RANDOM(\d+)/g, (_all, size) => randomBytes(Number(size)).toString("base64"));
  const at = filled.indexOf("«");
  if (at < 0) silent.push(name);
  else {
    const line = filled.slice(0, at).split("\n").length;
    const length = filled.indexOf("»") - at - 1;
    cases.set(name, { line, column: at - filled.lastIndexOf("\n", at - 1), length });
  }
  writeFileSync(join(folder, name), filled.replace(/[«»]/g, ""));
});

const run = (command, args, options = {}) =>
  spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
const npmTool = (packages) => {
  const place = join(shelf, "secretlint");
  if (existsSync(join(place, "node_modules"))) return place;
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), "{}");
  return run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages], { cwd: place }).status ===
    0
    ? place
    : undefined;
};

/** Each peer: how it is had, and how it scans; answers findings as file, line and, where it tells, column and length. */
const PEERS = {
  keyless() {
    const { stdout } = run(process.execPath, [
      join(root, "dist/cli.js"),
      "scan",
      "--format",
      "json",
      "--fail-on",
      "never",
      folder,
    ]);
    return JSON.parse(stdout).findings.map((one) => ({
      file: one.path,
      line: one.line,
      column: one.column,
      length: one.end - one.start,
    }));
  },
  gitleaks() {
    const program = join(shelf, "gitleaks");
    if (!existsSync(program)) {
      if (!hasCommand("go")) return undefined;
      run("go", ["install", "github.com/zricethezav/gitleaks/v8@v8.30.1"], { env: { ...process.env, GOBIN: shelf } });
      if (!existsSync(program)) return undefined;
    }
    const report = join(folder, "..", `${Date.now()}.json`);
    run(program, ["dir", folder, "--no-banner", "-f", "json", "-r", report, "--exit-code", "0"]);
    return JSON.parse(readFileSync(report, "utf8")).map((one) => ({
      file: one.File,
      line: one.StartLine,
      column: one.StartColumn,
      length: one.Secret.length,
    }));
  },
  "detect-secrets"() {
    if (!hasCommand("python3")) return undefined;
    const venv = join(shelf, "venv");
    if (!existsSync(venv)) {
      run("python3", ["-m", "venv", venv]);
      run(join(venv, "bin/pip"), ["install", "--quiet", "detect-secrets"]);
    }
    const { stdout } = run(join(venv, "bin/detect-secrets"), ["scan", "--all-files", "--no-verify", "."], {
      cwd: folder,
    });
    if (!stdout) return undefined;
    return Object.entries(JSON.parse(stdout).results).flatMap(([file, list]) =>
      list.map((one) => ({ file, line: one.line_number })),
    );
  },
  secretlint() {
    const place = npmTool(["secretlint@13", "@secretlint/secretlint-rule-preset-recommend@13"]);
    if (place === undefined) return undefined;
    writeFileSync(
      join(folder, ".secretlintrc.json"),
      JSON.stringify({ rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] }),
    );
    const { stdout } = run(
      join(place, "node_modules/.bin/secretlint"),
      [
        "--format",
        "json",
        "--no-gitignore",
        `${folder}/**/*`,
        `${folder}/.env`,
        "--secretlintrc",
        join(folder, ".secretlintrc.json"),
      ],
      { cwd: place },
    );
    rmSync(join(folder, ".secretlintrc.json"));
    if (!stdout) return undefined;
    return JSON.parse(stdout).flatMap(({ filePath, messages }) =>
      messages.map(({ loc, range }) => ({
        file: filePath,
        line: loc.start.line,
        column: loc.start.column + 1,
        length: range[1] - range[0],
      })),
    );
  },
  kingfisher: () => undefined,
};

console.log(`\n${cases.size} secrets to find, ${silent.length} files to be silent on`);
for (const [name, scan] of Object.entries(PEERS)) {
  if (scan() === undefined) {
    console.log(`  ${name}: not compared, it could not be installed here`);
    continue;
  }
  const began = performance.now();
  const findings = scan();
  const seconds = (performance.now() - began) / 1000;
  const isOf = (finding, file) => finding.file.endsWith(`/${file}`) || finding.file === file;
  let found = 0;
  let exact = 0;
  for (const [file, { line, column, length }] of cases) {
    const here = findings.filter((finding) => isOf(finding, file) && finding.line === line);
    if (here.length > 0) found++;
    if (here.some((finding) => Math.abs(finding.column - column) <= 1 && finding.length === length)) exact++;
  }
  const alarms = silent.filter((file) => findings.some((finding) => isOf(finding, file))).length;
  console.log(
    `  ${name}: ${found} of ${cases.size} found, ${exact} with the exact range, ${alarms} of ${silent.length} false alarms, ${seconds.toFixed(2)} s`,
  );
}
rmSync(folder, { recursive: true, force: true });

const tree = process.argv[2];
const gitleaks = join(shelf, "gitleaks");
if (tree !== undefined && existsSync(gitleaks)) {
  const time = (command, args) => {
    const began = performance.now();
    run(command, args);
    return (performance.now() - began) / 1000;
  };
  const ours = time(process.execPath, [
    join(root, "dist/cli.js"),
    "scan",
    "--include-ignored",
    "--fail-on",
    "never",
    tree,
  ]);
  const theirs = time(gitleaks, ["dir", tree, "--no-banner", "--exit-code", "0"]);
  console.log(
    `\n${tree}: keyless ${ours.toFixed(1)} s, gitleaks ${theirs.toFixed(1)} s, ratio ${(ours / theirs).toFixed(3)}`,
  );
}
