import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together, useAt } from "../../follow/reads";
import { all, climb, contentOf, lastName, parts, same } from "../../follow/tree";
import { isRead } from "./clients";
import { fieldReads } from "./fields";
import { declarationOf } from "./names";
import { fieldsOf, functionsNamed } from "./types";

/** How Rust reads a setting: by a call with its name, by a struct that a library fills. */

const STRINGS = ["string_literal", "raw_string_literal"];
/** Attributes that name the variable of a field: clap, structopt, envconfig, serde. */
const NAMES = /^\s*\(?[\s\S]*\b(?:env|from|rename)\s*=\s*"$/;

/** Every read of a variable; a mention of its whole name that is none is lost. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const names = all(source.root, ...STRINGS).filter((node) => contentOf(node) === setting);
  return together([...names.map((node) => readByName(node, source, base)), ...filled(source, setting, base)]);
}

function readByName(name: Node, source: Source, base: CodeBase): Reads {
  const attribute = climb(name, ({ type }) => type === "attribute_item");
  if (attribute !== undefined) return byAttribute(name, attribute, source, base);
  const call = name.parent?.type === "arguments" ? name.parent.parent : null;
  if (call !== null && (isRead(call) || isHelper(call, source, base))) return useAt(call, source);
  if (isMessage(name)) return NO_READS;
  const declaration = declarationOf(name, source);
  if (declaration === undefined) return lostAt(name, source);
  const users = all(source.root, "identifier").filter(
    (node) => node.text === declaration.name && !same(node, declaration.nameNode),
  );
  return together([
    ...users.map((node): Reads => {
      const by = node.parent?.type === "arguments" ? node.parent.parent : null;
      return by !== null && (isRead(by) || isHelper(by, source, base)) ? useAt(by, source) : lostAt(node, source);
    }),
    goneAt(source, declaration.removes, []),
  ]);
}

/** Whether a name only tells people what is missing: `.expect("COSMOS_KEY")`, `panic!("COSMOS_KEY")`. */
function isMessage(name: Node): boolean {
  const macro = climb(name, ({ type }) => type === "macro_invocation" || type === "arguments");
  const called =
    macro?.type === "arguments" ? macro.parent?.childForFieldName("function") : macro?.childForFieldName("macro");
  return /^(?:expect|context|with_context|ok_or|ok_or_else|map_err|panic|bail|anyhow|ensure|e?println|error|warn)$/.test(
    lastName(called),
  );
}

/** A function of the program that gives the variable of the name which it gets. */
function isHelper(call: Node, source: Source, base: CodeBase): boolean {
  const called = lastName(call.childForFieldName("function"));
  const [only, ...more] = functionsNamed(called, source, base);
  if (only === undefined || more.length > 0 || parts(call.childForFieldName("arguments") ?? call).length !== 1)
    return false;
  return all(only.node, "call_expression").some(
    (one) => isRead(one) && parts(one.childForFieldName("arguments") ?? one)[0]?.type === "identifier",
  );
}

/** `#[arg(long, env = "COSMOS_KEY")]` above a field; a flag that a script gives is lost. */
function byAttribute(name: Node, attribute: Node, source: Source, base: CodeBase): Reads {
  const struct = climb(attribute, ({ type }) => type === "struct_item");
  const before = source.text.slice(attribute.startIndex, name.startIndex + 1);
  let field = attribute.nextNamedSibling;
  while (field !== null && field.type !== "field_declaration") field = field.nextNamedSibling;
  const label = field?.childForFieldName("name")?.text;
  if (struct === undefined || label === undefined || !NAMES.test(before)) return lostAt(name, source);
  const flag = new RegExp(String.raw`(?:^|[\s"'\x60,\[])--${label.replaceAll("_", "-")}(?![\w-])`, "m");
  const { paths, read } = source.program;
  const isGiven =
    /\blong\b/.test(attribute.text) &&
    paths.some((path) => !/\.(?:rs|md|lock|toml)$/.test(path) && flag.test(read(path) ?? ""));
  return isGiven ? lostAt(name, source) : fieldReads({ node: struct, source }, label, base);
}

/** Structs that envy fills, field by field: `cosmos_key` is `COSMOS_KEY`, with a prefix where one is set. */
function filled(source: Source, setting: string, base: CodeBase): readonly Reads[] {
  const { paths, read } = source.program;
  const texts = paths.filter((path) => path.endsWith(".rs")).map((path) => read(path) ?? "");
  if (!/^[A-Z][A-Z\d_]*$/.test(setting) || !texts.some((text) => /\benvy::/.test(text))) return [];
  const prefixes = [
    "",
    ...texts.flatMap((text) => [...text.matchAll(/envy::prefixed\("([^"]*)"\)/g)].map(([, one = ""]) => one)),
  ];
  return all(source.root, "struct_item")
    .filter((struct) =>
      source.text.slice(Math.max(0, struct.startIndex - 200), struct.startIndex).includes("Deserialize"),
    )
    .flatMap((struct) =>
      fieldsOf(struct)
        .map((field) => field.childForFieldName("name")?.text ?? "")
        .filter((name) => prefixes.some((prefix) => `${prefix}${name.toUpperCase()}` === setting))
        .map((name) => fieldReads({ node: struct, source }, name, base)),
    );
}
