import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { lostAt } from "../../follow/reads";
import { all, climb, parts, same } from "../../follow/tree";
import { isProperty, sameProperty, uniform } from "../java/relaxed";
import { annotationsOf, contentOf } from "./annotations";
import { declared } from "./names";
import { calledBy, classNamed, declaredType, declaring, nameNodeOf, propertiesOf } from "./types";

/** Classes of Kotlin that settings fill: by a prefix, or loaded whole. */

const BINDS = /^(?:ConfigurationProperties|ConfigMapping)$/;
/** Functions that make an object of a class from a file of settings (hoplite, kotlinx, Jackson). */
const LOADS =
  /^(?:loadConfig(?:OrThrow)?|loadConfigOrNull|decodeFromConfig|decodeFromString|decodeFromStream|readValue)$/;

/** Properties of classes that are bound to a prefix. */
export function bound(source: Source, setting: string, base: CodeBase): readonly Reads[] {
  return annotationsOf(source, BINDS).flatMap((annotation): readonly Reads[] => {
    const owner = climb(annotation, ({ type }) => /^(?:class|function)_declaration$/.test(type));
    if (owner?.type !== "class_declaration") return owner === undefined ? [] : [];
    const literal = all(annotation, "string_literal")[0];
    const leaves = leavesOf(owner, source, base, "");
    if (literal === undefined) {
      const last = uniform(setting.split(/[._]/).at(-1) ?? setting);
      return leaves.some(({ path }) => uniform(path).endsWith(last)) ? [lostAt(annotation, source)] : [];
    }
    const prefix = contentOf(literal);
    return leaves
      .filter(({ path }) => isProperty(setting, `${prefix}.${path}`) || sameProperty(setting, `${prefix}.${path}`))
      .map(leafReads);
  });
}

function leafReads({ node, source }: Leaf): Reads {
  const declaration = declared(node, source);
  return declaration === undefined
    ? lostAt(node, source)
    : { uses: [], declared: [{ declaration, source }], removes: [] };
}

interface Leaf {
  readonly node: Node;
  readonly source: Source;
  readonly path: string;
}

function leavesOf(owner: Node, source: Source, base: CodeBase, path: string, depth = 0): readonly Leaf[] {
  return propertiesOf(owner).flatMap((node): readonly Leaf[] => {
    const own = nameNodeOf(node)?.text ?? "";
    const here = path === "" ? own : `${path}.${own}`;
    const type = declaredType(node);
    const nested = type === undefined || depth > 3 ? undefined : classNamed(type, source, base);
    return nested === undefined
      ? [{ node, source, path: here }]
      : leavesOf(nested.node, nested.source, base, here, depth + 1);
  });
}

/** Classes that are loaded whole: `loader.loadConfigOrThrow<Config>()`. */
export function loaded(source: Source, setting: string, base: CodeBase): readonly Reads[] {
  return all(source.root, "call_expression").flatMap((call): readonly Reads[] => {
    if (!LOADS.test(calledBy(call)?.name ?? "")) return [];
    const given = parts(call).find(({ type }) => type === "type_arguments");
    const type = given === undefined ? undefined : all(given, "identifier").at(-1)?.text;
    const owner = type === undefined ? undefined : classNamed(type, source, base);
    if (owner === undefined) return [];
    return leavesOf(owner.node, owner.source, base, "")
      .filter(({ path }) => sameProperty(setting, path))
      .map(leafReads);
  });
}

/** Keys of a section that a variable holds: `val cosmos = config.config("cosmos")`, `cosmos.property("key")`. */
export function inSection(source: Source, setting: string): readonly Reads[] {
  return all(source.root, "call_expression").flatMap((call): readonly Reads[] => {
    if (!/^(?:config|getConfig|propertyOrNull)$/.test(calledBy(call)?.name ?? "")) return [];
    const [literal] = all(call, "string_literal").slice(-1);
    const prefix = literal === undefined ? "" : `${contentOf(literal)}.`;
    if (prefix === "" || !setting.startsWith(prefix)) return [];
    const holder = call.parent?.type === "property_declaration" ? call.parent : undefined;
    if (holder === undefined) return [lostAt(call, source)];
    const users = all(source.root, "identifier").filter(
      (node) =>
        node.text === nameNodeOf(holder)?.text && !same(node, nameNodeOf(holder)) && same(declaring(node), holder),
    );
    return users.flatMap((node): readonly Reads[] => {
      const read = climb(node, ({ type }) => type === "call_expression");
      const key = read === undefined ? undefined : all(read, "string_literal")[0];
      const isRead = read !== undefined && same(calledBy(read)?.object, node) && key !== undefined;
      if (!isRead) return [lostAt(node, source)];
      return contentOf(key) === setting.slice(prefix.length)
        ? [{ uses: [{ node: read, source, rest: [] }], removes: [] }]
        : [];
    });
  });
}
