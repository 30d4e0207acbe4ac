import type { Node } from "web-tree-sitter";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { lostAt, together } from "../../follow/reads";
import { all, climb, parts } from "../../follow/tree";
import { inTemplates } from "./looks";
import { withoutArgument } from "./parameters";
import { typeOf } from "./typeOf";
import { calledBy, declaredType, declaring, isPlain, memberOf, nameNodeOf, nameOf, ownerOf } from "./types";

/** Properties of Kotlin, as other code reaches them. */

/** Uses of a property through objects and by its full name, and the arguments that fill a constructor's. */
export function elsewhere({ nameNode, name }: Declaration, source: Source, base: CodeBase): Reads | undefined {
  const holder = climb(nameNode, ({ type }) => /^(?:property_declaration|class_parameter|parameter)$/.test(type));
  if (holder === undefined) return undefined;
  const inText = inTemplates(name, source);
  const written = writesTo(holder, source);
  if (written !== undefined) return lostAt(written, source);
  const owner = ownerOf(holder);
  const isLocal =
    climb(holder.parent, ({ type }) => /^(?:block|lambda_literal|function_declaration)$/.test(type)) !== undefined;
  if (isLocal) return inText;
  const isPrivate = /\b(?:private)\b/.test(parts(holder).find(({ type }) => type === "modifiers")?.text ?? "");
  const isProperty = holder.type !== "class_parameter" || /\bva[lr]\b/.test(holder.text);
  const type = nameOf(owner);
  return together([
    inText,
    ...(isPrivate || !isProperty ? [] : inOtherTongues(owner === undefined ? name : type, nameNode, source)),
    ...(isProperty ? reached(name, type, owner, source, isPrivate, base) : []),
    ...(holder.type === "class_parameter" && owner !== undefined ? [withoutArgument(holder, type, source, base)] : []),
  ]);
}

/** Accesses through objects: `settings.key`, `Settings.KEY`; of what stands at the top of a file, the bare name elsewhere. */
function reached(
  name: string,
  type: string,
  owner: Node | undefined,
  source: Source,
  isPrivate: boolean,
  base: CodeBase,
): readonly Reads[] {
  return (isPrivate ? [source] : [source, ...base.others(source, name)]).flatMap((one) => {
    if (owner === undefined) {
      if (one.path === source.path) return [];
      const bare = all(one.root, "identifier").filter(
        (node) => node.text === name && isPlain(node) && declaring(node) === undefined,
      );
      return bare.map((node): Reads => ({ uses: [{ node, source: one, rest: [] }], removes: [] }));
    }
    return all(one.root, "navigation_expression").flatMap((node): readonly Reads[] => {
      const member = memberOf(node);
      if (member?.name.text !== name || member.object.type === "this_expression") return [];
      const of = typeOf(member.object, one, base);
      if (of === type) return [{ uses: [{ node, source: one, rest: [] }], removes: [] }];
      return of === undefined && mayBe(member.object, type, one, base) ? [lostAt(node, one)] : [];
    });
  });
}

/** Whether an object of an unknown class may be of one: the file names the class, or something of that name is of it. */
function mayBe(object: Node, type: string, source: Source, base: CodeBase): boolean {
  if (new RegExp(String.raw`\b${type}\b`).test(source.text)) return true;
  const name = (memberOf(object)?.name ?? calledBy(object)?.nameNode ?? object).text;
  return (
    type.toLowerCase().includes(name.toLowerCase()) ||
    [source, ...base.others(source, name)].some((one) =>
      all(one.root, "class_parameter", "property_declaration", "parameter").some(
        (holder) => nameNodeOf(holder)?.text === name && declaredType(holder) === type,
      ),
    )
  );
}

/** Java that knows the class by its name reads it in ways that are not followed. */
function inOtherTongues(word: string, nameNode: Node, source: Source): readonly Reads[] {
  const { paths, read } = source.program;
  const isRead = paths.some(
    (path) =>
      /\.(?:java|groovy|scala)$/.test(path) && new RegExp(String.raw`\b${word}(?:Kt)?\b`).test(read(path) ?? ""),
  );
  return isRead ? [lostAt(nameNode, source)] : [];
}

/** A statement that gives a property another value. */
function writesTo(holder: Node, { root }: Source): Node | undefined {
  const name = nameNodeOf(holder)?.text;
  return all(root, "assignment").find((node) => {
    const left = node.childForFieldName("left");
    const target = left === null ? undefined : (memberOf(left)?.name ?? left);
    return target?.text === name;
  });
}
