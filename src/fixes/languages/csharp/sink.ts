import type { Node } from "web-tree-sitter";
import { applyEdits, type Edit, type NotFixable, notFixable } from "../../fix";
import { endpointEdits, endpointText, type Need, type Rewrite, type Source } from "../../follow/language";
import { all, climb, lastName, parts, replace, same, spanOf } from "../../follow/tree";
import { oldVersion } from "../../manifests/nuget";
import type { Secret } from "../../secret";
import { argumentsOf } from "./calls";
import { type Client, type ClientProperty, CLIENT_PROPERTIES, CLIENTS, WITHOUT_IDENTITY } from "./clients";
import { simpleName } from "./program";
import { isNothing } from "./writes";

/** Where a value opens a client: made keyless. */

export const CREDENTIAL = "new DefaultAzureCredential()";
const NO_ENDPOINT = "The connection string names no account endpoint.";
const CREATIONS = ["object_creation_expression", "implicit_object_creation_expression"];
const quoted = (text: string): string => `"${text}"`;

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
  const without = WITHOUT_IDENTITY.find((row) => row.call.test(call.name));
  if (without !== undefined) return notFixable(without.reason, { path: source.path, span: spanOf(call.node) });
  const client = CLIENTS.find((row) => row.call.test(call.name) && takes(row, argument, call.list, secret));
  if (client === undefined) return undefined;
  const old = oldVersion(source.program, source.path, client);
  if (old !== undefined) return notFixable(old, { path: source.path, span: spanOf(call.node) });
  const credential = credentialIn(source, call.node);
  const needs: readonly Need[] = credential === CREDENTIAL ? ["identity"] : [];
  if (client.takesUri === true) return tableSink(value, secret, call, argument, credential, needs, source);
  const edits = cosmosEdits(client, value, argument, secret, credential);
  if (edits === undefined) return notFixable(NO_ENDPOINT);
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
): readonly Edit[] | undefined {
  const name = argument.childForFieldName("name");
  const rename = (to: string): readonly Edit[] => (name === null ? [] : [replace(name, to)]);
  if (secret.holds === "key") return [...rename(client.credentialName), replace(value, credential)];
  const second = name === null ? credential : `${client.credentialName}: ${credential}`;
  const edits = endpointEdits(secret, value, quoted, "", `, ${second}`);
  return edits === undefined ? undefined : [...rename(client.endpointName), ...edits];
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
  if (!isPlain || !isValue) return byHand(call, source);
  const shifted = edits.map(({ start, end, text }) => ({
    start: start - call.startIndex,
    end: end - call.startIndex,
    text,
  }));
  const keyless = applyEdits(call.text, shifted);
  const asked =
    secret.holds === "key"
      ? `string.IsNullOrEmpty(${value.text.replace(/!$/, "")})`
      : `!${value.text}.Contains("AccountKey=")`;
  const isInner =
    /^(?:member_access_expression|await_expression|binary_expression|conditional_access_expression)$/.test(
      call.parent?.type ?? "",
    );
  const text = `${asked} ? ${keyless} : `;
  return {
    edits: isInner
      ? [
          { start: call.startIndex, end: call.startIndex, text: `(${text}` },
          { start: call.endIndex, end: call.endIndex, text: ")" },
        ]
      : [{ start: call.startIndex, end: call.startIndex, text }],
    needs,
    keeps: true,
  };
}

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
  if (endpoint === undefined || before === undefined) return notFixable(NO_ENDPOINT);
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

function byHand(node: Node, source: Source): NotFixable {
  return notFixable(
    "The program also runs on the emulator, which needs its key: choose between key and identity here by hand.",
    { path: source.path, span: spanOf(node) },
  );
}

/** A property of a client's options: `AuthKey = key`. */
function propertySink(assignment: Node, value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const left = assignment.childForFieldName("left");
  const property = lastName(left);
  const row = CLIENT_PROPERTIES.find((one) => one.property === property && one.holds === secret.holds);
  if (row === undefined || left === null || !same(assignment.childForFieldName("right"), value)) return undefined;
  const made = climb(assignment, ({ type }) => CREATIONS.includes(type) || type === "invocation_expression");
  const isOf =
    (left.type === "member_access_expression" && isOfPackage(row, source)) ||
    row.type.test(lastName(made?.childForFieldName("type"))) ||
    made?.type === "implicit_object_creation_expression";
  if (!isOf) return undefined;
  if (secret.emulator === true) return byHand(assignment, source);
  const old = oldVersion(source.program, source.path, row);
  if (old !== undefined) return notFixable(old, { path: source.path, span: spanOf(assignment) });
  const credential = credentialIn(source, assignment);
  const needs: readonly Need[] = credential === CREDENTIAL ? ["identity"] : [];
  const nameNode = left.childForFieldName("name") ?? left;
  const receiver =
    left.type === "member_access_expression" ? `${left.childForFieldName("expression")?.text ?? ""}.` : "";
  if (row.endpoint === undefined)
    return { edits: [replace(nameNode, row.credential), replace(value, credential)], needs };
  const endpoint = endpointEdits(secret, value, quoted, "", "");
  if (endpoint === undefined) return notFixable(NO_ENDPOINT);
  const statement = assignment.parent?.type === "expression_statement";
  const indent = " ".repeat(assignment.startPosition.column);
  const end = assignment.parent?.type === "expression_statement" ? assignment.parent.endIndex : assignment.endIndex;
  const second = statement
    ? `\n${indent}${receiver}${row.credential} = ${credential};`
    : `, ${row.credential} = ${credential}`;
  if (!statement && assignment.parent?.type !== "initializer_expression") return undefined;
  return { edits: [replace(nameNode, row.endpoint), ...endpoint, { start: end, end, text: second }], needs };
}

/** Whether a property can only be the library's: the program has the package, and no class with such a property of its own. */
function isOfPackage({ says, property }: ClientProperty, { program: { paths, read } }: Source): boolean {
  const own = new RegExp(String.raw`\bstring\??\s+${property}\b`);
  const projects = paths.filter((path) => /\.(?:csproj|props|targets)$|(?:^|\/)packages\.config$/i.test(path));
  const isThere = projects.length === 0 || projects.some((path) => read(path)?.includes(says) === true);
  return isThere && !paths.some((path) => path.endsWith(".cs") && own.test(read(path) ?? ""));
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

/** A creation or invocation with its arguments. */
interface Called {
  readonly node: Node;
  readonly list: Node;
  readonly name: string;
}

/** The creation or invocation that an argument belongs to. */
function callOf(argument: Node): Called | undefined {
  const list = argument.parent;
  const node = list?.parent;
  if (list === null || node === null || node === undefined || argumentsOf(node).length === 0) return undefined;
  if (node.type === "object_creation_expression")
    return { node, list, name: simpleName(node.childForFieldName("type")) };
  if (node.type === "invocation_expression")
    return { node, list, name: simpleName(node.childForFieldName("function")) };
  if (node.type !== "implicit_object_creation_expression") return undefined;
  return { node, list, name: targetOf(node) };
}

/** What `new(…)` makes: by its declaration, or what it is assigned to. */
function targetOf(node: Node): string {
  const assigned =
    node.parent?.type === "assignment_expression" ? lastName(node.parent.childForFieldName("left")) : undefined;
  const typed =
    assigned === undefined
      ? climb(
          node,
          (at) =>
            (at.childForFieldName("type") ?? at.childForFieldName("returns")) !== null && !CREATIONS.includes(at.type),
        )
      : all(climb(node, ({ parent }) => parent === null) ?? node, "variable_declaration", "property_declaration").find(
          (one) =>
            all(one, "variable_declarator").some(
              (declarator) => declarator.childForFieldName("name")?.text === assigned,
            ) || one.childForFieldName("name")?.text === assigned,
        );
  return lastName(typed?.childForFieldName("type") ?? typed?.childForFieldName("returns")).replace(/\?$/, "");
}

/** A credential that is there already, in reach of `at`; else a new one. */
function credentialIn({ root }: Source, at: Node): string {
  const found = all(root, "variable_declarator").find((node) => {
    const value = parts(node).at(-1)?.text ?? "";
    const isOne =
      value === CREDENTIAL ||
      (value === "new()" && node.parent?.childForFieldName("type")?.text === "DefaultAzureCredential");
    const block = climb(
      node,
      ({ type }) => type === "block" || type === "compilation_unit" || type === "declaration_list",
    );
    const isField = node.parent?.parent?.type === "field_declaration";
    const isInReach = block !== undefined && block.startIndex <= at.startIndex && at.endIndex <= block.endIndex;
    const isStatic = node.parent?.parent?.children.some(({ text }) => text === "static") === true;
    return isOne && isInReach && (isField ? isStatic : node.endIndex < at.startIndex);
  });
  return found?.childForFieldName("name")?.text ?? CREDENTIAL;
}
