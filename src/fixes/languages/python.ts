import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../fix";
import { lineAfter, lineBefore, removal } from "../lines";
import { endpointCode, type Language, type Need, type Rewrite, type Source } from "./language";
import { all, climb, contentOf, lastName, parts, replace, same, spanOf } from "./tree";

/** Python: azure-cosmos 4.3 and later, synchronous and asynchronous. */

const PASSES = new Set(["parenthesized_expression", "concatenated_string"]);
const CREDENTIAL = "DefaultAzureCredential()";

export const python: Language = {
  id: "python",
  matches: /\.pyw?$/i,
  grammar: () => "python",
  comments: new Set(["comment"]),
  strings: new Set(["string"]),
  passes: (parent) =>
    PASSES.has(parent.type) ||
    (parent.type === "binary_operator" && parent.childForFieldName("operator")?.text === "+"),
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
  declaration(value, source) {
    const assignment = value.parent;
    const nameNode = assignment?.type === "assignment" ? assignment.childForFieldName("left") : null;
    const statement = assignment?.parent;
    if (nameNode?.type !== "identifier" || statement?.type !== "expression_statement") return undefined;
    const scope =
      climb(
        statement,
        ({ type }) => type === "function_definition" || type === "class_definition" || type === "module",
      ) ?? source.root;
    const outside = scope.type === "module" ? `${moduleName(source.path)}.${nameNode.text}` : undefined;
    return { name: nameNode.text, nameNode, removes: removal(source.text, spanOf(statement)), scope, outside };
  },
  isUse(node, { nameNode }) {
    const { parent } = node;
    if (parent?.type === "keyword_argument" && same(parent.childForFieldName("name"), node)) return false;
    if (parent?.type === "attribute" && same(parent.childForFieldName("attribute"), node)) return false;
    return nameNode.type === "identifier";
  },
  borrowed(other, { outside, nameNode }) {
    const module = outside?.split(".")[0];
    return all(other.root, "import_from_statement").find(
      (node) =>
        lastName(node.childForFieldName("module_name")) === module &&
        node.childrenForFieldName("name").some((name) => name.text.split(/\s/)[0] === nameNode.text),
    );
  },
  sink(value, source, secret) {
    const place = clientAround(value);
    if (place === undefined) return undefined;
    if (/\bpydocumentdb\b|\bdocument_client\b/.test(source.text))
      return notFixable("pydocumentdb takes no identity: move to azure-cosmos 4.3 or later first.");
    const { call, instead } = place;
    const method = (call.childForFieldName("function")?.text ?? "").endsWith(".from_connection_string");
    if (secret.holds === "connection-string" && !method) return notFixable("A connection string does not go here.");
    const { credential, needs, edits } = credentialFor(call, source);
    if (!method) return { edits: [replace(instead, credential), ...edits], needs };
    const quote = /["']/.exec(value.text)?.[0] ?? '"';
    const endpoint = endpointCode(secret, value, (text) => quote + text + quote);
    if (endpoint === undefined) return notFixable("The connection string names no account endpoint.");
    const called = call.childForFieldName("function");
    if (called === null) return undefined;
    return {
      edits: [
        replace(called, called.text.replace(/\.from_connection_string$/, "")),
        replace(instead, `${endpoint}, credential=${credential}`),
        ...edits,
      ],
      needs,
    };
  },
  reads(source, setting) {
    const text = new RegExp(
      String.raw`^(?:os\.)?(?:environ\[|environ\.get\(|getenv\()\s*["']${setting.replace(/\W/g, "\\$&")}["']\s*[\])]$`,
    );
    return all(source.root, "subscript", "call").filter((node) => text.test(node.text));
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

/** The CosmosClient call that a value is the credential of, and the expression that gives way to an identity. */
function clientAround(value: Node): { readonly call: Node; readonly instead: Node } | undefined {
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
  if (/(?:^|\.)CosmosClient\.from_connection_string$/.test(called)) return { call, instead: argument };
  if (lastName(call.childForFieldName("function")) !== "CosmosClient") return undefined;
  return isKeyword || same(parts(list)[1], argument) ? { call, instead: value } : undefined;
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

function moduleName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.pyw?$/i, "");
}

const IMPORTS: Readonly<Record<Need, readonly [line: string, has: RegExp]>> = {
  identity: [
    "from azure.identity import DefaultAzureCredential",
    /^[ \t]*from azure\.identity import (?:\([^)]*|[^\n]*)\bDefaultAzureCredential\b/m,
  ],
  "identity-async": [
    "from azure.identity.aio import DefaultAzureCredential",
    /^[ \t]*from azure\.identity\.aio import (?:\([^)]*|[^\n]*)\bDefaultAzureCredential\b/m,
  ],
  secrets: [
    "from azure.keyvault.secrets import SecretClient",
    /^[ \t]*from azure\.keyvault\.secrets import (?:\([^)]*|[^\n]*)\bSecretClient\b/m,
  ],
  environment: ["import os", /^[ \t]*import (?:[\w., ]*,\s*)?os\b/m],
};

/** The import's line: behind that of azure.cosmos, else behind the last import, else behind the docstring. */
function importFor(source: Source, need: Need): readonly Edit[] {
  const [line, has] = IMPORTS[need];
  if (has.test(source.text)) return [];
  const top = source.root.namedChildren;
  const imports = top.filter(({ type }) => /^(?:import|import_from|future_import)_statement$/.test(type));
  if (need === "environment") {
    const first = imports.find(({ type }) => type !== "future_import_statement");
    if (first !== undefined) return [lineBefore(source.text, first.startIndex, line)];
  }
  const anchor = imports.find((node) => /\bazure\.cosmos\b/.test(node.text)) ?? imports.at(-1);
  if (anchor !== undefined) return [lineAfter(source.text, anchor.endIndex - 1, line)];
  const docstring =
    top[0]?.type === "expression_statement" && top[0].namedChild(0)?.type === "string" ? top[0] : undefined;
  if (docstring !== undefined) return [lineAfter(source.text, docstring.endIndex - 1, line)];
  const first = top.find(({ type }) => type !== "comment");
  return [lineBefore(source.text, first?.startIndex ?? 0, line)];
}
