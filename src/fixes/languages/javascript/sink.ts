import type { Node } from "web-tree-sitter";
import { scan } from "../../../engine/scan";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { endpointEdits, endpointText, type Need, type Rewrite, type Source } from "../../follow/language";
import { choosesIdentity } from "../../follow/branch";
import { all, climb, replace, same } from "../../follow/tree";
import { tooOldPackage } from "../../manifests/npm";
import type { Secret } from "../../secret";
import { browserReason } from "./browser";
import { clientOf, variableClient } from "./clientAround";
import type { Client } from "./clients";
import { keyOrIdentity, stringOrIdentity } from "./eitherWay";
import { quoted } from "./imports";
import { keyOf } from "./ways";
import { tableSink } from "./tables";
import { byHand, noEndpoint } from "../../follow/reasons";

/** Where a value goes into a client of Cosmos DB, which then signs in by identity. */

const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;

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
  if (table !== undefined && secret.emulator === true) return byHand(value, source);
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
  const identity = `${client.identity}: ${code}`;
  if (secret.emulator === true && name !== client.key) return byHand(node, source);
  const either = `...(${node.text}.${name} ? {} : { ${identity} })`;
  const inner = `${endpoint}...${node.text}, ${secret.emulator === true ? either : identity}`;
  const edit = spread === undefined ? replace(node, `{ ${inner} }`) : replace(spread, inner);
  return guarded(node, source, tooOldFor(client, source) ?? kept({ edits: [edit], needs }, secret));
}

/** A client that takes a key where there is one goes on reading it. */
function kept(rewrite: Rewrite, { emulator }: Secret): Rewrite {
  return emulator === true ? { ...rewrite, keeps: true } : rewrite;
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
  if (secret.holds === "key" && name !== client.key) return undefined;
  if (secret.holds === "key") {
    const choice = secret.emulator === true ? keyOrIdentity(pair, value, client, identity, source) : undefined;
    if (choice !== undefined && "fixable" in choice) return choice;
    return kept({ edits: choice ?? [replace(pair, identity)], needs }, secret);
  }
  if (name !== client.connection) return undefined;
  const quotes = (text: string): string => quoted(text, source);
  const nameNode = pair.childForFieldName("key");
  const edits =
    nameNode === null
      ? endpointEdits(secret, pair, quotes, `${client.endpoint}: `, `, ${identity}`)
      : endpointEdits(secret, value, quotes, "", `, ${identity}`)?.concat(replace(nameNode, client.endpoint));
  return opened(value, edits, needs, source, secret);
}

/** The edits of a client that took a connection string; both ways where the program also runs on the emulator. */
function opened(
  value: Node,
  edits: readonly Edit[] | undefined,
  needs: readonly Need[],
  source: Source,
  secret: Secret,
): Rewrite | NotFixable {
  if (edits === undefined) return noEndpoint;
  if (secret.emulator !== true) return { edits, needs };
  const either = stringOrIdentity(value, edits, quoted("AccountKey=", source), source);
  return "fixable" in either ? either : { edits: either, needs, keeps: true };
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
  return tooOldFor(client, source) ?? opened(value, edits, needs, source, secret);
}
