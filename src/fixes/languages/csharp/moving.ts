import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { IDENTITY } from "./branch";
import { argumentsOf, valueOf } from "./arguments";
import { checkOf } from "./check";
import { settingsFilling } from "./fillers";
import { meaningOf, settingsBehind } from "./origin";

/**
 * Code that opens a client by a connection string, or by an endpoint of another setting with an identity:
 * `IsNullOrEmpty(o.Endpoint) ? new CosmosClient(o.ConnectionString) : new CosmosClient(o.Endpoint, credential)`.
 */

/** The settings that hold the endpoint which is taken in the place of `value`; undefined where nothing else is. */
export function movesTo(value: Node, source: Source, base: CodeBase): readonly string[] | undefined {
  const node = endpointBeside(value);
  if (node === undefined) return undefined;
  const endpoint = { node, source };
  const read = settingsBehind(endpoint, base);
  const meaning = read.length > 0 ? undefined : meaningOf(endpoint, base);
  const names = meaning?.is === "member" ? settingsFilling(meaning.member, base) : read;
  return names.length > 0 ? names : undefined;
}

/** The expression that code takes for the endpoint, with an identity, where it does not take `value`. */
function endpointBeside(value: Node): Node | undefined {
  const own = checkOf(value);
  if (own !== undefined) return checkedBeside(own.check, own.missing) ?? otherEndpoint(own.check, value);
  const method = climb(value, ({ type }) => METHOD.test(type));
  for (let at: Node | null = value; at !== null && !same(at, method); at = at.parent) {
    const choice: Node | null = at.parent;
    const condition = choice !== null && CHOICE.test(choice.type) ? choice.childForFieldName("condition") : null;
    if (choice === null || condition === null || same(condition, at)) continue;
    const isFirst = same(choice.childForFieldName("consequence"), at);
    const other = isFirst ? choice.childForFieldName("alternative") : choice.childForFieldName("consequence");
    const endpoint = other === null ? undefined : endpointIn(other);
    if (endpoint === undefined) continue;
    if (says(condition, endpoint) === (isFirst ? "missing" : "there")) return endpoint;
    if (says(condition, value) === (isFirst ? "there" : "missing")) return endpoint;
  }
  return method === undefined ? undefined : earlier(method, value);
}

const METHOD =
  /^(?:method|constructor|property|accessor)_declaration$|^lambda_expression$|^local_function_statement$|^compilation_unit$/;
const CHOICE = /^(?:conditional_expression|if_statement)$/;

/** What stands in a `new` or call beside its credential. */
function endpointIn(branch: Node): Node | undefined {
  return all(branch, "object_creation_expression", "implicit_object_creation_expression", "invocation_expression")
    .concat(branch)
    .map((call) => argumentsOf(call))
    .filter(([, second]) => second !== undefined && IDENTITY.test(second.text))
    .map(([first]) => (first === undefined ? undefined : valueOf(first)))
    .find((first) => first !== undefined && !IDENTITY.test(first.text));
}

/** Whether a condition asks, with all of it, for an expression: and what it says. */
function says(condition: Node, value: Node): "missing" | "there" | undefined {
  const inner = condition.type === "parenthesized_expression" ? (parts(condition)[0] ?? condition) : condition;
  const asked = [inner, ...all(inner, value.type)].filter(({ text }) => text === value.text);
  const found = asked.map(checkOf).find((one) => same(one?.check, inner) || same(one?.check, condition));
  return found === undefined ? undefined : found.missing ? "missing" : "there";
}

/** `IsNullOrEmpty(value) && IsNullOrEmpty(other)`: one of the two has to be there. */
function checkedBeside(check: Node, missing: boolean): Node | undefined {
  const chain = check.parent;
  const operator = chain?.type === "binary_expression" ? chain.childForFieldName("operator")?.text : undefined;
  if (chain === null || operator !== (missing ? "&&" : "||")) return undefined;
  const other = parts(chain).find((one) => !same(one, check));
  return other === undefined
    ? undefined
    : all(other, "member_access_expression", "identifier", "element_access_expression").find((one) => {
        const found = same(one.parent?.childForFieldName("name"), one) ? undefined : checkOf(one);
        return found !== undefined && same(found.check, other) && found.missing === missing;
      });
}

/** The endpoint of the branch that is taken where `value`, which the choice asks for, is missing. */
function otherEndpoint(check: Node, value: Node): Node | undefined {
  const choice = check.parent;
  if (choice === null || !CHOICE.test(choice.type)) return undefined;
  const said = says(check, value);
  const branch = choice.childForFieldName(said === "missing" ? "consequence" : "alternative");
  return said === undefined || branch === null ? undefined : endpointIn(branch);
}

/** An `if` further up that has left with the endpoint where that is there. */
function earlier(method: Node, value: Node): Node | undefined {
  for (const statement of all(method, "if_statement")) {
    const condition = statement.childForFieldName("condition");
    const body = statement.childForFieldName("consequence");
    if (condition === null || body === null || statement.endIndex > value.startIndex) continue;
    const endpoint = /\breturn\b/.test(body.text) ? endpointIn(body) : undefined;
    if (endpoint !== undefined && says(condition, endpoint) === "there") return endpoint;
  }
  return undefined;
}
