import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, lastName, parts, same } from "../../follow/tree";
import { argumentsOf, extended, valueOf } from "./arguments";
import { calleesOf, callsTo } from "./calls";
import { lookup, parametersOf } from "./lookup";
import { nameOfCall, typeOfMember, typeText } from "./program";
import { type Frame, givenTo, outerOf } from "./frames";
import { textsOf } from "./text";
import { initializerOf } from "./memberTypes";
import { typeOf } from "./typeOf";

/** Which section of the configuration an expression is. */

/** The keys of a section from the root on; none for the whole configuration. */
export type Path = readonly string[];

const CONFIGURATION = /^(?:IConfiguration(?:Root|Manager)?|Configuration(?:Manager|Root))$/;
const SECTION = "IConfigurationSection";
const DEEPEST = 8;

/** Every section that an expression may be; none where it is no configuration, or cannot be told. */
export function sectionsOf(
  node: Node | null | undefined,
  source: Source,
  base: CodeBase,
  frame?: Frame,
  depth = 0,
): readonly Path[] {
  if (node === null || node === undefined || depth > DEEPEST) return [];
  const inner = (one: Node | null | undefined): readonly Path[] => sectionsOf(one, source, base, frame, depth + 1);
  switch (node.type) {
    case "parenthesized_expression":
    case "postfix_unary_expression":
      return inner(parts(node)[0]);
    case "cast_expression":
      return inner(node.childForFieldName("value"));
    case "invocation_expression": {
      const name = nameOfCall(node);
      const receiver = node.childForFieldName("function")?.childForFieldName("expression");
      if (/^Get(?:Required)?Section$/.test(name)) {
        const keys = textsOf(valueOf(argumentsOf(node)[0] ?? node), source, base, frame);
        const above = receiver == null ? [] : inner(receiver);
        return (above.length === 0 ? [[]] : above).flatMap((path) =>
          keys.map((key) => [...path, ...key.split(/:|__/)]),
        );
      }
      if (name === "Build" || CONFIGURATION.test(typeOf(node, source, base) ?? "")) {
        const own = calleesOf({ node, source }, base).flatMap((method) =>
          returned(method.node).flatMap((one) => sectionsOf(one, method.source, base, undefined, depth + 1)),
        );
        return own.length > 0 ? own : [[]];
      }
      return typeOf(node, source, base) === SECTION
        ? calleesOf({ node, source }, base).flatMap((method) =>
            returned(method.node).flatMap((one) =>
              sectionsOf(one, method.source, base, { method, call: { node, source } }, depth + 1),
            ),
          )
        : [];
    }
    case "member_access_expression":
      if (lastName(node.childForFieldName("name")) === "Configuration") return [[]];
      return sectionsOfName(lastName(node.childForFieldName("name")), node, source, base, frame, depth);
    case "identifier":
      return sectionsOfName(node.text, node, source, base, frame, depth);
    default:
      return CONFIGURATION.test(typeOf(node, source, base) ?? "") ? [[]] : [];
  }
}

function sectionsOfName(
  name: string,
  node: Node,
  source: Source,
  base: CodeBase,
  frame: Frame | undefined,
  depth: number,
): readonly Path[] {
  const owner = node.childForFieldName("expression");
  if (owner !== null && owner.type !== "this") return CONFIGURATION.test(typeOf(node, source, base) ?? "") ? [[]] : [];
  const meaning = lookup(name, node, source, base);
  if (meaning === undefined) return /^_?config(?:uration)?$/i.test(name) ? [[]] : [];
  if (meaning.is === "local") {
    const value = initializerOf(meaning.node);
    if (value !== undefined) return sectionsOf(value, source, base, frame, depth + 1);
    return assignedTo(name, meaning.scope).flatMap((one) => sectionsOf(one, source, base, frame, depth + 1));
  }
  const isConfiguration = (type: string | undefined): boolean => type !== undefined && CONFIGURATION.test(type);
  if (meaning.is === "parameter") {
    const type = typeText(meaning.node.childForFieldName("type")) ?? typeOf(node, source, base);
    if (type !== SECTION && !isConfiguration(type)) return type === undefined && /^_?config/i.test(name) ? [[]] : [];
    const method = { node: meaning.of, source };
    const handed = givenTo(meaning.node, method, base, frame).flatMap((one) =>
      sectionsOf(one.node, one.source, base, outerOf(frame, meaning.of), depth + 1),
    );
    const extending = [
      ...(same(parametersOf(meaning.of)[0], meaning.node)
        ? callsTo(method, base).flatMap((call) => {
            const on = extended(call.node, method);
            return on === undefined ? [] : [{ node: on, source: call.source }];
          })
        : []),
    ];
    const paths = [
      ...handed,
      ...extending.flatMap((one) => sectionsOf(one.node, one.source, base, undefined, depth + 1)),
    ];
    return paths.length > 0 ? paths : isConfiguration(type) ? [[]] : [];
  }
  const { member } = meaning;
  const type = typeOfMember(member);
  if (type !== SECTION && !isConfiguration(type)) return [];
  const values = [initializerOf(member.node), ...assignedTo(name, member.owner.node)];
  const paths = values.flatMap((one) => sectionsOf(one, member.owner.source, base, undefined, depth + 1));
  return paths.length > 0 ? paths : isConfiguration(type) ? [[]] : [];
}

/** What is assigned to a name within a node. */
function assignedTo(name: string, scope: Node): readonly Node[] {
  return all(scope, "assignment_expression").flatMap((one) => {
    const right = one.childForFieldName("right");
    return one.childForFieldName("left")?.text.replace(/^this\./, "") === name && right !== null ? [right] : [];
  });
}

/** What a method gives back. */
function returned(method: Node): readonly Node[] {
  const body = method.childForFieldName("body");
  if (body?.type === "arrow_expression_clause") return parts(body);
  return all(method, "return_statement").flatMap((one) => parts(one));
}
