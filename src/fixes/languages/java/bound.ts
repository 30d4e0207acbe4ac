import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, together } from "../../follow/reads";
import { all, climb, contentOf, lastName, parts, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { callsOf } from "./calls";
import { declared, fieldsOf, modifiersOf } from "./names";
import { isProperty, uniform } from "./relaxed";
import { classNamed, declaredType, declaring } from "./types";

/** Classes that a framework fills from a prefix: Spring's and Micronaut's `@ConfigurationProperties`, `@ConfigMapping`. */

const BINDS = /^(?:ConfigurationProperties|ConfigMapping|ConfigProperties|EachProperty)$/;

/** Every bound property of a file that a setting fills. */
export function boundReads(source: Source, setting: string, base: CodeBase): readonly Reads[] {
  return all(source.root, "annotation").flatMap((annotation): readonly Reads[] => {
    if (!BINDS.test(lastName(annotation.childForFieldName("name")))) return [];
    const bound = boundBy(annotation, source, base);
    if (bound === undefined) return [];
    const prefix = prefixOf(annotation);
    const leaves = leavesOf(bound, base, "");
    const last = uniform(setting.split(/[._]/).at(-1) ?? setting);
    if (prefix === undefined) {
      const may = leaves.find(({ path }) => uniform(path).endsWith(last));
      return may === undefined ? [] : [{ uses: [], removes: [], lost: { node: annotation, source } }];
    }
    return leaves
      .filter(({ path }) => isProperty(setting, prefix === "" ? path : `${prefix}.${path}`))
      .map((leaf) => propertyReads(leaf, base));
  });
}

interface Placed {
  readonly node: Node;
  readonly source: Source;
}

/** The class that an annotation binds: the one that it stands on, or the one that the method under it makes. */
function boundBy(annotation: Node, source: Source, base: CodeBase): Placed | undefined {
  const on = climb(annotation, ({ type }) => type.endsWith("_declaration"));
  if (on === undefined) return undefined;
  if (/^(?:class|record|interface)_declaration$/.test(on.type)) return { node: on, source };
  const type = on.type === "method_declaration" ? declaredType(on) : undefined;
  return type === undefined ? undefined : classNamed(lastName(type), source, base);
}

/** What an annotation binds; undefined where it is no constant of this file. */
function prefixOf(annotation: Node): string | undefined {
  const list = annotation.childForFieldName("arguments");
  const pairs = list === null ? [] : parts(list);
  const given =
    pairs
      .find((one) => /^(?:prefix|value)$/.test(one.childForFieldName("key")?.text ?? ""))
      ?.childForFieldName("value") ?? pairs.find(({ type }) => type !== "element_value_pair");
  if (given === undefined) return pairs.length === 0 ? "" : undefined;
  if (given.type === "string_literal") return contentOf(given);
  const value = given.type === "identifier" ? declaring(given)?.childForFieldName("value") : undefined;
  return value?.type === "string_literal" ? contentOf(value) : undefined;
}

interface Leaf extends Placed {
  readonly path: string;
}

/** The properties of a class with those of the classes below it: `cosmos.primaryKey`. */
function leavesOf(at: Placed, base: CodeBase, path: string, depth = 0): readonly Leaf[] {
  const body = at.node.childForFieldName("body");
  const methods =
    at.node.type !== "interface_declaration" || body === null
      ? []
      : parts(body).filter(({ type }) => type === "method_declaration");
  const members = [...fieldsOf(at.node).filter((one) => !/\bstatic\b/.test(modifiersOf(one))), ...methods];
  return members.flatMap((node): readonly Leaf[] => {
    const own = nameGiven(node);
    const here = path === "" ? own : `${path}.${own}`;
    const type = declaredType(node);
    const nested = type === undefined || depth > 3 ? undefined : classNamed(lastName(type), at.source, base);
    return nested === undefined ? [{ node, source: at.source, path: here }] : leavesOf(nested, base, here, depth + 1);
  });
}

/** A member's name as settings spell it: another where an annotation says so. */
function nameGiven(member: Node): string {
  const named = /@(?:WithName|Name|JsonProperty)\(\s*"([^"]+)"/.exec(modifiersOf(member))?.[1];
  return named ?? member.childForFieldName("name")?.text ?? "";
}

/** The uses of a bound property; what goes is the field, component or method that holds it. */
function propertyReads({ node, source }: Leaf, base: CodeBase): Reads {
  if (node.type !== "method_declaration") {
    const declaration = declared(node, source);
    return declaration === undefined
      ? { uses: [], removes: [], lost: { node, source } }
      : { uses: [], declared: [{ declaration, source }], removes: [] };
  }
  const owner = climb(node, ({ type }) => type === "interface_declaration");
  const name = node.childForFieldName("name")?.text ?? "";
  if (owner === undefined) return { uses: [], removes: [], lost: { node, source } };
  return together([callsOf(name, owner, source, base), goneAt(source, [removal(source.text, spanOf(node))], [])]);
}
