import type { Node } from "web-tree-sitter";
import { scan } from "../../../engine/scan";
import { type NotFixable, notFixable } from "../../fix";
import { endpointEdits, type Rewrite, type Source } from "../../follow/language";
import { choosesIdentity } from "../../follow/branch";
import { contentOf, lastName, parts, replace, same } from "../../follow/tree";
import { tooOldRequirement } from "../../manifests/pypiVersion";
import type { Secret } from "../../secret";
import { type Client, CLIENTS, KEY_ONLY } from "./clients";
import { credentialFor } from "./credential";
import { keyOrIdentity, stringOrIdentity } from "./eitherWay";
import { byHand, noEndpoint } from "../../follow/reasons";

/** Where a value goes into a client of Cosmos DB, which then signs in by identity. */

/** The rewrite of the client that gets `value`; undefined where it goes elsewhere. */
export function sinkOf(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const found = clientAround(value, source);
  if (found === undefined) return tableKey(value, source, secret);
  if (typeof found === "string") return notFixable(found);
  if (/\bpydocumentdb\b|\bdocument_client\b/.test(source.text))
    return notFixable("pydocumentdb takes no identity: move to azure-cosmos 4.3 or later first.");
  const { call, instead, client } = found;
  const called = call.childForFieldName("function");
  if (called === null) return undefined;
  if (secret.holds !== client.holds)
    return secret.holds === "key" ? undefined : notFixable("A connection string does not go here.");
  const isEmulator = scan(value.text, { path: source.path }).some(({ certainty }) => certainty === "hint");
  if (isEmulator)
    return notFixable(
      "The emulator's key stands here too, and the emulator takes no identity: make two clients first.",
    );
  if (choosesIdentity(value)) return { edits: [], needs: [], keeps: true };
  const old = tooOldRequirement(source.program, source.path, client.package, client.since);
  if (old !== undefined) return notFixable(old);
  const { credential, needs, edits } = credentialFor(call, source);
  const afterwards = client.isTable === true ? (["table-roles"] as const) : [];
  if (secret.emulator === true && client.holds === "key")
    return { edits: [...keyOrIdentity(value, credential), ...edits], needs, afterwards, keeps: true };
  if (client.holds === "key") return { edits: [replace(instead, credential), ...edits], needs, afterwards };
  const quote = /["']/.exec(value.text)?.[0] ?? '"';
  const place = endpointEdits(
    secret,
    instead,
    (text) => quote + text + quote,
    client.endpoint ?? "",
    `, credential=${credential}`,
  );
  if (place === undefined) return noEndpoint;
  const keyless = [replace(called, called.text.replace(/\.from_connection_string$/, "")), ...place];
  if (secret.emulator !== true) return { edits: [...keyless, ...edits], needs, afterwards };
  const either = stringOrIdentity(call, value, keyless, source);
  return "fixable" in either ? either : { edits: [...either, ...edits], needs, afterwards, keeps: true };
}

/** Arguments of a client that are given as one dictionary: `CosmosClient(**settings)`. */
export function splatSink(
  node: Node,
  rest: readonly string[],
  source: Source,
  secret: Secret,
): Rewrite | NotFixable | undefined {
  const splat = node.parent?.type === "dictionary_splat" ? node.parent : undefined;
  const list = splat?.parent;
  const call = list?.type === "argument_list" ? list.parent : undefined;
  if (splat === undefined || call === null || call === undefined || rest.length !== 1) return undefined;
  const called = call.childForFieldName("function")?.text ?? "";
  const client = CLIENTS.find(({ opens, holds }) => holds === "key" && opens.test(called));
  if (!client?.names.test(rest[0] ?? "")) return undefined;
  const { credential, needs, edits } = credentialFor(call, source);
  if (secret.emulator === true) return byHand(node, source);
  return { edits: [replace(splat, `${splat.text}, credential=${credential}`), ...edits], needs };
}

/** The client's call that a value is the key of, and the expression that gives way; words where it takes keys alone. */
function clientAround(
  value: Node,
  source: Source,
): { readonly call: Node; readonly instead: Node; readonly client: Client } | string | undefined {
  const { parent } = value;
  if (parent?.type === "pair" && same(parent.childForFieldName("value"), value)) {
    const dictionary = parent.parent;
    const isMasterKey = contentOf(parent.childForFieldName("key") ?? parent) === "masterKey";
    return isMasterKey && dictionary !== null && parts(dictionary).length === 1
      ? clientAround(dictionary, source)
      : undefined;
  }
  const isKeyword = parent?.type === "keyword_argument";
  const argument = isKeyword ? parent : value;
  const list = argument.parent;
  const call = list?.type === "argument_list" ? list.parent : null;
  if (list === null || call?.type !== "call") return undefined;
  const called = calledClass(call, source);
  const old = KEY_ONLY.find(({ opens }) => opens.test(called));
  if (old !== undefined) return old.says;
  const client = CLIENTS.find(({ opens }) => opens.test(called));
  if (client === undefined) return undefined;
  const name = parent?.childForFieldName("name")?.text ?? "";
  const fits = isKeyword ? client.names.test(name) : client.at !== undefined && same(parts(list)[client.at], argument);
  return fits ? { call, instead: client.holds === "key" ? value : argument, client } : undefined;
}

/** What a call constructs, an import's other name taken back: `Client as CosmosClient` is still a client. */
function calledClass(call: Node, { text }: Source): string {
  const called = call.childForFieldName("function")?.text ?? "";
  const [first = "", ...rest] = called.split(".");
  const alias = new RegExp(String.raw`\b(CosmosClient|Table(?:Service)?Client) as ${first}\b`).exec(text)?.[1];
  return alias === undefined ? called : [alias, ...rest].join(".");
}

/** `AzureNamedKeyCredential(name, key)`, which only the Table API's clients take: an identity goes in its place. */
function tableKey(value: Node, source: Source, { emulator }: Secret): Rewrite | NotFixable | undefined {
  const parent = value.parent?.type === "keyword_argument" ? value.parent : value;
  const call = parent.parent?.type === "argument_list" ? parent.parent.parent : null;
  if (call === null || lastName(call.childForFieldName("function")) !== "AzureNamedKeyCredential") return undefined;
  if (emulator === true) return byHand(value, source);
  const { credential, needs, edits } = credentialFor(call, source);
  return { edits: [replace(call, credential), ...edits], needs, afterwards: ["table-roles"] };
}
