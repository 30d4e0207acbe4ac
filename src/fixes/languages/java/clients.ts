import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../../fix";
import type { Rewrite, Source } from "../../follow/language";
import { climb, lastName, parts, replace, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { eitherWay } from "./emulator";
import { ALONE, typeOf } from "./types";

/** What opens Cosmos DB in Java and Kotlin, which call takes the key, and what takes an identity in its place. */

/** A builder of the SDK. */
export interface Client {
  readonly package: string;
  readonly builder: string;
  /** The calls that take a key, or an object made of one. */
  readonly key: readonly string[];
  /** The call that takes an identity; a reason where none is known to. */
  readonly identity: string | NotFixable;
}

const TABLES =
  "Since which version azure-data-tables takes an identity for a Cosmos DB endpoint is not known: use a Key Vault reference.";

/** Builders that take a key (azure-sdk-for-java, release notes). */
export const CLIENTS: readonly Client[] = [
  {
    package: "com.azure:azure-cosmos",
    builder: "CosmosClientBuilder",
    key: ["key", "credential"],
    identity: "credential",
  },
  {
    package: "com.azure:azure-data-tables",
    builder: "TableServiceClientBuilder",
    key: ["credential", "connectionString"],
    identity: notFixable(TABLES),
  },
  {
    package: "com.azure:azure-data-tables",
    builder: "TableClientBuilder",
    key: ["credential", "connectionString"],
    identity: notFixable(TABLES),
  },
];

/** Classes of libraries that take a key and nothing else. */
const KEY_ONLY: Readonly<Record<string, string>> = {
  DocumentClient: "DocumentClient takes no identity: move to azure-cosmos 4 first.",
  AsyncDocumentClient: "AsyncDocumentClient takes no identity: move to azure-cosmos 4 first.",
  CosmosDBConfig: "spring-data-cosmosdb 2 takes a key only: move to azure-spring-data-cosmos 3 first.",
  CosmosConfig: "This version's CosmosConfig takes a key only: build the client by CosmosClientBuilder first.",
};

/** Objects that hold a key: `new AzureKeyCredential(key)`. */
export const KEY_OBJECTS = /^(?:AzureKeyCredential|AzureNamedKeyCredential|CosmosKeyCredential)$/;

const CREDENTIAL = "new DefaultAzureCredentialBuilder().build()";

/** The row of a builder, by its class. */
export function clientOf(type: string | undefined): Client | undefined {
  return CLIENTS.find(({ builder }) => builder === type);
}

/** Why a class takes no identity, by its name; undefined where it is none of those. */
export function keyOnly(type: string): NotFixable | undefined {
  const reason = KEY_ONLY[type];
  return reason === undefined ? undefined : notFixable(reason);
}

/** Where a value goes into a client: made keyless. */
export function sink(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
  if (call?.type === "object_creation_expression") return keyOnly(lastName(call.childForFieldName("type")));
  const name = call?.childForFieldName("name");
  if (call?.type !== "method_invocation" || name === null || name === undefined) return undefined;
  const object = call.childForFieldName("object");
  if (name.text === "builder") return keyOnly(lastName(object));
  if (name.text === "update" && typeOf(object, source, ALONE)?.match(KEY_OBJECTS) != null) return undefined;
  const client = clientOf(typeOf(object, source, ALONE));
  if (client?.key.includes(name.text) !== true) return undefined;
  if (typeof client.identity !== "string") return client.identity;
  if (secret.holds !== "key") return notFixable("A connection string does not go here.");
  const has = chainOf(call).some(
    (one) =>
      !same(one, call) && one.childForFieldName("name")?.text === "credential" && !one.text.includes("KeyCredential"),
  );
  if (secret.emulator === true && !has) return eitherWay(call, value, `${client.identity}(${CREDENTIAL})`, source);
  if (has && object !== null) return { edits: [{ start: object.endIndex, end: call.endIndex, text: "" }], needs: [] };
  return { edits: [replace(name, client.identity), replace(value, CREDENTIAL)], needs: ["identity"] };
}

/** The calls that a chain is made of, all of them. */
function chainOf(call: Node): readonly Node[] {
  let whole = call;
  for (
    let { parent } = whole;
    parent?.type === "method_invocation" && same(parent.childForFieldName("object"), whole);
  ) {
    whole = parent;
    ({ parent } = whole);
  }
  const calls: Node[] = [];
  for (let at: Node | null = whole; at?.type === "method_invocation"; at = at.childForFieldName("object"))
    calls.push(at);
  return calls;
}

/** `credential.update(key)` on an object that holds a key: the statement has no meaning once there is none. */
export function updateOf(value: Node, source: Source): Node | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : value.parent;
  const object = call?.childForFieldName("object");
  if (call?.type !== "method_invocation" || call.childForFieldName("name")?.text !== "update") return undefined;
  // A text has no such method: what is followed here, and updated itself, is a credential.
  if (!same(object, value) && typeOf(object ?? null, source, ALONE)?.match(KEY_OBJECTS) == null) return undefined;
  if (!same(object, value) && !parts(call.childForFieldName("arguments") ?? call).some((one) => same(one, value)))
    return undefined;
  return climb(call, ({ type }) => type === "expression_statement");
}
