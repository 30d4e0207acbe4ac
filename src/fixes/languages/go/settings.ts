import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together } from "../../follow/reads";
import { all, climb, contentOf, parts, replace, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { fieldReads } from "./fields";
import { declarationOf, elsewhere } from "./names";
import { calledName } from "./parameters";
import { listedName } from "./lists";
import { taggedFields } from "./tags";
import { declaring } from "./scope";
import { spells } from "./viper";

/** How Go reads a setting: by a call with its name, by a struct that a library fills. */

const STRINGS = ["interpreted_string_literal", "raw_string_literal"];
const READS = /get|env|lookup|must|require|read|string|value|config|setting|secret/i;
const GIVES = /^(?:Setenv|Unsetenv|Set)$/;
/** Calls that speak of a setting and do not give it. */
const NO_READ =
  /^(?:Print\w*|Fatal\w*|Panic\w*|Error\w*|Errorf|Info\w*|Warn\w*|Debug\w*|Sprintf|New|IsSet|AutomaticEnv)$/;

/** Calls that tell people of a setting. */
const TELLS = /^(?:Print\w*|Fatal\w*|Panic\w*|panic|Errorf?|New)$/;

/** Every read of `COSMOS_KEY` or `cosmos.key` that begins in a file; a mention of the whole name that is none is lost. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const names = all(source.root, ...STRINGS).filter(
    (node) =>
      spells(contentOf(node), setting, source) && !/^(?:import_spec|field_declaration)$/.test(node.parent?.type ?? ""),
  );
  return together([
    ...names.map((node) => readByName(node, source, base)),
    ...taggedFields(source, setting, base).map(({ struct, name }) => fieldReads(struct, name, base)),
  ]);
}

/** The call that a name is given to; where it is a constant's value, every call that the constant is given to. */
function readByName(name: Node, source: Source, base: CodeBase): Reads {
  const call = callWith(name);
  if (call !== undefined) return readBy(call, name, source, base);
  const declaration = declarationOf(name, source);
  if (declaration === undefined) return listedName(name, source) ?? lostAt(name, source);
  const own = all(source.root, "identifier").filter(
    (node) =>
      node.text === declaration.name &&
      !same(node, declaration.nameNode) &&
      same(declaring(node)?.nameNode, declaration.nameNode),
  );
  const outside = elsewhere(declaration, source, base)?.uses ?? [];
  return together([
    ...[...own.map((node) => ({ node, source })), ...outside].map(({ node, source: one }): Reads => {
      const by = callWith(node);
      if (by !== undefined && NO_READ.test(calledName(by))) return goneAt(one, [replace(node, name.text)], []);
      return by === undefined ? lostAt(node, one) : readBy(by, node, one, base);
    }),
    goneAt(source, declaration.removes, []),
  ]);
}

/** The call that a value is an argument of. */
function callWith(value: Node): Node | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
  return call?.type === "call_expression" ? call : undefined;
}

function readBy(call: Node, name: Node, source: Source, base: CodeBase): Reads {
  const called = calledName(call);
  const given = parts(call.childForFieldName("arguments") ?? call);
  const at = given.findIndex((one) => same(one, name));
  if (GIVES.test(called)) return { uses: [], removes: [] };
  const statement = call.parent?.type === "expression_statement" ? call.parent : undefined;
  const gone = statement === undefined ? NO_READS : goneAt(source, [removal(source.text, spanOf(statement))], []);
  if (called === "SetDefault" && at === 0 && statement !== undefined) return gone;
  if (called === "BindEnv" && statement !== undefined) return boundName(given, at, gone, source, base);
  if (TELLS.test(called)) return NO_READS;
  if (at !== 0 || NO_READ.test(called) || !READS.test(call.childForFieldName("function")?.text ?? ""))
    return lostAt(name, source);
  return { uses: [{ node: call, source, rest: [] }], removes: [] };
}

/** `viper.BindEnv("cosmos.key", "COSMOS_KEY")`: what reads the variable reads the other name. */
function boundName(given: readonly Node[], at: number, gone: Reads, source: Source, base: CodeBase): Reads {
  const alias = given[0];
  if (at === 0 || alias === undefined || !STRINGS.includes(alias.type)) return gone;
  const key = contentOf(alias);
  const files = [source, ...base.others(source, key)];
  const readers = files.flatMap((one) =>
    all(one.root, ...STRINGS)
      .filter(
        (node) =>
          contentOf(node) === key &&
          !same(node, alias) &&
          climb(node, ({ type }) => type === "field_declaration") === undefined,
      )
      .map((node) => readByName(node, one, base)),
  );
  return together([gone, ...readers]);
}
