import type { Node } from "web-tree-sitter";
import { climb, parts, same } from "./tree";

/** Code that takes a key where there is one, and else signs in by identity: it stays, only the value goes. */

const IDENTITY = /\b(?:Default\w*|ManagedIdentity|Workload\w*|AzureCli|Chained\w*)Credential\b|\baadCredentials\b/;
const CHOICE = /^(?:ternary_expression|conditional_expression|if_statement)$/;
const EITHER = /^(?:or|\|\||\?\?)$/;
const STOPS = /\b(?:throw|raise|exit|panic|abort|die)\b/;
const FUNCTION = /^(?:function|method|arrow|class|module$|program$)/;

/** Whether a value is looked at, or used, only where code chooses between it and an identity. */
export function choosesIdentity(value: Node): boolean {
  if (/^(?:ternary|conditional)_expression$/.test(value.type)) return IDENTITY.test(value.text);
  // `key or DefaultAzureCredential()`
  if (EITHER.test(value.childForFieldName("operator")?.text ?? ""))
    return IDENTITY.test(value.childForFieldName("right")?.text ?? "");
  for (let node = value; node.parent !== null && !FUNCTION.test(node.type); node = node.parent) {
    const { parent } = node;
    if (!CHOICE.test(parent.type)) continue;
    const condition = conditionOf(parent);
    if (condition === undefined || !asks(condition, value)) continue;
    if (same(node, condition) && stops(parent)) continue;
    const others = parts(parent).filter((one) => !same(one, condition) && (same(node, condition) || !same(one, node)));
    const behind =
      parent.type === "if_statement" && parent.childForFieldName("alternative") === null ? after(parent) : "";
    if (IDENTITY.test(behind) || others.some(({ text }) => IDENTITY.test(text))) return true;
  }
  return false;
}

/** `if (!key) throw …`: a check, no choice. */
function stops(choice: Node): boolean {
  const body = choice.type === "if_statement" ? choice.childForFieldName("consequence") : null;
  return body !== null && STOPS.test(body.text) && choice.childForFieldName("alternative") === null;
}

function conditionOf(choice: Node): Node | undefined {
  const field = choice.childForFieldName("condition");
  return field ?? (choice.type === "conditional_expression" ? parts(choice)[1] : undefined);
}

/** Whether a condition asks for the value, by the name that it has there too. */
function asks(condition: Node, value: Node): boolean {
  const found = condition.text.indexOf(value.text);
  return found >= 0 && !/[\w$]/.test(condition.text.charAt(found + value.text.length));
}

/** What stands behind a statement in its block. */
function after(statement: Node): string {
  const block = climb(statement.parent, ({ type }) => /block|body|program|module/.test(type));
  return block === undefined ? "" : block.text.slice(statement.endIndex - block.startIndex);
}
