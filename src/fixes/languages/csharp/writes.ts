import type { Node } from "web-tree-sitter";
import { scan } from "../../../engine/scan";
import type { Edit } from "../../fix";
import type { CodeBase, Source } from "../../follow/language";
import { climb, parts, replace, same, withoutItem } from "../../follow/tree";
import { lookup } from "./lookup";
import { nameOfCall } from "./program";
import { withoutStatement } from "./removals";
import { initializerOf } from "./typeOf";

/** Places that give a field or property a value. */

/** Takes an assignment away: its statement, its item of an initializer; undefined where something else hangs on it. */
export function withoutWrite(assignment: Node, source: Source): readonly Edit[] | undefined {
  const { parent } = assignment;
  if (parent === null) return undefined;
  if (parent.type === "initializer_expression") return [withoutItem(source.text, parts(parent), assignment)];
  if (assignment.type === "with_initializer") {
    const [made, ...items] = parts(parent);
    return made === undefined
      ? undefined
      : items.length === 1
        ? [replace(parent, made.text)]
        : [withoutItem(source.text, items, assignment)];
  }
  if (
    parent.type === "expression_statement" &&
    /^(?:block|global_statement|switch_section)$/.test(parent.parent?.type ?? "")
  )
    return [withoutStatement(parent, source)];
  if (parent.type === "arrow_expression_clause" && parent.parent?.type === "constructor_declaration")
    return [replace(parent, "{ }"), ...semicolonOf(parent.parent)];
  if (parent.type !== "lambda_expression") return undefined;
  // `Configure<T>(o => o.Key = …);` does nothing else.
  const call = climb(parent, ({ type }) => type === "invocation_expression");
  const statement = call?.parent;
  const isAll =
    call !== undefined &&
    /^(?:Post)?Configure(?:All)?$/.test(nameOfCall(call)) &&
    parts(call.childForFieldName("arguments") ?? call).length === 1;
  return isAll && statement?.type === "expression_statement" ? [withoutStatement(statement, source)] : undefined;
}

function semicolonOf(declaration: Node): readonly Edit[] {
  const last = declaration.children.at(-1);
  return last?.type === ";" ? [replace(last, "")] : [];
}

/** Whether an expression gives no value at all. */
export function isNothing(value: Node): boolean {
  return /^(?:""|@""|null!?|default!?|[Ss]tring\.Empty)$/.test(value.text);
}

/** Whether two expressions give the same: the same words, with names that mean the same. */
export function isGivenAlike(value: Node, came: Node, source: Source, base: CodeBase): boolean {
  if (value.text !== came.text) return false;
  if (value.type !== "identifier") return true;
  const [one, other] = [lookup(value.text, value, source, base), lookup(came.text, came, source, base)];
  if (one?.is !== "local" || other?.is !== "local") return false;
  return same(one.node, other.node) || initializerOf(one.node)?.text === initializerOf(other.node)?.text;
}

/** The emulator's key, handed over in code: a program that also runs on the emulator. */
export function isEmulatorKey(value: Node): boolean {
  return (
    value.type.includes("string") &&
    scan(`key = ${value.text}`, { path: "a.cs" }).some(({ certainty }) => certainty === "hint")
  );
}
