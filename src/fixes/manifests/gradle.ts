import type { FileEdits, Workspace } from "../fix";
import type { Package } from "../follow/language";
import { lineAfter } from "../lines";
import type { Manifest } from "./manifest";

/** build.gradle and build.gradle.kts: behind azure-cosmos, in the form that its line has, a version catalogue's too. */
export const gradle: Manifest = {
  id: "Gradle build",
  language: "java",
  matches: (name) => /^build\.gradle(?:\.kts)?$/.test(name),
  add(path, text, packages, workspace) {
    if (
      /\bspring-cloud-azure-starter(?!-keyvault-jca)/.test(text) &&
      packages.every(({ name }) => name.endsWith(":azure-identity"))
    )
      return [];
    const cosmos = /^(?![ \t]*\/\/).*\bcom\.azure:azure-(?:spring-data-)?cosmos\b.*$/m.exec(text);
    const named = /^.*\bname[ \t]*[:=][ \t]*(["'])azure-(?:spring-data-)?cosmos\1.*$/m.exec(text);
    if (cosmos === null && named !== null) return byParts(path, text, named, packages);
    if (cosmos === null) {
      const listed = byCatalogue(path, text, packages, workspace);
      return listed.length > 0 ? listed : atEnd(path, text, packages);
    }
    const edits = packages
      .filter(({ name }) => !text.includes(name))
      .map(({ name, version }) => {
        const withVersion = /com\.azure:azure-(?:spring-data-)?cosmos:[\w.-]+/.test(cosmos[0]);
        const line = cosmos[0]
          .replace(/com\.azure:azure-(?:spring-data-)?cosmos(?::[\w.$-]+)?/, withVersion ? `${name}:${version}` : name)
          .trimEnd();
        return lineAfter(text, cosmos.index, line);
      });
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};

/** Behind the last dependency of the program itself, in its quotes. */
function atEnd(path: string, text: string, packages: readonly Package[]): readonly FileEdits[] {
  const last = [...text.matchAll(/^([ \t]*)(implementation|api|compile)\b([ \t]*\(?)[^\n]*$/gm)].at(-1);
  if (last === undefined) return [];
  const [, indent = "", how = "", open = " "] = last;
  const quote = path.endsWith(".kts") || last[0].includes('"') ? '"' : "'";
  const isManaged = /\b(?:azure-sdk-bom|spring-cloud-azure-dependencies)\b/.test(text);
  const edits = packages
    .filter(({ name }) => !text.includes(name))
    .map(({ name, version }) => {
      const coordinates = isManaged ? name : `${name}:${version}`;
      return lineAfter(
        text,
        last.index,
        `${indent}${how}${open.trimEnd() === "(" ? "(" : " "}${quote}${coordinates}${quote}${open.trimEnd() === "(" ? ")" : ""}`,
      );
    });
  return edits.length === 0 ? [] : [{ path, edits }];
}

/** `group: 'com.azure', name: 'azure-cosmos', version: '…'`: the same line with another name and version. */
function byParts(
  path: string,
  text: string,
  line: RegExpExecArray,
  packages: readonly Package[],
): readonly FileEdits[] {
  const edits = packages
    .map(({ name, version }) => ({ artifact: name.replace(/^.*:/, ""), version }))
    .filter(({ artifact }) => !text.includes(artifact))
    .map(({ artifact, version }) =>
      lineAfter(
        text,
        line.index,
        line[0]
          .replace(/azure-(?:spring-data-)?cosmos/, artifact)
          .replace(/(version[ \t]*[:=][ \t]*["'])[^"']*/, `$1${version}`)
          .trimEnd(),
      ),
    );
  return edits.length === 0 ? [] : [{ path, edits }];
}

/** `libs.azure.cosmos`, which gradle/libs.versions.toml says is azure-cosmos: an entry there, and its use here. */
function byCatalogue(
  path: string,
  text: string,
  packages: readonly Package[],
  workspace: Workspace,
): readonly FileEdits[] {
  const catalogue = workspace.paths.find(
    (one) => /(?:^|\/)gradle\/libs\.versions\.toml$/.test(one) && path.startsWith(one.slice(0, -CATALOGUE.length)),
  );
  const entries = catalogue === undefined ? undefined : workspace.read(catalogue);
  if (catalogue === undefined || entries === undefined) return [];
  const entry = /^[ \t]*([\w-]+)[ \t]*=.*\b(?:com\.azure:azure-cosmos\b|name[ \t]*=[ \t]*"azure-cosmos").*$/m.exec(
    entries,
  );
  const use = entry === null ? null : useOf(text, entry[1] ?? "");
  if (entry === null || use === null) return [];
  const missing = packages.filter(({ name }) => !entries.includes(name) && !text.includes(name));
  if (missing.length === 0) return [];
  const alias = (name: string): string => name.replace(/^.*:/, "");
  return [
    {
      path: catalogue,
      edits: missing.map(({ name, version }) =>
        lineAfter(
          entries,
          entry.index + entry[0].length - 1,
          `${alias(name)} = { module = "${name}", version = "${version}" }`,
        ),
      ),
    },
    {
      path,
      edits: missing.map(({ name }) =>
        lineAfter(
          text,
          use.index,
          use[0].replace(/libs\.[\w.]+/, `libs.${alias(name).replaceAll("-", ".")}`).trimEnd(),
        ),
      ),
    },
  ];
}

const CATALOGUE = "gradle/libs.versions.toml";

/** The line that depends on a catalogue's entry: its dashes are dots there. */
function useOf(text: string, entry: string): RegExpExecArray | null {
  return new RegExp(String.raw`^.*\blibs\.${entry.replace(/[-_]/g, "\\.")}\b.*$`, "m").exec(text);
}
