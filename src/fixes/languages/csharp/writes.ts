import type { Node } from "web-tree-sitter";
import { scan } from "../../../engine/scan";
import type { Edit } from "../../fix";
import type { Source } from "../../follow/language";
import { climb, parts, replace, withoutItem } from "../../follow/tree";
import { nameOfCall } from "./program";
import { withoutStatement } from "./removals";

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

/** The emulator's key, handed over in code: a program that also runs on the emulator. */
export function isEmulatorKey(value: Node): boolean {
  return (
    value.type.includes("string") &&
    scan(`key = ${value.text}`, { path: "a.cs" }).some(({ certainty }) => certainty === "hint")
  );
}
