import type { Node } from "web-tree-sitter";
import type { Span } from "../../engine/finding";
import type { Secret } from "../secret";
import type { Language } from "./language";
import { contentOf, parts } from "./tree";

/** Secrets that are a part of a longer text: JSON in a string, a command, an address that code puts together. */

const HOLES = new Set(["interpolation", "template_substitution"]);

/** Whether a literal says, or is joined to, more than the secret itself. */
export function isPart(literal: Node, { start, end }: Span, secret: Secret, { strings }: Language): boolean {
  const content = contentOf(literal);
  const isFilled = parts(literal).some(({ type }) => HOLES.has(type));
  if (secret.rule === "account-key") return isFilled || content.trim().length > end - start;
  if (isFilled || isJoined(literal, strings)) return true;
  if (secret.rule !== "connection-string") return false;
  return !/^\s*\w[\w ]*=/.test(content) || /["{}\n]/.test(content.trim());
}

/** Whether a literal is joined to something that is no literal: `"…" + name`. */
function isJoined(literal: Node, strings: ReadonlySet<string>): boolean {
  let whole = literal;
  for (let { parent } = whole; parent !== null && isSum(parent); { parent } = whole) whole = parent;
  return pieces(whole).some(({ type }) => !strings.has(type) && type !== "concatenated_string");
}

function pieces(node: Node): readonly Node[] {
  return isSum(node) ? parts(node).flatMap(pieces) : [node];
}

function isSum(node: Node): boolean {
  return /^binary_(?:expression|operator)$/.test(node.type) && node.childForFieldName("operator")?.text === "+";
}
