import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { namesIdentity } from "../../follow/branch";
import type { Language, Need, Source } from "../../follow/language";
import { all, climb, contentOf, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { lineAfter, lineBefore, removal } from "../../lines";
import { CREDENTIAL, isRead, sink } from "./clients";
import { fieldFilled } from "./fields";
import { declarationOf, shownIn } from "./names";
import { handedOn } from "./parameters";
import { readsOf } from "./settings";

/** Rust: azure_data_cosmos, by the version that Cargo.toml names. */

const STRINGS: ReadonlySet<string> = new Set(["string_literal", "raw_string_literal"]);

export const rust: Language = {
  id: "rust",
  matches: /\.rs$/i,
  grammar: () => "rust",
  comments: new Set(["line_comment", "block_comment"]),
  strings: STRINGS,
  passes: (parent, child) =>
    parent.type === "parenthesized_expression" ||
    parent.type === "reference_expression" ||
    parent.type === "try_expression" ||
    isConversion(parent, child),
  flows: () => false,
  fallback: fallbackOf,
  declaration: declarationOf,
  elsewhere: shownIn,
  held: (value, source, base) => fieldFilled(value, source, base) ?? handedOn(value, source, base),
  doesWithout,
  isUse: (node) => node.type === "identifier" && node.parent?.type !== "token_tree",
  unused: unusedImports,
  sink,
  reads: readsOf,
  secretRead(value, _source, _secret, { kind }, variable) {
    if (kind !== "environment")
      return notFixable(
        "Reading the vault must be awaited in Rust. Read it from an environment variable that is filled from the vault instead.",
      );
    const code = `std::env::var("${variable}").expect("${variable} is set")`;
    // What makes the literal another type (`Secret::new("…")`) does so with what is read.
    const [literal] = all(value, ...STRINGS);
    return { code: literal === undefined ? code : value.text.replace(literal.text, () => code), needs: [] };
  },
  unconst: (value) =>
    climb(value, ({ type }) => type === "const_item" || type === "static_item") === undefined
      ? []
      : notFixable("A constant cannot be read from the environment in Rust: make it a variable first."),
  imports(source, needs) {
    if (!needs.includes("identity") || new RegExp(String.raw`\b${CREDENTIAL}\b`).test(source.text)) return [];
    return useFor(source, `azure_identity::${CREDENTIAL}`);
  },
  packages: (needs: readonly Need[]) => (needs.includes("identity") ? [{ name: "azure_identity", version: "" }] : []),
  management: /\.create_(?:database|container)\s*\(|\.replace_throughput\s*\(/,
};

/** Calls on a value, or on the result that holds it, that give it back in another form. */
const OPENS =
  /^(?:into|to_string|to_owned|unwrap|expect|as_str|clone|trim|context|with_context|map_err|ok|unwrap_or_default|unwrap_or|unwrap_or_else)$/;

/** `x.into()`, `x.unwrap()`, `Secret::new(x)` and their like: the value as another type. */
function isConversion(parent: Node, child: Node): boolean {
  if (parent.type === "field_expression")
    return same(parent.childForFieldName("value"), child) && OPENS.test(parent.childForFieldName("field")?.text ?? "");
  if (parent.type === "arguments") return isMaker(parent.parent);
  if (parent.type !== "call_expression") return false;
  return child.type === "arguments" ? isMaker(parent) : child.type === "field_expression";
}

function isMaker(call: Node | null): boolean {
  return /(?:^|::)(?:Secret|String)::(?:new|from)$/.test(call?.childForFieldName("function")?.text ?? "");
}

/** `env::var("X").unwrap_or("…")` and `unwrap_or_else(|_| "…")`: what is read, without the other. */
function fallbackOf(value: Node): { readonly whole: Node; readonly read: string } | undefined {
  const inner = value.parent?.type === "closure_expression" ? value.parent : value;
  const list = inner.parent?.type === "arguments" ? inner.parent : undefined;
  const call = list?.parent;
  const called = call?.childForFieldName("function");
  if (call == null || called?.type !== "field_expression") return undefined;
  if (!/^unwrap_or(?:_else)?$/.test(called.childForFieldName("field")?.text ?? "")) return undefined;
  const read = called.childForFieldName("value");
  const name =
    read === null || !isRead(read)
      ? undefined
      : contentOf(parts(read.childForFieldName("arguments") ?? read)[0] ?? read);
  return read === null || name === undefined
    ? undefined
    : { whole: call, read: `${read.text}.expect("${name} is set")` };
}

/** `match env::var("X") { Ok(key) => …, Err(_) => … }`, `if let Ok(key) = env::var("X")`: the other branch signs in by identity. */
function doesWithout(value: Node): boolean {
  const { parent } = value;
  if (parent?.type === "match_expression") {
    const arms = all(parent.childForFieldName("body") ?? parent, "match_arm");
    const without = arms.filter((arm) => /^(?:Err|None|_)\b/.test(arm.childForFieldName("pattern")?.text ?? ""));
    return without.length > 0 && without.every(({ text }) => namesIdentity(text));
  }
  const choice = parent?.type === "let_condition" ? parent.parent : null;
  const other = choice?.type === "if_expression" ? choice.childForFieldName("alternative") : null;
  return (
    /^(?:Ok|Some)\b/.test(parent?.childForFieldName("pattern")?.text ?? "") &&
    other !== null &&
    namesIdentity(other.text)
  );
}

/** Takes imports away whose every use the edits take away. */
function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const names = all(source.root, "identifier", "type_identifier");
  return all(source.root, "use_declaration").flatMap((statement): readonly Edit[] => {
    const argument = statement.childForFieldName("argument");
    const list = argument?.type === "scoped_use_list" ? argument.childForFieldName("list") : null;
    const items = list === null ? (argument === null ? [] : [argument]) : parts(list);
    const gone = items.filter((item) => {
      const name = /^(?:\w+::)*(\w+)$/.exec(item.text)?.[1];
      const uses = names.filter(
        (one) => one.text === name && (one.startIndex < statement.startIndex || one.endIndex > statement.endIndex),
      );
      const isGone = uses.every((one) =>
        edits.some(
          ({ start, end, text }) => start <= one.startIndex && one.endIndex <= end && !text.includes(one.text),
        ),
      );
      return name !== undefined && uses.length > 0 && isGone;
    });
    if (gone.length === 0) return [];
    if (gone.length === items.length) return [removal(source.text, spanOf(statement))];
    return gone.slice(0, 1).map((item) => withoutItem(source.text, items, item));
  });
}

/** A `use` in its place by path among those at the file's top. */
function useFor(source: Source, path: string): readonly Edit[] {
  const uses = parts(source.root).filter(({ type }) => type === "use_declaration");
  const line = `use ${path};`;
  const next = uses.find((node) => node.text > line);
  const last = uses.at(-1);
  if (next !== undefined) return [lineBefore(source.text, next.startIndex, line)];
  if (last !== undefined) return [lineAfter(source.text, last.endIndex - 1, line)];
  return [{ start: 0, end: 0, text: `${line}\n\n` }];
}
