import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { Source } from "../../follow/language";
import { all, parts } from "../../follow/tree";
import { withoutEntry } from "./names";
import { keyOf } from "./ways";

/** Members of types: which stand for a value, and how they end or may be missing. */

const WRAPPED = /^(?:Readonly|Partial|Required|Promise|NonNullable|Awaited)$/;

export interface Ends {
  readonly removes: readonly { readonly source: Source; readonly edits: readonly Edit[] }[];
  readonly loosens: readonly { readonly source: Source; readonly edits: readonly Edit[] }[];
}

/** Members of types go; where code goes on taking the value they may be missing. */
export function ends(members: readonly Node[], source: Source): Ends {
  const marks = members.flatMap((member) => {
    const name = member.childForFieldName("name");
    const isMarked = name === null || source.text.charAt(name.endIndex) === "?";
    return isMarked ? [] : [{ start: name.endIndex, end: name.endIndex, text: "?" }];
  });
  return {
    removes: [{ source, edits: members.map((member) => withoutMember(member, source)) }],
    loosens: [{ source, edits: marks }],
  };
}

/** The property signatures of a type under a path of keys. */
export function signatures(type: string, path: readonly string[], source: Source): readonly Node[] {
  return all(
    source.root,
    "interface_declaration",
    "type_alias_declaration",
    "class_declaration",
    "abstract_class_declaration",
  )
    .filter((node) => node.childForFieldName("name")?.text === type)
    .flatMap((node) => below(node.childForFieldName("body") ?? node.childForFieldName("value"), path, source));
}

export function below(body: Node | null, [key, ...rest]: readonly string[], source: Source): readonly Node[] {
  if (body === null || key === undefined) return [];
  const objects = body.type === "intersection_type" ? all(body, "object_type") : [body];
  return objects.flatMap((object) =>
    parts(object)
      .filter(
        (one) =>
          /^(?:property_signature|public_field_definition|method_signature)$/.test(one.type) &&
          keyOf(one.childForFieldName("name") ?? one) === key,
      )
      .flatMap((one) => {
        if (rest.length === 0) return [one];
        const inner = parts(one.childForFieldName("type") ?? one)[0];
        if (inner?.type === "object_type") return below(inner, rest, source);
        const named = inner === undefined ? undefined : typeNameIn(inner);
        return named === undefined ? [] : signatures(named, rest, source);
      }),
  );
}

/** A member of a type goes, with its separator. */
export function withoutMember(node: Node, { text }: Source): Edit {
  const mark = /^[ \t]*[;,]/.exec(text.slice(node.endIndex, node.endIndex + 20))?.[0].length ?? 0;
  const before = node.previousNamedSibling;
  if (node.nextNamedSibling === null && before !== null && !text.slice(before.endIndex, node.startIndex).includes("\n"))
    return { start: before.endIndex, end: node.endIndex, text: "" };
  const line = removal(text, { start: node.startIndex, end: node.endIndex + mark });
  return line.start < node.startIndex
    ? line
    : { ...line, end: line.end + (text.slice(line.end).startsWith(" ") ? 1 : 0) };
}

/** Entries of object literals of a type that go with its property: the settings of tests. */
export function entriesOf(type: string, key: string, source: Source): readonly Edit[] {
  return all(source.root, "type_annotation")
    .filter((one) => typeNameIn(one) === type)
    .flatMap((one) => one.parent?.childForFieldName("value") ?? [])
    .filter((value) => value.type === "object")
    .flatMap((object) => parts(object))
    .filter((pair) => pair.type === "pair" && keyOf(pair.childForFieldName("key") ?? pair) === key)
    .filter((pair) => /^(?:string|template_string)$/.test(pair.childForFieldName("value")?.type ?? ""))
    .flatMap((pair) => (pair.parent === null ? [] : [withoutEntry(source.text, pair.parent, pair)]));
}

/** The one type that an annotation names, `Readonly<…>`, `Promise<…>` and `| undefined` aside. */
export function typeNameIn(node: Node): string | undefined {
  if (node.type === "type_identifier") return node.text;
  if (node.type === "generic_type") {
    const [name, args] = parts(node);
    const inner = args === undefined ? undefined : parts(args)[0];
    return inner !== undefined && WRAPPED.test(name?.text ?? "") ? typeNameIn(inner) : undefined;
  }
  if (node.type === "union_type") {
    const names = parts(node).filter(({ text }) => text !== "undefined" && text !== "null");
    return names.length === 1 && names[0] !== undefined ? typeNameIn(names[0]) : undefined;
  }
  const [only, ...more] = parts(node);
  return node.type === "type_annotation" && only !== undefined && more.length === 0 ? typeNameIn(only) : undefined;
}
