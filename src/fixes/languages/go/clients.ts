import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { endpointText, type Rewrite, type Source } from "../../follow/language";
import { all, climb, parts, replace, same, spanOf } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import type { Secret } from "../../secret";
import { freshName, handlingOf, statementOf } from "./statements";
import { declaring } from "./types";

/** What opens Cosmos DB in Go, and what takes an identity in its place. */

/** A package of the SDK. */
interface Client {
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

export const NEW_CREDENTIAL = "azidentity.NewDefaultAzureCredential(nil)";

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
    return isCredential
      ? keyCredential(call, client, source)
      : fromConnectionString(call, called, value, source, secret);
  }
  return undefined;
}

/** Whether a name is that of a package of the SDK, under an alias too. */
function isPackage(operand: Node | null, name: string, { root }: Source): boolean {
  if (operand === null) return false;
  if (operand.text === name) return true;
  return all(root, "import_spec").some(
    (spec) =>
      spec.childForFieldName("name")?.text === operand.text &&
      (spec.childForFieldName("path")?.text ?? "").endsWith(`/${name}"`),
  );
}

/** `cred, err := azcosmos.NewKeyCredential(…)`: the credential changes, and each client that it is given to. */
function keyCredential(call: Node, client: Client, source: Source): Rewrite | NotFixable {
  const statement = climb(call, ({ type }) => /^(?:short_var_declaration|assignment_statement|var_spec)$/.test(type));
  const name = statement?.childForFieldName("left")?.namedChild(0) ?? statement?.childForFieldName("name");
  const scope = climb(statement, ({ type }) => type === "block" || type === "source_file");
  const isTyped = statement?.type === "assignment_statement" || statement?.childForFieldName("type") != null;
  if (name?.type !== "identifier" || scope === undefined || isTyped)
    return notFixable("The key credential is not kept in a variable that can be followed.", {
      path: source.path,
      span: spanOf(call),
    });
  const edits: Edit[] = [replace(call, NEW_CREDENTIAL)];
  const uses = all(scope, "identifier").filter(
    (node) => node.text === name.text && !same(node, name) && same(declaring(node)?.nameNode, name),
  );
  for (const use of uses) {
    const taker = use.parent?.type === "argument_list" ? use.parent.parent : null;
    const called = taker?.childForFieldName("function");
    const isIgnored =
      use.parent?.type === "expression_list" &&
      use.parent.parent?.type === "assignment_statement" &&
      use.parent.parent.childForFieldName("left")?.text === "_";
    if (isIgnored) continue;
    if (called === null || called === undefined || !client.withKey.test(called.text))
      return notFixable("The key credential is used for something else than a client.", {
        path: source.path,
        span: spanOf(use),
      });
    edits.push(replace(called, called.text.replace(client.withKey, "")));
  }
  return { edits, needs: ["identity"] };
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
  if (endpoint === undefined) return notFixable("The connection string names no account endpoint.");
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
