import type { Workspace } from "../fix";
import { isOlder, type Version, versionIn } from "../project/version";

/** Versions of Python's packages, as requirements, locks and Poetry's tables name them. */

const FILES = [
  "uv.lock",
  "poetry.lock",
  "requirements.txt",
  "requirements.in",
  "requirements/base.txt",
  "requirements/prod.txt",
  "pyproject.toml",
  "Pipfile",
  "setup.cfg",
  "environment.yml",
];

/** Why a package that a file's program has is too old for an identity; undefined where it may do. */
export function tooOldRequirement(program: Workspace, path: string, name: string, since: string): string | undefined {
  const version = requiredVersion(program, path, name);
  const least = versionIn(since);
  if (version === undefined || least === undefined || !isOlder(version, least)) return undefined;
  return `The SDK here is too old for an identity: ${name} ${version.join(".")} takes a key only. Move to ${name} ${since} or later first.`;
}

/** The version of a package that the nearest list of requirements pins, or at least asks for. */
export function requiredVersion({ read }: Workspace, path: string, name: string): Version | undefined {
  const spelled = name.replace(/[-_.]/g, "[-_.]");
  const asked = new RegExp(
    String.raw`(?:^|[\s"'\[,-])${spelled}(?:\[[^\]]*\])?["']?\s*(?:=\s*(?:\{[^}\n]*version\s*=\s*)?["'])?\s*(===?|~=|<=?|>=?|\^|=)?\s*v?(\d+(?:\.\d+)*)`,
    "im",
  );
  const locked = new RegExp(String.raw`^name = "${spelled}"\s*\nversion = "([^"]+)"`, "im");
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    for (const file of FILES) {
      const text = read(folder + file);
      if (text === undefined) continue;
      const found = file.endsWith(".lock") ? locked.exec(text)?.[1] : pinned(asked.exec(text));
      if (found !== undefined) return versionIn(found);
    }
    if (folder === "" || folder === "/") return undefined;
  }
}

/** A version that is not only a lower bound: what is newer than `>=4.0` may be installed. */
function pinned(match: RegExpExecArray | null): string | undefined {
  const [, operator, version] = match ?? [];
  return operator === ">" || operator === ">=" ? undefined : version;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
