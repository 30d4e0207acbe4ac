import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";

/** Which declaration a name of Kotlin means, and of which class an expression is, as far as the program says it. */

const CLASSES = ["class_declaration", "object_declaration", "companion_object"];

/** Items of a list between commas: a parameter with its annotations and its default. */
export function slotsOf(list: Node): readonly (readonly Node[])[] {
  const slots: Node[][] = [[]];
  for (const child of list.children) {
    if (child.text === ",") slots.push([]);
    else if (child.isNamed && !child.type.includes("comment")) slots.at(-1)?.push(child);
  }
  return slots.filter((slot) => slot.length > 0);
}

/** The class or object around a node; a companion counts as its class. */
export function ownerOf(node: Node): Node | undefined {
  const owner = climb(node.parent, ({ type }) => CLASSES.includes(type));
  return owner?.type === "companion_object" ? ownerOf(owner) : owner;
}

/** A class's or function's name. */
export function nameOf(node: Node | undefined): string {
  return node?.childForFieldName("name")?.text ?? "";
}

/** The identifier that a property, parameter or variable is declared by. */
export function nameNodeOf(holder: Node): Node | undefined {
  const inner =
    holder.type === "property_declaration" ? parts(holder).find(({ type }) => type === "variable_declaration") : holder;
  return inner === undefined ? undefined : parts(inner).find(({ type }) => type === "identifier");
}

/** The type that a declaration names, without its arguments. */
export function declaredType(holder: Node): string | undefined {
  const inner =
    holder.type === "property_declaration" ? parts(holder).find(({ type }) => type === "variable_declaration") : holder;
  const type = inner === undefined ? undefined : parts(inner).find((one) => /^(?:user|nullable)_type$/.test(one.type));
  return type === undefined ? undefined : all(type, "identifier").at(-1)?.text;
}

/** Whether a declaration's type has a null; undefined where none is written. */
export function isNullable(holder: Node): boolean | undefined {
  const inner =
    holder.type === "property_declaration" ? parts(holder).find(({ type }) => type === "variable_declaration") : holder;
  const type = inner === undefined ? undefined : parts(inner).find((one) => /^(?:user|nullable)_type$/.test(one.type));
  return type === undefined ? undefined : type.type === "nullable_type";
}

/** What a property or variable is made with; undefined where it has no plain value. */
export function valueOf(holder: Node): Node | undefined {
  if (holder.type !== "property_declaration") return undefined;
  return parts(holder).find(
    ({ type }) =>
      !/^(?:modifiers|variable_declaration|multi_variable_declaration|getter|setter|type_constraints|type_parameters)$/.test(
        type,
      ),
  );
}

/** The class, or object, of a name; undefined where the program has none, or two. */
export function classNamed(
  name: string,
  source: Source,
  base: CodeBase,
): { readonly node: Node; readonly source: Source } | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "class_declaration", "object_declaration")
      .filter((node) => nameOf(node) === name)
      .map((node) => ({ node, source: one })),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The properties of a class, those of its constructor first. */
export function propertiesOf(owner: Node): readonly Node[] {
  const constructor_ = parts(owner).find(({ type }) => type === "primary_constructor");
  const body = parts(owner).find(({ type }) => type === "class_body");
  const companion = body === undefined ? undefined : parts(body).find(({ type }) => type === "companion_object");
  const inside = companion === undefined ? undefined : parts(companion).find(({ type }) => type === "class_body");
  return [
    ...(constructor_ === undefined ? [] : all(constructor_, "class_parameter")),
    ...[body, inside].flatMap((one) =>
      one === undefined ? [] : parts(one).filter(({ type }) => type === "property_declaration"),
    ),
  ];
}

/** What declares a plain name where it stands; undefined where it is inherited, imported or a class. */
export function declaring(node: Node): Node | undefined {
  const is = (one: Node): boolean => nameNodeOf(one)?.text === node.text;
  for (let { parent } = node; parent !== null; { parent } = parent) {
    const inBlock = /^(?:block|lambda_literal|source_file)$/.test(parent.type)
      ? parts(parent).find(
          (one) =>
            one.type === "property_declaration" &&
            (parent.type === "source_file" || one.startIndex < node.startIndex) &&
            is(one),
        )
      : undefined;
    const list = parts(parent).find(({ type }) => /^(?:function_value_parameters|lambda_parameters)$/.test(type));
    const inList =
      list === undefined
        ? undefined
        : parts(list).find((one) => /^(?:parameter|variable_declaration)$/.test(one.type) && is(one));
    const inClass = CLASSES.includes(parent.type) ? propertiesOf(parent).find(is) : undefined;
    const found = inBlock ?? inList ?? inClass;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether an identifier stands for a value, not for a member, a label of an argument, a function or a declaration. */
export function isPlain(node: Node): boolean {
  const { parent } = node;
  if (parent === null || node.type !== "identifier") return false;
  if (/^(?:variable_declaration|user_type|qualified_identifier|import|class_parameter|parameter)$/.test(parent.type))
    return (
      parent.type === "class_parameter" &&
      !same(
        parts(parent).find(({ type }) => type === "identifier"),
        node,
      )
    );
  if (same(parent.childForFieldName("name"), node)) return false;
  if (parent.type === "navigation_expression") return same(parts(parent)[0], node);
  if (parent.type === "value_argument") return same(parts(parent).at(-1), node);
  if (parent.type === "call_expression") return !same(parts(parent)[0], node);
  return true;
}

/** The last name of a member access, and what it is taken of. */
export function memberOf(node: Node): { readonly object: Node; readonly name: Node } | undefined {
  const [object, name] = node.type === "navigation_expression" ? parts(node) : [];
  return object === undefined || name === undefined ? undefined : { object, name };
}

/** The function that a call names: the plain name, or the member of what it is made on. */
export function calledBy(
  call: Node,
): { readonly name: string; readonly nameNode: Node; readonly object: Node | undefined } | undefined {
  const callee = call.type === "call_expression" ? parts(call)[0] : undefined;
  if (callee?.type === "identifier") return { name: callee.text, nameNode: callee, object: undefined };
  const member = callee === undefined ? undefined : memberOf(callee);
  return member === undefined ? undefined : { name: member.name.text, nameNode: member.name, object: member.object };
}

/** The call that an expression is an argument of. */
export function callAround(value: Node): Node | undefined {
  const list = value.parent?.type === "value_argument" ? value.parent.parent : null;
  return list?.type === "value_arguments" && list.parent?.type === "call_expression" ? list.parent : undefined;
}
