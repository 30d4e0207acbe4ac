import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import type { Language, Need, Rewrite, Source } from "../../follow/language";
import { all, climb, parts, replace, same, spanOf } from "../../follow/tree";
import { lineAfter, lineBefore, removal } from "../../lines";
import { type Secret, storedName } from "../../secret";
import { clientOf } from "../java/clients";
import { ALONE } from "../java/types";
import { doesWithout } from "./branch";
import { eitherWay } from "./emulator";
import { guardAround } from "./guard";
import { hides } from "./looks";
import { elsewhere } from "./members";
import { declarationOf } from "./names";
import { optional } from "./optional";
import { held } from "./parameters";
import { filled, readsOf } from "./settings";
import { typeOf } from "./typeOf";
import { callAround, calledBy, declaring, isPlain, memberOf, nameNodeOf } from "./types";

/** Kotlin, with the builders of Java's SDK. */

const CREDENTIAL = "DefaultAzureCredentialBuilder().build()";
const IMPORTS: Readonly<Partial<Record<Need, string>>> = {
  identity: "com.azure.identity.DefaultAzureCredentialBuilder",
  secrets: "com.azure.security.keyvault.secrets.SecretClientBuilder",
};

export const kotlin: Language = {
  id: "kotlin",
  matches: /\.kts?$/i,
  grammar: () => "kotlin",
  comments: new Set(["line_comment", "block_comment"]),
  strings: new Set(["string_literal", "multiline_string_literal"]),
  scoped: true,
  passes: (parent) =>
    parent.type === "parenthesized_expression" || (parent.type === "unary_expression" && parent.text.endsWith("!!")),
  flows: (parent, child) =>
    isWrapped(parent, child) || (isElse(parent) && same(parent.childForFieldName("left"), child)),
  fallback(value) {
    const whole = value.parent;
    const read = whole?.childForFieldName("left");
    if (whole === null || read === null || read === undefined || !isElse(whole) || same(read, value)) return undefined;
    return /getenv|getProperty|\[/.test(read.text) ? { whole, read: read.text } : undefined;
  },
  declaration: declarationOf,
  guard: (value, source) => guardAround(value, source) ?? hides(value, source),
  doesWithout,
  optional,
  keepsEmulator: true,
  held,
  elsewhere,
  isUse(node, { nameNode }) {
    const holder = climb(nameNode, ({ type }) => /^(?:property_declaration|class_parameter|parameter)$/.test(type));
    const member = node.parent === null ? undefined : memberOf(node.parent);
    if (member !== undefined && same(member.name, node))
      return member.object.type === "this_expression" && holder !== undefined && holder.type !== "parameter";
    return isPlain(node) && same(declaring(node), holder);
  },
  sink,
  binders:
    /@(?:ConfigurationProperties|ConfigMapping|Value|ConfigProperty|Property)\b|\bget(?:Required)?Property\(|\bloadConfig|\bdecodeFrom/,
  reads: readsOf,
  filledBy: (literal, source) => {
    const annotation = climb(literal, ({ type }) => type === "annotation");
    return annotation === undefined ? undefined : filled(annotation, source);
  },
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") return { code: `System.getenv("${variable}")`, needs: [] };
    if (climb(value, ({ type }) => type === "function_declaration") === undefined)
      return notFixable(
        "The vault would be asked while the class is made, not where the key is used: move the read into a function first.",
        {
          path: source.path,
          span: spanOf(value),
        },
      );
    const client = `SecretClientBuilder().vaultUrl("${vault}").credential(${CREDENTIAL}).buildClient()`;
    return { code: `${client}.getSecret("${storedName(secret)}").value`, needs: ["identity", "secrets"] };
  },
  unconst(value, source) {
    if (climb(value, ({ type }) => type === "annotation") !== undefined)
      return notFixable("Only a constant can stand here: make the field a variable first.");
    const property = climb(value, ({ type }) => type === "property_declaration");
    const word =
      property === undefined ? undefined : all(property, "property_modifier").find(({ text }) => text === "const");
    const name = property === undefined ? undefined : nameNodeOf(property)?.text;
    if (word === undefined) return [];
    if (new RegExp(String.raw`@\w+\([^)]*\b${name}\b`).test(source.text))
      return notFixable("An annotation takes the constant.");
    return [{ start: word.startIndex, end: word.endIndex + 1, text: "" }];
  },
  imports: (source, needs) => [...new Set(needs)].flatMap((need) => importFor(source, IMPORTS[need])),
  unused: unusedImports,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "com.azure:azure-identity", version: "1.18.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "com.azure:azure-security-keyvault-secrets", version: "4.10.4" }] : []),
  ],
  management: /\.create(?:Database|Container)(?:IfNotExists)?\s*\(|\.replaceThroughput\s*\(/,
};

/** `.key(value)` on a builder of the SDK, or `key(value)` where one is applied to. */
function sink(value: Node, source: Source, secret: Secret): Rewrite | NotFixable | undefined {
  const call = callAround(value);
  const called = call === undefined ? undefined : calledBy(call);
  if (call === undefined || called === undefined) return undefined;
  if (called.name.endsWith("DocumentClient"))
    return notFixable("DocumentClient takes no identity: move to azure-cosmos 4 first.");
  const type = called.object === undefined ? appliedTo(call, source) : typeOf(called.object, source, ALONE);
  const client = clientOf(type);
  if (client?.key.includes(called.name) !== true) return undefined;
  if (typeof client.identity !== "string") return client.identity;
  if (secret.holds !== "key") return notFixable("A connection string does not go here.");
  if (secret.emulator === true) return eitherWay(call, value, `${client.identity}(${CREDENTIAL})`, source);
  return { edits: [replace(called.nameNode, client.identity), replace(value, CREDENTIAL)], needs: ["identity"] };
}

/** The class of what a block is applied to: `CosmosClientBuilder().apply { key(k) }`. */
function appliedTo(call: Node, source: Source): string | undefined {
  const block = climb(call, ({ type }) => type === "lambda_literal");
  const outer = climb(block?.parent, ({ type }) => type === "call_expression");
  const called = outer === undefined ? undefined : calledBy(outer);
  if (called?.name === "with" && called.object === undefined && outer !== undefined)
    return typeOf(all(outer, "value_argument")[0]?.namedChild(0) ?? undefined, source, ALONE);
  return called?.object !== undefined && /^(?:apply|run)$/.test(called.name)
    ? typeOf(called.object, source, ALONE)
    : undefined;
}

/** Functions that give their argument back, in another form or checked. */
const WRAPS = /^(?:AzureKeyCredential|AzureNamedKeyCredential|CosmosKeyCredential|requireNotNull|checkNotNull)$/;
/** Members that give what they are taken of back in another form. */
const OPENS = /^(?:trim|getString|orEmpty)$/;

/** `AzureKeyCredential(value)`, `requireNotNull(value) { … }`, `value.trim()`: the value in another form. */
function isWrapped(parent: Node, child: Node): boolean {
  if (/^value_arguments?$/.test(parent.type)) return isWrapper(climb(parent, ({ type }) => type === "call_expression"));
  if (parent.type === "navigation_expression")
    return same(parts(parent)[0], child) && OPENS.test(parts(parent)[1]?.text ?? "");
  if (parent.type !== "call_expression") return false;
  if (child.type === "value_arguments") return isWrapper(parent);
  if (!same(parts(parent)[0], child)) return false;
  return child.type === "navigation_expression" ? OPENS.test(parts(child)[1]?.text ?? "") : isWrapper(child);
}

function isWrapper(call: Node | undefined): boolean {
  const name = call === undefined ? undefined : calledBy(call)?.name;
  const whole = call?.parent?.type === "call_expression" ? call.parent : call;
  return name !== undefined && WRAPS.test(name) && !/^(?:block|lambda_literal)$/.test(whole?.parent?.type ?? "");
}

function isElse(node: Node): boolean {
  return node.type === "binary_expression" && node.childForFieldName("operator")?.text === "?:";
}

const nameOfImport = (text: string): string => /^import\s+([\w.*]+)/.exec(text)?.[1] ?? "";

function importFor(source: Source, name: string | undefined): readonly Edit[] {
  const imports = all(source.root, "import").filter(({ text }) => text.startsWith("import "));
  const folder = name?.slice(0, name.lastIndexOf(".")) ?? "";
  if (name === undefined || imports.some(({ text }) => [name, `${folder}.*`].includes(nameOfImport(text)))) return [];
  const line = `import ${name}`;
  const before = imports.findLast(({ text }) => nameOfImport(text) < name);
  if (before !== undefined) return [lineAfter(source.text, before.endIndex - 1, line)];
  if (imports[0] !== undefined) return [lineBefore(source.text, imports[0].startIndex, line)];
  const head = all(source.root, "package_header")[0];
  return [
    head === undefined ? { start: 0, end: 0, text: `${line}\n` } : lineAfter(source.text, head.endIndex - 1, line),
  ];
}

function unusedImports(source: Source, edits: readonly Edit[]): readonly Edit[] {
  const names = all(source.root, "identifier");
  return all(source.root, "import").flatMap((node) => {
    const simple = nameOfImport(node.text).split(".").at(-1) ?? "";
    if (!node.text.startsWith("import ") || !/^\w+$/.test(simple) || node.text.includes(" as ")) return [];
    const uses = names.filter((one) => one.text === simple && one.parent?.type !== "qualified_identifier");
    const isGone = uses.every((one) =>
      edits.some(({ start, end, text }) => start <= one.startIndex && one.endIndex <= end && !text.includes(simple)),
    );
    return uses.length === 0 || !isGone ? [] : [removal(source.text, spanOf(node))];
  });
}
