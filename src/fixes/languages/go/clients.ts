import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../../fix";
import { endpointText, type Rewrite, type Source } from "../../follow/language";
import { climb, parts, replace, same, spanOf } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import { tooOldAzcosmos } from "../../manifests/goModule";
import type { Secret } from "../../secret";
import { byHand } from "../../follow/reasons";
import { eitherWay } from "./emulator";
import { isPackage } from "./imports";
import { freshName, handlingOf, NEW_CREDENTIAL, statementOf } from "./statements";
import { keyCredential } from "./keyCredential";
import { declaring } from "./scope";
import { noEndpoint } from "../../follow/reasons";

/** What opens Cosmos DB in Go, and what takes an identity in its place. */

/** A package of the SDK. */
export interface Client {
  readonly package: string;
  /** The function that makes a credential of a key. */
  readonly credential: string;
  /** What functions that take it, and those that take a connection string, are called. */
  readonly withKey: RegExp;
  readonly fromString: RegExp;
  readonly identity: true | NotFixable;
}

const CLIENTS: readonly Client[] = [
  {
    package: "azcosmos",
    credential: "NewKeyCredential",
    withKey: /WithKey$/,
    fromString: /^NewClientFromConnectionString$/,
    identity: true,
  },
  {
    package: "aztables",
    credential: "NewSharedKeyCredential",
    withKey: /WithSharedKey$/,
    fromString: /^New(?:Service)?ClientFromConnectionString$/,
    identity: notFixable(
      "Since which version aztables takes an identity for a Cosmos DB endpoint is not known: read the key from the environment.",
    ),
  },
];

/** Where a value goes into a client: made keyless. */
export function sink(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
  const called = call?.childForFieldName("function");
  if (call?.type !== "call_expression" || called?.type !== "selector_expression") return undefined;
  const name = called.childForFieldName("field")?.text ?? "";
  for (const client of CLIENTS) {
    if (!isPackage(called.childForFieldName("operand"), client.package, source)) continue;
    const isCredential = name === client.credential;
    if (!isCredential && !client.fromString.test(name)) continue;
    if (client.identity !== true) return client.identity;
    const old = tooOldAzcosmos(source.program, source.path);
    if (old !== undefined) return notFixable(old, { path: source.path, span: spanOf(call) });
    if (secret.emulator === true && !(isCredential && secret.holds === "key")) return byHand(call, source);
    if (secret.emulator === true) return eitherWay(call, value, source);
    return isCredential
      ? keyCredential(call, client, source)
      : fromConnectionString(call, called, value, source, secret);
  }
  return undefined;
}

/** One line becomes two, the first handling its error as the second does, or as the function's results allow. */
function fromConnectionString(
  call: Node,
  called: Node,
  value: Node,
  source: Source,
  secret: Secret,
): Rewrite | NotFixable {
  const statement = statementOf(call);
  const endpoint = endpointText(secret, value, (text) => `"${text}"`);
  if (endpoint === undefined) return noEndpoint;
  const left = statement?.childForFieldName("left");
  const list = call.parent?.type === "expression_list" ? call.parent : undefined;
  const isOwn =
    statement !== undefined &&
    same(list?.parent, statement) &&
    /^(?:short_var_declaration|assignment_statement|return_statement)$/.test(statement.type);
  if (statement === undefined || !isOwn)
    return notFixable("The client is not made in a statement of its own.", { path: source.path, span: spanOf(call) });
  const error = left === null || left === undefined ? "err" : (parts(left)[1]?.text ?? "_");
  const handling = /^\w+$/.test(error) ? handlingOf(statement, error, source) : undefined;
  if (handling === undefined)
    return notFixable("How this function hands an error on cannot be told.", { path: source.path, span: spanOf(call) });
  if (statement.type === "assignment_statement" && isOfOuter(left, statement))
    return notFixable("The error belongs to a block further out.", { path: source.path, span: spanOf(call) });
  const name = freshName(["cred", "credential", "identity", "azureCredential"], source);
  const gap = lineEndOf(source.text) + indentOf(source.text, statement.startIndex);
  return {
    edits: [
      {
        start: statement.startIndex,
        end: statement.startIndex,
        text: `${name}, ${error} := ${NEW_CREDENTIAL}${handling}${gap}`,
      },
      replace(called, called.text.replace(/FromConnectionString$/, "")),
      ...(secret.remains === "endpoint"
        ? [{ start: value.endIndex, end: value.endIndex, text: `, ${name}` }]
        : [replace(value, `${endpoint}, ${name}`)]),
    ],
    needs: ["identity"],
  };
}

/** Whether a statement assigns to an error that an outer block declares: a new one here would hide it. */
function isOfOuter(left: Node | null | undefined, statement: Node): boolean {
  const error = left === null || left === undefined ? undefined : parts(left)[1];
  const holder = error?.type === "identifier" ? declaring(error)?.holder : undefined;
  const blockOf = (node: Node): Node | undefined => climb(node.parent, ({ type }) => type === "block");
  return holder === undefined || !same(blockOf(holder), blockOf(statement));
}
