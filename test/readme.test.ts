import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../src/engine/rules/index";

/** What the README says is there. */

const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(resolve(root, "README.md"), "utf8");
const manifest = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
};
const named = (pattern: RegExp): readonly string[] => [...readme.matchAll(pattern)].map((match) => match[1] ?? "");

describe("the README", () => {
  test("names every setting", () => {
    const settings = Object.keys(manifest.contributes.configuration.properties);
    const missing = settings.filter(
      (name) => !readme.includes(`\`${name}\``) && !readme.includes(`\`.${name.split(".").at(-1) ?? ""}\``),
    );
    expect(missing).toEqual([]);
  });

  test("names no script, file or picture that is not there", () => {
    const scripts = named(/npm run ([\w:]+)/g).filter((name) => !(name in manifest.scripts));
    expect(scripts).toEqual([]);
    const files = [...named(/`((?:test|src|media|\.ci)\/[\w./-]+\.\w+)`/g), ...named(/!\[[^\]]*\]\(([^)]+)\)/g)];
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
  });

  test("has a heading for every rule, where the findings' links lead", () => {
    expect(RULES.map(({ id }) => id).filter((id) => !readme.includes(`\n### ${id}\n`))).toEqual([]);
  });

  test("calls commands by their titles", () => {
    const titles = manifest.contributes.commands.map(({ title }) => title);
    const said = named(
      /\*\*((?:Scan|Make|Show|Check|Grant|Store|Rotate|Disable|Enable|Write|Find|Explain) [A-Z][^*]*)\*\*/g,
    );
    expect(said.length).toBeGreaterThan(8);
    expect(said.filter((one) => !titles.some((title) => title.startsWith(one.replace(/…$/, ""))))).toEqual([]);
  });
});
