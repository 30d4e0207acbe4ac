import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import { declarationOf } from "./names";
import { unpackOf } from "./patterns";
import { exportedAt, isWhole, keyOf, stepOf, wayTo } from "./ways";
import type { Declaration, Source } from "../../follow/language";
import { nearest } from "../../manifests/manifest";
import { all, climb, contentOf, parts, spanOf, withoutItem } from "../../follow/tree";

/** What modules of JavaScript and TypeScript give to each other. */

/** The paths, from what `require` gives, under which a module hands out a declaration; `default` is its default export. */
function exportsOf({ name, path, nameNode, scope }: Declaration, source: Source): readonly (readonly string[])[] {
  if (name === "") return [path];
  if (scope.type !== "program") return [];
  const found: (readonly string[])[] = [];
  const statement = climb(nameNode, ({ type }) => type === "export_statement");
  const isDefault = statement?.children.some(({ type }) => type === "default") === true;
  if (statement?.childForFieldName("value") === null) found.push([isDefault ? "default" : name, ...path]);
  for (const node of all(source.root, "export_specifier"))
    if (node.childForFieldName("name")?.text === name)
      found.push([node.childForFieldName("alias")?.text ?? name, ...path]);
  for (const node of all(source.root, "export_statement"))
    if (node.childForFieldName("value")?.text === name) found.push(["default", ...path]);
  for (const node of all(source.root, "assignment_expression")) {
    const at = exportedAt(wayTo(node.childForFieldName("left") ?? node) ?? []);
    const right = node.childForFieldName("right");
    if (at === undefined || right === null) continue;
    if (right.text === name) found.push([...at, ...path]);
    if (right.type !== "object") continue;
    for (const item of parts(right)) {
      const value = item.type === "pair" ? item.childForFieldName("value") : item;
      if (value?.text === name) found.push([...at, keyOf(item.childForFieldName("key") ?? item), ...path]);
    }
  }
  return found;
}

/** The words that an importing file may hold: the file's name, its folder's for an index, its package's. */
export function wordsOf({ path, program }: Source): readonly string[] {
  const word = /([^/]+?)(?:\/index)?(?:\.d)?\.[cm]?[jt]sx?$/i.exec(path)?.[1] ?? path;
  const named = packageOf(path, program);
  return named === undefined || named === "" ? [word] : [word, named];
}

/** The name of the package that a file belongs to. */
function packageOf(path: string, program: Source["program"]): string | undefined {
  const manifest = nearest(program, path, (name) => name === "package.json");
  const text = manifest === undefined ? undefined : program.read(manifest);
  return /"name"\s*:\s*"([^"]+)"/.exec(text ?? "")?.[1];
}

/** The names under which another file has what a declaration holds. */
export function broughtTo(other: Source, declaration: Declaration, source: Source): readonly (Declaration | Node)[] {
  const paths = exportsOf(declaration, source);
  if (paths.length === 0) return [];
  const found: (Declaration | Node)[] = [];
  const local = (nameNode: Node, path: readonly string[], removes: Declaration["removes"]): void => {
    found.push({
      name: nameNode.text,
      path,
      nameNode,
      removes: isWhole(path) ? removes : [],
      scope: other.root,
      outside: undefined,
    });
  };
  for (const statement of all(other.root, "import_statement", "export_statement")) {
    const from = statement.childForFieldName("source");
    if (from === null || !resolves(contentOf(from), other, source)) continue;
    if (statement.type === "export_statement") found.push(...passedOn(statement, paths, other));
    const specifiers = all(statement, "import_specifier");
    const clause = parts(statement).find(({ type }) => type === "import_clause");
    for (const path of paths) {
      const isCommon = declaration.name === "" || path[0] !== "default";
      for (const item of specifiers) {
        const name = item.childForFieldName("name");
        if (name === null || name.text !== path[0]) continue;
        const alone = specifiers.length === 1 && clause !== undefined && parts(clause).length === 1;
        const removes = alone ? removal(other.text, spanOf(statement)) : withoutItem(other.text, specifiers, item);
        local(item.childForFieldName("alias") ?? name, path.slice(1), [removes]);
      }
      for (const item of clause === undefined ? [] : parts(clause)) {
        const whole = item.type === "namespace_import" ? parts(item)[0] : item.type === "identifier" ? item : undefined;
        if (whole === undefined) continue;
        if (item.type === "namespace_import") local(whole, path, []);
        else if (path[0] === "default") local(whole, path.slice(1), [removal(other.text, spanOf(statement))]);
        else if (isCommon) local(whole, path, []);
      }
    }
  }
  for (const call of all(other.root, "call_expression")) {
    const [specifier] = parts(call.childForFieldName("arguments") ?? call);
    const called = call.childForFieldName("function")?.text;
    if ((called !== "require" && called !== "import") || specifier?.type !== "string") continue;
    if (!resolves(contentOf(specifier), other, source)) continue;
    for (const path of paths) found.push(...required(call, path, other));
  }
  return found;
}

/** `const config = require(…)`, `const { key } = require(…)`, `require(…).key`. */
function required(call: Node, path: readonly string[], other: Source): readonly (Declaration | Node)[] {
  let node: Node = call.parent !== null && call.parent.type === "await_expression" ? call.parent : call;
  let rest = path;
  for (let step = stepOf(node); step !== undefined && rest.length > 0; step = stepOf(node)) {
    if (step.key !== rest[0]) return step.key === undefined ? [step.whole] : [];
    node = step.whole;
    rest = rest.slice(1);
  }
  const unpacked = unpackOf(node, rest, other);
  if (unpacked !== undefined) return [unpacked];
  if (node.parent?.childForFieldName("name")?.type === "object_pattern") return [];
  const declared = declarationOf(node, other);
  if (declared === undefined) return [node];
  return [{ ...declared, path: [...declared.path, ...rest], removes: isWhole(rest) ? declared.removes : [] }];
}

/** What a file gives on of what it takes from another: `export * from`, `export { key } from`. */
function passedOn(
  statement: Node,
  paths: readonly (readonly string[])[],
  { text, root }: Source,
): readonly Declaration[] {
  const specifiers = all(statement, "export_specifier");
  const space = parts(statement).find(({ type }) => type === "namespace_export");
  const given = (nameNode: Node, path: readonly string[], removes: Declaration["removes"]): Declaration => ({
    name: "",
    path,
    nameNode,
    removes,
    scope: root,
    outside: undefined,
  });
  return paths.flatMap((path) => {
    if (space !== undefined) return [given(space, [parts(space)[0]?.text ?? "", ...path], [])];
    if (specifiers.length === 0) return path[0] === "default" ? [] : [given(statement, path, [])];
    return specifiers.flatMap((one) => {
      const [first, ...rest] = path;
      if (one.childForFieldName("name")?.text !== first) return [];
      const alone = specifiers.length === 1;
      const removes = alone ? removal(text, spanOf(statement)) : withoutItem(text, specifiers, one);
      const name = (one.childForFieldName("alias") ?? one.childForFieldName("name") ?? one).text;
      return [given(one, [name, ...rest], isWhole(rest) ? [removes] : [])];
    });
  });
}

const bare = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/i, "").replace(/\/index$/, "");

/** Whether an import's specifier names a file: relative, by the end of its path (`@/config`), by an alias or a package. */
export function resolves(specifier: string, from: Source, { path: file, program }: Source): boolean {
  if (!specifier.startsWith(".")) {
    const tail = /^[^/]+\/(.+)$/.exec(bare(specifier))?.[1];
    if (tail !== undefined && (bare(file) === tail || bare(file).endsWith(`/${tail}`))) return true;
    return isAlias(specifier, file, program) || isPackage(specifier, file, program);
  }
  const folder = from.path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") folder.pop();
    else if (part !== "." && part !== "") folder.push(part);
  }
  return bare(folder.join("/")) === bare(file) || folder.join("/") === bare(file) || folder.join("/") === file;
}

/** Whether a project's paths give a file this name: `"@config": ["src/config.ts"]`. */
function isAlias(specifier: string, file: string, { paths, read }: Source["program"]): boolean {
  const last = /[^/]*$/.exec(bare(file))?.[0] ?? "";
  return paths.some((path) => {
    if (!/(?:^|\/)[tj]sconfig[\w.-]*\.json$|(?:vite|webpack)[\w.-]*\.[cm]?[jt]s$/.test(path)) return false;
    const named = (read(path) ?? "").split(`"${specifier}"`)[1]?.split("]", 1)[0];
    return named?.includes(last) === true;
  });
}

/** Whether a file is what a package of the workspace gives under its name. */
function isPackage(specifier: string, file: string, program: Source["program"]): boolean {
  return packageOf(file, program) === specifier && /(?:^|\/)index\.[cm]?[jt]sx?$/.test(file);
}

/** Whether a name only leaves the module here. */
export function isExported(node: Node): boolean {
  const { parent } = node;
  if (!node.type.includes("identifier")) return false;
  if (parent?.type === "export_specifier" || parent?.type === "export_statement") return true;
  if (parent?.type === "assignment_expression") {
    const way = wayTo(parent.childForFieldName("left") ?? parent);
    return way !== undefined && exportedAt(way) !== undefined;
  }
  const object = parent?.type === "pair" ? parent.parent : parent;
  return (
    object?.type === "object" && /^(?:module\.)?exports\b/.test(object.parent?.childForFieldName("left")?.text ?? "")
  );
}
