// npm run test:real: plants made-up keys in public repositories, fixes them, and judges by machine what came out.
//   node test/real/run.mjs [--clones FOLDER] [--only NAME] [--kind identity|vault] [--group GROUP] [--no-build]
//     [--list FILE] [--cli FILE]
// Without --clones (git directories, as OWNER+NAME/repo or OWNER/NAME) a repository is fetched from GitHub.
// Every diff and what the command said are kept in test-results/real, for reading; so is the table.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../editor/install.mjs";
import { build } from "./build.mjs";
import { checkOut, plant, run } from "./checkout.mjs";
import { judge, KINDS } from "./judge.mjs";
import { account } from "./keys.mjs";
import { summary } from "./summary.mjs";

const { values } = parseArgs({
  options: {
    clones: { type: "string" },
    only: { type: "string" },
    kind: { type: "string" },
    group: { type: "string" },
    list: { type: "string" },
    cli: { type: "string", default: join(root, "dist/cli.js") },
    "no-build": { type: "boolean", default: false },
  },
});
if (!existsSync(values.cli)) {
  console.error(`${values.cli}: npm run build first`);
  process.exit(2);
}
const results = join(root, "test-results/real");
mkdirSync(join(results, "before"), { recursive: true });
const repositories = JSON.parse(readFileSync(values.list ?? join(import.meta.dirname, "repositories.json"), "utf8"));
const kinds = Object.keys(KINDS).filter((kind) => values.kind === undefined || values.kind === kind);
const rows = [];

for (const entry of repositories) {
  const name = `${entry.repository.replace("/", "+")}${entry.case === undefined ? "" : `-${entry.case}`}`;
  if (values.only !== undefined && !name.toLowerCase().includes(values.only.replace("/", "+").toLowerCase())) continue;
  if (values.group !== undefined && entry.group !== values.group) continue;
  for (const kind of kinds) {
    const row = {
      name,
      group: entry.group,
      kind,
      fixable: kind === "vault" ? (entry.vault ?? true) : entry.identity === true,
      ...attempt(entry, name, kind),
    };
    rows.push(row);
    const mark = row.fixable ? "" : " (no person could, either)";
    console.log(
      `${name}, ${kind}: ${row.verdict}${mark}, ${row.seconds.toFixed(1)} s ${[...row.failed, ...(row.verdict === "right" ? [] : [row.reason]), ...row.notes].filter(Boolean).join(" | ")}`,
    );
  }
}
const table = summary(rows);
console.log(table.short);
writeFileSync(join(results, `table${values.group === undefined ? "" : `-${values.group}`}.md`), table.long);
process.exit(rows.some(({ verdict }) => verdict === "WRONG") ? 1 : 0);

/** One repository, one kind: fresh files, fresh keys. */
function attempt(entry, name, kind) {
  const folder = join(tmpdir(), `keyless-real-${process.pid}`, entry.repository.split("/")[1]);
  try {
    checkOut(entry, folder, values.clones, join(results, "clones"));
    const made = account();
    const keys = plant(folder, entry.plants, made);
    const builds = values["no-build"] ? [] : (entry.build ?? []);
    const buildFolder = join(results, "build", name);
    const before = () => beforeOf(entry, name, folder, buildFolder, builds);
    return judge(folder, kind, keys, {
      cli: resolve(values.cli),
      entry,
      keep: join(results, `${name}-${kind}`),
      builds,
      before,
      buildFolder,
    });
  } catch (error) {
    return {
      verdict: "not run",
      failed: [error instanceof Error ? error.message : "?"],
      notes: [],
      seconds: 0,
      reason: "",
    };
  } finally {
    rmSync(join(tmpdir(), `keyless-real-${process.pid}`), { recursive: true, force: true });
  }
}

/** What the builds say of the planted commit, before the fix: kept by commit and plants, with the folder that they were made in. */
function beforeOf(entry, name, folder, buildFolder, builds) {
  const key = JSON.stringify([entry.commit, entry.plants, entry.without ?? [], builds]);
  const file = join(results, "before", `${name}.json`);
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (kept?.key === key && existsSync(buildFolder)) return kept.answers;
  rmSync(buildFolder, { recursive: true, force: true });
  mkdirSync(buildFolder, { recursive: true });
  const env = { GIT_INDEX_FILE: `${folder}.index`, GIT_WORK_TREE: buildFolder };
  run(folder, "git", ["read-tree", "HEAD"], { env });
  run(folder, "git", ["checkout-index", "--all", "--force"], { env: { ...env, GIT_DIR: join(folder, ".git") } });
  const answers = builds.map((one) => build(buildFolder, one));
  writeFileSync(file, JSON.stringify({ key, answers }, undefined, 1));
  return answers;
}
