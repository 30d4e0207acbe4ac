import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { accessOf } from "./access";
import { type Member, basesOf, familyOf, filesWith, memberOf, membersOf, typesNamed } from "./program";
import { withoutDeclaration, withoutRequirement } from "./removals";
import { settingsFilling } from "./fillers";
import { isAlike, settingsBehind } from "./origin";
import { isEmulatorKey, isNothing, withoutWrite } from "./writes";

/**
 * Fields and properties, followed by their types: with names as short as `Key`, only types tell which `.Key` is meant.
 * A place that may be meant and cannot be told is lost, with its place.
 */

interface Found {
  readonly uses: Use[];
  readonly removes: { readonly source: Source; readonly edits: Reads["removes"][number]["edits"] }[];
  readonly joins: string[];
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
  if (kin === undefined || isInView(member.owner.name, member.name, source))
    return { uses: [], removes: [], lost: { node: member.node, source: member.owner.source } };
  const { name } = member;
  const words = carriersOf(kin.names, source, base);
  const found: Found = { uses: [], removes: [], joins: [], lost: undefined };
  for (const one of filesWith(name, source, base)) {
    const isNear = words.some((word) => one.text.includes(word));
    for (const node of isNear ? all(one.root, "identifier") : []) {
      if (node.text !== name) continue;
      const access = accessOf(node, one, base, kin.names);
      if (access === undefined) continue;
      if (access.lost === true) found.lost ??= { node: access.whole, source: one };
      else if (access.written === undefined) found.uses.push({ node: access.whole, source: one, rest: [] });
      else written(access.written, came, source, one, base, secret, found);
    }
  }
  const { lost } = found;
  const joins = secret.remains === "endpoint" ? [...found.joins, ...settingsFilling(member, base)] : [];
  const removes = [
    ...found.removes,
    ...kin.members.map(({ node, owner }) => ({ source: owner.source, edits: withoutDeclaration(node, owner.source) })),
  ];
  const loosens = kin.members.map(({ node, owner }) => ({
    source: owner.source,
    edits: withoutRequirement(node, owner.source),
  }));
  return { uses: found.uses, removes, loosens, joins, ...(lost === undefined ? {} : { lost }) };
}

/** A place that gives the member a value: it goes with the member; where the member stays, it must give the same. */
function written(
  assignment: Node,
  came: Node | undefined,
  from: Source,
  source: Source,
  base: CodeBase,
  secret: Secret,
  found: Found,
): void {
  const value = assignment.childForFieldName("right") ?? assignment.namedChildren.at(-1) ?? assignment;
  const isOwn = same(value, came) || (came !== undefined && climb(came, (node) => same(node, value)) !== undefined);
  if (secret.remains === "endpoint") {
    if (isOwn || isNothing(value)) return;
    const settings = settingsBehind({ node: value, source }, base);
    found.joins.push(...settings);
    const isSame = came !== undefined && isAlike({ node: value, source }, { node: came, source: from }, base);
    if (settings.length === 0 && !isSame) found.lost ??= { node: assignment, source };
    return;
  }
  if (secret.stays === true) return;
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

/** Words without one of which a file cannot get hold of the types: their names, and names of what has or takes them. */
function carriersOf(types: ReadonlySet<string>, source: Source, base: CodeBase): readonly string[] {
  const words = new Set(types);
  for (const type of types)
    for (const one of filesWith(type, source, base)) {
      const mentions = new RegExp(String.raw`\b${type}\b`);
      for (const node of all(one.root, ...DECLARATIONS)) {
        const body =
          node.childForFieldName("body") ?? node.childForFieldName("value") ?? node.childForFieldName("accessors");
        if (!mentions.test(one.text.slice(node.startIndex, body?.startIndex ?? node.endIndex))) continue;
        for (const named of node.type === "field_declaration" ? all(node, "variable_declarator") : [node]) {
          const name = named.childForFieldName("name")?.text;
          if (name !== undefined) words.add(name);
        }
      }
    }
  return [...words];
}

const DECLARATIONS = [
  "property_declaration",
  "field_declaration",
  "method_declaration",
  "constructor_declaration",
  "local_function_statement",
  "delegate_declaration",
  "class_declaration",
  "record_declaration",
  "struct_declaration",
  "interface_declaration",
];

/** Views name a property where no code of this language does. */
function isInView(type: string, name: string, { program }: Source): boolean {
  return program.paths.some((path) => {
    if (!/\.(?:cshtml|razor|vbhtml|xaml)$/i.test(path)) return false;
    const text = program.read(path) ?? "";
    return text.includes(type) && new RegExp(String.raw`\b${name}\b`).test(text);
  });
}
