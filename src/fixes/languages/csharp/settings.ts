import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { propertyReads } from "./options";
import { calledWith } from "../../follow/parameters";
import { all, climb, contentOf, lastName, parts, same } from "../../follow/tree";

/** How .NET code reads a setting: by its name, by sections, by classes that a section is bound to. */

const READERS = new Set(["GetEnvironmentVariable", "GetValue", "GetRequiredValue"]);
const SECTIONS = new Set(["GetSection", "GetRequiredSection"]);

/** Every read of `Cosmos:Key`, `ConnectionStrings:Cosmos` or `COSMOS_KEY` that begins in a file. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const path = setting.split(/:|__/);
  const reads: Found = { uses: [...directReads(source, setting)], removes: [], lost: undefined };
  for (const call of all(source.root, "invocation_expression")) {
    const name = calledName(call);
    const receiver = call.childForFieldName("function")?.childForFieldName("expression");
    if (SECTIONS.has(name) && !/\bGet(?:Required)?Section\(/.test(receiver?.text ?? "")) {
      const rest = below(path, argumentText(call, source, base));
      if (rest !== undefined) follow(call, rest, source, base, reads);
    } else if (name === "BindConfiguration") {
      const rest = below(path, argumentText(call, source, base));
      if (rest !== undefined) bound(optionsType(call), rest, call, source, base, reads);
    } else if (name === "Get" && /[Cc]onfig(?:uration)?$/.test(receiver?.text ?? "") && path.length > 1) {
      const type = typeArgument(call);
      if (type !== undefined && propertyReads(type, path, source, base).uses.length > 0)
        bound(type, path, call, source, base, reads);
    }
  }
  const { lost, ...followed } = reads;
  return lost === undefined ? followed : { ...followed, lost };
}

interface Found {
  readonly uses: Use[];
  readonly removes: { readonly source: Source; readonly edits: Reads["removes"][number]["edits"] }[];
  lost: Reads["lost"];
}

function directReads(source: Source, setting: string): readonly Use[] {
  const connection = /^ConnectionStrings(?::|__)(.+)$/.exec(setting)?.[1];
  return all(source.root, "string_literal").flatMap((string) => {
    const argument = string.parent;
    const holder = argument?.parent?.parent;
    if (argument?.type !== "argument" || holder === null || holder === undefined) return [];
    const says = contentOf(string).replaceAll("__", ":");
    const called = calledName(holder);
    const isRead =
      (says === setting.replaceAll("__", ":") &&
        (READERS.has(called) || (holder.type === "element_access_expression" && !isSectionRead(holder)))) ||
      (says === connection && called === "GetConnectionString");
    return isRead ? [{ node: holder, source, rest: [] }] : [];
  });
}

function isSectionRead(access: Node): boolean {
  return /\bGet(?:Required)?Section\([^()]*\)$/.test(access.childForFieldName("expression")?.text ?? "");
}

function calledName(call: Node): string {
  const called = call.childForFieldName("function");
  return lastName(called?.childForFieldName("name") ?? called);
}

function typeArgument(call: Node): string | undefined {
  return /<\s*(?:[\w.]+\.)?(\w+)\??\s*>$/.exec(call.childForFieldName("function")?.text ?? "")?.[1];
}

/** `AddOptions<T>()…Bind(…)` and `services.Configure<T>(…)`: the class that is bound. */
function optionsType(call: Node): string | undefined {
  const text = call.childForFieldName("function")?.text ?? "";
  return /\b(?:AddOptions\w*|Configure)\s*<\s*(?:[\w.]+\.)?(\w+)\s*>/.exec(text)?.[1];
}

/** What remains of a path below a section; undefined where the section is another. */
function below(path: readonly string[], section: string | undefined): readonly string[] | undefined {
  if (section === undefined) return undefined;
  const keys = section.split(":");
  const fits = keys.every((key, i) => key.toLowerCase() === path[i]?.toLowerCase());
  return fits ? path.slice(keys.length) : undefined;
}

/** What a call's first argument says: a literal, `nameof(X)`, or a constant of the workspace. */
function argumentText(call: Node, source: Source, base: CodeBase): string | undefined {
  const list = call.childForFieldName("arguments") ?? call.childForFieldName("subscript");
  const value = list === null ? undefined : parts(parts(list)[0] ?? list).at(-1);
  if (value === undefined) return undefined;
  if (value.type === "string_literal") return contentOf(value);
  const named = /^nameof\(\s*(?:[\w.]+\.)?(\w+)\s*\)$/.exec(value.text)?.[1];
  if (named !== undefined) return named;
  const constant = /(\w+)$/.exec(value.text)?.[1];
  if (constant === undefined) return undefined;
  const declared = new RegExp(String.raw`\bstring\s+${constant}\s*(?:=|=>)\s*"([^"]+)"`);
  for (const { text } of [source, ...base.others(source, constant)]) {
    const match = declared.exec(text);
    if (match?.[1] !== undefined) return match[1];
  }
  return undefined;
}

/** Where the value goes that a class's property gets from a section. */
function bound(
  type: string | undefined,
  rest: readonly string[],
  node: Node,
  source: Source,
  base: CodeBase,
  reads: Found,
): void {
  if (rest.length === 0) return;
  const found = type === undefined ? undefined : propertyReads(type, rest, source, base);
  if (found === undefined || found.uses.length === 0) {
    reads.lost ??= { node, source };
    return;
  }
  reads.uses.push(...found.uses.filter((use) => !reads.uses.some((known) => same(known.node, use.node))));
  reads.removes.push(...found.removes);
}

/** Follows an expression that is a section, or the setting itself where `rest` is empty. */
function follow(node: Node, rest: readonly string[], source: Source, base: CodeBase, reads: Found): void {
  const { parent } = node;
  if (parent === null) return;
  const use = (one: Node): void => {
    reads.uses.push({ node: one, source, rest: [] });
  };
  if (parent.type === "parenthesized_expression" || parent.type === "postfix_unary_expression") {
    follow(parent, rest, source, base, reads);
  } else if (parent.type === "element_access_expression") {
    if (below(rest, argumentText(parent, source, base))?.length === 0) use(parent);
  } else if (parent.type === "member_access_expression" && same(parent.childForFieldName("expression"), node)) {
    const name = lastName(parent.childForFieldName("name"));
    const call = parent.parent?.type === "invocation_expression" ? parent.parent : undefined;
    if (call === undefined) {
      if (name === "Value" && rest.length === 0) use(parent);
      return;
    }
    const inner = SECTIONS.has(name) || READERS.has(name) ? below(rest, argumentText(call, source, base)) : undefined;
    if (SECTIONS.has(name)) {
      if (inner !== undefined) follow(call, inner, source, base, reads);
    } else if (READERS.has(name)) {
      if (inner?.length === 0) use(call);
    } else if (name === "Get") {
      if (rest.length === 0) use(call);
      else bound(typeArgument(call), rest, call, source, base, reads);
    } else if (name === "Bind") bound(typeOfBound(call, source), rest, call, source, base, reads);
    else if (name !== "Exists") reads.lost ??= { node: call, source };
  } else if (parent.type === "argument") {
    const call = climb(parent, ({ type }) => type === "invocation_expression");
    const parameter = calledWith(node, source, base);
    if (parameter !== undefined) {
      const body = parameter.method.childForFieldName("body") ?? parameter.method;
      for (const one of all(body, "identifier"))
        if (one.text === parameter.nameNode.text) follow(one, rest, parameter.source, base, reads);
    } else if (call === undefined || rest.length === 0) reads.lost ??= { node, source };
    else bound(optionsType(call), rest, node, source, base, reads);
  } else if (parent.type === "variable_declarator") {
    const name = parent.childForFieldName("name");
    const scope = climb(parent, ({ type }) => type === "block" || type === "compilation_unit") ?? source.root;
    for (const other of all(scope, "identifier"))
      if (other.text === name?.text && !same(other, name)) follow(other, rest, source, base, reads);
  } else reads.lost ??= { node, source };
}

/** The class of the object that `section.Bind(options)` fills. */
function typeOfBound(call: Node, source: Source): string | undefined {
  const [argument] = parts(call.childForFieldName("arguments") ?? call);
  const name = argument?.text ?? "";
  const made = /^new\s+(\w+)/.exec(name)?.[1];
  if (made !== undefined || !/^\w+$/.test(name)) return made;
  return (
    new RegExp(String.raw`\b${name}\s*=\s*new\s+(\w+)\s*[({]`).exec(source.text)?.[1] ??
    new RegExp(String.raw`\b(\w+)\s+${name}\s*=\s*new\b`).exec(source.text)?.[1]
  );
}
