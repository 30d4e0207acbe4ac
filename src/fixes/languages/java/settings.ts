import type { Node } from "web-tree-sitter";
import { parametersOf, withParameter } from "../../follow/parameters";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together } from "../../follow/reads";
import { all, climb, contentOf, joinsLiterals, lastName, parts, replace, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { boundReads } from "./bound";
import { loosened } from "./demands";
import { givenByAnnotations, givenByCall } from "./given";
import { listedName } from "./lists";
import { declared } from "./names";
import { isProperty, sameProperty } from "./relaxed";
import { declaring, nameOf, ownerOf } from "./types";

/** How Java reads a setting: by a call, by an annotation, by a class that is bound to a prefix. */

const INJECTS = /^(?:Value|ConfigProperty|Property|PropertyName)$/;
const LITERALS: ReadonlySet<string> = new Set(["string_literal"]);

/** Every read of `cosmos.key` or `COSMOS_KEY` that begins in a file; a mention of the whole name that is none is lost. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  return together([
    ...namesIn(source, setting).map((node) => readByName(node, source, setting, base)),
    ...injected(source, setting, base),
    ...givenByAnnotations(source, (text) => spells(text, setting)),
    ...boundReads(source, setting, base),
  ]);
}

/** Expressions that spell a setting's name: a literal, or literals and constants joined. */
function namesIn(source: Source, setting: string): readonly Node[] {
  const literals = all(source.root, "string_literal").filter(
    (node) => spells(contentOf(node), setting) && node.parent?.type !== "binary_expression",
  );
  const joined = all(source.root, "binary_expression").filter(
    (node) => node.parent?.type !== "binary_expression" && spells(textOf(node) ?? "", setting),
  );
  return [...literals, ...joined].filter(
    (node) => climb(node, ({ type }) => /^(?:marker_)?annotation$/.test(type)) === undefined,
  );
}

/** Whether a text is a setting's name, or the property that a variable of that name fills. */
function spells(text: string, setting: string): boolean {
  return text === setting || (/^\w+(?:[.-]\w+)*\.\w[\w-]*$/.test(text) && isProperty(setting, text));
}

/** What a constant expression says; undefined where it is none. */
function textOf(node: Node, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  if (LITERALS.has(node.type)) return contentOf(node);
  if (node.type === "binary_expression") {
    if (joinsLiterals(node, LITERALS) || node.childForFieldName("operator")?.text === "+") {
      const pieces = parts(node).map((part) => textOf(part, depth + 1));
      return pieces.includes(undefined) ? undefined : pieces.join("");
    }
    return undefined;
  }
  const value = node.type === "identifier" ? declaring(node)?.childForFieldName("value") : undefined;
  return value === null || value === undefined ? undefined : textOf(value, depth + 1);
}

/** The call that a name is given to; where it is a constant's value, every call that the constant is given to. */
function readByName(name: Node, source: Source, setting: string, base: CodeBase): Reads {
  const call = name.parent?.type === "argument_list" ? name.parent.parent : null;
  if (call?.type === "method_invocation" && isRead(call, name))
    return { uses: [{ node: call, source, rest: [] }], removes: [] };
  const constant = name.parent?.type === "variable_declarator" ? name.parent : undefined;
  if (constant === undefined)
    return givenByCall(name, source) ?? listedName(name, source) ?? (isTold(name) ? NO_READS : lostAt(name, source));
  const declaration = declared(constant, source);
  const nameNode = constant.childForFieldName("name");
  if (declaration === undefined || nameNode === null) return { uses: [], removes: [], lost: { node: name, source } };
  const users = [source, ...base.others(source, nameNode.text)].flatMap((one) =>
    all(one.root, "identifier")
      .filter((node) => node.text === nameNode.text && !same(node, nameNode) && means(node, constant, one, source))
      .map((node) => ({ node: wholeName(node), one })),
  );
  return together([
    ...users.map(({ node, one }): Reads => {
      const list = node.parent;
      const used = list?.type === "argument_list" ? list.parent : null;
      if (used?.type === "method_invocation" && isRead(used, node))
        return { uses: [{ node: used, source: one, rest: [] }], removes: [] };
      if (isTold(node)) return goneAt(one, [replace(node, name.text)], []);
      return textOf(node) === setting || node.parent?.type !== "binary_expression"
        ? { uses: [], removes: [], lost: { node, source: one } }
        : { uses: [], removes: [] };
    }),
    goneAt(source, declaration.removes, []),
  ]);
}

/** Whether a name is only told to people: in the message of an exception, or of a log. */
function isTold(node: Node): boolean {
  const around = climb(node.parent, ({ type }) =>
    /^(?:throw_statement|method_invocation|object_creation_expression|block)$/.test(type),
  );
  if (around?.type === "throw_statement" || /(?:Exception|Error)$/.test(lastName(around?.childForFieldName("type"))))
    return true;
  const called = around?.type === "method_invocation" ? (around.childForFieldName("name")?.text ?? "") : "";
  const isFirst = same(parts(around?.childForFieldName("arguments") ?? node)[0], node);
  return (
    /^(?:trace|debug|info|warn|error|print(?:ln|f)?)$/.test(called) ||
    (!isFirst &&
      /^(?:requireNonNull|checkNotNull|checkArgument|hasText|hasLength|notNull|notEmpty|notBlank)$/.test(called))
  );
}

/** Whether a name is that of a constant: of this file's, or `Names.COSMOS_KEY` elsewhere. */
function means(node: Node, constant: Node, one: Source, source: Source): boolean {
  const parent = node.parent;
  if (parent?.type === "field_access" && same(parent.childForFieldName("field"), node)) {
    return lastName(parent.childForFieldName("object")) === nameOf(ownerOf(constant));
  }
  return one.path === source.path && same(declaring(node), constant);
}

function wholeName(node: Node): Node {
  const { parent } = node;
  return parent?.type === "field_access" && same(parent.childForFieldName("field"), node) ? parent : node;
}

/** Whether a call gives back what has the name: not a logger's, not one that only stores. */
function isRead(call: Node, name: Node): boolean {
  const method = call.childForFieldName("name")?.text ?? "";
  const first = parts(call.childForFieldName("arguments") ?? call)[0];
  return same(first, name) && !/^(?:put|set|remove|info|debug|warn|error|println|add|of|containsKey)/.test(method);
}

/** Fields and parameters that an annotation fills: `@Value("${cosmos.key}")`, `@ConfigProperty(name = "cosmos.key")`. */
function injected(source: Source, setting: string, base: CodeBase): readonly Reads[] {
  return all(source.root, "annotation").flatMap((annotation): readonly Reads[] => {
    if (!INJECTS.test(lastName(annotation.childForFieldName("name")))) return [];
    if (!all(annotation, "string_literal").some((literal) => isNamed(contentOf(literal), setting))) return [];
    return [filled(annotation, source, base)];
  });
}

/** Whether an annotation's text names a setting: `${cosmos.key:default}`, SpEL of the environment, or the bare name. */
function isNamed(text: string, setting: string): boolean {
  const name =
    /^\$\{([^:}]+)/.exec(text)?.[1] ??
    /^#\{\s*(?:environment\.|systemEnvironment\[')([\w.]+)/.exec(text)?.[1] ??
    (/^[\w.-]+$/.test(text) ? text : undefined);
  return name !== undefined && (name === setting || sameDotted(name, setting) || isProperty(setting, name));
}

function sameDotted(name: string, setting: string): boolean {
  return name.includes(".") && setting.includes(".") && sameProperty(name, setting);
}

/** What an annotation fills. */
export function filled(annotation: Node, source: Source, base: CodeBase): Reads {
  const holder = climb(annotation, ({ type }) =>
    /^(?:field_declaration|formal_parameter|method_declaration)$/.test(type),
  );
  const lost: Reads = { uses: [], removes: [], lost: { node: annotation, source } };
  if (holder?.type === "field_declaration") {
    const declarator = parts(holder).find(({ type }) => type === "variable_declarator");
    const declaration = declarator === undefined ? undefined : declared(declarator, source);
    return declaration === undefined ? lost : { uses: [], declared: [{ declaration, source }], removes: [] };
  }
  const method = climb(holder, ({ type }) => /^(?:method|constructor)_declaration$/.test(type));
  if (holder === undefined) return lost;
  if (method === undefined) {
    const declaration = declared(holder, source);
    return declaration === undefined ? lost : { uses: [], declared: [{ declaration, source }], removes: [] };
  }
  const parameters = parametersOf(method, source);
  const parameter =
    holder.type === "formal_parameter" ? parameters.find((one) => same(one.node, holder)) : parameters[0];
  if (parameter === undefined || (holder.type === "method_declaration" && parameters.length !== 1)) return lost;
  const given = withParameter(parameter, base);
  const optional = given.declared?.map((one) => ({
    ...one,
    declaration: { ...one.declaration, loosens: loosened(holder, one.declaration, source) },
  }));
  const reads: Reads = { ...given, ...(optional === undefined ? {} : { declared: optional }) };
  return holder.type === "formal_parameter"
    ? reads
    : together([reads, goneAt(source, [removal(source.text, spanOf(method))], [])]);
}
