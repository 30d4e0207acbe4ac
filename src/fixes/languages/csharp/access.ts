import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, same } from "../../follow/tree";
import { lookup } from "./lookup";
import { typeOf } from "./typeOf";

/** How a name in code stands for a member of a type. */

export interface Access {
  /** The whole expression that denotes the member. */
  readonly whole: Node;
  /** The assignment, where the member is given a value. */
  readonly written?: Node;
  readonly lost?: true;
}

const ELSEWHERE =
  /^(?:qualified_name|generic_name|attribute|using_directive|parameter|property_declaration|method_declaration|class_declaration|record_declaration|enum_member_declaration|enum_declaration|namespace_declaration|type_argument_list|base_list|local_function_statement|constructor_declaration|object_creation_expression|cast_expression|variable_declaration|name_colon|alias_qualified_name|nullable_type|array_type|delegate_declaration|type_parameter|interface_declaration|struct_declaration|implicit_parameter|catch_declaration|goto_statement|labeled_statement)$/;

/** How a name accesses a member of one of the types; undefined where it is another name. */
export function accessOf(node: Node, source: Source, base: CodeBase, kin: ReadonlySet<string>): Access | undefined {
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
