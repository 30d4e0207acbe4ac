import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import type { Edit, FileEdits, NotFixable, Workspace } from "../fix";
import { notFixable } from "../fix";
import { lineAfter, lineBefore, lineEndOf, lineStart } from "../lines";
import { dependenciesIn, insertion } from "../manifests/maven";
import { sameProperty } from "../languages/java/relaxed";
import { SPRING_FILE } from "../setting/names";
import { secretName } from "../secret";
import type { FormatCase } from "./format";
import { entriesIn } from "./yamlPlace";

/** Spring's own settings: what they may name of the environment, and of a vault. */

/** Whether a file holds Spring's settings. */
export function isSpring(path: string): boolean {
  return SPRING_FILE.test(path);
}

const FRAMEWORK = /spring|quarkus|micronaut|helidon|smallrye|microprofile/i;

/**
 * Whether a framework fills placeholders in a file of settings: by the file's name, unless the program's build names no
 * framework that does, so that its own code loads the file.
 */
export function fillsPlaceholders({ path, workspace: { paths, read } }: FormatCase): boolean {
  const builds = paths.filter((one) => /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml)$/.test(one));
  return isSpring(path) && (builds.length === 0 || builds.some((one) => FRAMEWORK.test(read(one) ?? "")));
}

/**
 * The variable that a property is read from: the one that its placeholder names already, else `COSMOS_KEY` or the like,
 * or, where another property has that, the property's own name in Spring's spelling of variables.
 */
export function variableOf(property: string, written: string, at: FormatCase): string {
  const { text, workspace } = at;
  const named = /^\s*["']?\$\{([\w.-]+):/.exec(written)?.[1];
  if (named !== undefined) return named;
  const words = (property.split(".").at(-1) ?? "key")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase();
  const wanted = words.startsWith("COSMOS") ? words : `COSMOS_${words}`;
  const own = property.replaceAll("-", "").replaceAll(".", "_").toUpperCase();
  const isTaken = ({ name, value }: Given): boolean =>
    !sameProperty(name, property) && (value.includes(`\${${wanted}}`) || value.includes(`\${${wanted}:`));
  const files = workspace.paths.filter((path) => isSpring(path) && path !== at.path);
  const given = [...givenIn(at.path, text), ...files.flatMap((path) => givenIn(path, workspace.read(path) ?? ""))];
  return given.some(isTaken) ? own : wanted;
}

interface Given {
  readonly name: string;
  readonly value: string;
}

/** What a file of Spring's settings gives values to. */
function givenIn(path: string, text: string): readonly Given[] {
  if (path.endsWith(".properties"))
    return [...text.matchAll(/^[ \t]*([\w.[\]-]+)[ \t]*[=:][ \t]*(.*)$/gm)].map(([, name = "", value = ""]) => ({
      name,
      value,
    }));
  return entriesIn(path, text).map(({ names, value }) => ({
    name: names.find((one) => one.includes(".")) ?? names[0] ?? "",
    value: text.slice(value.start, value.end),
  }));
}

/** The secret that Spring's property source offers for a property: `spring-cloud-azure-cosmos-key`. */
export function vaultSecretOf(property: string): string {
  return secretName(property);
}

const STARTER = "spring-cloud-azure-starter-keyvault-secrets";
const SOURCE = ["spring", "cloud", "azure", "keyvault", "secret", "property-sources"];

/**
 * What lets Spring read a vault: the starter beside its sibling, and the property source in the file of the setting.
 * Not fixable where no build file shows Spring Cloud Azure 4 or later, whose property source this is.
 */
export function vaultSource({
  path,
  text,
  workspace,
  choice,
}: FormatCase): { readonly edits: readonly Edit[]; readonly others: readonly FileEdits[] } | NotFixable {
  const vault = (choice.vault ?? "").replace(/\/+$/, "");
  const builds = starters(workspace, path);
  if (builds === undefined)
    return notFixable(
      "Spring reads a vault by Spring Cloud Azure 4 or later, which no build file here names: read the key from the environment.",
    );
  const hasSource = workspace.paths.some(
    (one) => isSpring(one) && /property-sources(?:\[0\])?[.:]/.test(workspace.read(one) ?? ""),
  );
  if (hasSource) return { edits: [], others: builds };
  const edit = path.endsWith(".properties") ? inProperties(text, vault) : inYaml(text, vault);
  return edit === undefined
    ? notFixable("Where the vault's property source belongs in this file cannot be told.")
    : { edits: [edit], others: builds };
}

/** The edits that add the starter; none where it is there; undefined where no build file has a sibling of it. */
function starters({ paths, read }: Workspace, path: string): readonly FileEdits[] | undefined {
  const folder = path.replace(/(?:src|config)\/.*$|[^/]*$/, "");
  const builds = paths
    .filter(
      (one) =>
        /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(one) &&
        (one.startsWith(folder) || folder.startsWith(one.replace(/[^/]*$/, ""))),
    )
    .map((one) => ({ path: one, text: read(one) ?? "" }));
  if (builds.some(({ text }) => /spring-cloud-azure-starter-keyvault(?:-secrets)?["'<:]/.test(text))) return [];
  for (const build of builds) {
    const edit = build.path.endsWith("pom.xml") ? inMaven(build.text) : inGradle(build.text);
    if (edit !== undefined) return [{ path: build.path, edits: [edit] }];
  }
  return undefined;
}

function inMaven(text: string): Edit | undefined {
  const sibling = dependenciesIn(text).find(({ artifact }) => artifact.startsWith("spring-cloud-azure-starter"));
  const isOld = /^[123]\./.test(sibling?.version ?? "");
  if (sibling === undefined || isOld) return undefined;
  return insertion(text, [{ group: "com.azure.spring", artifact: STARTER, version: sibling.version }]);
}

function inGradle(text: string): Edit | undefined {
  const sibling = /^[^\n/]*\bcom\.azure\.spring:spring-cloud-azure-starter[\w-]*.*$/m.exec(text);
  return sibling === null
    ? undefined
    : lineAfter(text, sibling.index, sibling[0].replace(/spring-cloud-azure-starter[\w-]*/, STARTER).trimEnd());
}

function inProperties(text: string, vault: string): Edit | undefined {
  const at = text.search(/^[^\n#!]*cosmos[^\n]*$/im);
  return at < 0 ? undefined : lineBefore(text, at, `${SOURCE.join(".")}[0].endpoint=${vault}`);
}

/** The property source in the document that has `spring:`, as deep as its keys are there already. */
function inYaml(text: string, vault: string): Edit | undefined {
  if (/^---/m.test(text.trimStart().slice(3))) return undefined;
  const root = parseDocument(text, { logLevel: "silent" }).contents;
  if (!isMap(root)) return undefined;
  let map: YAMLMap = root;
  let depth = 0;
  for (const key of SOURCE) {
    const next: unknown = map.get(key);
    if (!isMap(next)) break;
    map = next;
    depth++;
  }
  const first = map.items[0]?.key;
  const start = isScalar(first) ? first.range?.[0] : undefined;
  if (start === undefined) return undefined;
  const line = text.slice(lineStart(text, start), start);
  if (line.trim() !== "") return undefined;
  const unit = /^( +)\S/m.exec(text)?.[1] ?? "  ";
  const lines = SOURCE.slice(depth).map((key, i) => `${line}${unit.repeat(i)}${key}:`);
  return lineBefore(
    text,
    start,
    [...lines, `${line}${unit.repeat(lines.length)}- endpoint: ${vault}`].join(lineEndOf(text)),
  );
}
