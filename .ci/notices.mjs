// The licences of what is bundled, as they ask to be passed on: found by what the bundler took in.
import { existsSync, readdirSync, readFileSync } from "node:fs";
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
  if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} has no licence file`);
  return readFileSync(join(folder, file), "utf8").trim();
}
