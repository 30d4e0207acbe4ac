import type { Node } from "web-tree-sitter";
import { removal } from "../../lines";
import { declarationOf } from "./names";
import type { CodeBase, Declaration, Reads, Source, Use } from "../../follow/language";
import { all, climb, contentOf, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** How Java reads a setting: by a call, by `@Value`, by a class that Spring binds to a prefix. */

/** Every read of `cosmos.key` or `COSMOS_KEY` that begins in a file. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const calls = all(source.root, "method_invocation").filter((node) => {
    const [name] = parts(node.childForFieldName("arguments") ?? node);
    return (
      name?.type === "string_literal" &&
      contentOf(name) === setting &&
      /^(?:get|getenv|getProperty|getRequiredProperty|getString|getOrDefault)$/.test(
        node.childForFieldName("name")?.text ?? "",
      )
    );
  });
  const classes = all(source.root, "class_declaration", "record_declaration").flatMap((node) => {
    const property = boundProperty(node, setting);
    return property === undefined ? [] : [propertyReads(node, property, source, base)];
  });
  return {
    uses: [...calls.map((node): Use => ({ node, source, rest: [] })), ...classes.flatMap(({ uses }) => uses)],
    declared: [
      ...valuesOf(source, setting).map((declaration) => ({ declaration, source })),
      ...classes.flatMap(({ declared }) => declared ?? []),
    ],
    removes: classes.flatMap(({ removes }) => removes),
  };
}

/** Fields and parameters that `@Value("${cosmos.key}")` fills. */
function valuesOf(source: Source, setting: string): readonly Declaration[] {
  return all(source.root, "annotation").flatMap((annotation) => {
    const says = contentOf(all(annotation, "string_literal")[0] ?? annotation);
    if (lastName(annotation.childForFieldName("name")) !== "Value" || /^[$#]\{([^:}]+)/.exec(says)?.[1] !== setting)
      return [];
    const holder = climb(annotation, ({ type }) => type === "field_declaration" || type === "formal_parameter");
    if (holder?.type === "field_declaration") {
      const declarator = parts(holder).find(({ type }) => type === "variable_declarator");
      const declared = declarator === undefined ? undefined : declarationOf(declarator, source);
      return declared === undefined ? [] : [declared];
    }
    const nameNode = holder?.childForFieldName("name");
    const list = holder?.parent;
    const method = list?.parent;
    if (nameNode == null || list == null || method == null || holder === undefined) return [];
    return [
      {
        name: nameNode.text,
        path: [],
        nameNode,
        removes: [withoutItem(source.text, parts(list), holder)],
        scope: method.childForFieldName("body") ?? method,
        outside: undefined,
      },
    ];
  });
}

/** The property of a class with `@ConfigurationProperties("cosmos")` that a setting fills; dashes and case are free. */
function boundProperty(node: Node, setting: string): string | undefined {
  const annotation = all(node, "annotation").find(
    (one) => lastName(one.childForFieldName("name")) === "ConfigurationProperties" && same(one.parent?.parent, node),
  );
  const prefix = annotation === undefined ? undefined : contentOf(all(annotation, "string_literal")[0] ?? annotation);
  return prefix !== undefined && setting.startsWith(`${prefix}.`) ? setting.slice(prefix.length + 1) : undefined;
}

const plain = (name: string): string => name.replace(/[-_]/g, "").toLowerCase();

/** The reads of a bound property by its getter; what goes is the field with its getter and setter. */
function propertyReads(owner: Node, property: string, source: Source, base: CodeBase): Reads {
  const type = owner.childForFieldName("name")?.text ?? "";
  const field = all(owner, "variable_declarator", "formal_parameter").find(
    (node) =>
      plain(node.childForFieldName("name")?.text ?? "") === plain(property) &&
      (node.parent?.type === "field_declaration" || same(node.parent?.parent, owner)),
  );
  const name = field?.childForFieldName("name")?.text;
  if (field === undefined || name === undefined) return { uses: [], removes: [], lost: { node: owner, source } };
  const accessors = all(owner, "method_declaration").filter((node) =>
    [`get${plain(name)}`, `set${plain(name)}`, plain(name)].includes(plain(node.childForFieldName("name")?.text ?? "")),
  );
  const getter = field.type === "formal_parameter" ? plain(name) : `get${plain(name)}`;
  const uses = [source, ...base.others(source, type)].flatMap((one) =>
    all(one.root, "method_invocation")
      .filter((node) => plain(node.childForFieldName("name")?.text ?? "") === getter && isOf(node, type, one))
      .map((node): Use => ({ node, source: one, rest: [] })),
  );
  if (uses.length === 0) return { uses, removes: [], lost: { node: owner, source } };
  const member =
    field.type === "formal_parameter"
      ? withoutItem(source.text, parts(field.parent ?? field), field)
      : removal(source.text, spanOf(field.parent ?? field));
  return {
    uses,
    removes: [{ source, edits: [member, ...accessors.map((node) => removal(source.text, spanOf(node)))] }],
  };
}

/** Whether a call is made on something that the file declares to be of a type. */
function isOf(call: Node, type: string, { root, text }: Source): boolean {
  const object = call.childForFieldName("object")?.text.replace(/^this\./, "") ?? "";
  if (object === "" || new RegExp(String.raw`\b${type}\b`).test(object))
    return (
      all(root, "class_declaration").some((node) => node.childForFieldName("name")?.text === type) || object !== ""
    );
  const name = /^\w+/.exec(object)?.[0] ?? "";
  return new RegExp(String.raw`\b${type}(?:<[^>]*>)?\s+${name}\b`).test(text);
}
