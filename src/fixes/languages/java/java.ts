import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { lineAfter, lineBefore } from "../../lines";
import { guardAround } from "../../follow/guard";
import { handedOn } from "../../follow/parameters";
import { declarationOf } from "./names";
import { readsOf } from "./settings";
import { endpointText, type Language, type Need, type Source } from "../../follow/language";
import { all, climb, joinsLiterals, lastName, replace, same, wraps } from "../../follow/tree";

/** Java: azure-cosmos 4. */

const STRINGS: ReadonlySet<string> = new Set(["string_literal"]);
const CREDENTIAL = "new DefaultAzureCredentialBuilder().build()";

export const java: Language = {
  id: "java",
  matches: /\.java$/i,
  grammar: () => "java",
  comments: new Set(["line_comment", "block_comment"]),
  strings: STRINGS,
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    parent.type === "cast_expression" ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows: (parent, child) =>
    (parent.type === "ternary_expression" && !same(parent.childForFieldName("condition"), child)) ||
    wraps(parent, /^AzureKeyCredential$/) ||
    isChoice(parent),
  fallback(value) {
    const list = value.parent;
    const call = list?.parent;
    if (list?.type !== "argument_list" || call?.type !== "method_invocation") return undefined;
    if (
      !/\.getOrDefault$|^Optional\b|\.orElse$/.test(
        `${call.childForFieldName("object")?.text ?? ""}.${call.childForFieldName("name")?.text ?? ""}`,
      )
    )
      return undefined;
    const name = /getenv\(\s*("[^"]+")\s*\)/.exec(call.text)?.[1] ?? /getOrDefault\(\s*("[^"]+")/.exec(call.text)?.[1];
    return name === undefined ? undefined : { whole: call, read: `System.getenv(${name})` };
  },
  declaration: (value, source) => (value.parent === null ? undefined : declarationOf(value.parent, source)),
  guard: guardAround,
  held: handedOn,
  isUse(node, { nameNode, outside }) {
    const { parent } = node;
    if (parent?.type === "method_invocation" && same(parent.childForFieldName("name"), node)) return false;
    if (parent?.type !== "field_access" || !same(parent.childForFieldName("field"), node))
      return nameNode.type === "identifier";
    const owner = parent.childForFieldName("object")?.text ?? "";
    return owner === "this" || owner === outside?.split(".")[0];
  },
  sink(value, source, secret) {
    const call = value.parent?.type === "argument_list" ? value.parent.parent : null;
    if (
      call?.type === "object_creation_expression" &&
      lastName(call.childForFieldName("type")).endsWith("DocumentClient")
    ) {
      return notFixable("DocumentClient takes no identity: move to azure-cosmos 4 first.");
    }
    const name = call?.childForFieldName("name");
    if (
      call?.type !== "method_invocation" ||
      name === null ||
      name === undefined ||
      !/^(?:key|credential|connectionString)$/.test(name.text)
    )
      return undefined;
    const builder = builderOf(call.childForFieldName("object"), source);
    if (name.text === "connectionString") {
      const endpoint = endpointText(secret, value, (text) => `"${text}"`);
      if (endpoint === undefined || builder !== "table") return undefined;
      const chained = `endpoint(${endpoint}).credential(${CREDENTIAL})`;
      const edits = [{ start: name.startIndex, end: call.endIndex, text: chained }];
      return { edits, needs: ["identity"], afterwards: ["table-roles"] };
    }
    if (builder !== "cosmos") return undefined;
    if (secret.holds !== "key") return notFixable("A connection string does not go here.");
    return { edits: [replace(name, "credential"), replace(value, CREDENTIAL)], needs: ["identity"] };
  },
  reads: readsOf,
  secretRead(_value, _source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") return { code: `System.getenv("${variable}")`, needs: [] };
    const client = `new SecretClientBuilder().vaultUrl("${vault}").credential(${CREDENTIAL}).buildClient()`;
    return { code: `${client}.getSecret("${secret.name}").getValue()`, needs: ["identity", "secrets"] };
  },
  unconst: (value) =>
    climb(value, ({ type }) => type === "annotation" || type === "switch_label") === undefined
      ? []
      : notFixable("Here the language takes constants only."),
  imports: (source, needs) => [...new Set(needs)].flatMap((need) => importFor(source, IMPORTS[need])),
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "com.azure:azure-identity", version: "1.18.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "com.azure:azure-security-keyvault-secrets", version: "4.10.4" }] : []),
  ],
  management: /\.create(?:Database|Container)(?:IfNotExists)?\s*\(|\.replaceThroughput\s*\(/,
};

const IMPORTS: Readonly<Partial<Record<Need, string>>> = {
  identity: "com.azure.identity.DefaultAzureCredentialBuilder",
  secrets: "com.azure.security.keyvault.secrets.SecretClientBuilder",
};

/** `getProperty(name, value)`, `x.orElse(value)` and their like: the value, or another in its place. */
function isChoice(parent: Node): boolean {
  const call = parent.type === "argument_list" ? parent.parent : parent;
  return (
    call?.type === "method_invocation" &&
    /^(?:getProperty|getOrDefault|orElse|defaultString|defaultIfBlank|defaultIfEmpty|requireNonNullElse|firstNonNull|trim|trimToNull|requireNonNull)$/.test(
      call.childForFieldName("name")?.text ?? "",
    )
  );
}

/** A chain that begins with a builder of the SDK, or a variable of its type. */
function builderOf(object: Node | null, source: Source): "cosmos" | "table" | undefined {
  if (object === null) return undefined;
  const root = /^[A-Za-z_]\w*/.exec(object.text)?.[0] ?? "";
  for (const [kind, name] of BUILDERS) {
    if (new RegExp(String.raw`\bnew\s+(?:[\w.]+\.)?${name}\b`).test(object.text)) return kind;
    if (root !== "" && new RegExp(String.raw`\b${name}\s+${root}\b`).test(source.text)) return kind;
  }
  return undefined;
}

const BUILDERS = [
  ["cosmos", "CosmosClientBuilder"],
  ["table", "Table(?:Service)?ClientBuilder"],
] as const;

function importFor(source: Source, name: string | undefined): readonly Edit[] {
  if (name === undefined) return [];
  const imports = all(source.root, "import_declaration");
  const nameOf = (node: Node): string => /^import\s+(?:static\s+)?([\w.*]+)/.exec(node.text)?.[1] ?? "";
  const folder = name.slice(0, name.lastIndexOf("."));
  if (imports.some((node) => nameOf(node) === name || nameOf(node) === `${folder}.*`)) return [];
  const line = `import ${name};`;
  const before = imports.findLast((node) => nameOf(node) < name && !/^import\s+static/.test(node.text));
  const anchor = before ?? all(source.root, "package_declaration")[0];
  if (before === undefined && imports[0] !== undefined) return [lineBefore(source.text, imports[0].startIndex, line)];
  return anchor === undefined
    ? [{ start: 0, end: 0, text: `${line}\n` }]
    : [lineAfter(source.text, anchor.endIndex - 1, line)];
}
