import { indentOf, lineAfter } from "../lines";
import type { Workspace } from "../fix";
import { isOlder, versionIn } from "../project/version";
import { type Manifest, nearest } from "./manifest";

/** The last versions that a module of Go before 1.23 builds with (their go.mod). */
const EARLIER: Readonly<Record<string, string>> = {
  "github.com/Azure/azure-sdk-for-go/sdk/azidentity": "v1.7.0",
  "github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets": "v1.1.0",
};

/** Why azcosmos in a program takes no identity; undefined where it does, or no version is told (azcosmos CHANGELOG). */
export function tooOldAzcosmos(workspace: Workspace, path: string): string | undefined {
  const own = nearest(workspace, path, (name) => name === "go.mod");
  const version = /\bsdk\/data\/azcosmos\s+v([\d.]+)/.exec(own === undefined ? "" : (workspace.read(own) ?? ""))?.[1];
  const found = version === undefined ? undefined : versionIn(version);
  return found !== undefined && isOlder(found, [0, 3])
    ? "azcosmos takes an identity from 0.3.0 on: update it first, then use an identity."
    : undefined;
}

/** go.mod: a requirement in the form that azcosmos has. `go mod tidy` and go.sum are the person's. */
export const goModule: Manifest = {
  id: "go.mod",
  language: "go",
  matches: (name) => name === "go.mod",
  afterwards: (_path, text, packages, { paths }) => {
    if (!packages.some(({ name }) => isNew(name, text))) return [];
    const isVendored = paths.some((one) => /(?:^|\/)vendor\/modules\.txt$/.test(one));
    return [isVendored ? "Run go mod tidy, then go mod vendor." : "Run go mod tidy: go.sum must follow."];
  },
  add(path, text, packages) {
    const isOld = isOlder(versionIn(/^go\s+([\d.]+)/m.exec(text)?.[1] ?? "1.23") ?? [], [1, 23]);
    const cosmos = /^(\s*)(require\s+)?github\.com\/Azure\/azure-sdk-for-go\/sdk\/data\/azcosmos\b.*$/m.exec(text);
    const edits = packages
      .filter(({ name }) => !text.includes(`${name} v`))
      .map(({ name, version }) => {
        const lead =
          cosmos === null ? "require " : indentOf(text, cosmos.index + (cosmos[1] ?? "").length) + (cosmos[2] ?? "");
        return lineAfter(
          text,
          cosmos === null ? text.length : cosmos.index + cosmos[0].length - 1,
          `${lead}${name} ${(isOld ? EARLIER[name] : undefined) ?? version}`,
        );
      });
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};

/** Whether go.mod has a package not at all, or only for what another one needs, so that go.sum may lack it. */
function isNew(name: string, text: string): boolean {
  const line = text.split(/\r?\n/).find((one) => one.includes(`${name} v`));
  return line === undefined || /\/\/\s*indirect/.test(line);
}
