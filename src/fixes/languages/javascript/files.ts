import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source, Use } from "../../follow/language";
import { all, contentOf, lastName, parts } from "../../follow/tree";

/** Files of settings that code loads as an object, and services that give settings by dotted names. */

const LOADED = /\.json$|^config$|^nconf$/;

/** Reads of a setting under a path of keys: `require("./config.json").cosmos.key`, `config.get("cosmos.key")`. */
export function configReads(source: Source, path: readonly string[]): Reads {
  const uses: Use[] = [];
  const declared: { readonly declaration: Declaration; readonly source: Source }[] = [];
  for (const call of all(source.root, "call_expression")) {
    const called = call.childForFieldName("function")?.text ?? "";
    const [first] = parts(call.childForFieldName("arguments") ?? call);
    const isRequired = /^(?:require|import)$/.test(called) && first?.type === "string" && LOADED.test(contentOf(first));
    const isParsed = called === "JSON.parse" && /\bread\w*\(|\.json\b/.test(first?.text ?? "");
    if (isRequired || isParsed) uses.push({ node: call, source, rest: path });
  }
  for (const statement of all(source.root, "import_statement")) {
    const from = statement.childForFieldName("source");
    const clause = parts(statement).find(({ type }) => type === "import_clause");
    if (from === null || clause === undefined || !LOADED.test(contentOf(from))) continue;
    for (const item of parts(clause)) {
      const nameNode =
        item.type === "namespace_import" ? parts(item)[0] : item.type === "identifier" ? item : undefined;
      if (nameNode === undefined) continue;
      const declaration = { name: nameNode.text, path, nameNode, removes: [], scope: source.root, outside: undefined };
      declared.push({ declaration, source });
    }
  }
  return { uses: [...uses, ...dotted(source, path)], declared, removes: [] };
}

/** `config.get("database.cosmos.key")`, `config.get("database").cosmos.key`. */
export function dotted(source: Source, path: readonly string[]): readonly Use[] {
  return all(source.root, "call_expression").flatMap((call) => {
    const called = call.childForFieldName("function");
    const [first] = parts(call.childForFieldName("arguments") ?? call);
    if (
      first?.type !== "string" ||
      !/^(?:get|getOrThrow|has)$/.test(lastName(called?.childForFieldName("property") ?? called))
    )
      return [];
    if (!/conf|settings/i.test(called?.childForFieldName("object")?.text ?? "")) return [];
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
