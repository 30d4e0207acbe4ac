import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { argumentFor, argumentsOf, type Call, valueOf } from "./arguments";
import { callsTo } from "./calls";
import { lookup } from "./lookup";
import { type Method, typeText } from "./program";
import { typeParametersOf } from "./memberTypes";

/** Methods as seen through one call of them: its arguments and types stand for the parameters. */

/** The call through which a method is looked at: its arguments stand for the parameters. */
export interface Frame {
  readonly method: Method;
  readonly call: Call;
  /** The call through which the method is looked at that makes this call; undefined where nothing depends on it. */
  readonly outer?: Frame | undefined;
}

/** The frame in which the arguments of a frame's call are read. */
export function outerOf(frame: Frame | undefined, method: Node): Frame | undefined {
  return frame !== undefined && same(frame.method.node, method) ? frame.outer : undefined;
}

/** What callers give for a parameter: through a frame its argument alone, else those of all calls, else its default. */
export function givenTo(parameter: Node, method: Method, base: CodeBase, frame?: Frame): readonly Call[] {
  if (!/^(?:method|constructor|class|record|struct)_declaration$|^local_function_statement$/.test(method.node.type))
    return [];
  const calls = frame !== undefined && same(frame.method.node, method.node) ? [frame.call] : callsTo(method, base);
  return calls.flatMap((call) => {
    const argument = argumentFor(call.node, method, parameter);
    if (argument !== undefined) return [{ node: valueOf(argument), source: call.source }];
    const fallback = parts(parameter).at(-1);
    return fallback === undefined || same(fallback, parameter.childForFieldName("name"))
      ? []
      : [{ node: fallback, source: method.source }];
  });
}

/** A type's name as seen through a frame: a type parameter is what the call names. */
export function typeIn(type: string, frame: Frame | undefined): string {
  if (frame === undefined) return type;
  const at = typeParametersOf(frame.method.node).indexOf(type);
  const named = frame.call.node.childForFieldName("function");
  const generic = all(named?.childForFieldName("name") ?? named ?? frame.call.node, "type_argument_list")[0];
  const given = at < 0 || generic === undefined ? undefined : typeText(parts(generic)[at]);
  return given === undefined ? type : typeIn(given, frame.outer);
}

/** The frames in which `nodes` must be looked at: one for each call where they depend on the method's parameters. */
export function framesFor(
  nodes: readonly Node[],
  source: Source,
  base: CodeBase,
  depth = 0,
): readonly (Frame | undefined)[] {
  const node = climb(nodes[0], ({ type }) =>
    /^(?:method|constructor)_declaration$|^local_function_statement$/.test(type),
  );
  if (node === undefined || depth > 3) return [undefined];
  const types = typeParametersOf(node);
  const depends = nodes.some((one) =>
    all(one, "identifier").some((name) => {
      if (types.includes(name.text)) return true;
      const meaning = lookup(name.text, name, source, base);
      return meaning?.is === "parameter" && same(meaning.of, node);
    }),
  );
  const method = { node, source };
  const calls = depends ? callsTo(method, base) : [];
  if (calls.length === 0) return [undefined];
  return calls.flatMap((call) =>
    framesFor(givenIn(call.node), call.source, base, depth + 1).map((outer) => ({ method, call, outer })),
  );
}

/** What a call gives: its arguments, and the types that it names. */
function givenIn(call: Node): readonly Node[] {
  const called = call.childForFieldName("function");
  const types = called === null ? [] : all(called.childForFieldName("name") ?? called, "type_argument_list");
  return [...argumentsOf(call), ...types];
}
