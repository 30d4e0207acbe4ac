import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source, Use } from "../../follow/language";
import { all, contentOf, lastName, parts } from "../../follow/tree";

/** Files of settings that code loads as an object, and services that give settings by dotted names. */

/**
 * Every read of the value at `keys` in a file that a source loads: `require("./config.json").cosmos.key`. Undefined
 * where the source speaks of the file in another way.
 */
export function readsFile(source: Source, path: string, keys: readonly string[]): Reads | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const uses: Use[] = [];
  const declared: { readonly declaration: Declaration; readonly source: Source }[] = [];
  for (const call of all(source.root, "call_expression")) {
    const called = call.childForFieldName("function")?.text ?? "";
    const [first] = parts(call.childForFieldName("arguments") ?? call);
    const isRequired = /^(?:require|import)$/.test(called) && first?.type === "string" && loads(first, source, path);
    if (isRequired || (called === "JSON.parse" && isRead(first, name, source)))
      uses.push({ node: call, source, rest: keys });
  }
  for (const statement of all(source.root, "import_statement")) {
    const from = statement.childForFieldName("source");
    const clause = parts(statement).find(({ type }) => type === "import_clause");
    if (from === null || clause === undefined || !loads(from, source, path)) continue;
    for (const item of parts(clause)) {
      const nameNode =
        item.type === "namespace_import" ? parts(item)[0] : item.type === "identifier" ? item : undefined;
      if (nameNode === undefined) return undefined;
      const declaration = {
        name: nameNode.text,
        path: keys,
        nameNode,
        removes: [],
        scope: source.root,
        outside: undefined,
      };
      declared.push({ declaration, source });
    }
  }
  if (uses.length + declared.length === 0 && source.text.includes(name)) return undefined;
  return { uses, declared, removes: [] };
}

/** Whether a specifier names the file, or the package that loads the files of its folder `config`. */
function loads(specifier: Node, { path: from }: Source, file: string): boolean {
  const text = contentOf(specifier);
  if (text === "config") return /(?:^|\/)config\/[^/]+\.json5?$/.test(file);
  if (!/^\.|\.json$/.test(text)) return false;
  const folder = from.split("/").slice(0, -1);
  for (const part of text.split("/")) {
    if (part === "..") folder.pop();
    else if (part !== "." && part !== "") folder.push(part);
  }
  const joined = folder.join("/");
  return (
    joined === file ||
    `${joined}.json` === file ||
    (!text.startsWith(".") && file.endsWith(text.replace(/^[@~]\//, "/")))
  );
}

/** Whether what is parsed was read of a file of that name, directly or by a variable. */
function isRead(parsed: Node | undefined, name: string, source: Source): boolean {
  if (parsed === undefined || !source.text.includes(name)) return false;
  if (/\bread\w*\(/.test(parsed.text)) return true;
  return all(source.root, "variable_declarator").some(
    (one) =>
      one.childForFieldName("name")?.text === parsed.text &&
      /\bread\w*\(/.test(one.childForFieldName("value")?.text ?? ""),
  );
}

/** `config.get("database.cosmos.key")`, `config.get("database").cosmos.key`. */
export function dotted(source: Source, path: readonly string[], services = /conf|settings/i): readonly Use[] {
  return all(source.root, "call_expression").flatMap((call) => {
    const called = call.childForFieldName("function");
    const [first] = parts(call.childForFieldName("arguments") ?? call);
    const asks = lastName(called?.childForFieldName("property") ?? called);
    if (!services.test(called?.childForFieldName("object")?.text ?? "")) return [];
    if (/^(?:getProperties|get)$/.test(asks) && first === undefined) return [{ node: call, source, rest: path }];
    if (first?.type !== "string" || !/^(?:get|getOrThrow|has)$/.test(asks)) return [];
    const asked = contentOf(first).split(/[.:]/);
    const fits = asked.length <= path.length && asked.every((one, i) => one === path[i]);
    return fits ? [{ node: call, source, rest: path.slice(asked.length) }] : [];
  });
}

/** What a factory of settings holds is asked for by dotted names: `registerAs("database", () => ({ cosmos: { key } }))`. */
export function factoryReads({ path, nameNode }: Declaration, base: CodeBase, source: Source): Reads | undefined {
  const at = path.indexOf("()");
  const keys = path.slice(at + 1);
  if (at < 0 || keys.length === 0 || keys.includes("()")) return undefined;
  const registered = registeredName(nameNode);
  const full = registered === undefined ? keys : [registered, ...keys];
  const last = full.at(-1) ?? "";
  const uses = base
    .others(source, last)
    .filter(({ text }) => /\b[cC]onfig(?:Service)?\b/.test(text))
    .flatMap((one) => dotted(one, full));
  return uses.length === 0 ? undefined : { uses, removes: [] };
}

/** The name that `registerAs` gives the settings around a node. */
function registeredName(node: Node): string | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type !== "call_expression" || at.childForFieldName("function")?.text !== "registerAs") continue;
    const [first] = parts(at.childForFieldName("arguments") ?? at);
    return first?.type === "string" ? contentOf(first) : undefined;
  }
  return undefined;
}
