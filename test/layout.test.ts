import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { scan } from "../src/engine/scan";
import { describe, expect, test } from "vitest";

const source = resolve(import.meta.dirname, "../src");

/** Who may import whom. Entries wire; a room sees only the rooms named. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  fixes: ["engine"],
  files: ["engine"],
  azure: ["engine"],
  vscode: ["engine", "fixes", "files", "azure"],
  cli: ["engine", "fixes", "files", "azure"],
  "extension.ts": ["vscode", "files"],
  "cli.ts": ["cli"],
  "worker.ts": ["files"],
  "fixWorker.ts": ["vscode"],
};

interface Import {
  readonly from: string;
  /** A file of the project, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
const imports = files.flatMap(importsOf);

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(join(source, path), "utf8");
  const found = [
    ...text.matchAll(
      /^(?:import|export)\s+(type\s)?[^;"]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm,
    ),
  ];
  return found.map((match) => {
    const name = match[2] ?? match[3] ?? match[4] ?? "";
    const to = name.startsWith(".") ? relative(source, resolve(join(source, dirname(path)), name)) : name;
    return { from: path, to, typeOnly: match[1] !== undefined, dynamic: match[3] !== undefined };
  });
}

const roomOf = (path: string): string =>
  path.includes(sep) ? (path.split(sep)[0] ?? "") : path.endsWith(".ts") ? path : `${path}.ts`;
const isProject = ({ to }: Import): boolean => files.includes(`${to}.ts`);

describe("the house", () => {
  test("every file stands in a room of the table", () => {
    expect(files.filter((path) => ROOMS[roomOf(path)] === undefined)).toEqual([]);
  });

  test("a room sees only the rooms named", () => {
    const wrong = imports.filter(
      (one) =>
        isProject(one) &&
        roomOf(one.to) !== roomOf(one.from) &&
        !(ROOMS[roomOf(one.from)] ?? []).includes(roomOf(one.to)),
    );
    expect(wrong).toEqual([]);
  });

  test("only the vscode room and its entry know the editor", () => {
    expect(
      imports.filter(({ from, to }) => to === "vscode" && roomOf(from) !== "vscode" && from !== "extension.ts"),
    ).toEqual([]);
  });

  test("the engine knows no platform", () => {
    const outside = imports.filter((one) => roomOf(one.from) === "engine" && !isProject(one)).map(({ to }) => to);
    expect([...new Set(outside)]).toEqual(["@noble/hashes/sha2.js"]);
  });

  test("parsers live in the fixes room alone, Microsoft's libraries where they are used", () => {
    const of = (start: string): readonly string[] => [
      ...new Set(
        imports.filter(({ to, typeOnly }) => to.startsWith(start) && !typeOnly).map(({ from }) => roomOf(from)),
      ),
    ];
    expect(of("web-tree-sitter")).toEqual(["fixes"]);
    expect(of("@azure/arm-cosmosdb")).toEqual(["azure"]);
    expect(of("@azure/identity")).toEqual(["cli"]);
  });

  test("a network is known to Azure's room and its sign-in alone", () => {
    const networks = /^(?:(?:node:)?(?:http|https|http2|net|tls|dgram|dns)(?:\/|$)|undici|@azure\/|@typespec\/)/;
    const knowing = imports.filter(({ to, typeOnly }) => networks.test(to) && !typeOnly).map(({ from }) => from);
    expect(knowing.filter((path) => roomOf(path) !== "azure" && path !== join("cli", "identity", "lazy.ts"))).toEqual(
      [],
    );
    const calling = files.filter((path) =>
      /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/.test(readFileSync(join(source, path), "utf8")),
    );
    expect(calling).toEqual([]);
  });

  test("what loads when the editor starts reaches one package, and no command, walk or Azure session", () => {
    const reached = new Set(["extension.ts"]);
    for (const file of reached)
      for (const { from, to, typeOnly, dynamic } of imports)
        if (from === file && !typeOnly && !dynamic) reached.add(files.includes(`${to}.ts`) ? `${to}.ts` : to);
    const packages = [...reached].filter((one) => !one.endsWith(".ts") && !/^(?:node:|vscode$)/.test(one));
    expect(packages).toEqual(["@noble/hashes/sha2.js"]);
    const of = (folder: string): readonly string[] =>
      [...reached].filter((one) => one.startsWith(folder)).map((one) => one.slice(folder.length, -".ts".length));
    expect(of("vscode/commands/").toSorted()).toEqual(["command", "index", "nextSteps", "target"]);
    expect(of("azure/").toSorted()).toEqual(["asker", "describe", "keyAge"]);
    expect(of("fixes/").filter((one) => /^(?:lazy|plan|findFix|parsers|(?:languages|formats)\/)/.test(one))).toEqual(
      [],
    );
    expect(reached.has("vscode/azureSession.ts")).toBe(false);
  });

  test("there is no circle", () => {
    const edges = new Map<string, readonly string[]>();
    for (const file of files)
      edges.set(
        file,
        imports.filter((one) => one.from === file && isProject(one) && !one.typeOnly).map(({ to }) => `${to}.ts`),
      );
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
      if (done.has(file)) return undefined;
      done.add(file);
      for (const next of edges.get(file) ?? []) {
        const circle = visit(next, [...way, file]);
        if (circle !== undefined) return circle;
      }
      return undefined;
    };
    expect(files.map((file) => visit(file, [])).find((circle) => circle !== undefined)).toBeUndefined();
  });

  test("the entry that activates stays small", () => {
    expect(readFileSync(join(source, "extension.ts"), "utf8").split("\n").length).toBeLessThanOrEqual(60);
  });

  test("no credential stands in the repository, by the product's own word", () => {
    const root = resolve(source, "..");
    const all = ["src", "test", ".ci", "media"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(root, folder, path)),
    );
    const texts = all
      .filter((path) => /\.(?:[cm]?[jt]s|json|md|svg)$/.test(path))
      .map((path) => ({ path, text: readFileSync(path, "utf8") }));
    expect(texts.filter(({ text }) => /[A-Za-z0-9+/]{85}[AQgw]==/.test(text)).map(({ path }) => path)).toEqual([]);
    const loud = texts.flatMap(({ path, text }) =>
      scan(text, { path })
        .filter(({ severity }) => severity === "error" || severity === "warning")
        .map(({ start }) => `${path}:${text.slice(0, start).split("\n").length}`),
    );
    expect(loud).toEqual([]);
  });
});
