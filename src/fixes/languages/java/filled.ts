import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { lastName, parts, same } from "../../follow/tree";
import { declared, fieldNamed, fieldsOf, modifiersOf } from "./names";
import { classNamed, typeOf } from "./types";

/** Fields that a value fills by what Lombok, or a record, makes of them: a setter, a builder's method, a constructor. */

/** The field that a value fills; undefined where a method that somebody wrote takes it. */
export function fieldFilled(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const list = value.parent?.type === "argument_list" ? value.parent : undefined;
  const call = list?.parent;
  if (list === undefined || call == null) return undefined;
  const found =
    call.type === "object_creation_expression"
      ? constructed(call, parts(list), value, source, base)
      : call.type === "method_invocation"
        ? set(call, source, base)
        : undefined;
  const declaration = found === undefined ? undefined : declared(found.field, found.source);
  return found === undefined || declaration === undefined
    ? undefined
    : { uses: [], declared: [{ declaration, source: found.source }], removes: [] };
}

interface Filled {
  readonly field: Node;
  readonly source: Source;
}

/** `new Settings(uri, key)` of a record, or of a class whose constructor Lombok makes. */
function constructed(
  call: Node,
  given: readonly Node[],
  value: Node,
  source: Source,
  base: CodeBase,
): Filled | undefined {
  const owner = classNamed(lastName(call.childForFieldName("type")), source, base);
  if (owner === undefined) return undefined;
  const isRecord = owner.node.type === "record_declaration";
  const fields = fieldsOf(owner.node).filter((one) => !/\bstatic\b/.test(modifiersOf(one)));
  const finals = fields.filter((one) => /\bfinal\b/.test(modifiersOf(one)) && one.childForFieldName("value") === null);
  const isAll = isRecord || marked(owner.node, owner.source, "AllArgsConstructor|Value");
  const taken = isAll ? fields : marked(owner.node, owner.source, "RequiredArgsConstructor|Data") ? finals : [];
  const field = taken.length === given.length ? taken[given.findIndex((one) => same(one, value))] : undefined;
  return field === undefined ? undefined : { field, source: owner.source };
}

/** `settings.setKey(key)`, `Settings.builder().key(key)`. */
function set(call: Node, source: Source, base: CodeBase): Filled | undefined {
  const object = call.childForFieldName("object");
  const name = call.childForFieldName("name")?.text ?? "";
  if (object === null) return undefined;
  const built = /^(?:\w+\.)*(\w+)\s*\.\s*(?:builder|toBuilder)\(\)/.exec(object.text)?.[1];
  const of = built ?? typeOf(object, source, base);
  const owner = of === undefined ? undefined : classNamed(of, source, base);
  if (owner === undefined) return undefined;
  const isMade = marked(owner.node, owner.source, built === undefined ? "Data|Setter" : "Builder|SuperBuilder");
  const title = name.replace(/^set(?=[A-Z])/, "");
  const field = fieldNamed(owner.node, built === undefined ? title.charAt(0).toLowerCase() + title.slice(1) : name);
  return !isMade || field === undefined ? undefined : { field, source: owner.source };
}

function marked(owner: Node, source: Source, annotations: string): boolean {
  return (
    /\blombok\b/.test(source.text) &&
    new RegExp(String.raw`@(?:lombok\.)?(?:${annotations})\b`).test(modifiersOf(owner))
  );
}
