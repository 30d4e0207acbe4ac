import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../fix";
import { lineAfter, lineBefore, removal } from "../lines";
import { type Declaration, endpointCode, type Language, type Need, type Source } from "./language";
import { all, climb, contentOf, lastName, parts, replace, same, spanOf, withoutItem } from "./tree";

/** JavaScript and TypeScript: @azure/cosmos 3.12 and later. One grammar reads both; tsx reads JSX too. */

const PASSES = new Set(["parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"]);
const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;
const LITERAL_KEY = /^["'`]?(?:key|connectionString)["'`]?$/;

export const javascript: Language = {
  id: "javascript",
  matches: /\.[cm]?[jt]sx?$/i,
  grammar: (path) => (/\.[cm]?ts$/i.test(path) ? "typescript" : "tsx"),
  comments: new Set(["comment"]),
  strings: new Set(["string", "template_string"]),
  passes: (parent) =>
    PASSES.has(parent.type) ||
    (parent.type === "binary_expression" && parent.childForFieldName("operator")?.text === "+"),
  fallback(value) {
    const { parent } = value;
    const operator = parent?.type === "binary_expression" ? parent.childForFieldName("operator")?.text : undefined;
    const read = parent?.childForFieldName("left");
    if (parent === null || (operator !== "??" && operator !== "||") || read === null || read === undefined)
      return undefined;
    return same(parent.childForFieldName("right"), value) ? { whole: parent, read: read.text } : undefined;
  },
  declaration(value, source) {
    const { parent } = value;
    if (parent?.type === "variable_declarator" && same(parent.childForFieldName("value"), value))
      return declarator(parent, source);
    if (parent?.type === "public_field_definition" || parent?.type === "field_definition") return field(parent, source);
    return undefined;
  },
  isUse(node, { nameNode }) {
    const { parent } = node;
    const isField = nameNode.type === "property_identifier" || nameNode.type === "private_property_identifier";
    if (node.type !== "property_identifier") return !isField && parent?.type !== "import_specifier";
    return same(node, nameNode) || (isField && parent?.childForFieldName("object")?.text === "this");
  },
  sink(value, source, secret) {
    const client = clientAround(value, source);
    if (client === undefined) return undefined;
    if (client === "old")
      return notFixable("This form of the client is of @azure/cosmos 2: move to 3.12 or later first.");
    const known = existingCredential(source);
    const credential = known ?? "new DefaultAzureCredential()";
    const needs: readonly Need[] = known === undefined ? ["identity"] : [];
    const isArgument = value.parent?.type === "arguments";
    if (secret.holds === "key")
      return isArgument ? undefined : { edits: [replace(client, `aadCredentials: ${credential}`)], needs };
    const endpoint = endpointCode(secret, value, (text) => quoted(text, source));
    if (endpoint === undefined) return notFixable("The connection string names no account endpoint.");
    const options = `endpoint: ${endpoint}, aadCredentials: ${credential}`;
    return { edits: [replace(client, isArgument ? `{ ${options} }` : options)], needs };
  },
  reads(source, setting) {
    const text = new RegExp(
      String.raw`^(?:process|import\.meta|Deno)\.env(?:\.|\[["'\`]|\.get\(["'\`])${escape(setting)}(?:["'\`][\])])?$`,
    );
    return all(source.root, "member_expression", "subscript_expression", "call_expression").filter((node) =>
      text.test(node.text),
    );
  },
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    const assertion = /\.[cm]?tsx?$/i.test(source.path) ? "!" : "";
    if (kind === "environment") return { code: `process.env.${variable}${assertion}`, needs: [] };
    if (!mayAwait(value, source)) {
      return notFixable(
        "The vault must be awaited, which is not possible here. Read it from an environment variable instead, or make the client in an async function.",
      );
    }
    const client = `new SecretClient(${quoted(vault, source)}, new DefaultAzureCredential())`;
    return {
      code: `(await ${client}.getSecret(${quoted(secret.name, source)})).value${assertion}`,
      needs: ["identity", "secrets"],
    };
  },
  unconst: (value) =>
    climb(value, ({ type }) => type === "formal_parameters" || type === "decorator") === undefined
      ? []
      : notFixable("The key is a parameter's default."),
  imports(source, needs) {
    return needs.flatMap((need) => IMPORTS[need] ?? []).flatMap(([name, from]) => importOf(source, name, from));
  },
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "@azure/identity", version: "^4.13.0" }] : []),
    ...(needs.includes("secrets") ? [{ name: "@azure/keyvault-secrets", version: "^4.11.0" }] : []),
  ],
  management: /\.(?:databases|containers)\.create(?:IfNotExists)?\s*\(|\.offer(?:s)?\b.*\.replace\s*\(/,
};

const IMPORTS: Readonly<Partial<Record<Need, readonly (readonly [name: string, from: string])[]>>> = {
  identity: [["DefaultAzureCredential", "@azure/identity"]],
  secrets: [["SecretClient", "@azure/keyvault-secrets"]],
};

/** The part of a CosmosClient's options that a value stands in; the value itself where it is the whole argument. */
function clientAround(value: Node, source: Source): Node | "old" | undefined {
  if (isClientArgument(value)) return value;
  const pair = value.type === "shorthand_property_identifier" ? value : value.parent;
  if (pair === null) return undefined;
  const isPair = pair.type === "pair" && same(pair.childForFieldName("value"), value);
  const name = isPair ? (pair.childForFieldName("key")?.text ?? "") : value.text;
  const object = pair.parent;
  if ((!isPair && pair !== value) || object?.type !== "object") return undefined;
  if (/^["']?masterKey["']?$/.test(name)) return "old";
  if (!LITERAL_KEY.test(name)) return undefined;
  return isClientArgument(object) || variableGoesToClient(object, source) ? pair : undefined;
}

function isClientArgument(node: Node): boolean {
  const call = node.parent?.type === "arguments" ? node.parent.parent : null;
  return call?.type === "new_expression" && lastName(call.childForFieldName("constructor")) === "CosmosClient";
}

/** `const options = { endpoint, key }; new CosmosClient(options)`: every use of the variable must be that. */
function variableGoesToClient(object: Node, source: Source): boolean {
  const declared = object.parent?.type === "variable_declarator" ? object.parent.childForFieldName("name") : null;
  if (declared === null) return false;
  const uses = all(source.root, "identifier", "shorthand_property_identifier").filter(
    (node) => node.text === declared.text && !same(node, declared),
  );
  return uses.length > 0 && uses.every(isClientArgument);
}

function declarator(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name");
  const statement = node.parent;
  if (nameNode?.type !== "identifier" || statement === null) return undefined;
  // What a module exports may be used in ways that this file does not show.
  if (statement.parent?.type === "export_statement" || isExported(nameNode, source)) return undefined;
  const siblings = parts(statement).filter(({ type }) => type === "variable_declarator");
  const removes =
    siblings.length > 1 ? withoutItem(source.text, siblings, node) : removal(source.text, spanOf(statement));
  const scope = climb(statement, ({ type }) => type === "statement_block" || type === "program") ?? source.root;
  return { name: nameNode.text, nameNode, removes, scope, outside: undefined };
}

function isExported({ text }: Node, source: Source): boolean {
  return all(source.root, "export_specifier", "export_clause").some((node) => node.text === text);
}

function field(node: Node, source: Source): Declaration | undefined {
  const nameNode = node.childForFieldName("name") ?? node.childForFieldName("property");
  const scope = climb(node, ({ type }) => type === "class_body");
  if (nameNode === null || scope === undefined) return undefined;
  const { start, end } = spanOf(node);
  const semicolon = source.text.charAt(end) === ";" ? 1 : 0;
  return {
    name: nameNode.text,
    nameNode,
    removes: removal(source.text, { start, end: end + semicolon }),
    scope,
    outside: undefined,
  };
}

function existingCredential({ root }: Source): string | undefined {
  const found = all(root, "variable_declarator").find((node) =>
    (node.childForFieldName("value")?.text ?? "").startsWith("new DefaultAzureCredential("),
  );
  const top = climb(found, ({ type }) => type === "program" || FUNCTIONS.test(type));
  return top?.type === "program" ? found?.childForFieldName("name")?.text : undefined;
}

function isModule(source: Source): boolean {
  if (all(source.root, "import_statement", "export_statement").length > 0) return true;
  if (/\.cjs$|\.cts$/i.test(source.path)) return false;
  return !/\brequire\s*\(|\bmodule\.exports\b/.test(source.text);
}

/** Await is legal in an async function and at a module's top. */
function mayAwait(value: Node, source: Source): boolean {
  const around = climb(
    value,
    ({ type }) => FUNCTIONS.test(type) || type === "class_body" || type === "class_static_block",
  );
  if (around === undefined) return isModule(source);
  return (
    /^(?:export\s+)?(?:(?:public|private|protected|static|override)\s+)*async\b/.test(around.text) &&
    FUNCTIONS.test(around.type)
  );
}

/** A string in the file's own quotes. */
function quoted(text: string, source: Source): string {
  const strings = all(source.root, "string");
  const single = strings.filter((node) => node.text.startsWith("'")).length;
  return single * 2 > strings.length ? `'${text}'` : JSON.stringify(text);
}

/** An import or require of a name, where the file has none: beside that of @azure/cosmos, else behind the last. */
function importOf(source: Source, name: string, from: string): readonly Edit[] {
  const statements = [
    ...all(source.root, "import_statement"),
    ...all(source.root, "call_expression")
      .filter((node) => node.childForFieldName("function")?.text === "require")
      .map((node) => climb(node, ({ parent }) => parent?.type === "program"))
      .filter((node) => node !== undefined),
  ];
  const fromOf = (node: Node): string => contentOf(node.childForFieldName("source") ?? all(node, "string")[0] ?? node);
  const existing = statements.find((node) => fromOf(node) === from);
  if (existing !== undefined) {
    const specifiers = all(existing, "import_specifier", "shorthand_property_identifier_pattern");
    if (specifiers.some((node) => node.text === name)) return [];
    const last = specifiers.at(-1);
    if (last !== undefined && !existing.text.startsWith("import type"))
      return [{ start: last.endIndex, end: last.endIndex, text: `, ${name}` }];
  }
  const anchor = statements.find((node) => fromOf(node) === "@azure/cosmos") ?? statements.at(-1);
  const semicolon = anchor === undefined || anchor.text.trimEnd().endsWith(";") ? ";" : "";
  const line = isModule(source)
    ? `import { ${name} } from ${quoted(from, source)}${semicolon}`
    : `const { ${name} } = require(${quoted(from, source)})${semicolon}`;
  if (anchor !== undefined) return [lineAfter(source.text, anchor.endIndex - 1, line)];
  const first = source.root.namedChildren.find(
    (node) => !/comment|hash_bang/.test(node.type) && !/^["']use /.test(node.text),
  );
  return [lineBefore(source.text, first?.startIndex ?? 0, line)];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
