import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, together } from "../../follow/reads";
import { all, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { declared, withoutSlot } from "./names";
import { callAround, calledBy, classNamed, nameNodeOf, nameOf } from "./types";

/** Values of Kotlin that are handed to functions and constructors of the program, or given back by them. */

/** Calls of a class's constructor lose the argument, given by its place or its name. */
export function withoutArgument(parameter: Node, type: string, source: Source, base: CodeBase): Reads {
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
