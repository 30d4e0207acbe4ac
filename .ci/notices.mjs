// The licences of what is bundled, as they ask to be passed on: found by what the bundler took in.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A text of all licences for the packages in esbuild metafiles, and those named besides. Throws where one has none. */
export function noticesFor(metafiles, also = []) {
  const folders = new Set(also.map((name) => join("node_modules", name)));
  for (const { inputs } of metafiles)
    for (const input of Object.keys(inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license, homepage, repository } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    const source = homepage ?? repository?.url ?? repository ?? "";
    return `${name} ${version} (${license})\n${source}\n\n${licenceIn(folder, name)}`;
  });
  const line = `\n\n${"-".repeat(78)}\n\n`;
  return `Keyless bundles the following software of others.${line}${parts.join(line)}\n`;
}

function licenceIn(folder, name) {
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8").trim();
  // Some give it at their README's end.
  const readme = readdirSync(folder).find((one) => /^readme/i.test(one));
  const text = readme === undefined ? "" : readFileSync(join(folder, readme), "utf8");
  const section = /^(?:#+ *licen[cs]e\b|licen[cs]e *\([^)]*\)\n-+)[\s\S]*$/im.exec(text)?.[0];
  if (section === undefined) throw new Error(`${name} gives no licence`);
  return section.trim();
}
