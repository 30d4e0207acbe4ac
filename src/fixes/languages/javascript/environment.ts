import type { Node } from "web-tree-sitter";
import { all, climb, contentOf, lastName, parts, same } from "../../follow/tree";
import type { Source } from "../../follow/language";

/** How JavaScript and TypeScript name the environment, and how they read of it. */

const ENVIRONMENT = /^(?:globalThis\.)?(?:process|import\.meta|Deno|Bun)\.env$/;
const ENVIRONMENT_MODULE = /^(?:node:process|process|\$env\/(?:static|dynamic)\/private)$/;
const PARSED = /^(?:dotenv|env|process)?\.?(?:config|parse|load|loadEnvFile|cleanEnv|loadEnv)$/;
/** Calls that give the value of the variable that their first argument names. */
const READS =
  /^(?:get\w*|require\w*|read\w*|load\w*|must\w*|ensure\w*|env|config|[a-z]\w*(?:Env|EnvVar|Variable|Secret|Config|Setting|Var))$/;
/** Calls that give a variable a value, for tests. */
const GIVES = /^(?:stubEnv|setEnv|set|mockEnv)$/;

/** Whether a name is a variable's that can be told from any other word. */
export function isVariable(setting: string): boolean {
  return /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(setting);
}

/** Whether an expression is the environment, or what was read of a file of variables. */
export function isEnvironment(node: Node | null, source: Source): boolean {
  if (node === null) return false;
  if (ENVIRONMENT.test(node.text.replace(/[?!]/g, ""))) return true;
  if (node.type !== "identifier") return false;
  return environmentNames(source).has(node.text);
}

function environmentNames(source: Source): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of all(source.root, "import_statement")) {
    const from = statement.childForFieldName("source");
    if (from === null || !ENVIRONMENT_MODULE.test(contentOf(from))) continue;
    for (const one of all(statement, "import_specifier"))
      if (one.childForFieldName("name")?.text === "env") names.add((one.childForFieldName("alias") ?? one).text);
  }
  for (const one of all(source.root, "variable_declarator")) {
    const value = one.childForFieldName("value");
    const name = one.childForFieldName("name");
    if (value === null || name === null) continue;
    const given = value.text.replace(/\s+as\s+[\w.]+$/, "");
    const called = value.type === "call_expression" ? (value.childForFieldName("function")?.text ?? "") : "";
    if (ENVIRONMENT.test(given) || (PARSED.test(called) && /env/i.test(value.text)))
      names.add(name.type === "object_pattern" ? (/\bparsed\s*:\s*(\w+)/.exec(name.text)?.[1] ?? "parsed") : name.text);
  }
  for (const one of all(source.root, "required_parameter", "optional_parameter"))
    if (/\bProcessEnv\b/.test(one.childForFieldName("type")?.text ?? ""))
      names.add(one.childForFieldName("pattern")?.text ?? "");
  return names;
}

/** What reads by a name: `env[NAME]`, `get(NAME)`; the name's node itself where it is neither. */
export function readBy(name: Node): Node | "gives" | undefined {
  const { parent } = name;
  if (parent === null) return undefined;
  if (/^(?:as|satisfies|parenthesized)_expression$/.test(parent.type)) return readBy(parent);
  if (parent.type === "subscript_expression" && same(parent.childForFieldName("index"), name)) return parent;
  const call = parent.type === "arguments" ? parent.parent : null;
  if (call?.type !== "call_expression" || !same(parts(parent)[0], name)) return undefined;
  const called = call.childForFieldName("function");
  const word = lastName(called?.childForFieldName("property") ?? called);
  if (GIVES.test(word) && parts(parent).length > 1) return "gives";
  if (/^(?:console|logger|log)\b/.test(called?.text ?? "")) return undefined;
  return parts(parent).length === 1 || READS.test(word) ? call : undefined;
}

/** The object literal's entry, if any, that a node stands in by a key of this name. */
export function entryNamed(node: Node, setting: string): Node | undefined {
  return climb(
    node.parent,
    (one) =>
      one.type === "pair" && /^["'`]?(.*?)["'`]?$/.exec(one.childForFieldName("key")?.text ?? "")?.[1] === setting,
  );
}
