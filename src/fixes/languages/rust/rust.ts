import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { lineAfter, lineBefore, removal } from "../../lines";
import { type Language, type Need, readsAt, type Source } from "../../follow/language";
import { all, climb, contentOf, parts, replace, same, spanOf } from "../../follow/tree";

/** Rust: azure_data_cosmos up to 0.32, whose clients are made by `CosmosClient::new` and `with_key` (docs.rs). */

const CREDENTIAL = "ManagedIdentityCredential";

export const rust: Language = {
  id: "rust",
  matches: /\.rs$/i,
  grammar: () => "rust",
  comments: new Set(["line_comment", "block_comment"]),
  strings: new Set(["string_literal", "raw_string_literal"]),
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    parent.type === "reference_expression" ||
    parent.type === "try_expression" ||
    isConversion(parent),
  flows: () => false,
  fallback: () => undefined,
  declaration(value, source) {
    const statement = value.parent;
    if (statement === null || !/^(?:let_declaration|const_item|static_item)$/.test(statement.type)) return undefined;
    const name = statement.childForFieldName("pattern") ?? statement.childForFieldName("name");
    if (name?.type !== "identifier") return undefined;
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
  sink(value, source, secret) {
    const call = value.parent?.type === "arguments" ? value.parent.parent : null;
    const called = call?.childForFieldName("function");
    if (call?.type !== "call_expression" || called === null || called === undefined) return undefined;
    const made = /::(with_key|with_connection_string)$/.exec(called.text)?.[1];
    if (made === undefined) return undefined;
    const handling = handlingOf(call);
    if (handling === undefined)
      return notFixable(
        "What the client's constructor returns is not handled on the spot, so nor can the identity's be.",
      );
    const identity = `${CREDENTIAL}::new(None)${handling}`;
    const endpoint = made === "with_key" ? "" : secret.endpoint === undefined ? undefined : `"${secret.endpoint}", `;
    if (endpoint === undefined) return notFixable("The connection string names no account endpoint.");
    return {
      edits: [
        replace(called, called.text.replace(/\w+$/, "new")),
        replace(value, endpoint + identity),
        ...withoutSecret(source, value),
      ],
      needs: ["identity"],
    };
  },
  reads: (source, setting) =>
    readsAt(
      all(source.root, "call_expression").filter(
        (node) =>
          /(?:^|::)env::var$/.test(node.childForFieldName("function")?.text ?? "") &&
          contentOf(parts(node.childForFieldName("arguments") ?? node)[0] ?? node) === setting,
      ),
      source,
    ),
  secretRead(value, _source, _secret, { kind }, variable) {
    if (kind !== "environment")
      return notFixable(
        "Reading the vault must be awaited in Rust. Read it from an environment variable that is filled from the vault instead.",
      );
    const code = `std::env::var("${variable}").expect("${variable} is set")`;
    // What makes the literal another type (`Secret::new("…")`) does so with what is read.
    const [literal] = all(value, "string_literal", "raw_string_literal");
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

/** `x.into()`, `x.unwrap()`, `Secret::new(x)` and their like: the value as another type. */
function isConversion(parent: Node): boolean {
  if (parent.type === "field_expression")
    return /^(?:into|to_string|to_owned|unwrap|expect|as_str|clone)$/.test(
      parent.childForFieldName("field")?.text ?? "",
    );
  const call = parent.type === "arguments" ? parent.parent : parent;
  if (call?.type !== "call_expression") return false;
  const called = call.childForFieldName("function");
  return called !== null && (/(?:^|::)(?:Secret|String)::(?:new|from)$/.test(called.text) || isConversion(called));
}

/** How an expression's result is opened: `?`, `.unwrap()`, `.expect("…")`; undefined where it is not. */
function handlingOf(call: Node): string | undefined {
  const { parent } = call;
  if (parent?.type === "try_expression") return "?";
  const field = parent?.type === "field_expression" ? parent.childForFieldName("field")?.text : undefined;
  const opened = parent?.parent;
  if (field === undefined || opened?.type !== "call_expression" || !/^(?:unwrap|expect)$/.test(field)) return undefined;
  return `.${field}${opened.childForFieldName("arguments")?.text ?? "()"}`;
}

/** The import of `Secret` goes where nothing else uses it. */
function withoutSecret(source: Source, value: Node): readonly Edit[] {
  const uses = all(source.root, "identifier", "type_identifier").filter(({ text }) => text === "Secret");
  const declared = uses.find((node) => climb(node, ({ type }) => type === "use_declaration") !== undefined);
  const statement = climb(declared, ({ type }) => type === "use_declaration");
  if (declared === undefined || !statement?.text.endsWith("::Secret;")) return [];
  const others = uses.filter((node) => !same(node, declared));
  const isGone = others.every((node) => node.startIndex >= value.startIndex && node.endIndex <= value.endIndex);
  return others.length > 0 && isGone ? [removal(source.text, spanOf(statement))] : [];
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
