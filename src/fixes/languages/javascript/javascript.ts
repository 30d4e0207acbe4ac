import type { Node } from "web-tree-sitter";
import { notFixable } from "../../fix";
import { guardAround } from "../../follow/guard";
import { handedOn } from "../../follow/parameters";
import { importsFor, isModule, quoted } from "./imports";
import { broughtTo, moduleOf } from "./modules";
import { declarationOf, isExported, stepOf, unpackOf } from "./names";
import { endpointEdits, type Language, type Need, type Source } from "../../follow/language";
import { tableSink } from "./tables";
import { all, climb, contentOf, joinsLiterals, lastName, parts, replace, same, wraps } from "../../follow/tree";

/** JavaScript and TypeScript: @azure/cosmos 3.12 and later. One grammar reads both; tsx reads JSX too. */

const PASSES = new Set(["parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"]);
const STRINGS: ReadonlySet<string> = new Set(["string", "template_string"]);
const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;
const LITERAL_KEY = /^["'`]?(?:key|connectionString)["'`]?$/;

export const javascript: Language = {
  id: "javascript",
  matches: /\.[cm]?[jt]sx?$/i,
  grammar: (path) => (/\.[cm]?ts$/i.test(path) ? "typescript" : "tsx"),
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent) =>
    PASSES.has(parent.type) ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows(parent, child) {
    if (parent.type === "ternary_expression") return !same(parent.childForFieldName("condition"), child);
    const operator = parent.type === "binary_expression" ? parent.childForFieldName("operator")?.text : undefined;
    if (operator === "??" || operator === "||") return true;
    return wraps(parent, /^AzureKeyCredential$/);
  },
  fallback(value) {
    const { parent } = value;
    const operator = parent?.type === "binary_expression" ? parent.childForFieldName("operator")?.text : undefined;
    const read = parent?.childForFieldName("left");
    if (parent === null || (operator !== "??" && operator !== "||") || read === null || read === undefined)
      return undefined;
    return same(parent.childForFieldName("right"), value) ? { whole: parent, read: read.text } : undefined;
  },
  declaration: declarationOf,
  step: stepOf,
  unpack: unpackOf,
  isExport: isExported,
  module: moduleOf,
  brought: broughtTo,
  guard: guardAround,
  held: handedOn,
  isUse(node) {
    const { parent } = node;
    if (node.type === "property_identifier" || node.type === "private_property_identifier") return false;
    return parent?.type !== "import_specifier" && parent?.type !== "import_clause";
  },
  sink(value, source, secret) {
    const known = existingCredential(source);
    const credential = known ?? "new DefaultAzureCredential()";
    const needs: readonly Need[] = known === undefined ? ["identity"] : [];
    const table = tableSink(value, source, secret, credential);
    if (table !== undefined) return "fixable" in table ? table : { ...table, needs };
    const client = clientAround(value, source);
    if (client === undefined) return undefined;
    if (client === "old")
      return notFixable("This form of the client is of @azure/cosmos 2: move to 3.12 or later first.");
    const isArgument = isClientArgument(value);
    if (secret.holds === "key")
      return isArgument ? undefined : { edits: [replace(client, `aadCredentials: ${credential}`)], needs };
    const quotes = (text: string): string => quoted(text, source);
    const identity = `, aadCredentials: ${credential}`;
    const name = client.childForFieldName("key");
    const edits = isArgument
      ? endpointEdits(secret, value, quotes, "{ endpoint: ", `${identity} }`)
      : name === null
        ? endpointEdits(secret, client, quotes, "endpoint: ", identity)
        : endpointEdits(secret, value, quotes, "", identity)?.concat(replace(name, "endpoint"));
    return edits === undefined ? notFixable("The connection string names no account endpoint.") : { edits, needs };
  },
  reads(source, setting) {
    const text = new RegExp(
      String.raw`^(?:process|import\.meta|Deno|Bun)\.env(?:\.|\[["'\`]|\.get\(["'\`])${escape(setting)}(?:["'\`][\])])?$`,
    );
    const members = all(source.root, "member_expression", "subscript_expression").filter((node) =>
      text.test(node.text),
    );
    const calls = all(source.root, "call_expression").filter((node) => {
      const [name, ...more] = parts(node.childForFieldName("arguments") ?? node);
      return name?.type === "string" && contentOf(name) === setting && more.length === 0;
    });
    const unpacked = all(source.root, "member_expression").filter(
      (node) => /^(?:process|import\.meta)\.env$/.test(node.text) && unpackOf(node, [setting], source) !== undefined,
    );
    return {
      uses: [
        ...[...members, ...calls].map((node) => ({ node, source, rest: [] })),
        ...unpacked.map((node) => ({ node, source, rest: [setting] })),
      ],
      removes: [],
    };
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
  imports: importsFor,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "@azure/identity", version: "^4.13.0" }] : []),
    ...(needs.includes("secrets") ? [{ name: "@azure/keyvault-secrets", version: "^4.11.0" }] : []),
  ],
  management: /\.(?:databases|containers)\.create(?:IfNotExists)?\s*\(|\.offer(?:s)?\b.*\.replace\s*\(/,
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

function existingCredential({ root }: Source): string | undefined {
  const found = all(root, "variable_declarator").find((node) =>
    (node.childForFieldName("value")?.text ?? "").startsWith("new DefaultAzureCredential("),
  );
  const top = climb(found, ({ type }) => type === "program" || FUNCTIONS.test(type));
  return top?.type === "program" ? found?.childForFieldName("name")?.text : undefined;
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

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
