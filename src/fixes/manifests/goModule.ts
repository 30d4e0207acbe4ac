import { indentOf, lineAfter } from "../lines";
import type { Manifest } from "./manifest";

/** go.mod: a requirement in the form that azcosmos has. `go mod tidy` and go.sum are the person's. */
export const goModule: Manifest = {
  id: "go.mod",
  language: "go",
  matches: (name) => name === "go.mod",
  afterwards: (_path, text, packages) =>
    packages.some(({ name }) => isNew(name, text)) ? ["Run go mod tidy: go.sum must follow."] : [],
  add(path, text, packages) {
    const cosmos = /^(\s*)(require\s+)?github\.com\/Azure\/azure-sdk-for-go\/sdk\/data\/azcosmos\b.*$/m.exec(text);
    const edits = packages
      .filter(({ name }) => !text.includes(`${name} v`))
      .map(({ name, version }) => {
        const lead =
          cosmos === null ? "require " : indentOf(text, cosmos.index + (cosmos[1] ?? "").length) + (cosmos[2] ?? "");
        return lineAfter(
          text,
          cosmos === null ? text.length : cosmos.index + cosmos[0].length - 1,
          `${lead}${name} ${version}`,
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
