import type { Node } from "web-tree-sitter";
import { scan } from "../../../engine/scan";
import { type NotFixable, notFixable } from "../../fix";
import { endpointEdits, endpointText, type Need, type Rewrite, type Source } from "../../follow/language";
import { choosesIdentity } from "../../follow/branch";
import { all, climb, lastName, parts, replace, same } from "../../follow/tree";
import { tooOldPackage } from "../../manifests/npm";
import type { Secret } from "../../secret";
import { browserReason } from "./browser";
import { type Client, CLIENTS, KEY_ONLY } from "./clients";
import { quoted } from "./imports";
import { keyOf } from "./names";
import { tableSink } from "./tables";

/** Where a value goes into a client of Cosmos DB, which then signs in by identity. */

const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;
const AROUND = /^(?:parenthesized|as|satisfies|non_null|await)_expression$/;

/** Code for the credential, and what it needs: one that the file has at its top is used again. */
export function credentialIn(source: Source): { readonly code: string; readonly needs: readonly Need[] } {
  const found = all(source.root, "variable_declarator").find((node) =>
    (node.childForFieldName("value")?.text ?? "").startsWith("new DefaultAzureCredential("),
  );
  const top = climb(found, ({ type }) => type === "program" || FUNCTIONS.test(type));
  const known = top?.type === "program" ? found?.childForFieldName("name")?.text : undefined;
  return known === undefined
    ? { code: "new DefaultAzureCredential()", needs: ["identity"] }
    : { code: known, needs: [] };
}

/** The rewrite of a client that gets `value`; undefined where it goes elsewhere. */
export function sinkOf(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const { code, needs } = credentialIn(source);
  if (choosesIdentity(value) && (optionOf(value) !== undefined || clientOf(value) !== undefined))
    return { edits: [], needs: [], keeps: true };
  const table = tableSink(value, source, secret, code);
  if (table !== undefined) return guarded(value, source, "fixable" in table ? table : { ...table, needs });
  const whole = clientOf(value);
  if (whole !== undefined) return guarded(value, source, wholeArgument(value, whole, source, secret));
  const pair = optionOf(value);
  if (pair?.name === "masterKey")
    return notFixable("This form of the client is of @azure/cosmos 2: move to 3.14 or later first.");
  const client = pair === undefined ? undefined : (clientOf(pair.object) ?? variableClient(pair.object, source));
  if (pair === undefined || client === undefined) return undefined;
  if (typeof client === "string") return notFixable(client);
  return guarded(value, source, tooOldFor(client, source) ?? option(value, pair, client, source, secret));
}

/** Options of a client that are given as one value: `new CosmosClient(config.cosmos)`, `{ ...config.cosmos }`. */
export function wholeSink(
  node: Node,
  rest: readonly string[],
  source: Source,
  secret: Secret,
): Rewrite | NotFixable | undefined {
  const spread = node.parent?.type === "spread_element" ? node.parent : undefined;
  const client = clientOf(spread?.parent ?? node);
  if (client === undefined) return undefined;
  if (typeof client === "string") return notFixable(client);
  const [name, ...more] = rest;
  if (more.length > 0) return { edits: [], needs: [] };
  if (name !== client.key && name !== client.connection) return { edits: [], needs: [] };
  const { code, needs } = credentialIn(source);
  const endpoint =
    name === client.key
      ? ""
      : secret.remains === "endpoint"
        ? undefined
        : `${client.endpoint}: ${endpointText(secret, node, (text) => quoted(text, source)) ?? ""}, `;
  if (endpoint === undefined)
    return notFixable("The options of the client hold a connection string that would have to go under another name.");
  const inner = `${endpoint}...${node.text}, ${client.identity}: ${code}`;
  const edit = spread === undefined ? replace(node, `{ ${inner} }`) : replace(spread, inner);
  return guarded(node, source, tooOldFor(client, source) ?? { edits: [edit], needs });
}

function guarded(
  value: Node,
  source: Source,
  rewrite: Rewrite | NotFixable | undefined,
): Rewrite | NotFixable | undefined {
  if (rewrite === undefined || "fixable" in rewrite) return rewrite;
  const browser = browserReason(source);
  if (browser !== undefined)
    return notFixable(browser, { path: source.path, span: { start: value.startIndex, end: value.endIndex } });
  const isEmulator = scan(value.text, { path: source.path }).some(({ certainty }) => certainty === "hint");
  return isEmulator
    ? notFixable("The emulator's key stands here too, and the emulator takes no identity: make two clients first.")
    : rewrite;
}

function tooOldFor({ package: name, since }: Client, source: Source): NotFixable | undefined {
  const reason = tooOldPackage(source.program, source.path, name, since);
  return reason === undefined ? undefined : notFixable(reason);
}

interface Option {
  /** The entry, or the shorthand name that is one. */
  readonly pair: Node;
  readonly object: Node;
  readonly name: string;
}

/** The entry of an object literal that a value is. */
function optionOf(value: Node): Option | undefined {
  const { parent } = value;
  const isPair = parent?.type === "pair" && same(parent.childForFieldName("value"), value);
  const pair = isPair ? parent : value.type === "shorthand_property_identifier" ? value : undefined;
  if (pair?.parent?.type !== "object") return undefined;
  const key = pair.childForFieldName("key");
  return { pair, object: pair.parent, name: key === null ? pair.text : keyOf(key) };
}

/** The edits of an entry: `key: v` becomes an identity, a connection string the endpoint and an identity. */
function option(
  value: Node,
  { pair, name }: Option,
  client: Client,
  source: Source,
  secret: Secret,
): Rewrite | NotFixable | undefined {
  const { code, needs } = credentialIn(source);
  const identity = `${client.identity}: ${code}`;
  if (secret.holds === "key") return name === client.key ? { edits: [replace(pair, identity)], needs } : undefined;
  if (name !== client.connection) return undefined;
  const quotes = (text: string): string => quoted(text, source);
  const nameNode = pair.childForFieldName("key");
  const edits =
    nameNode === null
      ? endpointEdits(secret, pair, quotes, `${client.endpoint}: `, `, ${identity}`)
      : endpointEdits(secret, value, quotes, "", `, ${identity}`)?.concat(replace(nameNode, client.endpoint));
  return edits === undefined ? notFixable("The connection string names no account endpoint.") : { edits, needs };
}

/** `new CosmosClient(connectionString)`. */
function wholeArgument(
  value: Node,
  client: Client | string,
  source: Source,
  secret: Secret,
): Rewrite | NotFixable | undefined {
  if (typeof client === "string") return notFixable(client);
  if (secret.holds === "key" || client.isWhole !== true) return undefined;
  const { code, needs } = credentialIn(source);
  const quotes = (text: string): string => quoted(text, source);
  const edits = endpointEdits(secret, value, quotes, `{ ${client.endpoint}: `, `, ${client.identity}: ${code} }`);
  if (edits === undefined) return notFixable("The connection string names no account endpoint.");
  return tooOldFor(client, source) ?? { edits, needs };
}

/** The client that an expression is an argument of, where it takes its options; words where that takes keys alone. */
function clientOf(options: Node): Client | string | undefined {
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
function variableClient(object: Node, source: Source): Client | string | undefined {
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
