import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import type { Secret } from "../../secret";
import { declarationOf, isPlain, partialDeclarations, partialOwner } from "./names";
import { initialized, propertyReads } from "./options";
import { readsOf } from "./settings";
import { usingsFor } from "./usings";
import { guardAround } from "../../follow/guard";
import { handedOn } from "../../follow/parameters";
import {
  type CodeBase,
  endpointEdits,
  endpointText,
  type Language,
  type Need,
  type Reads,
  type Rewrite,
  type Source,
} from "../../follow/language";
import { all, climb, joinsLiterals, lastName, parts, replace, same, withoutItem, wraps } from "../../follow/tree";

/** C#: Microsoft.Azure.Cosmos, its fluent builder and Entity Framework Core. */

const CREATIONS = ["object_creation_expression", "implicit_object_creation_expression"];
const CREDENTIAL = "new DefaultAzureCredential()";
const STRINGS: ReadonlySet<string> = new Set([
  "string_literal",
  "verbatim_string_literal",
  "raw_string_literal",
  "interpolated_string_expression",
]);
const PASSES = new Set(["parenthesized_expression", "postfix_unary_expression", "cast_expression"]);

export const csharp: Language = {
  id: "csharp",
  matches: /\.csx?$/i,
  grammar: () => "c-sharp",
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent) => PASSES.has(parent.type) || (isOperator(parent, "+") && joinsLiterals(parent, STRINGS)),
  flows: (parent, child) =>
    isOperator(parent, "??") ||
    (parent.type === "conditional_expression" && !same(parent.childForFieldName("condition"), child)) ||
    wraps(parent, /^AzureKeyCredential$/),
  fallback(value) {
    const { parent } = value;
    if (parent?.type !== "binary_expression" || parent.childForFieldName("operator")?.text !== "??") return undefined;
    const read = parent.childForFieldName("left");
    return read !== null && same(parent.childForFieldName("right"), value)
      ? { whole: parent, read: read.text }
      : undefined;
  },
  declaration: (value, source) => (isInPartial(value, source) ? undefined : declarationOf(value, source)),
  held,
  guard: guardAround,
  isUse(node, { outside }) {
    const { parent } = node;
    if (parent === null || same(parent.childForFieldName("name"), node)) {
      if (parent?.type !== "member_access_expression")
        return parent?.type === "variable_declarator" || parent?.type === "property_declaration";
      const owner = parent.childForFieldName("expression")?.text ?? "";
      return owner === "this" || (outside !== undefined && `${owner}.`.endsWith(`${outside.split(".")[0] ?? ""}.`));
    }
    return true;
  },
  sink(value, source, secret) {
    const argument = value.parent;
    const call = argument?.type === "argument" ? callOf(argument) : undefined;
    if (argument === null || call === undefined) return undefined;
    if (call.name === "DocumentClient") {
      return notFixable("DocumentClient takes no identity: move to Microsoft.Azure.Cosmos 3.18 or later first.");
    }
    const credential = existingCredential(source) ?? CREDENTIAL;
    const needs: readonly Need[] = credential === CREDENTIAL ? ["identity"] : [];
    const name = argument.childForFieldName("name");
    const position = parts(call.list).findIndex((one) => same(one, argument));
    if (/^Table(?:Service)?Client$|^TableSharedKeyCredential$/.test(call.name))
      return tableSink(value, secret, call, position, credential, needs);
    if (!SINKS.has(call.name) || (name === null && position !== (secret.holds === "key" ? 1 : 0))) return undefined;
    const rename = (to: string): readonly Edit[] => (name === null ? [] : [replace(name, to)]);
    if (secret.holds === "key") return { edits: [...rename("tokenCredential"), replace(value, credential)], needs };
    const second = name === null ? credential : `tokenCredential: ${credential}`;
    const edits = endpointEdits(secret, value, (text) => `"${text}"`, "", `, ${second}`);
    return edits === undefined
      ? notFixable("The connection string names no account endpoint.")
      : { edits: [...rename("accountEndpoint"), ...edits], needs };
  },
  reads: readsOf,
  secretRead(_value, _source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment")
      return { code: `Environment.GetEnvironmentVariable("${variable}")`, needs: ["environment"] };
    const client = `new SecretClient(new Uri("${vault}"), ${CREDENTIAL})`;
    return { code: `${client}.GetSecret("${secret.name}").Value.Value`, needs: ["identity", "secrets", "environment"] };
  },
  unconst(value) {
    if (climb(value, ({ type }) => type === "attribute" || type === "parameter") !== undefined) {
      return notFixable("Here the language takes constants only.");
    }
    const declaration = climb(value, ({ type }) => /^(?:field|local)_declaration/.test(type) || type === "block");
    const modifier = declaration?.children.find((child) => child.type === "modifier" && child.text === "const");
    if (declaration === undefined || modifier === undefined) return [];
    if (declaration.type === "field_declaration") return [replace(modifier, "static readonly")];
    const type = all(declaration, "variable_declaration")[0]?.childForFieldName("type");
    return [{ start: modifier.startIndex, end: type?.startIndex ?? modifier.endIndex, text: "" }];
  },
  imports: usingsFor,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "Azure.Identity", version: "1.17.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "Azure.Security.KeyVault.Secrets", version: "4.8.0" }] : []),
  ],
  management:
    /\.Create(?:Database|Container)(?:IfNotExists)?Async\s*\(|ReplaceThroughputAsync\s*\(|EnsureCreated(?:Async)?\s*\(/,
};

const SINKS = new Set(["CosmosClient", "CosmosClientBuilder", "UseCosmos", "CreateAndInitializeAsync"]);
function isOperator(node: Node, operator: string): boolean {
  return node.type === "binary_expression" && node.childForFieldName("operator")?.text === operator;
}

/** A creation or invocation with its arguments. */
interface Call {
  readonly node: Node;
  readonly list: Node;
  readonly name: string;
}

/** The creation or invocation that an argument belongs to. */
function callOf(argument: Node): Call | undefined {
  const list = argument.parent;
  const node = list?.parent;
  if (list === null || node === null || node === undefined) return undefined;
  if (node.type === "object_creation_expression") return { node, list, name: lastName(node.childForFieldName("type")) };
  if (node.type === "invocation_expression") return { node, list, name: lastName(node.childForFieldName("function")) };
  if (node.type !== "implicit_object_creation_expression") return undefined;
  const typed = climb(node, (at) => at.childForFieldName("type") !== null && !CREATIONS.includes(at.type));
  return { node, list, name: lastName(typed?.childForFieldName("type")).replace(/\?$/, "") };
}

/** Clients of Azure.Data.Tables: by connection string, or by a shared key. */
function tableSink(
  value: Node,
  secret: Secret,
  { node, list, name }: Call,
  position: number,
  credential: string,
  needs: readonly Need[],
): Rewrite | NotFixable | undefined {
  const afterwards = ["table-roles"] as const;
  if (name === "TableSharedKeyCredential") {
    const typed = climb(node, ({ type }) => type === "variable_declaration")?.childForFieldName("type");
    const explicit = typed?.text === name ? [replace(typed, "DefaultAzureCredential")] : [];
    return position === 1 ? { edits: [replace(node, credential), ...explicit], needs, afterwards } : undefined;
  }
  if (secret.holds === "key" || position !== 0) return undefined;
  const endpoint = endpointText(secret, value, (text) => `"${text}"`);
  const before = name === "TableClient" ? parts(list)[1] : parts(list)[0];
  if (endpoint === undefined || before === undefined)
    return notFixable("The connection string names no account endpoint.");
  const place = `new Uri(${endpoint})`;
  const edits = same(before, value.parent)
    ? [replace(value, `${place}, ${credential}`)]
    : [replace(value, place), { start: before.endIndex, end: before.endIndex, text: `, ${credential}` }];
  return { edits, needs: [...needs, "environment"], afterwards };
}

/** Whether a value is kept by a member of a partial class. */
function isInPartial(value: Node, source: Source): boolean {
  const declared = partialOwner(value) === undefined ? undefined : declarationOf(value, source);
  return (
    declared !== undefined &&
    climb(declared.nameNode, ({ type }) => /^(?:field|property)_declaration$/.test(type)) !== undefined
  );
}

/** A value that an object's property gets, where it is made or where it is declared. */
function held(value: Node, source: Source, base: CodeBase): Reads | undefined {
  const owned = partialOwner(value)?.childForFieldName("name")?.text;
  if (owned !== undefined && isInPartial(value, source)) {
    const declared = partialDeclarations(value, source, base.others(source, owned));
    return { uses: [], declared, removes: [] };
  }
  const given = initialized(value);
  const parent = value.parent?.type === "arrow_expression_clause" ? value.parent.parent : value.parent;
  const name = parent?.type === "property_declaration" && !isPlain(parent) ? parent.childForFieldName("name") : null;
  const owner = climb(parent, ({ type }) => /^(?:class|struct|record)_declaration$/.test(type))?.childForFieldName(
    "name",
  );
  const type = given?.type ?? owner?.text;
  const property = given?.property ?? name?.text;
  if (type === undefined || property === undefined) return handedOn(value, source, base);
  const reads = propertyReads(type, [property], source, base);
  if (given === undefined) return reads;
  const list = given.assignment.parent;
  const edit = list === null ? undefined : withoutItem(source.text, parts(list), given.assignment);
  return reads.uses.length === 0
    ? { ...reads, lost: { node: value, source } }
    : { ...reads, removes: [...reads.removes, { source, edits: edit === undefined ? [] : [edit] }] };
}

function existingCredential({ root }: Source): string | undefined {
  const found = all(root, "variable_declarator").find((node) => parts(node).at(-1)?.text === CREDENTIAL);
  return found?.childForFieldName("name")?.text;
}
