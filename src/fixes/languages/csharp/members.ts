import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { lookup } from "./lookup";
import {
  type Member,
  basesOf,
  enclosingType,
  familyOf,
  filesWith,
  memberOf,
  membersOf,
  typeOfMember,
  typesNamed,
} from "./program";
import { withoutDeclaration, withoutRequirement } from "./removals";
import { typeOf } from "./typeOf";
import { isEmulatorKey, isGivenAlike, isNothing, withoutWrite } from "./writes";

/**
 * Fields and properties, followed by their types: with names as short as `Key`, only types tell which `.Key` is meant.
 * A place that may be meant and cannot be told is lost, with its place.
 */

interface Found {
  readonly uses: Use[];
  readonly removes: { readonly source: Source; readonly edits: Reads["removes"][number]["edits"] }[];
  lost: Reads["lost"];
}

/** All reads of a member, and what goes with it: its declaration, and every place that gives it a value. */
export function memberReads(
  member: Member,
  came: Node | undefined,
  source: Source,
  base: CodeBase,
  secret: Secret,
): Reads {
  const kin = kinOf(member, source, base);
  if (kin === undefined) return { uses: [], removes: [], lost: { node: member.node, source: member.owner.source } };
  const { name } = member;
  const words = carriersOf(kin.names, source, base);
  const found: Found = { uses: [], removes: [], lost: undefined };
  for (const one of filesWith(name, source, base)) {
    const isNear = words.some((word) => one.text.includes(word));
    for (const node of isNear ? all(one.root, "identifier") : []) {
      if (node.text !== name) continue;
      const access = accessOf(node, one, base, kin.names);
      if (access === undefined) continue;
      if (access.lost === true) found.lost ??= { node: access.whole, source: one };
      else if (access.written === undefined) found.uses.push({ node: access.whole, source: one, rest: [] });
      else written(access.written, came, one, base, secret, found);
    }
  }
  const { lost } = found;
  const removes = [
    ...found.removes,
    ...kin.members.map(({ node, owner }) => ({ source: owner.source, edits: withoutDeclaration(node, owner.source) })),
  ];
  const loosens = kin.members.map(({ node, owner }) => ({
    source: owner.source,
    edits: withoutRequirement(node, owner.source),
  }));
  return { uses: found.uses, removes, loosens, ...(lost === undefined ? {} : { lost }) };
}

/** A place that gives the member a value: it goes with the member; where the member stays, it must give the same. */
function written(
  assignment: Node,
  came: Node | undefined,
  source: Source,
  base: CodeBase,
  secret: Secret,
  found: Found,
): void {
  const value = assignment.childForFieldName("right") ?? assignment.namedChildren.at(-1) ?? assignment;
  const isOwn = same(value, came) || (came !== undefined && climb(came, (node) => same(node, value)) !== undefined);
  if (secret.remains === "endpoint") {
    if (!isOwn && !isNothing(value) && (came === undefined || !isGivenAlike(value, came, source, base)))
      found.lost ??= { node: assignment, source };
    return;
  }
  const isEmulators = !isOwn && secret.emulator !== true && isEmulatorKey(value);
  const edits = isEmulators ? undefined : withoutWrite(assignment, source);
  if (edits === undefined) found.lost ??= { node: assignment, source };
  else found.removes.push({ source, edits });
}

/** The types whose member it is: its class, what derives from it, and an interface that only this class implements. */
function kinOf(
  member: Member,
  source: Source,
  base: CodeBase,
): { readonly names: ReadonlySet<string>; readonly members: readonly Member[] } | undefined {
  const { owner, name, node } = member;
  if (node.children.some(({ type, text }) => type === "modifier" && /^(?:abstract|virtual|override)$/.test(text)))
    return undefined;
  if (node.children.some(({ type }) => type === "explicit_interface_specifier")) return undefined;
  const own = familyOf(owner.name, source, base);
  const names = new Set(own);
  const members = [member];
  for (const parent of new Set(typesNamed(owner.name, source, base).flatMap(basesOf))) {
    const above = memberOf(parent, name, source, base);
    if (above?.owner.node.type !== "interface_declaration") continue;
    for (const other of familyOf(above.owner.name, source, base)) {
      if (!own.has(other) && other !== above.owner.name) return undefined;
      names.add(other);
    }
    members.push(above);
  }
  const declaring = [...own]
    .flatMap((one) => typesNamed(one, source, base))
    .filter((type) => membersOf(type.node).some((one) => one.childForFieldName("name")?.text === name));
  return declaring.length > 1 && owner.node.type !== "interface_declaration" ? undefined : { names, members };
}

/** Words without which a file cannot get hold of one of the types: their names, and names of members that have them. */
function carriersOf(types: ReadonlySet<string>, source: Source, base: CodeBase): readonly string[] {
  const words = new Set(types);
  for (const type of types)
    for (const one of filesWith(type, source, base)) {
      const mentions = new RegExp(String.raw`\b${type}\b`);
      for (const node of all(one.root, "property_declaration", "field_declaration", "method_declaration")) {
        const owner = enclosingType(node, one);
        if (owner === undefined) continue;
        for (const member of node.type === "field_declaration" ? all(node, "variable_declarator") : [node]) {
          const name = member.childForFieldName("name")?.text;
          if (name !== undefined && mentions.test(typeOfMember({ name, node: member, owner }) ?? "")) words.add(name);
        }
      }
    }
  return [...words];
}

interface Access {
  /** The whole expression that denotes the member. */
  readonly whole: Node;
  /** The assignment, where the member is given a value. */
  readonly written?: Node;
  readonly lost?: true;
}

const ELSEWHERE =
  /^(?:qualified_name|generic_name|attribute|using_directive|parameter|property_declaration|method_declaration|class_declaration|record_declaration|enum_member_declaration|enum_declaration|namespace_declaration|type_argument_list|base_list|local_function_statement|constructor_declaration|object_creation_expression|cast_expression|variable_declaration|name_colon|alias_qualified_name|nullable_type|array_type|delegate_declaration|type_parameter|interface_declaration|struct_declaration|implicit_parameter|catch_declaration|goto_statement|labeled_statement)$/;

/** How a name accesses a member of one of the types; undefined where it is another name. */
function accessOf(node: Node, source: Source, base: CodeBase, kin: ReadonlySet<string>): Access | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  const judged = (type: string | undefined, whole: Node, receiver?: Node | null): Access | undefined => {
    if (type === undefined)
      return receiver != null && isOutside(receiver, source, base) ? undefined : { whole, lost: true };
    const bare = /^[^<[]*/.exec(type)?.[0] ?? type;
    if (bare === "dynamic") return { whole, lost: true };
    return kin.has(bare) && bare === type ? withWrite(whole) : undefined;
  };
  if (parent.type === "member_access_expression") {
    if (!same(parent.childForFieldName("name"), node)) return bare(node, source, base, kin);
    const receiver = parent.childForFieldName("expression");
    return judged(typeOf(receiver, source, base), parent, receiver);
  }
  if (parent.type === "member_binding_expression") {
    const access = climb(parent, ({ type }) => type === "conditional_access_expression");
    const isLast = access !== undefined && same(access.namedChildren.at(-1), parent);
    const condition = access?.childForFieldName("condition");
    return judged(typeOf(condition, source, base), isLast ? access : parent, condition);
  }
  const assignment =
    parent.type === "assignment_expression" && same(parent.childForFieldName("left"), node) ? parent : undefined;
  if (assignment?.parent?.type === "initializer_expression") {
    const made = climb(assignment.parent.parent, ({ type }) =>
      /^(?:implicit_)?object_creation_expression$|^assignment_expression$/.test(type),
    );
    const type =
      made?.type === "assignment_expression"
        ? typeOf(made.childForFieldName("left"), source, base)
        : typeOf(made, source, base);
    return type === undefined
      ? { whole: node, lost: true }
      : kin.has(type)
        ? { whole: node, written: assignment }
        : undefined;
  }
  if (parent.type === "with_initializer") {
    if (!same(parent.namedChildren[0], node)) return bare(node, source, base, kin);
    const type = typeOf(parent.parent, source, base);
    return type === undefined || kin.has(type)
      ? { whole: node, ...(type === undefined ? { lost: true } : { written: parent }) }
      : undefined;
  }
  if (parent.type === "subpattern" && same(parent.namedChildren[0], node)) {
    const matched = climb(parent, ({ type }) =>
      /^(?:is_pattern_expression|switch_expression|switch_statement)$/.test(type),
    );
    const type = typeOf(matched?.childForFieldName("expression") ?? matched?.namedChildren[0], source, base);
    return type === undefined || kin.has(type) ? { whole: node, lost: true } : undefined;
  }
  if (parent.type === "argument" && same(parent.childForFieldName("name"), node)) return undefined;
  if (
    same(parent.childForFieldName("name"), node) ||
    same(parent.childForFieldName("type"), node) ||
    same(parent.childForFieldName("returns"), node)
  )
    return undefined;
  if (ELSEWHERE.test(parent.type) && !isDefault(parent, node)) return undefined;
  return bare(node, source, base, kin);
}

/** A name is the value of a property or parameter, not its name or type. */
function isDefault(parent: Node, node: Node): boolean {
  return (
    (parent.type === "parameter" || parent.type === "property_declaration" || parent.type === "cast_expression") &&
    same(parent.namedChildren.at(-1), node)
  );
}

/** A name without a receiver, within the class or one that derives from it. */
function bare(node: Node, source: Source, base: CodeBase, kin: ReadonlySet<string>): Access | undefined {
  const meaning = lookup(node.text, node, source, base);
  if (meaning?.is === "member") return kin.has(meaning.member.owner.name) ? withWrite(node) : undefined;
  if (meaning !== undefined) return undefined;
  const isStatic = all(source.root, "using_directive").some(
    ({ text }) =>
      /^(?:global\s+)?using\s+static\b/.test(text) &&
      [...kin].some((type) => new RegExp(String.raw`\b${type}\s*;`).test(text)),
  );
  return isStatic ? withWrite(node) : undefined;
}

function withWrite(whole: Node): Access {
  const { parent } = whole;
  const isWritten = parent?.type === "assignment_expression" && same(parent.childForFieldName("left"), whole);
  return isWritten ? { whole, written: parent } : { whole };
}

/** Whether a receiver is a type or namespace of other code: nothing in the program is called so. */
function isOutside(receiver: Node, source: Source, base: CodeBase): boolean {
  if (receiver.type === "predefined_type") return true;
  let first = receiver;
  for (
    let inner = first.childForFieldName("expression");
    first.type === "member_access_expression" && inner !== null;
    inner = first.childForFieldName("expression")
  )
    first = inner;
  return (
    first.type === "identifier" && /^\p{Lu}/u.test(first.text) && lookup(first.text, first, source, base) === undefined
  );
}
