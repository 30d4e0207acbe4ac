import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";
import { type Client, CLIENTS, KEY_ONLY } from "./clients";

/** Which client an expression goes into: by its call, by a factory, by a variable that holds its options. */

const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;
const AROUND = /^(?:parenthesized|as|satisfies|non_null|await)_expression$/;

/** The client that an expression is an argument of, where it takes its options; words where that takes keys alone. */
export function clientOf(options: Node): Client | string | undefined {
  let node = options;
  for (let { parent } = node; parent !== null && AROUND.test(parent.type); { parent } = node) node = parent;
  const made = factoryAround(node);
  if (made !== undefined) return clientOf(made);
  const call = node.parent?.type === "arguments" ? node.parent.parent : null;
  if (call === null) return undefined;
  const called = call.childForFieldName("constructor") ?? call.childForFieldName("function");
  const isNew = call.type === "new_expression";
  const isSuper = called?.type === "super";
  const base = isSuper ? climb(call, ({ type }) => /class_declaration$|^class$/.test(type)) : undefined;
  const heritage = base === undefined ? undefined : parts(base).find(({ type }) => type === "class_heritage");
  const owner =
    heritage !== undefined
      ? lastName(/extends\s+([\w.$]+)/.exec(heritage.text) === null ? heritage : parts(heritage)[0])
      : isNew
        ? lastName(called)
        : lastName(called?.childForFieldName("object"));
  const method = isNew || isSuper ? undefined : called?.childForFieldName("property")?.text;
  const old = KEY_ONLY.find(({ opens }) => (isNew || isSuper) && opens.test(owner));
  if (old !== undefined) return old.says;
  return CLIENTS.find(
    ({ opens, methods }) =>
      opens.test(owner) && (isNew || isSuper || (method !== undefined && methods?.test(method) === true)),
  );
}

/** `{ useFactory: () => (options) }`: the object whose factory gives an expression. */
function factoryAround(node: Node): Node | undefined {
  const { parent } = node;
  const made = parent?.type === "return_statement" ? climb(parent, ({ type }) => FUNCTIONS.test(type)) : parent;
  if (made?.type !== "arrow_function" && made?.type !== "function_expression" && made?.type !== "method_definition")
    return undefined;
  const pair = made.type === "method_definition" ? made : made.parent;
  const name = pair?.childForFieldName(pair.type === "pair" ? "key" : "name");
  return name?.text === "useFactory" && pair?.parent?.type === "object" ? pair.parent : undefined;
}

/** `const options = { endpoint, key }; new CosmosClient(options)`: every use of the variable must be that. */
export function variableClient(object: Node, source: Source): Client | string | undefined {
  let node = object;
  for (let { parent } = node; parent !== null && AROUND.test(parent.type); { parent } = node) node = parent;
  const declared = node.parent?.type === "variable_declarator" ? node.parent.childForFieldName("name") : null;
  if (declared?.type !== "identifier" || climb(declared, ({ type }) => type === "export_statement") !== undefined)
    return undefined;
  const uses = all(source.root, "identifier", "shorthand_property_identifier").filter(
    (one) => one.text === declared.text && !same(one, declared),
  );
  const clients = uses.map(clientOf);
  return clients.every((one) => one !== undefined && one === clients[0]) ? clients[0] : undefined;
}
