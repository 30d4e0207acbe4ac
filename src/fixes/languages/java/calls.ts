import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { lostAt, together, useAt } from "../../follow/reads";
import { all, lastName, parts, same } from "../../follow/tree";
import { classNamed, declaredType, nameOf, ownerOf, supersOf, typeOf } from "./types";

/** Calls of methods of the program's classes, and of which class an object is. */

/** Every call of a method of a class, and the first that may be one but cannot be told. */
export function callsOf(method: string, owner: Node, source: Source, base: CodeBase): Reads {
  const type = nameOf(owner);
  return together(
    [source, ...base.others(source, method)].flatMap((one) => {
      const calls = all(one.root, "method_invocation").filter(
        (node) => node.childForFieldName("name")?.text === method,
      );
      const references = all(one.root, "method_reference").filter((node) => node.text.endsWith(`::${method}`));
      return [
        ...calls.flatMap((node): readonly Reads[] => {
          const is = isCallOn(node, type, owner, one, base);
          if (is === undefined)
            return mayBe(node.childForFieldName("object"), type, one, base) ? [lostAt(node, one)] : [];
          return is ? [useAt(node, one)] : [];
        }),
        ...references
          .filter(
            (node) => [undefined, type].includes(typeOf(parts(node)[0] ?? null, one, base)) && mentions(one, type),
          )
          .map((node) => lostAt(node, one)),
      ];
    }),
  );
}

/** Whether a call is made on an object of a class; undefined where the code does not tell. */
export function isCallOn(call: Node, type: string, owner: Node, source: Source, base: CodeBase): boolean | undefined {
  const object = call.childForFieldName("object");
  if (object !== null && object.type !== "this") {
    const of = typeOf(object, source, base);
    return of === undefined ? undefined : isKin(of, type, source, base);
  }
  for (let around = ownerOf(call); around !== undefined; around = ownerOf(around))
    if (same(around, owner) || nameOf(around) === type || supersOf(around).includes(type)) return true;
  return new RegExp(String.raw`import\s+static\s+[\w.]*\b${type}\.`).test(source.text);
}

/** Whether an object of a class can be one of another: the class itself, one below it, or one above. */
export function isKin(of: string, type: string, source: Source, base: CodeBase): boolean {
  if (of === type) return true;
  const below = classNamed(of, source, base);
  const above = classNamed(type, source, base);
  return (
    (below !== undefined && supersOf(below.node).includes(type)) ||
    (above !== undefined && supersOf(above.node).includes(of))
  );
}

/** Whether an object of an unknown class may be of one: the file names the class, or something of that name is of it. */
export function mayBe(object: Node | null, type: string, source: Source, base: CodeBase): boolean {
  if (mentions(source, type)) return true;
  const name = lastName(object?.childForFieldName("field") ?? object?.childForFieldName("name") ?? object);
  return [source, ...base.others(source, name)].some((one) =>
    all(one.root, "variable_declarator", "formal_parameter", "method_declaration").some((holder) => {
      const declared = holder.childForFieldName("name")?.text === name ? declaredType(holder) : undefined;
      return declared !== undefined && lastName(declared) === type;
    }),
  );
}

export function mentions({ text }: Source, type: string): boolean {
  return new RegExp(String.raw`\b${type}\b`).test(text);
}
