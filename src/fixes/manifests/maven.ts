import type { Span } from "../../engine/finding";
import type { Edit, Workspace } from "../fix";
import type { Package } from "../follow/language";
import { indentOf, lineBefore, lineEndOf } from "../lines";
import type { Manifest } from "./manifest";

/** pom.xml: beside azure-cosmos; without a version where a bill of materials, its own or a parent's, manages it. */

/** Dependencies that stand for Cosmos DB. */
const COSMOS =
  /^(?:azure-(?:spring-data-)?cosmos|azure-data-tables|azure-spring-boot-starter-(?:data-)?cosmos|azure-cosmosdb-spring-boot-starter|spring-cloud-azure-starter[\w-]*)$/;
/** Starters that bring azure-identity along (Spring Cloud Azure 4 and later). */
const BRINGS_IDENTITY = /^spring-cloud-azure-starter(?!-keyvault-jca)/;
const BILLS = /<artifactId>\s*(?:azure-sdk-bom|spring-cloud-azure-dependencies)\s*<\/artifactId>/;

interface Dependency extends Span {
  readonly artifact: string;
  readonly version: string | undefined;
}

export const maven: Manifest = {
  id: "pom.xml",
  language: "java",
  matches: (name) => name === "pom.xml",
  add(path, text, packages, workspace) {
    const poms = [text, ...parentsOf(path, workspace)];
    const known = poms.flatMap(dependenciesIn);
    const has = (artifact: string): boolean => known.some((one) => one.artifact === artifact);
    const missing = packages.filter(({ name }) => {
      const artifact = artifactOf(name);
      const isBrought = artifact === "azure-identity" && known.some((one) => BRINGS_IDENTITY.test(one.artifact));
      return !has(artifact) && !isBrought;
    });
    const isManaged = ({ name }: Package): boolean =>
      poms.some((one) => BILLS.test(plain(one)) || managementIn(one).includes(`<artifactId>${artifactOf(name)}<`));
    const entries = missing.map((one) => ({
      group: one.name.split(":")[0] ?? "",
      artifact: artifactOf(one.name),
      version: isManaged(one) ? undefined : one.version,
    }));
    const edit = entries.length === 0 ? undefined : insertion(text, entries);
    return edit === undefined ? [] : [{ path, edits: [edit] }];
  },
};

/** A dependency that is to be added. */
export interface Entry {
  readonly group: string;
  readonly artifact: string;
  readonly version: string | undefined;
}

/**
 * Where new dependencies go: before the one on Cosmos DB, because Maven takes the first of two versions of what both
 * bring, and the newer azure-core works with both; else at the end.
 */
export function insertion(text: string, entries: readonly Entry[]): Edit | undefined {
  const own = dependenciesIn(text);
  const beside = own.find(({ artifact }) => COSMOS.test(artifact)) ?? own.at(-1);
  const eol = lineEndOf(text);
  if (beside === undefined) {
    const end = text.lastIndexOf("</project>");
    const lines = ["  <dependencies>", ...entries.flatMap((one) => linesOf(one, "    ", "  ")), "  </dependencies>"];
    return end < 0 ? undefined : lineBefore(text, end, lines.join(eol));
  }
  const indent = indentOf(text, beside.start);
  const unit = indentOf(text, text.indexOf("<", beside.start + 1)).slice(indent.length) || "  ";
  const lines = entries.flatMap((one) => linesOf(one, indent, unit)).join(eol);
  return lineBefore(text, beside.start, lines);
}

function linesOf({ group, artifact, version }: Entry, indent: string, unit: string): readonly string[] {
  return [
    `${indent}<dependency>`,
    `${indent}${unit}<groupId>${group}</groupId>`,
    `${indent}${unit}<artifactId>${artifact}</artifactId>`,
    ...(version === undefined ? [] : [`${indent}${unit}<version>${version}</version>`]),
    `${indent}</dependency>`,
  ];
}

/** The project's own dependencies: not those that it only manages, nor those of plugins and profiles. */
export function dependenciesIn(text: string): readonly Dependency[] {
  const clean = blanked(plain(text), /<(dependencyManagement|build|profiles|reporting)>[\s\S]*?<\/\1>/g);
  return [...clean.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)].map((match) => {
    const inside = blanked(match[1] ?? "", /<exclusions>[\s\S]*?<\/exclusions>/g);
    return {
      start: match.index,
      end: match.index + match[0].length,
      artifact: /<artifactId>\s*([^<\s]+)/.exec(inside)?.[1] ?? "",
      version: /<version>\s*([^<\s]+)/.exec(inside)?.[1],
    };
  });
}

function managementIn(text: string): string {
  return /<dependencyManagement>[\s\S]*?<\/dependencyManagement>/.exec(plain(text))?.[0] ?? "";
}

/** A text with comments blanked, every offset as it was. */
function plain(text: string): string {
  return blanked(text, /<!--[\s\S]*?-->/g);
}

function blanked(text: string, what: RegExp): string {
  return text.replace(what, (all) => " ".repeat(all.length));
}

/** The poms in folders above that a pom can inherit from, nearest first. */
export function parentsOf(path: string, { paths, read }: Workspace): readonly string[] {
  const own = paths.includes(path) ? (read(path) ?? "") : "";
  if (!own.includes("<parent>")) return [];
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return paths
    .filter(
      (other) =>
        /(?:^|\/)pom\.xml$/.test(other) && other !== path && folder.startsWith(other.slice(0, -"pom.xml".length)),
    )
    .sort((a, b) => b.length - a.length)
    .flatMap((other) => read(other) ?? []);
}

function artifactOf(name: string): string {
  return name.split(":")[1] ?? name;
}
