import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, lastName, parts, same } from "../../follow/tree";

/** How Python names the environment, how it reads of it, and what prefixes libraries put before names. */

const ENVIRONMENT = /(?:^|\.)environ$/;
const READS =
  /^(?:get|getenv|env|config|str|get_?(?:env|secret|setting|config|var|key|value|required)\w*|_?require\w*|_?read\w*|_?load\w*|_?must\w*|_?ensure\w*|_?\w*_(?:env|var|variable|secret|setting)|setdefault)$/i;
const GIVES = /^(?:setenv|delenv|putenv|unsetenv|set_key|setitem)$/;

/** Whether a name is a variable's that can be told from any other word. */
export function isVariable(setting: string): boolean {
  return /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(setting);
}

/** Whether an expression is the environment, or what was read of a file of variables. */
export function isEnvironment(node: Node | null, source: Source): boolean {
  if (node === null) return false;
  if (ENVIRONMENT.test(node.text) || node.text.startsWith("dotenv_values(")) return true;
  return node.type === "identifier" && environmentNames(source).has(node.text);
}

/** Names that hold the variables of a file, or that read by a variable's name. */
export function environmentNames({ root }: Source): ReadonlySet<string> {
  return new Set(
    all(root, "assignment").flatMap((node) => {
      const right = node.childForFieldName("right")?.text ?? "";
      const left = node.childForFieldName("left");
      return left?.type === "identifier" &&
        /\bdotenv_values\(|^(?:os\.)?environ(?:\.copy\(\))?$|^(?:environ\.|environs\.)?(?:Env|FileAwareEnv|Config|AutoConfig)\(/.test(
          right,
        )
        ? [left.text]
        : [];
    }),
  );
}

/** What reads by a name: `environ[NAME]`, `getenv(NAME)`; `gives` where the call gives the variable a value. */
export function readBy(name: Node): Node | "gives" | undefined {
  const { parent } = name;
  if (parent === null) return undefined;
  if (parent.type === "parenthesized_expression") return readBy(parent);
  if (parent.type === "subscript" && same(parent.childForFieldName("subscript"), name)) return parent;
  const call = parent.type === "argument_list" ? parent.parent : null;
  if (call?.type !== "call" || !same(parts(parent)[0], name)) return undefined;
  const called = call.childForFieldName("function");
  const word = lastName(called);
  if (GIVES.test(word)) return "gives";
  if (/^(?:print|logging|logger|log)\b/.test(called?.text ?? "") || /^(?:append|add|pop|KeyError|\w*Error)$/.test(word))
    return undefined;
  return parts(parent).length === 1 || READS.test(word) ? call : undefined;
}

/** The names under which a file asks for a setting: its own, and what is left of it behind a library's prefix. */
export function namesFor(setting: string, source: Source, texts: readonly string[]): readonly string[] {
  const prefixes = new Set<string>();
  for (const text of [source.text, ...texts]) {
    for (const [, prefix = ""] of text.matchAll(/\bprefixed\(\s*["'](\w+)["']\s*\)/g)) prefixes.add(prefix);
    for (const [, prefix] of text.matchAll(/\bfrom_prefixed_env\(\s*(?:prefix\s*=\s*)?(?:["'](\w+)["'])?/g))
      prefixes.add(`${prefix ?? "FLASK"}_`);
    if (/\bDynaconf\(|\bfrom dynaconf\b/.test(text))
      prefixes.add(`${/\benvvar_prefix\s*=\s*["'](\w+)["']/.exec(text)?.[1] ?? "DYNACONF"}_`);
  }
  const rests = [...prefixes].filter((one) => setting.startsWith(one)).map((one) => setting.slice(one.length));
  return [setting, ...rests.filter((one) => one !== "")];
}
