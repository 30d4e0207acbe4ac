// Builds .NET projects with what this machine's registry has: what is not to be had is taken out, and missed before
// and after alike, so that only what a fix adds to the compiler's complaints counts.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesOf, run } from "./checkout.mjs";

const TIMEOUT = 600_000;
const TRIES = 8;
const QUIET = [
  "-nologo",
  "-v",
  "q",
  "-clp:NoSummary",
  "-p:NuGetAudit=false",
  "-p:CheckEolTargetFramework=false",
  "-p:UseAppHost=false",
];
const COMPLAINT = /^\s*(?:(.*?)(?:\(\d+,\d+\))?\s*: )?(error|warning) ([A-Z]+\d+): (.*?)(?: \[[^\]]*\])?$/gm;

export function dotnet(folder, { project, home }) {
  const memory = join(home, ".keyless-dropped.json");
  const dropped = new Set(existsSync(memory) ? JSON.parse(readFileSync(memory, "utf8")) : []);
  const command = ["build", ...(project === undefined ? [] : [project]), ...QUIET];
  let partial = dropped.size > 0;
  let last = { said: "", status: -1 };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    loosen(home, dropped);
    last = run(folder, "dotnet", command, { timeout: TIMEOUT });
    partial ||= /NU160[13]/.test(last.said);
    const missing = [...last.said.matchAll(/NU110[12]: Unable to find package ([\w.-]*\w)/g)].map(([, name]) => name);
    const more = missing.filter((name) => !dropped.has(name) && !/^Azure\.(?:Identity|Security\.KeyVault)/.test(name));
    if (more.length === 0) {
      // Versions that are not to be had here are taken higher, which makes downgrades that a person would not see.
      if (!partial || !/NU1605/.test(last.said)) break;
      last = run(folder, "dotnet", [...command, "-p:NoWarn=NU1605"], { timeout: TIMEOUT });
      break;
    }
    for (const name of more) dropped.add(name);
    writeFileSync(memory, JSON.stringify([...dropped]));
  }
  const complaints = complaintsOf(last.said);
  const workload = /error (MSB3644|NETSDK1147|NETSDK1045|MSB4019|MSB4278|NU110[12])[^\n[]*/.exec(last.said)?.[0];
  if (workload !== undefined && last.status !== 0) return { missing: workload, complaints };
  const note = dropped.size === 0 ? undefined : `compiled without ${[...dropped].join(", ")}`;
  return { ok: last.status === 0, complaints, ...(note === undefined ? {} : { note }) };
}

/** One a line, without line numbers. */
function complaintsOf(said) {
  const all = [...said.matchAll(COMPLAINT)].map(
    ([, file, level, code, words]) => `${level} ${code} ${basename((file ?? "").replaceAll("\\", "/"))}: ${words}`,
  );
  return [...new Set(all)].filter((one) => !/ (?:NETSDK1138|NU190\d|NU160[1-4]|CS170[1-5]|MSB\d+) /.test(one)).sort();
}

/** Newer frameworks for those whose reference packages are gone, no locks, no packages that are not to be had. */
function loosen(home, dropped) {
  for (const path of filesOf(home)) {
    const name = basename(path);
    const file = join(home, path);
    if (name === "global.json" || name === "packages.lock.json") rmSync(file);
    if (!/\.(?:csproj|props|targets)$/.test(name)) continue;
    const text = readFileSync(file, "utf8");
    const framework = text.replaceAll(
      /(<TargetFrameworks?>)([^<]*)(<)/g,
      (_, open, value, close) => `${open}${value.replaceAll(/netcoreapp[\d.]+|net[57]\.0/g, "net8.0")}${close}`,
    );
    const lean = framework.replaceAll(
      /\s*<PackageReference\s[^>]*?Include="([^"]+)"[^>]*?(?:\/>|>[\s\S]*?<\/PackageReference>)/g,
      (all, reference) => (dropped.has(reference) ? "" : all),
    );
    const free = lean.replaceAll(/<RestoreLockedMode[^>]*>[^<]*<\/RestoreLockedMode>/g, "");
    if (free !== text) writeFileSync(file, free);
  }
}
