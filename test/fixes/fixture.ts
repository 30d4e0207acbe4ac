import { resolve } from "node:path";
import { expect } from "vitest";
import { scan } from "../../src/engine/scan";
import { applyEdits, type FixKind, type Workspace } from "../../src/fixes/fix";
import { Parsers } from "../../src/fixes/parsers";
import { editsOf, type Plan, planFixes } from "../../src/fixes/plan";
import { leaks } from "../leaks";
import { identifiableKey, traceable } from "../keys";

/** The account endpoint of the fixtures. */
export const ENDPOINT = "https://contoso.documents.azure.com:443/";
const VAULT = "https://contoso-vault.vault.azure.net";

const parsers = new Parsers(resolve(import.meta.dirname, "../../dist/grammars"));

/** Files by path; `KEY` stands for a fresh key, the same in all of them. */
export type Files = Readonly<Record<string, string>>;

/** Plans all fixes of a small workspace. Every guard that holds for each fix is checked here. */
export async function fixAll(
  files: Files,
  kind: FixKind = "managed-identity",
): Promise<{ readonly plan: Plan; readonly after: Files }> {
  const key = identifiableKey("MastRW00", traceable());
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, text.replaceAll("«KEY»", key)]));
  const workspace: Workspace = { paths: [...texts.keys()], read: (path) => texts.get(path) };
  const choice = { kind, vault: VAULT };
  const plan = await planFixes(workspace, workspace.paths, [choice], parsers);
  for (const file of plan.files) {
    // Edits by line say the same, and the bytes come back when they are undone.
    expect(applyEdits(file.before, editsOf(file))).toBe(file.after);
    expect(trailing(file.after), `${file.path} gets no blanks at a line's end`).toBeLessThanOrEqual(
      trailing(file.before),
    );
    texts.set(file.path, file.after);
  }
  const again = await planFixes(
    { paths: workspace.paths, read: (path) => texts.get(path) },
    workspace.paths,
    [choice],
    parsers,
  );
  expect(again.files, "applied twice it changes nothing").toEqual([]);
  expect(leaks(JSON.stringify([plan.done, plan.left]), key), "a plan carries no key").toBe(false);
  return { plan, after: Object.fromEntries(texts) };
}

/** Lines that end in blanks, as `git diff --check` counts them. */
function trailing(text: string): number {
  return text.split(/\r?\n/).filter((line) => /[ \t]$/.test(line)).length;
}

/** Expects that each file becomes what is written behind its arrow, and that no finding is left. */
export async function expectFixed(files: Files, expected: Files, kind: FixKind = "managed-identity"): Promise<void> {
  const { plan, after } = await fixAll(files, kind);
  expect(plan.left.map(({ reason }) => reason.reason)).toEqual([]);
  for (const [path, text] of Object.entries(expected)) expect(after[path], path).toBe(text);
  for (const [path, text] of Object.entries(files))
    if (!(path in expected)) expect(after[path], `${path} is untouched`).toBe(text);
  for (const [path, text] of Object.entries(after))
    expect(scan(text, { path }).filter(({ certainty }) => certainty !== "hint")).toEqual([]);
}

/** As `expectFixed`, of files written as differences: "-" before a line that goes, "+" before a new one, else a blank. */
export async function expectChange(changes: Files, kind: FixKind = "managed-identity"): Promise<void> {
  await expectFixed(side(changes, "-"), side(changes, "+"), kind);
}

/** The files of one side of the differences; a file that has no line before is not there yet. */
function side(changes: Files, mark: "-" | "+"): Files {
  const written = ([path, change]: readonly [string, string]): readonly [string, string][] => {
    const lines = change.replace(/^\n/, "").split("\n").slice(0, -1);
    expect(
      lines.every((line) => line === "" || " -+".includes(line.charAt(0))),
      `${path} is a difference`,
    ).toBe(true);
    const kept = lines.filter((line) => line === "" || line.startsWith(" ") || line.startsWith(mark));
    return mark === "-" && kept.length === 0 ? [] : [[path, kept.map((line) => `${line.slice(1)}\n`).join("")]];
  };
  return Object.fromEntries(Object.entries(changes).flatMap(written));
}

/** Expects that nothing is changed, and why. */
export async function expectLeft(files: Files, reason: RegExp, kind: FixKind = "managed-identity"): Promise<void> {
  const { plan } = await fixAll(files, kind);
  expect(plan.files).toEqual([]);
  expect(plan.left.map((one) => one.reason.reason).join("\n")).toMatch(reason);
}

/** A program that reads the key by a variable: as it is, and keyless. */
export function reader(variable: string): { readonly before: Files; readonly after: Files } {
  const code = (credential: string): string =>
    `const { CosmosClient } = require("@azure/cosmos");\n${credential.startsWith("aad") ? 'const { DefaultAzureCredential } = require("@azure/identity");\n' : ""}module.exports = new CosmosClient({ endpoint: process.env.ENDPOINT, ${credential} });\n`;
  return {
    before: { "app/db.js": code(`key: process.env.${variable}`) },
    after: { "app/db.js": code("aadCredentials: new DefaultAzureCredential()") },
  };
}
