import type { Node } from "web-tree-sitter";
import type { Source } from "./language";
import { type Missing, whereMissing } from "./missing";
import { climb, parts, same } from "./tree";

/** Code that takes a key where there is one, and else signs in by identity: it stays, only the value goes. */

const IDENTITY =
  /\b(?:New)?(?:Default\w*|ManagedIdentity|Workload\w*|AzureCli|DeveloperTools|Chained\w*)Credential(?:Builder)?\b|\baadCredentials\b/;
const CHOICE =
  /^(?:ternary_expression|conditional_expression|if_(?:statement|expression)|elif_clause|expression_case|when_entry)$/;
const EITHER = /^(?:or|\|\||\?\?)$/;
const STOPS = /\b(?:throw|raise|exit|panic|abort|die)\b/;
const LEAVES = /\b(?:return|throw|raise|continue|break)\b/;
const FUNCTION =
  /^(?:function_(?:declaration|definition|expression|item)|generator_function\w*|method_(?:declaration|definition)|constructor_declaration|arrow_function|class\w*|lambda|lambda_expression|func_literal|module|program|source_file|compilation_unit)$/;

/** Whether a text opens something by an identity. */
export function namesIdentity(text: string): boolean {
  return IDENTITY.test(text);
}

/** Whether a value is looked at, or used, only where code chooses between it and an identity. */
export function choosesIdentity(value: Node, missing: Missing = "either"): boolean {
  if (/^(?:ternary|conditional)_expression$/.test(value.type)) return IDENTITY.test(value.text);
  // `key or DefaultAzureCredential()`
  if (EITHER.test(value.childForFieldName("operator")?.text ?? ""))
    return IDENTITY.test(value.childForFieldName("right")?.text ?? "");
  for (let node = value; node.parent !== null && !FUNCTION.test(node.type); node = node.parent) {
    const { parent } = node;
    if (flagAt(node) !== undefined) return true;
    if (!CHOICE.test(parent.type)) continue;
    const condition = conditionOf(parent);
    if (condition === undefined || !asks(condition, value)) continue;
    const isMissing = whereMissing(condition.text, value.text, missing);
    if (isMissing !== undefined) {
      if (IDENTITY.test(isMissing ? consequenceOf(parent) : otherwise(parent))) return true;
      continue;
    }
    if (missing !== "either" || (same(node, condition) && stops(parent))) continue;
    const others = parts(parent).filter((one) => !same(one, condition) && (same(node, condition) || !same(one, node)));
    const behind =
      parent.type === "if_statement" && parent.childForFieldName("alternative") === null ? after(parent) : "";
    if (IDENTITY.test(behind) || others.some(({ text }) => IDENTITY.test(text))) return true;
  }
  return hasLeft(value, missing);
}

/** The flag, if any, by which code signs in by an identity before it comes to a value: `if (USE_IDENTITY) return …`. */
export function flagOf(value: Node): string | undefined {
  for (let node = value; node.parent !== null && !FUNCTION.test(node.type); node = node.parent) {
    const flag = flagAt(node);
    if (flag !== undefined) return flag;
  }
  return undefined;
}

function flagAt(node: Node): string | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  const condition = CHOICE.test(parent.type) ? conditionOf(parent) : undefined;
  const isElse = condition !== undefined && !same(node, condition);
  const others = isElse ? parts(parent).filter((one) => !same(one, condition) && !same(one, node)) : [];
  if (others.some(({ text }) => IDENTITY.test(text))) return flagIn(condition);
  if (!/block|body|program|module/.test(parent.type)) return undefined;
  const before = parts(parent).filter(
    (one) =>
      one.type === "if_statement" &&
      one.endIndex < node.startIndex &&
      one.childForFieldName("alternative") === null &&
      /\breturn\b/.test(one.text) &&
      IDENTITY.test(one.childForFieldName("consequence")?.text ?? ""),
  );
  return before.map((one) => flagIn(conditionOf(one))).find((flag) => flag !== undefined);
}

/** A condition that is a flag for signing in by an identity. */
function flagIn(condition: Node | undefined): string | undefined {
  const text = condition?.text.replace(/^\(|\)$/g, "") ?? "";
  return /^[\w.$]+$/.test(text) && /identit|managed|rbac|entra|aad|(?:^|_)ms?i$|passwordless|keyless/i.test(text)
    ? text
    : undefined;
}

/** `if (!key) throw …`: a check, no choice. */
function stops(choice: Node): boolean {
  const body = choice.type === "if_statement" ? choice.childForFieldName("consequence") : null;
  return body !== null && STOPS.test(body.text) && choice.childForFieldName("alternative") === null;
}

function conditionOf(choice: Node): Node | undefined {
  const field = choice.childForFieldName("condition") ?? choice.childForFieldName("value");
  return field ?? (choice.type === "conditional_expression" ? parts(choice)[1] : undefined);
}

/** What runs where a choice's condition holds. */
function consequenceOf(choice: Node): string {
  if (choice.type === "conditional_expression") return parts(choice)[0]?.text ?? "";
  const field = choice.childForFieldName("consequence");
  return (field ?? parts(choice).find((one) => !same(one, conditionOf(choice))))?.text ?? "";
}

/** What runs where it does not: the other branch, or what stands behind a branch that leaves. */
function otherwise(choice: Node): string {
  if (choice.type === "conditional_expression") return parts(choice)[2]?.text ?? "";
  if (/^(?:expression_case|when_entry|elif_clause)$/.test(choice.type)) return siblingsBehind(choice);
  const alternatives = choice.childrenForFieldName("alternative").map(({ text }) => text);
  const third = choice.type === "if_expression" ? parts(choice)[2]?.text : undefined;
  if (alternatives.length > 0 || third !== undefined) return alternatives.join("") + (third ?? "");
  return LEAVES.test(consequenceOf(choice)) ? after(choice) : "";
}

function siblingsBehind(node: Node): string {
  const whole = node.parent;
  return whole === null ? "" : whole.text.slice(node.endIndex - whole.startIndex);
}

/** Whether an `if` further up in the function has left with an identity where the value is missing. */
function hasLeft(value: Node, missing: Missing): boolean {
  for (let node = value; node.parent !== null && !FUNCTION.test(node.type); node = node.parent) {
    const earlier = parts(node.parent).filter(({ endIndex }) => endIndex <= node.startIndex);
    const found = earlier.some((one) => {
      const statement = one.type === "expression_statement" ? (parts(one)[0] ?? one) : one;
      const condition = statement.type.startsWith("if_") ? conditionOf(statement) : undefined;
      if (condition === undefined || !asks(condition, value)) return false;
      const body = consequenceOf(statement);
      return (
        whereMissing(condition.text, value.text, missing) === true && IDENTITY.test(body) && /\breturn\b/.test(body)
      );
    });
    if (found) return true;
  }
  return false;
}

/** Whether a condition asks for the value, by the name that it has there too. */
function asks(condition: Node, value: Node): boolean {
  const name = value.text.replace(/^this\./, "");
  const found = condition.text.indexOf(name);
  return found >= 0 && !/[\w$]/.test(condition.text.charAt(found + name.length));
}

/** What stands behind a statement in its block. */
function after(statement: Node): string {
  const block = climb(statement.parent, ({ type }) => /block|body|program|module|statement_list/.test(type));
  return block === undefined ? "" : block.text.slice(statement.endIndex - block.startIndex);
}

/** What a person does for code that a flag makes sign in: the variable that it is read from, or its own name. */
export function flagSays(flag: string, { text }: Pick<Source, "text">): string {
  const last = /\w+$/.exec(flag)?.[0] ?? flag;
  const given = new RegExp(String.raw`\b${last}\b[^\n=]*=([^\n]*)`).exec(text)?.[1];
  const name = /\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/.exec(given ?? "")?.[0] ?? last;
  return `Where the program runs, turn on ${name}: the code signs in by an identity then.`;
}
