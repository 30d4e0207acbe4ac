import type { Node } from "web-tree-sitter";
import type { Finding, Span } from "../../engine/finding";
import { type Choice, type NotFixable, notFixable } from "../fix";
import { type Secret, storedName, variableName } from "../secret";
import type { Source } from "./language";
import type { Changes } from "./changes";
import { wholeValue } from "./value";
import { isPart } from "./splice";
import { same, spanOf } from "./tree";

/** Puts a read from a vault or the environment in the place of a literal. */
export function readInstead(
  literal: Node,
  source: Source,
  given: Secret,
  choice: Choice,
  changes: Changes,
  finding?: Finding,
): NotFixable | undefined {
  const { language } = source;
  // A person's name for it tells two keys of one account apart.
  const named = wholeValue(literal, source).parent?.childForFieldName("name")?.text ?? "";
  const secret = /read[_-]?only/i.test(named) ? { ...given, isReadOnly: true } : given;
  if (finding?.pieces.length === 1 && language.splice !== undefined && isPart(literal, finding, secret, language))
    return spliced(literal, finding, source, secret, choice, changes);
  const whole = wholeValue(literal, source);
  const fallback = fallbackIn(literal, whole, source);
  if (choice.kind === "environment" && fallback !== undefined) {
    changes.add(source, { edits: [{ ...spanOf(fallback.whole), text: fallback.text }], needs: [] });
    const read = /["'\x60](\w+)["'\x60]/.exec(fallback.text)?.[1];
    if (read !== undefined) changes.left.add(`Where the program runs, set ${read}.`);
    return undefined;
  }
  const unconst = language.unconst(whole, source, choice);
  if ("fixable" in unconst) return unconst;
  const declared = language.declaration(whole, source)?.name;
  const variable =
    declared !== undefined && /cosmos|mongo/i.test(declared) ? snake(declared) : variableName(secret.name);
  const read = language.secretRead(whole, source, secret, choice, variable);
  if ("fixable" in read) return read;
  changes.left.add(
    choice.kind === "environment"
      ? `Where the program runs, set ${variable}.`
      : `In the vault, store the secret ${storedName(secret)}.`,
  );
  changes.add(source, {
    edits: [...(read.before ?? []), { ...spanOf(whole), text: read.code }, ...unconst],
    needs: read.needs,
  });
  return undefined;
}

/** Only the key of a longer text gives way; the text around it stays. */
function spliced(
  literal: Node,
  span: Span,
  source: Source,
  secret: Secret,
  choice: Choice,
  changes: Changes,
): NotFixable | undefined {
  const { language } = source;
  const isAddress = /^(?:mongo|postgres)/.test(secret.rule);
  const name = "cosmos-key";
  const read = language.secretRead(literal, source, { ...secret, name }, choice, variableName(name));
  if ("fixable" in read) return read;
  const edits = language.splice?.(literal, span, read.code, isAddress);
  if (edits === undefined)
    return notFixable("The key is a part of a text that code cannot be put into here: take it out by hand.", {
      path: source.path,
      span: spanOf(literal),
    });
  changes.add(source, { edits, needs: read.needs });
  return undefined;
}

/** The read that a literal stands in for, without the literal. */
function fallbackIn(
  literal: Node,
  whole: Node,
  source: Source,
): { readonly whole: Node; readonly text: string } | undefined {
  for (let node: Node | null = literal; node !== null && node.startIndex >= whole.startIndex; node = node.parent) {
    const fallback = source.language.fallback(node);
    if (fallback !== undefined) return { whole: fallback.whole, text: fallback.read };
    if (same(node, whole)) return undefined;
  }
  return undefined;
}

function snake(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/^_+/, "")
    .toUpperCase();
}
