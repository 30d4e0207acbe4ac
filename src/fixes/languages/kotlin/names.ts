import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { undocumented } from "../../follow/documented";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, together } from "../../follow/reads";
import { all, climb, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { loosened } from "./demands";
import {
  callAround,
  calledBy,
  classNamed,
  declaring,
  isPlain,
  memberOf,
  nameNodeOf,
  nameOf,
  ownerOf,
  slotsOf,
  typeOf,
  valueOf,
} from "./types";

/** Names of Kotlin: properties, variables and parameters, and where others reach them. */

/** What a value initialises. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  return parent?.type === "property_declaration" && same(valueOf(parent), value) ? declared(parent, source) : undefined;
}

/** A property, variable or parameter. */
export function declared(holder: Node, source: Source): Declaration | undefined {
  const nameNode = nameNodeOf(holder);
  if (nameNode === undefined) return undefined;
  const list = /^(?:class_parameters|function_value_parameters)$/.test(holder.parent?.type ?? "")
    ? holder.parent
    : null;
  const documented = climb(list, ({ type }) => /^(?:class|function)_declaration$/.test(type));
  const removes = list === null ? removal(source.text, spanOf(holder)) : withoutSlot(list, holder, source);
  const scope =
    climb(holder.parent, ({ type }) => /^(?:block|lambda_literal|function_declaration)$/.test(type)) ??
    ownerOf(holder) ??
    source.root;
  const declaration: Declaration = {
    ...{ name: nameNode.text, path: [], nameNode, scope, outside: undefined },
    removes: [removes, ...(documented === undefined ? [] : undocumented(documented, nameNode.text, source))],
  };
  return { ...declaration, loosens: loosened(holder, declaration, source) };
}

/** A list without one of its items, with the comma; the item's annotations and default go too. */
export function withoutSlot(list: Node, item: Node, { text }: Source): Edit {
  const slots = slotsOf(list);
  const at = slots.findIndex((slot) => slot.some((one) => same(one, item)));
  const start = slots[at]?.[0]?.startIndex ?? item.startIndex;
  const end = slots[at]?.at(-1)?.endIndex ?? item.endIndex;
  const next = slots[at + 1]?.[0];
  const previous = slots[at - 1]?.at(-1);
  if (next !== undefined) return { start, end: next.startIndex, text: "" };
  if (previous !== undefined) return { start: previous.endIndex, end, text: "" };
  return { start, end: end + (text.charAt(end) === "," ? 1 : 0), text: "" };
}

/** Uses of a property through objects and by its full name, and the arguments that fill a constructor's. */
export function elsewhere({ nameNode, name }: Declaration, source: Source, base: CodeBase): Reads | undefined {
  const holder = climb(nameNode, ({ type }) => /^(?:property_declaration|class_parameter|parameter)$/.test(type));
  if (holder === undefined) return undefined;
  const inText = inTemplates(name, nameNode, source);
  if (inText !== undefined) return lostAt(inText, source);
  const written = writesTo(holder, source);
  if (written !== undefined) return lostAt(written, source);
  const owner = ownerOf(holder);
  const isLocal =
    climb(holder.parent, ({ type }) => /^(?:block|lambda_literal|function_declaration)$/.test(type)) !== undefined;
  if (isLocal) return undefined;
  const isPrivate = /\b(?:private)\b/.test(parts(holder).find(({ type }) => type === "modifiers")?.text ?? "");
  const isProperty = holder.type !== "class_parameter" || /\bva[lr]\b/.test(holder.text);
  const type = nameOf(owner);
  return together([
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
      return of === undefined && new RegExp(String.raw`\b${type}\b`).test(one.text) ? [lostAt(node, one)] : [];
    });
  });
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

/** Calls of a class's constructor lose the argument, given by its place or its name. */
function withoutArgument(parameter: Node, type: string, source: Source, base: CodeBase): Reads {
  const list = parameter.parent;
  const position = list === null ? -1 : parts(list).findIndex((one) => same(one, parameter));
  return withoutArguments(type, nameNodeOf(parameter)?.text ?? "", position, source, base);
}

function withoutArguments(called: string, name: string, position: number, source: Source, base: CodeBase): Reads {
  const gone = [source, ...base.others(source, called)].flatMap((one) =>
    [...all(one.root, "call_expression"), ...all(one.root, "constructor_invocation")].flatMap(
      (call): readonly Reads[] => {
        const own = call.type === "constructor_invocation" ? all(call, "user_type")[0]?.text : calledBy(call)?.name;
        const given = parts(call).find((part) => part.type === "value_arguments");
        if (own !== called || given === undefined) return [];
        const named = parts(given).find((argument) => parts(argument).length > 1 && parts(argument)[0]?.text === name);
        const placed = parts(given)[position];
        const argument = named ?? (placed !== undefined && parts(placed).length === 1 ? placed : undefined);
        return argument === undefined ? [] : [goneAt(one, [withoutSlot(given, argument, one)], [])];
      },
    ),
  );
  return together(gone);
}

/** Where a value goes that is an argument of the program's own function or class, or all that a function gives back. */
export function held(value: Node, source: Source, base: CodeBase): Reads | undefined {
  return handedOn(value, source, base) ?? givenBack(value, source, base);
}

function handedOn(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const call = callAround(value);
  const called = call === undefined ? undefined : calledBy(call);
  const argument = value.parent;
  if (called === undefined || argument === null || call === undefined) return undefined;
  const label = parts(argument).length > 1 ? parts(argument)[0]?.text : undefined;
  const place = argument.parent === null ? -1 : parts(argument.parent).findIndex((one) => same(one, argument));
  const made = classNamed(called.name, source, base);
  if (made !== undefined) {
    const list = all(made.node, "class_parameters")[0];
    const parameter =
      list === undefined
        ? undefined
        : (parts(list).find((one) => nameNodeOf(one)?.text === label) ?? parts(list)[place]);
    const declaration = parameter === undefined ? undefined : declared(parameter, made.source);
    return declaration === undefined
      ? undefined
      : { uses: [], declared: [{ declaration, source: made.source }], removes: [] };
  }
  const functions = [source, ...base.others(source, called.name)].flatMap((one) =>
    all(one.root, "function_declaration")
      .filter((node) => nameOf(node) === called.name)
      .map((node) => ({ node, one })),
  );
  const [only] = functions;
  if (only === undefined || functions.length > 1) return undefined;
  const list = parts(only.node).find(({ type }) => type === "function_value_parameters");
  const parameters = list === undefined ? [] : parts(list).filter(({ type }) => type === "parameter");
  const parameter = parameters.find((one) => nameNodeOf(one)?.text === label) ?? parameters[place];
  const declaration = parameter === undefined ? undefined : declared(parameter, only.one);
  if (parameter === undefined || declaration === undefined) return undefined;
  const at = parameters.findIndex((one) => same(one, parameter));
  return together([
    withoutArguments(called.name, declaration.name, at, only.one, base),
    { uses: [], declared: [{ declaration, source: only.one }], removes: [] },
  ]);
}

/** `fun key() = value`: every call is a use, and the function goes. */
function givenBack(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const function_ = value.parent?.type === "function_body" ? value.parent.parent : null;
  if (function_?.type !== "function_declaration") return undefined;
  const list = parts(function_).find(({ type }) => type === "function_value_parameters");
  const modifiers = parts(function_).find(({ type }) => type === "modifiers")?.text ?? "";
  if ((list !== undefined && parts(list).length > 0) || /@Bean|\b(?:override|open|abstract)\b/.test(modifiers))
    return undefined;
  const name = nameOf(function_);
  const same_ = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "function_declaration").filter((node) => nameOf(node) === name),
  );
  if (same_.length > 1) return undefined;
  const uses = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "call_expression")
      .filter((call) => calledBy(call)?.name === name)
      .map((node) => ({ node, source: one, rest: [] })),
  );
  return together([{ uses, removes: [] }, goneAt(source, [removal(source.text, spanOf(function_))], [])]);
}

/** `"…$key…"`: the grammar sees no name there. */
function inTemplates(name: string, nameNode: Node, { root }: Source): Node | undefined {
  return all(root, "string_literal", "multiline_string_literal").find(
    (node) => new RegExp(String.raw`(?<!\\)\$${name}\b`).test(node.text) && !same(node, nameNode),
  );
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
