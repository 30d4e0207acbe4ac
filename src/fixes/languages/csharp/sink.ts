import type { Node } from "web-tree-sitter";
import { applyEdits, type Edit, type NotFixable, notFixable } from "../../fix";
import { endpointEdits, endpointText, type Need, type Rewrite, type Source } from "../../follow/language";
import { all, climb, parts, replace, same, spanOf } from "../../follow/tree";
import { oldVersion } from "../../manifests/nuget";
import type { Secret } from "../../secret";
import { indentOf, lineEndOf, lineStart } from "../../lines";
import { type Client, CLIENTS, WITHOUT_IDENTITY } from "./clients";
import { deviceReason } from "./device";
import { type Called, callOf, CREATIONS, CREDENTIAL, credentialIn, quoted } from "./opening";
import { propertySink } from "./propertySink";
import { isNothing } from "./writes";
import { byHand, noEndpoint } from "../../follow/reasons";

/** Where a value opens a client: made keyless. */

/** The client's call without a key; undefined where the value goes elsewhere. */
export function sinkOf(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  if (secret.remains === "endpoint" && hasOther(value))
    return notFixable("Another value stands in for the connection string here, which would still be one.", {
      path: source.path,
      span: spanOf(value),
    });
  const argument = value.parent;
  if (argument?.type === "assignment_expression") return propertySink(argument, value, source, secret);
  const call = argument?.type === "argument" ? callOf(argument) : undefined;
  if (argument === null || call === undefined) return undefined;
  const without = WITHOUT_IDENTITY.find((row) => row.call.test(call.name) && row.using?.test(source.text) !== false);
  if (without !== undefined) return notFixable(without.reason, { path: source.path, span: spanOf(call.node) });
  const client = CLIENTS.find((row) => row.call.test(call.name) && takes(row, argument, call.list, secret));
  if (client === undefined) return undefined;
  const device = deviceReason(source);
  if (device !== undefined) return notFixable(device, { path: source.path, span: spanOf(call.node) });
  const old = oldVersion(source.program, source.path, client);
  if (old !== undefined) return notFixable(old, { path: source.path, span: spanOf(call.node) });
  const credential = credentialIn(source, call.node);
  const needs: readonly Need[] = credential === CREDENTIAL ? ["identity"] : [];
  if (client.takesUri === true) return tableSink(value, secret, call, argument, credential, needs, source);
  const edits = cosmosEdits(client, value, argument, secret, credential, source);
  if (edits === undefined) return noEndpoint;
  return secret.emulator === true ? eitherWay(call.node, value, edits, secret, source, needs) : { edits, needs };
}

function takes(row: Client, argument: Node, list: Node, secret: Secret): boolean {
  const taken = secret.holds === "key" ? row.key : row.connectionString;
  if (taken === undefined) return false;
  const name = argument.childForFieldName("name")?.text;
  return name === undefined
    ? parts(list).findIndex((one) => same(one, argument)) === taken.at
    : taken.names.includes(name);
}

function cosmosEdits(
  client: Client,
  value: Node,
  argument: Node,
  secret: Secret,
  credential: string,
  source: Source,
): readonly Edit[] | undefined {
  const name = argument.childForFieldName("name");
  const rename = (to: string): readonly Edit[] => (name === null ? [] : [replace(name, to)]);
  if (secret.holds === "key") return [...rename(client.credentialName), replace(value, credential)];
  const second = name === null ? credential : `${client.credentialName}: ${credential}`;
  const edits = endpointEdits(secret, value, quoted, "", `,${gapBehind(argument, source)}${second}`);
  return edits === undefined ? undefined : [...rename(client.endpointName), ...edits];
}

/** What stands between an argument and the next: a line of its own where the arguments have one each. */
function gapBehind(argument: Node, { text }: Source): string {
  const next = argument.nextNamedSibling;
  const gap = next === null ? "" : text.slice(argument.endIndex, next.startIndex);
  return gap.includes("\n") && /^[ \t]*$/.test(text.slice(lineStart(text, argument.startIndex), argument.startIndex))
    ? `${lineEndOf(text)}${indentOf(text, argument.startIndex)}`
    : " ";
}

/**
 * The program also runs on the emulator, which takes no identity: the call with the key stays for where there is one.
 * `new CosmosClient(endpoint, key)` becomes `string.IsNullOrEmpty(key) ? new CosmosClient(endpoint, credential) : new CosmosClient(endpoint, key)`.
 */
function eitherWay(
  call: Node,
  value: Node,
  edits: readonly Edit[],
  secret: Secret,
  source: Source,
  needs: readonly Need[],
): Rewrite | NotFixable {
  const isPlain =
    /^(?:identifier|member_access_expression|element_access_expression|conditional_access_expression|postfix_unary_expression|invocation_expression)$/.test(
      value.type,
    );
  const isValue = CREATIONS.includes(call.type) && call.parent?.type !== "expression_statement";
  // What is missing cannot be trimmed.
  const isTrimmed = secret.holds === "key" && /[^?]\.Trim(?:Start|End)?\(\)$/.test(value.text);
  if (!isPlain || !isValue || isTrimmed) return byHand(call, source);
  const shifted = edits.map(({ start, end, text }) => ({
    start: start - call.startIndex,
    end: end - call.startIndex,
    text,
  }));
  const keyless = applyEdits(call.text, shifted);
  const isKey = secret.holds === "key";
  const asked = isKey
    ? `string.IsNullOrEmpty(${value.text.replace(/!$/, "")})`
    : `${value.text}.Contains("AccountKey=")`;
  const isInner =
    /^(?:member_access_expression|await_expression|binary_expression|conditional_access_expression)$/.test(
      call.parent?.type ?? "",
    );
  const [open, close] = isInner ? ["(", ")"] : ["", ""];
  const { text } = source;
  const indent = `${lineEndOf(text)}${indentOf(text, call.startIndex)}${/\n(\t| {2,8})\S/.exec(text)?.[1] ?? "    "}`;
  const isLong = call.startPosition.column + asked.length + keyless.length + call.text.length > LONGEST;
  const or = isLong && !call.text.includes("\n") ? indent : " ";
  const [before, after] = isKey ? [`${or}? ${keyless}${or}: `, ""] : [`${or}? `, `${or}: ${keyless}`];
  return {
    edits: [
      { start: call.startIndex, end: call.startIndex, text: `${open}${asked}${before}` },
      ...(after + close === "" ? [] : [{ start: call.endIndex, end: call.endIndex, text: after + close }]),
    ],
    needs,
    keeps: true,
  };
}

/** What a line holds before a choice of two goes over three. */
const LONGEST = 110;

/** Clients of Azure.Data.Tables: by connection string, or by a shared key. */
function tableSink(
  value: Node,
  secret: Secret,
  { node, list, name }: Called,
  argument: Node,
  credential: string,
  needs: readonly Need[],
  source: Source,
): Rewrite | NotFixable {
  const afterwards = ["table-roles"] as const;
  if (secret.emulator === true) return byHand(node, source);
  if (name === "TableSharedKeyCredential") {
    const typed = climb(
      node,
      ({ type }) => type === "variable_declaration" || type === "field_declaration" || type === "property_declaration",
    )?.childForFieldName("type");
    const explicit = typed?.text === name ? [replace(typed, "DefaultAzureCredential")] : [];
    return { edits: [replace(node, credential), ...explicit], needs, afterwards };
  }
  const endpoint = endpointText(secret, value, quoted);
  const items = parts(list);
  const before = name === "TableClient" ? items[1] : items[0];
  if (endpoint === undefined || before === undefined) return noEndpoint;
  const argumentName = argument.childForFieldName("name");
  const renamed = argumentName === null ? [] : [replace(argumentName, "endpoint")];
  const place =
    secret.remains === "endpoint"
      ? [
          { start: value.startIndex, end: value.startIndex, text: "new Uri(" },
          { start: value.endIndex, end: value.endIndex, text: ")" },
        ]
      : [replace(value, `new Uri(${endpoint})`)];
  const edits = [
    ...renamed,
    ...place,
    {
      start: before.endIndex,
      end: before.endIndex,
      text: `, ${argumentName === null ? "" : "tokenCredential: "}${credential}`,
    },
  ];
  return { edits, needs: [...needs, "environment"], afterwards };
}

/** Whether another value than the setting's may come out of an expression. */
function hasOther(value: Node): boolean {
  return [value, ...all(value, "binary_expression", "conditional_expression")].some((node) => {
    if (node.type === "conditional_expression") return true;
    if (node.type !== "binary_expression" || node.childForFieldName("operator")?.text !== "??") return false;
    const right = node.childForFieldName("right");
    return right !== null && right.type !== "throw_expression" && !isNothing(right);
  });
}
