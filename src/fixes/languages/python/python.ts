import type { Node } from "web-tree-sitter";
import { notFixable } from "../../fix";
import { choosesIdentity } from "../../follow/branch";
import { looksAround } from "../../follow/flags";
import { guardAround } from "../../follow/guard";
import type { CodeBase, Declaration, Language, Reads, Source } from "../../follow/language";
import { handedOn } from "../../follow/parameters";
import { climb, joinsLiterals, parts, same, wraps } from "../../follow/tree";
import { isVariable } from "./environment";
import { readsFile } from "./files";
import { handedOnWhole } from "./handed";
import { importFor, unusedImports } from "./imports";
import { constructed } from "./models";
import { broughtTo, moduleOf } from "./modules";
import { declarationOf } from "./names";
import { instanceOf, stepOf } from "./ways";
import { optional } from "./optional";
import { readsOf } from "./reads";
import { sinkOf } from "./sink";
import { secretRead, splice } from "./vault";

/** Python: `clients.ts` says what opens Cosmos DB, synchronous and asynchronous. */

const STRINGS: ReadonlySet<string> = new Set(["string"]);
const PASSES = new Set(["parenthesized_expression", "concatenated_string"]);
const GIVEN_ON = /^(?:get_secret_value|strip|rstrip|lstrip)$/;

export const python: Language = {
  id: "python",
  matches: /\.pyw?$/i,
  grammar: () => "python",
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent, child) =>
    PASSES.has(parent.type) || isFilled(parent, child) || (isSum(parent) && joinsLiterals(parent, STRINGS)),
  flows(parent, child) {
    if (parent.type === "conditional_expression") return !same(parts(parent)[1], child);
    if (parent.type === "boolean_operator") return parent.childForFieldName("operator")?.text === "or";
    return isGivenOn(parent, child) || wraps(parent, /^(?:str|SecretStr|AzureKeyCredential|Field|field)$/);
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
  module: ({ path }) => [moduleOf(path)],
  brought: broughtTo,
  doesWithout: (value) => choosesIdentity(value),
  optional,
  guard: (value, source) => guardAround(value, source) ?? looksAround(value, source),
  held: (value, source, base) => constructed(value, source, base) ?? handedOn(value, source, base),
  isUse(node) {
    const { parent } = node;
    if (parent?.type === "keyword_argument" && same(parent.childForFieldName("name"), node)) return false;
    if (climb(node, ({ type }) => /^import(?:_from)?_statement$/.test(type)) !== undefined) return false;
    return parent?.type !== "attribute" || !same(parent.childForFieldName("attribute"), node);
  },
  sink: sinkOf,
  keepsEmulator: true,
  handed: handedOnWhole,
  along: configuredBy,
  binders:
    /\bBaseSettings\b|\bdotenv_values\b|\bprefixed\(|\bfrom_prefixed_env\b|\bDynaconf\b|\b(?:json|yaml|toml|tomllib)\.(?:safe_)?load/,
  reads: readsOf,
  readsFile,
  secretRead,
  splice,
  unconst: (value) =>
    climb(value, ({ type }) => type === "parameters") === undefined
      ? []
      : notFixable("The key is a parameter's default: let the callers pass it first."),
  unused: unusedImports,
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

/** `read or ""`: a read that is filled up where it gives nothing. */
function isFilled(parent: Node, child: Node): boolean {
  return (
    parent.type === "boolean_operator" &&
    parent.childForFieldName("operator")?.text === "or" &&
    same(parent.childForFieldName("left"), child) &&
    /^(?:""|''|None)$/.test(parent.childForFieldName("right")?.text ?? "")
  );
}

/** `key.get_secret_value()`, `key.strip()`: the value itself. */
function isGivenOn(parent: Node, child: Node): boolean {
  if (parent.type === "attribute" && same(parent.childForFieldName("object"), child))
    return GIVEN_ON.test(parent.childForFieldName("attribute")?.text ?? "") && parent.parent?.type === "call";
  return (
    parent.type === "call" &&
    same(parent.childForFieldName("function"), child) &&
    child.type === "attribute" &&
    GIVEN_ON.test(child.childForFieldName("attribute")?.text ?? "")
  );
}

/** What a framework takes out of a module or class by its names in capitals: Flask, Django, Dynaconf. */
function configuredBy(declaration: Declaration, source: Source, base: CodeBase): Reads | undefined {
  const isItem = declaration.nameNode.type === "subscript" || declaration.nameNode.parent?.type === "keyword_argument";
  const name = isItem ? (declaration.path.at(-1) ?? "") : declaration.nameNode.text;
  const isOwn = declaration.path.length === 0 || declaration.path.at(-1) === name;
  if (!isVariable(name) || !isOwn || (declaration.path.length > 1 && !isItem)) return undefined;
  const loads =
    /\bfrom_(?:object|pyfile|mapping)\b|\bdjango\.conf\b|DJANGO_SETTINGS_MODULE|\bLazySettings\b|\bDynaconf\b/;
  const others = base.others(source, name);
  if (
    !isItem &&
    ![source, ...others, ...base.others(source, "from_object"), ...base.others(source, "django.conf")].some(
      ({ text }) => loads.test(text),
    )
  )
    return undefined;
  const reads = [...(isItem ? [source] : []), ...others].map((one) => readsOf(one, name, base));
  return {
    uses: reads.flatMap(({ uses }) => uses),
    declared: reads.flatMap(({ declared = [] }) => declared),
    removes: reads.flatMap(({ removes }) => removes),
    ...reads.find(({ lost }) => lost !== undefined),
  };
}

/** `os.environ.get(NAME, …)` without its fallback, as `os.environ[NAME]`. */
function requiredRead(call: Node, name: Node): string {
  const called = call.childForFieldName("function")?.text ?? "";
  return called.endsWith("environ.get")
    ? `${called.slice(0, -".get".length)}[${name.text}]`
    : `${called}(${name.text})`;
}
