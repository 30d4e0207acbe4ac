import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together } from "../../follow/reads";
import { all, climb, contentOf, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { fieldReads } from "./fields";
import { declared } from "./names";
import { declaring } from "./scope";
import { structOf, typeOf } from "./types";

/** Command line flags whose default a value is: `flag.String("key", v, "…")`, `flags.StringVar(&c.Key, "key", v, "…")`. */

const STRINGS = ["interpreted_string_literal", "raw_string_literal"];
const FLAGS = /(?:^|\.)(?:flag|pflag|\w*[fF]lag[sS]?(?:et|Set)?|fs)(?:\(\))?\.(String(?:Var)?P?)$/;

interface Flag {
  readonly call: Node;
  readonly name: Node;
  /** What the flag fills, where it is told so. */
  readonly target: Node | undefined;
}

/** Where a value goes that is a flag's default, or that a flag fills; the flag goes too, unless somebody gives it. */
export function flagFilled(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const flag = flagOf(value);
  if (flag === undefined) return flagFor(value, source, base);
  if (flag.target === undefined) return unlessGiven(flag, pointed(flag, source), source, base);
  return flag.target.text === `&${value.text}` ? NO_READS : filled(flag, flag.target, source, base);
}

/** `&key` as what a flag fills: the flag's statement goes. */
function flagFor(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const target = value.parent?.type === "unary_expression" && value.parent.text.startsWith("&") ? value.parent : null;
  const list = target?.parent?.type === "argument_list" ? target.parent : null;
  const flag = list === null ? undefined : parts(list).flatMap((one) => flagOf(one) ?? [])[0];
  if (flag === undefined || !same(flag.target, target)) return undefined;
  const statement = flag.call.parent?.type === "expression_statement" ? flag.call.parent : undefined;
  return statement === undefined
    ? lostAt(flag.call, source)
    : unlessGiven(flag, goneAt(source, [removal(source.text, spanOf(statement))], []), source, base);
}

function flagOf(value: Node): Flag | undefined {
  const list = value.parent?.type === "argument_list" ? value.parent : undefined;
  const call = list?.parent;
  const kind = FLAGS.exec(call?.childForFieldName("function")?.text ?? "")?.[1];
  if (list === undefined || call == null || kind === undefined) return undefined;
  const given = parts(list);
  const first = kind.startsWith("StringVar") ? 1 : 0;
  const name = given[first];
  const isDefault = same(given[first + (kind.endsWith("P") ? 2 : 1)], value);
  if (!isDefault || name === undefined || !STRINGS.includes(name.type)) return undefined;
  return { call, name, target: first === 1 ? given[0] : undefined };
}

/** `key := flag.String(…)`: what goes on is `*key`. */
function pointed({ call }: Flag, source: Source): Reads {
  const declaration = declaringOf(call, source);
  return declaration === undefined
    ? lostAt(call, source)
    : { uses: [], declared: [{ declaration, source }], removes: [] };
}

function declaringOf(call: Node, source: Source): Declaration | undefined {
  const spec = call.parent?.type === "expression_list" ? call.parent.parent : null;
  const left = spec?.childForFieldName("left");
  const name = left == null ? spec?.childForFieldName("name") : parts(left)[0];
  return spec == null || name?.type !== "identifier" ? undefined : declared(name, spec, source);
}

/** `&key`, `&c.Key`: the variable, or the field. */
function filled({ call }: Flag, target: Node, source: Source, base: CodeBase): Reads {
  const operand = target.type === "unary_expression" ? target.childForFieldName("operand") : null;
  if (operand?.type === "selector_expression") {
    const owner = typeOf(operand.childForFieldName("operand"), source, base);
    const struct = owner === undefined ? undefined : structOf(owner.node, owner.source, base);
    const field = operand.childForFieldName("field")?.text;
    return struct === undefined || field === undefined ? lostAt(call, source) : fieldReads(struct, field, base);
  }
  const found = operand?.type === "identifier" ? declaring(operand) : undefined;
  const declaration = found === undefined ? undefined : declared(found.nameNode, found.holder, source);
  return declaration === undefined
    ? lostAt(call, source)
    : { uses: [], declared: [{ declaration, source }], removes: [] };
}

/** Reads of a flag that nobody gives: no other place of the code, no script, no container's arguments. */
function unlessGiven({ call, name }: Flag, reads: Reads, source: Source, base: CodeBase): Reads {
  const flag = contentOf(name);
  const isGiven = new RegExp(String.raw`(?:^|[\s"'\x60,\[])--?${flag}(?![\w-])`, "m");
  const { paths, read } = source.program;
  const places = paths.filter((path) => !/\.(?:go|md|sum|mod|lock)$/.test(path) && isGiven.test(read(path) ?? ""));
  if (places.length > 0) return lostAt(call, source);
  const named = [source, ...base.others(source, flag)].flatMap((one) =>
    all(one.root, ...STRINGS)
      .filter((node) => contentOf(node) === flag && !same(node, name))
      .map((node): Reads => demand(node, one) ?? lostAt(node, one)),
  );
  return together([reads, ...named]);
}

/** `cmd.MarkFlagRequired("key")`: goes. */
function demand(node: Node, source: Source): Reads | undefined {
  const call = node.parent?.type === "argument_list" ? node.parent.parent : null;
  const statement = climb(call, ({ type }) => /^(?:expression|assignment)_statement$/.test(type));
  const isMark = /\.Mark(?:Persistent)?FlagRequired$/.test(call?.childForFieldName("function")?.text ?? "");
  if (!isMark || statement === undefined) return undefined;
  const edits = [removal(source.text, spanOf(statement))];
  return goneAt(source, edits, edits);
}
