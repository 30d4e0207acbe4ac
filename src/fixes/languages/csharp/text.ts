import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { contentOf, lastName, parts } from "../../follow/tree";
import { argumentsOf, type Call, valueOf } from "./arguments";
import { type Frame, givenTo, outerOf, typeIn } from "./frames";
import { lookup, type Meaning } from "./lookup";
import { memberOf, typesNamed, typeText } from "./program";
import { initializerOf } from "./memberTypes";

/** What texts an expression may stand for: literals, constants, composed names, parameters by what callers give. */

const MOST = 24;
const DEEPEST = 10;

/** Every text that an expression may be; none where it cannot be told. */
export function textsOf(
  node: Node | null | undefined,
  source: Source,
  base: CodeBase,
  frame?: Frame,
  depth = 0,
): readonly string[] {
  if (node === null || node === undefined || depth > DEEPEST) return [];
  const inner = (one: Node | null | undefined): readonly string[] => textsOf(one, source, base, frame, depth + 1);
  switch (node.type) {
    case "string_literal":
    case "raw_string_literal":
      return [contentOf(node)];
    case "verbatim_string_literal":
      return [contentOf(node).replaceAll('""', '"')];
    case "interpolated_string_expression":
      return joined(
        parts(node).flatMap((part) =>
          part.type === "string_content"
            ? [[part.text]]
            : part.type === "interpolation"
              ? [inner(parts(part).find(({ type }) => type !== "interpolation_brace"))]
              : [],
        ),
        "",
      );
    case "parenthesized_expression":
    case "postfix_unary_expression":
      return inner(parts(node)[0]);
    case "conditional_expression":
      return [...inner(node.childForFieldName("consequence")), ...inner(node.childForFieldName("alternative"))];
    case "binary_expression": {
      const sides = [inner(node.childForFieldName("left")), inner(node.childForFieldName("right"))] as const;
      return node.childForFieldName("operator")?.text === "+"
        ? joined(sides, "")
        : node.childForFieldName("operator")?.text === "??"
          ? [...sides[0], ...sides[1]]
          : [];
    }
    case "invocation_expression":
      return textOfCall(node, inner);
    case "member_access_expression":
      return textOfMember(node, source, base, frame, depth);
    case "identifier": {
      const meaning = lookup(node.text, node, source, base);
      return meaning === undefined ? [] : textsOfMeaning(meaning, source, base, frame, depth);
    }
    default:
      return [];
  }
}

function textOfCall(call: Node, inner: (node: Node) => readonly string[]): readonly string[] {
  const called = call.childForFieldName("function")?.text ?? "";
  const values = argumentsOf(call).map(valueOf);
  if (called === "nameof") return [lastName(values[0])];
  if (/(?:^|\.)ConfigurationPath\.Combine$/.test(called)) return joined(values.map(inner), ":");
  if (/^[Ss]tring\.Concat$/.test(called)) return joined(values.map(inner), "");
  if (/^[Ss]tring\.Join$/.test(called)) {
    const [separator] = values[0] === undefined ? [] : inner(values[0]);
    return separator === undefined ? [] : joined(values.slice(1).map(inner), separator);
  }
  return [];
}

function textOfMember(
  node: Node,
  source: Source,
  base: CodeBase,
  frame: Frame | undefined,
  depth: number,
): readonly string[] {
  const owner = node.childForFieldName("expression");
  const name = lastName(node.childForFieldName("name"));
  if (name === "Empty" && /^[Ss]tring$/.test(owner?.text ?? "")) return [""];
  if (name === "KeyDelimiter") return [":"];
  if (owner?.type === "typeof_expression" && name === "Name")
    return [typeIn(typeText(owner.childForFieldName("type") ?? parts(owner)[0]) ?? "", frame)];
  if (owner === null || owner.type === "this" || owner.type === "base") {
    const meaning = lookup(name, node, source, base);
    return meaning === undefined ? [] : textsOfMeaning(meaning, source, base, frame, depth);
  }
  const type = lastName(owner);
  const member = typesNamed(type, source, base).length === 0 ? undefined : memberOf(type, name, source, base);
  return member === undefined ? [] : textsOfMeaning({ is: "member", member }, source, base, frame, depth);
}

function textsOfMeaning(
  meaning: Meaning,
  source: Source,
  base: CodeBase,
  frame: Frame | undefined,
  depth: number,
): readonly string[] {
  if (meaning.is === "member") {
    const { node, owner } = meaning.member;
    return textsOf(initializerOf(node), owner.source, base, undefined, depth + 1);
  }
  if (meaning.is === "local") return textsOf(initializerOf(meaning.node), source, base, frame, depth + 1);
  return givenTo(meaning.node, { node: meaning.of, source }, base, frame).flatMap((given) =>
    textsOf(given.node, given.source, base, outerOf(frame, meaning.of), depth + 1),
  );
}

/** Where the literals stand that an expression's text is made from. */
export function writtenAt(node: Node, source: Source, base: CodeBase, frame?: Frame, depth = 0): readonly Call[] {
  if (node.type.endsWith("string_literal")) return [{ node, source }];
  if (depth > DEEPEST) return [];
  const meanings =
    node.type === "identifier" || node.type === "member_access_expression" ? meaningOf(node, source, base) : undefined;
  if (meanings === undefined) return parts(node).flatMap((part) => writtenAt(part, source, base, frame, depth + 1));
  if (meanings.is === "parameter")
    return givenTo(meanings.node, { node: meanings.of, source }, base, frame).flatMap((one) =>
      writtenAt(one.node, one.source, base, outerOf(frame, meanings.of), depth + 1),
    );
  const [declared, where] =
    meanings.is === "member" ? [meanings.member.node, meanings.member.owner.source] : [meanings.node, source];
  const value = initializerOf(declared);
  return value === undefined ? [] : writtenAt(value, where, base, undefined, depth + 1);
}

function meaningOf(node: Node, source: Source, base: CodeBase): Meaning | undefined {
  if (node.type === "identifier") return lookup(node.text, node, source, base);
  const owner = lastName(node.childForFieldName("expression"));
  const name = lastName(node.childForFieldName("name"));
  const member = typesNamed(owner, source, base).length === 0 ? undefined : memberOf(owner, name, source, base);
  return member === undefined ? lookup(name, node, source, base) : { is: "member", member };
}

/** Every way to join one of each, at most a few. */
function joined(choices: readonly (readonly string[])[], separator: string): readonly string[] {
  let texts: readonly string[] | undefined;
  for (const choice of choices)
    texts = (texts === undefined ? choice : texts.flatMap((text) => choice.map((one) => text + separator + one))).slice(
      0,
      MOST,
    );
  return texts ?? [""];
}
