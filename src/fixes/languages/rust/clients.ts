import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../../fix";
import type { Rewrite, Source } from "../../follow/language";
import { climb, parts, replace, spanOf } from "../../follow/tree";
import { cosmosCrate } from "../../manifests/cargo";
import { isOlder, type Version } from "../../project/version";
import type { Secret } from "../../secret";
import { noEndpoint } from "../../follow/reasons";

/** What opens Cosmos DB in Rust: the calls move from version to version (azure_data_cosmos CHANGELOG, docs.rs). */

/** A call that takes a key, the versions that have it, and the one that takes an identity in its place. */
interface Client {
  readonly since: Version;
  /** The first version without it. */
  readonly until: Version;
  readonly call: RegExp;
  readonly identity: string;
  /** Whether the call can fail, so that how it is opened shows how errors are handled. */
  readonly fails: boolean;
}

const CLIENTS: readonly Client[] = [
  { since: [0, 28], until: [0, 31], call: /::(?:with_key|with_connection_string)$/, identity: "new", fails: true },
  {
    since: [0, 31],
    until: [0, 34],
    call: /CosmosAccountReference::with_master_key$/,
    identity: "with_credential",
    fails: false,
  },
  {
    since: [0, 34],
    until: [0, 35],
    call: /\bAccountReference::with_authentication_key$/,
    identity: "with_credential",
    fails: false,
  },
];

export const CREDENTIAL = "ManagedIdentityCredential";

/** Where a value goes into a client: made keyless. */
export function sink(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const call = value.parent?.type === "arguments" ? value.parent.parent : null;
  const called = call?.childForFieldName("function");
  if (call?.type !== "call_expression" || called === null || called === undefined) return undefined;
  const client = CLIENTS.find((one) => one.call.test(called.text));
  if (client === undefined) return undefined;
  const { version } = cosmosCrate(source.program, source.path);
  if (version === undefined || isOlder(version, client.since) || !isOlder(version, client.until))
    return notFixable(
      "This call is none of the version of azure_data_cosmos that Cargo.toml names: the version is unknown here.",
    );
  const handling = (client.fails ? handlingOf(call) : undefined) ?? handlingAround(call);
  if (handling === undefined)
    return notFixable("How this function hands an error on cannot be told, so nor can the identity's be handled.", {
      path: source.path,
      span: spanOf(call),
    });
  const isString = called.text.endsWith("::with_connection_string");
  if (isString && secret.endpoint === undefined) return noEndpoint;
  const endpoint = isString ? `"${secret.endpoint ?? ""}", ` : "";
  return {
    edits: [
      replace(called, called.text.replace(/\w+$/, client.identity)),
      replace(value, `${endpoint}${CREDENTIAL}::new(None)${handling}`),
    ],
    needs: ["identity"],
  };
}

/** How an expression's result is opened: `?`, `.unwrap()`, `.expect("…")`; undefined where it is not. */
function handlingOf(call: Node): string | undefined {
  const { parent } = call;
  if (parent?.type === "try_expression") return "?";
  const field = parent?.type === "field_expression" ? parent.childForFieldName("field")?.text : undefined;
  const opened = parent?.parent;
  if (field === undefined || opened?.type !== "call_expression" || !/^(?:unwrap|expect)$/.test(field)) return undefined;
  return `.${field}${opened.childForFieldName("arguments")?.text ?? "()"}`;
}

/** How the function around hands an error on: `?` where its result takes any, else as it opens other results. */
function handlingAround(call: Node): string | undefined {
  const method = climb(call, ({ type }) => type === "function_item" || type === "closure_expression");
  if (method?.type !== "function_item") return undefined;
  const result = method.childForFieldName("return_type")?.text ?? "";
  if (/\bResult</.test(result))
    return /Box<dyn|anyhow::|azure_core::|eyre::/.test(result) || /^(?:\w+::)*Result<[^,]*>$/.test(result)
      ? "?"
      : undefined;
  const opened = /\.(unwrap\(\)|expect\()/.exec(method.childForFieldName("body")?.text ?? "")?.[1];
  if (opened === undefined) return undefined;
  return opened === "unwrap()" ? ".unwrap()" : '.expect("managed identity")';
}

/** Whether an expression reads the environment: `env::var("X")`, `dotenvy::var("X")`. */
export function isRead(node: Node): boolean {
  return (
    /(?:^|::)(?:env|dotenvy|dotenv)::var$|^var$/.test(node.childForFieldName("function")?.text ?? "") &&
    parts(node.childForFieldName("arguments") ?? node).length === 1
  );
}
