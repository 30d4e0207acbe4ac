import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import type { Language, Need, Reads, Source } from "../../follow/language";
import { all, climb, contentOf, parts, same, spanOf } from "../../follow/tree";
import { lineAfter, lineBefore, removal } from "../../lines";
import { CREDENTIAL, isRead, sink } from "./clients";

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
  declaration(value, source) {
    const statement = value.parent;
    if (statement === null || !/^(?:let_declaration|const_item|static_item)$/.test(statement.type)) return undefined;
    const name = statement.childForFieldName("pattern") ?? statement.childForFieldName("name");
    if (name?.type !== "identifier" || statement.childForFieldName("alternative") !== null) return undefined;
    const scope = climb(statement, ({ type }) => type === "block" || type === "source_file") ?? source.root;
    const isPublic = parts(statement).some(({ type }) => type === "visibility_modifier");
    return {
      name: name.text,
      path: [],
      nameNode: name,
      removes: [removal(source.text, spanOf(statement))],
      scope,
      outside: isPublic ? name.text : undefined,
    };
  },
  isUse: (node) => node.type === "identifier",
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

/** Every read of a variable; a mention of its whole name that is none is lost. */
function readsOf(source: Source, setting: string): Reads {
  const names = all(source.root, ...STRINGS).filter((node) => contentOf(node) === setting);
  const found = names.map((node) => ({ node, call: node.parent?.type === "arguments" ? node.parent.parent : null }));
  const lost = found.find(({ call }) => call === null || !isRead(call));
  const uses = found.flatMap(({ call }) => (call !== null && isRead(call) ? [{ node: call, source, rest: [] }] : []));
  return { uses, removes: [], ...(lost === undefined ? {} : { lost: { node: lost.node, source } }) };
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
