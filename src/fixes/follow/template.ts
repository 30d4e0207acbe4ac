import type { Node } from "web-tree-sitter";
import type { Secret } from "../secret";
import type { Language } from "./language";
import { contentOf, parts, same } from "./tree";

/** Connection strings that code puts together: `$"AccountEndpoint={endpoint};AccountKey={key};"`. */

/** The whole string around a key, and what it will be a connection string of; undefined where it is none. */
export function connectionStringAround(
  value: Node,
  secret: Secret,
  language: Language,
): { readonly whole: Node; readonly secret: Secret } | undefined {
  const whole = HOLES.has(value.parent?.type ?? "") ? value.parent?.parent : joinedAround(value);
  if (whole === null || whole === undefined) return undefined;
  const pieces = piecesOf(whole, language);
  const at = pieces.findIndex((piece) => typeof piece !== "string" && same(piece, value));
  const before = pieces[at - 1];
  if (typeof before !== "string" || !/AccountKey=$/i.test(before)) return undefined;
  const { literal, code } = endpointIn(pieces);
  if (literal === undefined && code === undefined && secret.endpoint === undefined) return undefined;
  return {
    whole,
    secret: {
      ...secret,
      holds: "connection-string",
      endpoint: literal ?? secret.endpoint,
      ...(code === undefined ? {} : { endpointCode: code }),
    },
  };
}

const HOLES = new Set(["interpolation", "template_substitution"]);

function isJoin(node: Node | null): boolean {
  return /^binary_(?:expression|operator)$/.test(node?.type ?? "") && node?.childForFieldName("operator")?.text === "+";
}

/** The outermost `a + b + c` that a value is part of. */
function joinedAround(value: Node): Node | undefined {
  let whole = value;
  for (let { parent } = whole; parent !== null && isJoin(parent); { parent } = whole) whole = parent;
  return same(whole, value) ? undefined : whole;
}

/** The texts and expressions that a string is made from, in order. */
function piecesOf(node: Node, language: Language): readonly (string | Node)[] {
  if (isJoin(node)) return parts(node).flatMap((part) => piecesOf(part, language));
  if (!language.strings.has(node.type)) return [node];
  const holes = parts(node).filter(({ type }) => HOLES.has(type));
  if (holes.length === 0) return [contentOf(node)];
  const pieces: (string | Node)[] = [];
  let at = node.startIndex;
  for (const hole of holes) {
    pieces.push(node.text.slice(at - node.startIndex, hole.startIndex - node.startIndex));
    const inside = parts(hole).find(({ type }) => type !== "interpolation_brace");
    if (inside !== undefined) pieces.push(inside);
    at = hole.endIndex;
  }
  return [...pieces, node.text.slice(at - node.startIndex)];
}

/** What stands behind `AccountEndpoint=`: text up to the next segment, or the expression put there. */
function endpointIn(pieces: readonly (string | Node)[]): { readonly literal?: string; readonly code?: string } {
  for (const [i, piece] of pieces.entries()) {
    const match = typeof piece === "string" ? /AccountEndpoint=([^;"']*)/i.exec(piece) : null;
    if (match === null) continue;
    const next = pieces[i + 1];
    if (match[1] !== "") return { literal: match[1] ?? "" };
    return next === undefined || typeof next === "string" ? {} : { code: next.text };
  }
  return {};
}
