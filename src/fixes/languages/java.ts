import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../fix";
import { lineAfter, lineBefore, removal } from "../lines";
import type { Declaration, Language, Need, Source } from "./language";
import { all, climb, contentOf, lastName, parts, replace, same, spanOf, withoutItem } from "./tree";

/** Java: azure-cosmos 4. */

const CREDENTIAL = "new DefaultAzureCredentialBuilder().build()";

export const java: Language = {
  id: "java",
  matches: /\.java$/i,
  grammar: () => "java",
  comments: new Set(["line_comment", "block_comment"]),
  strings: new Set(["string_literal"]),
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    (parent.type === "binary_expression" && parent.childForFieldName("operator")?.text === "+"),
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
  declaration(value, source) {
    const node = value.parent;
    const statement = node?.parent;
    const nameNode = node?.type === "variable_declarator" ? node.childForFieldName("name") : null;
    if (node === null || statement === null || statement === undefined || nameNode === null) return undefined;
    const siblings = parts(statement).filter(({ type }) => type === "variable_declarator");
    const removes =
      siblings.length > 1 ? withoutItem(source.text, siblings, node) : removal(source.text, spanOf(statement));
    return { name: nameNode.text, nameNode, removes, ...scopeOf(statement, nameNode.text, source.root) };
  },
  isUse(node, { nameNode, outside }) {
    const { parent } = node;
    if (parent?.type === "method_invocation" && same(parent.childForFieldName("name"), node)) return false;
    if (parent?.type !== "field_access" || !same(parent.childForFieldName("field"), node))
      return nameNode.type === "identifier";
    const owner = parent.childForFieldName("object")?.text ?? "";
    return owner === "this" || owner === outside?.split(".")[0];
  },
  sink(value, source, secret) {
    const wrapped = value.parent?.parent;
    const key =
      wrapped?.type === "object_creation_expression" &&
      lastName(wrapped.childForFieldName("type")) === "AzureKeyCredential"
        ? wrapped
        : value;
    const call = key.parent?.type === "argument_list" ? key.parent.parent : null;
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
      !/^(?:key|credential)$/.test(name.text)
    )
      return undefined;
    if (!isBuilder(call.childForFieldName("object"), source)) return undefined;
    if (secret.holds !== "key") return notFixable("A connection string does not go here.");
    return { edits: [replace(name, "credential"), replace(key, CREDENTIAL)], needs: ["identity"] };
  },
  reads: (source, setting) =>
    all(source.root, "method_invocation").filter((node) => {
      const argument = parts(node.childForFieldName("arguments") ?? node)[0];
      return (
        /^(?:getenv|getProperty|getString)$/.test(node.childForFieldName("name")?.text ?? "") &&
        argument !== undefined &&
        contentOf(argument) === setting
      );
    }),
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

/** A chain that begins with a builder of the SDK, or a variable of its type. */
function isBuilder(object: Node | null, source: Source): boolean {
  if (object === null) return false;
  if (/\bnew\s+(?:[\w.]+\.)?CosmosClientBuilder\b/.test(object.text)) return true;
  const root = /^[A-Za-z_]\w*/.exec(object.text)?.[0] ?? "";
  return root !== "" && new RegExp(String.raw`\bCosmosClientBuilder\s+${root}\b`).test(source.text);
}

function scopeOf(statement: Node, name: string, root: Node): Pick<Declaration, "scope" | "outside"> {
  if (statement.type !== "field_declaration")
    return { scope: climb(statement, ({ type }) => type === "block") ?? root, outside: undefined };
  const owner = climb(statement, ({ type }) => /^(?:class|interface|enum|record)_declaration$/.test(type));
  const isPrivate = /\bprivate\b/.test(statement.namedChild(0)?.text ?? "");
  const type = owner?.childForFieldName("name")?.text;
  return { scope: root, outside: isPrivate || type === undefined ? undefined : `${type}.${name}` };
}

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
