import type { Node } from "web-tree-sitter";
import type { Workspace } from "../../fix";
import { all, climb, same } from "../../follow/tree";
import { checkOf } from "./check";

/** Code that takes the key if there is one, and else an identity: once the key is gone, it does without by itself. */

/** What a text holds that signs in by identity. */
export const IDENTITY =
  /\b(?:DefaultAzure|ManagedIdentity|ChainedToken|AzureCli|Environment|WorkloadIdentity|VisualStudio|InteractiveBrowser|ClientSecret)Credential\b|\b_?(?:token)?[cC]redentials?\b/;

/** Whether `value`, which opens a client or is asked for, is only used where it is there, beside a branch for an identity. */
export function hasIdentityBranch(value: Node, program: Workspace): boolean {
  const own = checkOf(value);
  if (own !== undefined && isBetween(own.check, own.missing)) return true;
  for (let at: Node | null = value; at !== null; at = at.parent) {
    if (
      /^(?:method|constructor|property|class|record)_declaration$|^lambda_expression$|^local_function_statement$/.test(
        at.type,
      )
    )
      return earlier(at, value, program) !== undefined;
    const { parent }: { readonly parent: Node | null } = at;
    if (parent === null || !/^(?:conditional_expression|if_statement)$/.test(parent.type)) continue;
    const condition = parent.childForFieldName("condition");
    if (condition === null || same(condition, at)) continue;
    const check = checksOf(condition, value)[0];
    if (check !== undefined && isBetween(check.check, check.missing)) return true;
    if (isFlagOn(condition, at, parent, program)) return true;
  }
  return earlier(value, value, program) !== undefined;
}

/** The checks in a condition that ask for the same expression. */
function checksOf(condition: Node, value: Node): readonly { readonly check: Node; readonly missing: boolean }[] {
  return all(condition, value.type)
    .concat(condition.type === value.type ? [condition] : [])
    .flatMap((one) => {
      const found = one.text === value.text ? checkOf(one) : undefined;
      return found === undefined ? [] : [found];
    });
}

/** Whether a check decides between a branch with an identity, where the value is missing, and another. */
function isBetween(check: Node, missing: boolean): boolean {
  const { parent } = check;
  if (parent === null) return false;
  const isIf = parent.type === "if_statement";
  if ((!isIf && parent.type !== "conditional_expression") || !same(parent.childForFieldName("condition"), check))
    return false;
  const sides = [
    parent.childForFieldName("consequence"),
    parent.childForFieldName("alternative") ?? (isIf ? after(parent) : null),
  ] as const;
  const without = sides[missing ? 0 : 1];
  return without !== null && IDENTITY.test(without.text) && !/^\s*(?:\{\s*)?throw\b/.test(without.text);
}

/** What follows an `if` whose body ends. */
function after(statement: Node): Node | null {
  const body = statement.childForFieldName("consequence")?.text ?? "";
  if (!/\b(?:return|throw)\b/.test(body)) return null;
  const next = statement.nextNamedSibling;
  return next !== null && (next.type === "return_statement" || IDENTITY.test(next.text))
    ? next
    : (next?.nextNamedSibling ?? next);
}

/** An `if` further up that has left with an identity where the value is missing. */
function earlier(scope: Node, value: Node, program: Workspace): Node | undefined {
  const method = climb(scope, ({ type }) =>
    /^(?:method|constructor|property|accessor)_declaration$|^lambda_expression$|^local_function_statement$|^compilation_unit$/.test(
      type,
    ),
  );
  if (method === undefined) return undefined;
  return all(method, "if_statement").find((statement) => {
    const condition = statement.childForFieldName("condition");
    const body = statement.childForFieldName("consequence");
    if (condition === null || body === null || statement.endIndex > value.startIndex) return false;
    return (
      IDENTITY.test(body.text) &&
      /\breturn\b/.test(body.text) &&
      ((!condition.text.startsWith("!") && isOn(condition, program)) ||
        checksOf(condition, value).some(({ check, missing }) => missing && same(check, condition)))
    );
  });
}

/** Whether the branch without the key is chosen by a flag that the settings of the program turn on. */
function isFlagOn(condition: Node, side: Node, branch: Node, program: Workspace): boolean {
  if (!isOn(condition, program)) return false;
  const isNegated = condition.text.startsWith("!");
  const consequence = branch.childForFieldName("consequence");
  const other = same(consequence, side) ? branch.childForFieldName("alternative") : consequence;
  const whenOn = isNegated ? branch.childForFieldName("alternative") : consequence;
  return other !== null && same(other, whenOn) && IDENTITY.test(other.text);
}

const SETTINGS = /(?:appsettings|local\.settings)[^/]*\.json$/i;

/** Whether a condition is nothing but a flag that asks for an identity, and every file of settings that has it turns it on. */
function isOn(condition: Node, program: Workspace): boolean {
  const flag = /^!?\s*(?:[\w.!?]+\.)?(\w*(?:[Ii]dentity|Msi|MSI|Aad|AAD|Entra|Credential)\w*)$/.exec(
    condition.text,
  )?.[1];
  if (flag === undefined) return false;
  const says = (value: string): RegExp => new RegExp(String.raw`"(?:\w+:)*${flag}"\s*:\s*"?${value}\b`, "i");
  const files = program.paths.filter((path) => SETTINGS.test(path)).map((path) => program.read(path) ?? "");
  return files.some((text) => says("true").test(text)) && !files.some((text) => says("false").test(text));
}
