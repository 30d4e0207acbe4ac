import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { guardAround } from "../../follow/guard";
import { handedOn } from "../../follow/parameters";
import { endpointEdits, type Language, readsAt, type Rewrite, type Source } from "../../follow/language";
import { importFor } from "./imports";
import { broughtTo, declarationOf, instanceOf, moduleOf, settingFields, stepOf } from "./names";
import { all, climb, contentOf, joinsLiterals, lastName, parts, replace, same, wraps } from "../../follow/tree";

/** Python: azure-cosmos 4.3 and later, synchronous and asynchronous. */

const STRINGS: ReadonlySet<string> = new Set(["string"]);
const PASSES = new Set(["parenthesized_expression", "concatenated_string"]);
const CREDENTIAL = "DefaultAzureCredential()";

export const python: Language = {
  id: "python",
  matches: /\.pyw?$/i,
  grammar: () => "python",
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent) => PASSES.has(parent.type) || (isSum(parent) && joinsLiterals(parent, STRINGS)),
  flows(parent, child) {
    if (parent.type === "conditional_expression") return !same(parts(parent)[1], child);
    if (parent.type === "boolean_operator") return parent.childForFieldName("operator")?.text === "or";
    return wraps(parent, /^(?:str|SecretStr|AzureKeyCredential)$/);
  },
  fallback(value) {
    const list = value.parent;
    const call = list?.parent;
    if (list?.type === "boolean_operator" && list.childForFieldName("operator")?.text === "or") {
      const read = list.childForFieldName("left");
      return read !== null && same(list.childForFieldName("right"), value)
        ? { whole: list, read: read.text }
        : undefined;
    }
    if (list?.type !== "argument_list" || call?.type !== "call") return undefined;
    const [first, second] = parts(list);
    if (!/^(?:os\.)?(?:environ\.get|getenv)$/.test(call.childForFieldName("function")?.text ?? "")) return undefined;
    return first !== undefined && same(second, value) ? { whole: call, read: requiredRead(call, first) } : undefined;
  },
  declaration: declarationOf,
  step: stepOf,
  instance: instanceOf,
  module: moduleOf,
  brought: broughtTo,
  guard: guardAround,
  held: handedOn,
  isUse(node) {
    const { parent } = node;
    if (parent?.type === "keyword_argument" && same(parent.childForFieldName("name"), node)) return false;
    if (climb(node, ({ type }) => /^import(?:_from)?_statement$/.test(type)) !== undefined) return false;
    return parent?.type !== "attribute" || !same(parent.childForFieldName("attribute"), node);
  },
  sink(value, source, secret) {
    const found = clientAround(value);
    if (found === undefined) return tableKey(value);
    if (/\bpydocumentdb\b|\bdocument_client\b/.test(source.text))
      return notFixable("pydocumentdb takes no identity: move to azure-cosmos 4.3 or later first.");
    const { call, instead, client } = found;
    const called = call.childForFieldName("function");
    if (called === null) return undefined;
    const isMethod = called.text.endsWith(".from_connection_string");
    if (secret.holds === "connection-string" && !isMethod) return notFixable("A connection string does not go here.");
    const { credential, needs, edits } = credentialFor(call, source);
    const afterwards = client === "CosmosClient" ? [] : (["table-roles"] as const);
    if (!isMethod) return { edits: [replace(instead, credential), ...edits], needs, afterwards };
    const quote = /["']/.exec(value.text)?.[0] ?? '"';
    const place = endpointEdits(
      secret,
      instead,
      (text) => quote + text + quote,
      client === "CosmosClient" ? "" : "endpoint=",
      `, credential=${credential}`,
    );
    if (place === undefined) return notFixable("The connection string names no account endpoint.");
    return {
      edits: [replace(called, called.text.replace(/\.from_connection_string$/, "")), ...place, ...edits],
      needs,
      afterwards,
    };
  },
  reads(source, setting) {
    const subscripts = all(source.root, "subscript").filter(
      (node) =>
        /(?:^|\.)environ$/.test(node.childForFieldName("value")?.text ?? "") &&
        contentOf(node.childForFieldName("subscript") ?? node) === setting,
    );
    const calls = all(source.root, "call").filter((node) => {
      const [name, more] = parts(node.childForFieldName("arguments") ?? node);
      const isRead = /get|env|config|secret/i.test(node.childForFieldName("function")?.text ?? "");
      return name?.type === "string" && contentOf(name) === setting && (more === undefined || isRead);
    });
    const declared = settingFields(source, setting).map((declaration) => ({ declaration, source }));
    return { ...readsAt([...subscripts, ...calls], source), declared };
  },
  secretRead(_value, source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") return { code: `os.environ["${variable}"]`, needs: ["environment"] };
    if (source.text.includes("from azure.identity.aio import")) {
      return notFixable(
        "The file's credential is asynchronous, the vault would have to be awaited. Read it from an environment variable instead.",
      );
    }
    return {
      code: `SecretClient("${vault}", ${CREDENTIAL}).get_secret("${secret.name}").value or ""`,
      needs: ["identity", "secrets"],
    };
  },
  unconst: (value) =>
    climb(value, ({ type }) => type === "parameters") === undefined
      ? []
      : notFixable("The key is a parameter's default."),
  imports: (source, needs) => [...new Set(needs)].flatMap((need) => importFor(source, need)),
  packages: (needs) => [
    ...(needs.includes("identity") || needs.includes("identity-async")
      ? [{ name: "azure-identity", version: "1.25.0" }]
      : []),
    ...(needs.includes("secrets") ? [{ name: "azure-keyvault-secrets", version: "4.10.0" }] : []),
  ],
  management: /\.create_(?:database|container)(?:_if_not_exists)?\s*\(|\.replace_throughput\s*\(/,
};

function isSum(node: Node): boolean {
  return node.type === "binary_operator" && node.childForFieldName("operator")?.text === "+";
}

/** The client's call that a value is the credential of, and the expression that gives way to an identity. */
function clientAround(
  value: Node,
): { readonly call: Node; readonly instead: Node; readonly client: string } | undefined {
  const { parent } = value;
  if (parent?.type === "pair" && same(parent.childForFieldName("value"), value)) {
    const dictionary = parent.parent;
    const isMasterKey = contentOf(parent.childForFieldName("key") ?? parent) === "masterKey";
    return isMasterKey && dictionary !== null && parts(dictionary).length === 1 ? clientAround(dictionary) : undefined;
  }
  const isKeyword = parent?.type === "keyword_argument";
  if (isKeyword && !/^(?:credential|conn_str|auth)$/.test(parent.childForFieldName("name")?.text ?? ""))
    return undefined;
  const argument = isKeyword ? parent : value;
  const list = argument.parent;
  const call = list?.type === "argument_list" ? list.parent : null;
  if (list === null || call?.type !== "call") return undefined;
  const called = call.childForFieldName("function")?.text ?? "";
  const client = /(?:^|\.)(CosmosClient|Table(?:Service)?Client)(\.from_connection_string)?$/.exec(called);
  if (client?.[1] === undefined) return undefined;
  const position = client[2] === undefined ? 1 : 0;
  return isKeyword || same(parts(list)[position], argument)
    ? { call, instead: position === 0 ? argument : value, client: client[1] }
    : undefined;
}

/** `AzureNamedKeyCredential(name, key)`, which only the Table API's clients take: an identity goes in its place. */
function tableKey(value: Node): Rewrite | undefined {
  const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
  if (call === null || lastName(call.childForFieldName("function")) !== "AzureNamedKeyCredential") return undefined;
  return { edits: [replace(call, CREDENTIAL)], needs: ["identity"], afterwards: ["table-roles"] };
}

/** The credential's code; an asynchronous one is closed with the client where the client is. */
function credentialFor(call: Node, source: Source): Rewrite & { readonly credential: string } {
  const known = all(source.root, "assignment").find(
    (node) => node.childForFieldName("right")?.text === CREDENTIAL && node.startIndex < call.startIndex,
  );
  const name = known?.childForFieldName("left")?.text;
  if (name !== undefined) return { credential: name, needs: [], edits: [] };
  if (!/\bazure\.cosmos\.aio\b/.test(source.text)) return { credential: CREDENTIAL, needs: ["identity"], edits: [] };
  const item = climb(call, ({ type }) => type === "with_item" || type === "block");
  const isWith = item?.type === "with_item" && /^async\s+with\b/.test(item.parent?.parent?.text ?? "");
  if (item === undefined || !isWith) return { credential: CREDENTIAL, needs: ["identity-async"], edits: [] };
  const opened: Edit = { start: item.startIndex, end: item.startIndex, text: `${CREDENTIAL} as credential, ` };
  return { credential: "credential", needs: ["identity-async"], edits: [opened] };
}

/** `os.environ.get(NAME, …)` without its fallback, as `os.environ[NAME]`. */
function requiredRead(call: Node, name: Node): string {
  const called = call.childForFieldName("function")?.text ?? "";
  return called.endsWith("environ.get")
    ? `${called.slice(0, -".get".length)}[${name.text}]`
    : `${called}(${name.text})`;
}
