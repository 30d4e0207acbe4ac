import type { Node } from "web-tree-sitter";
import { parametersOf, withParameter } from "../../follow/parameters";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together, useAt } from "../../follow/reads";
import { all, climb, contentOf, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { callsOf, isKin, mayBe } from "./calls";
import { fieldsOf, isComponent, isField, modifiersOf, writesTo } from "./names";
import { declaring, nameOf, ownerOf, supersOf, typeOf } from "./types";

/** Members of Java's classes, as other code reaches them: fields, getters and setters, constructors. */

/** A field's uses by others, the accessors that Lombok or a record makes for it, and what fills it. */
export function elsewhere({ nameNode }: Declaration, source: Source, base: CodeBase): Reads | undefined {
  const holder = nameNode.parent;
  const owner = nameNode.parent === null ? undefined : ownerOf(nameNode.parent);
  if (holder === null || owner === undefined || !isField(holder)) return undefined;
  const field: Field = { holder, name: nameNode.text, owner, source };
  return together([
    ...accesses(field, base),
    ...writers(field, base),
    ...generated(field, base),
    ...reflected(field, base),
    ...(holder.type === "formal_parameter" ? [argumentsFor(field, parts(holder.parent ?? holder), base)] : []),
  ]);
}

interface Field {
  readonly holder: Node;
  readonly name: string;
  readonly owner: Node;
  readonly source: Source;
}

/** `settings.key`, `Settings.KEY`, and the bare name where it is inherited or imported. */
function accesses({ holder, name, owner, source }: Field, base: CodeBase): readonly Reads[] {
  const type = nameOf(owner);
  const isPrivate = /\bprivate\b/.test(modifiersOf(holder)) || isComponent(holder);
  return (isPrivate ? [source] : [source, ...base.others(source, name)]).flatMap((one) => {
    const members = all(one.root, "field_access").filter(
      (node) => node.childForFieldName("field")?.text === name && node.childForFieldName("object")?.type !== "this",
    );
    const reached = members.flatMap((node): readonly Reads[] => {
      const of = typeOf(node.childForFieldName("object"), one, base);
      if (of === undefined) return mayBe(node.childForFieldName("object"), type, one, base) ? [lostAt(node, one)] : [];
      return isKin(of, type, one, base) ? [useAt(node, one)] : [];
    });
    const bare = isPrivate
      ? []
      : all(one.root, "identifier").filter(
          (node) => node.text === name && isPlain(node) && declaring(node) === undefined && sees(node, type, name, one),
        );
    return [...reached, ...bare.map((node) => useAt(node, one))];
  });
}

const REFLECTS = /^(?:\w+\.)*(?:ReflectionTestUtils|ReflectionUtils|Whitebox|FieldUtils)\.(?:set|write)\w*$/;

/** Tests that fill the field by its name: `ReflectionTestUtils.setField(config, "key", "abc")`. */
function reflected({ name, owner, source }: Field, base: CodeBase): readonly Reads[] {
  return [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "method_invocation").flatMap((call): readonly Reads[] => {
      const called = `${call.childForFieldName("object")?.text ?? ""}.${call.childForFieldName("name")?.text ?? ""}`;
      const [target, label] = REFLECTS.test(called) ? parts(call.childForFieldName("arguments") ?? call) : [];
      if (target === undefined || label === undefined || contentOf(label) !== name) return [];
      const of = typeOf(target, one, base);
      if (of !== undefined && !isKin(of, nameOf(owner), one, base)) return [];
      const statement = call.parent?.type === "expression_statement" ? call.parent : undefined;
      return of === undefined || statement === undefined
        ? [lostAt(call, one)]
        : [goneAt(one, [removal(one.text, spanOf(statement))], [])];
    }),
  );
}

/** Whether a bare name that nothing declares here can be the field of a class: inherited, or imported. */
function sees(node: Node, type: string, name: string, { text }: Source): boolean {
  for (let owner = ownerOf(node); owner !== undefined; owner = ownerOf(owner))
    if (supersOf(owner).includes(type)) return true;
  return new RegExp(String.raw`import\s+static\s+[\w.]*\b${type}\.(?:\*|${name})\s*;`).test(text);
}

/** Whether an identifier can be the name of a value at all. */
export function isPlain(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (
    /^(?:scoped_identifier|import_declaration|element_value_pair|labeled_statement|marker_annotation|annotation)$/.test(
      parent.type,
    )
  )
    return parent.type === "element_value_pair" && same(parent.childForFieldName("value"), node);
  return !same(parent.childForFieldName("name"), node) && !same(parent.childForFieldName("field"), node);
}

/** Setters and constructor parameters that fill a field. */
function writers({ owner, source, holder }: Field, base: CodeBase): readonly Reads[] {
  const nameNode = holder.childForFieldName("name");
  return (nameNode === null ? [] : writesTo(nameNode, owner)).flatMap(({ statement, value }): readonly Reads[] => {
    const from = all(value, "identifier")
      .filter((node) => !same(node.parent?.childForFieldName("object"), node))
      .map(declaring)
      .find((one) => one?.type === "formal_parameter");
    const method = climb(from, ({ type }) => /^(?:method|constructor)_declaration$/.test(type));
    const body = method?.childForFieldName("body");
    if (from === undefined || method === undefined || body === null || body === undefined) return [];
    const rest = parts(body).filter((one) => !same(one, statement) && one.text !== "return this;");
    const isSetter = method.type === "method_declaration" && rest.length === 0;
    if (isSetter)
      return [
        goneAt(source, [removal(source.text, spanOf(method))], []),
        setterCalls(nameOf(method), owner, source, base),
      ];
    const parameter = parametersOf(method, source).find((one) => same(one.node, from));
    return parameter === undefined ? [lostAt(statement, source)] : [withParameter(parameter, base)];
  });
}

/** Statements that call a setter go; of a chain of calls only that one. */
function setterCalls(setter: string, owner: Node, source: Source, base: CodeBase): Reads {
  const { uses, lost } = callsOf(setter, owner, source, base);
  if (lost !== undefined) return { uses: [], removes: [], lost };
  return together(
    uses.map(({ node, source: one }): Reads => {
      const object = node.childForFieldName("object");
      const statement = node.parent?.type === "expression_statement" ? node.parent : undefined;
      if (statement !== undefined && object?.type !== "method_invocation")
        return goneAt(one, [removal(one.text, spanOf(statement))], []);
      const isChain = object !== null && /^(?:method_invocation|object_creation_expression)$/.test(object.type);
      return isChain ? goneAt(one, [{ start: object.endIndex, end: node.endIndex, text: "" }], []) : lostAt(node, one);
    }),
  );
}

/** What Lombok or a record makes of a field: its getter, setter, builder's method, constructor argument. */
function generated({ holder, name, owner, source }: Field, base: CodeBase): readonly Reads[] {
  const marks = `${modifiersOf(owner)} ${modifiersOf(holder)}`;
  const has = (annotations: string): boolean =>
    new RegExp(String.raw`@(?:lombok\.)?(?:${annotations})\b(?!\s*\(\s*"\$)`).test(marks);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const isRecord = isComponent(holder);
  const isLombok = /\blombok\b/.test(source.text);
  const fields = fieldsOf(owner).filter((one) => !/\bstatic\b/.test(modifiersOf(one)));
  const required = fields.filter(
    (one) => /\bfinal\b/.test(modifiersOf(one)) && one.childForFieldName("value") === null,
  );
  return [
    ...(isRecord ? [callsOf(name, owner, source, base)] : []),
    ...(isLombok && has("Data|Getter|Value")
      ? [`get${title}`, ...(/fluent\s*=\s*true/.test(marks) ? [name] : [])].map((getter) =>
          callsOf(getter, owner, source, base),
        )
      : []),
    ...(isLombok && has("Data|Setter") ? [setterCalls(`set${title}`, owner, source, base)] : []),
    ...(isLombok && has("Builder|SuperBuilder") ? [builderCalls(name, owner, source, base)] : []),
    ...(isLombok && has("AllArgsConstructor|Value|Builder")
      ? [argumentsFor({ holder, name, owner, source }, fields, base)]
      : []),
    ...(isLombok && has("RequiredArgsConstructor|Data")
      ? [argumentsFor({ holder, name, owner, source }, required, base)]
      : []),
  ];
}

/** `Settings.builder().key("…")` without the call. */
function builderCalls(name: string, owner: Node, source: Source, base: CodeBase): Reads {
  const root = new RegExp(String.raw`^(?:\w+\.)*${nameOf(owner)}\s*\.\s*(?:builder|toBuilder)\(`);
  const gone = [source, ...base.others(source, nameOf(owner))].flatMap((one) =>
    all(one.root, "method_invocation").flatMap((call): readonly Reads[] => {
      const object = call.childForFieldName("object");
      if (call.childForFieldName("name")?.text !== name || object === null || !root.test(object.text)) return [];
      return [goneAt(one, [{ start: object.endIndex, end: call.endIndex, text: "" }], [])];
    }),
  );
  return together(gone);
}

/** The argument for one of `fields` in every `new` of the class that gives all of them. */
function argumentsFor({ holder, owner, source }: Field, fields: readonly Node[], base: CodeBase): Reads {
  const at = fields.findIndex((one) => same(one, holder));
  const gone = [source, ...base.others(source, nameOf(owner))].flatMap((one) =>
    all(one.root, "object_creation_expression").flatMap((call): readonly Reads[] => {
      const list = call.childForFieldName("arguments");
      const given = list === null ? [] : parts(list);
      const argument = given[at];
      if (lastName(call.childForFieldName("type")) !== nameOf(owner) || given.length !== fields.length) return [];
      return argument === undefined ? [] : [goneAt(one, [withoutItem(one.text, given, argument)], [])];
    }),
  );
  return together(gone);
}
