import type { Node } from "web-tree-sitter";
import { notFixable } from "../../fix";
import { choosesIdentity } from "../../follow/branch";
import { looksAround } from "../../follow/flags";
import { guardAround } from "../../follow/guard";
import type { Language, Reads } from "../../follow/language";
import { handedOn } from "../../follow/parameters";
import { climb, joinsLiterals, parts, same, wraps } from "../../follow/tree";
import { endpointStays } from "./endpointStays";
import { factoryReads, readsFile } from "./files";
import { givenIn } from "./given";
import { handedOnWhole } from "./handed";
import { importsFor, unusedImports } from "./imports";
import { broughtTo, isExported, wordsOf } from "./modules";
import { declarationOf } from "./names";
import { unpackOf } from "./patterns";
import { stepOf } from "./ways";
import { readsOf } from "./reads";
import { sinkOf } from "./sink";
import { optional } from "./optional";
import { typesAlong } from "./types";
import { secretRead, splice } from "./vault";

/** JavaScript and TypeScript: `clients.ts` says what opens Cosmos DB. One grammar reads both; tsx reads JSX too. */

const PASSES = new Set(["parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"]);
const STRINGS: ReadonlySet<string> = new Set(["string", "template_string"]);
const GIVEN_ON = /^(?:trim|toString|required|asString|asUrlString|parse|unwrap)$/;

export const javascript: Language = {
  id: "javascript",
  matches: /\.[cm]?[jt]sx?$/i,
  grammar: (path) => (/\.[cm]?ts$/i.test(path) ? "typescript" : "tsx"),
  comments: new Set(["comment"]),
  strings: STRINGS,
  passes: (parent, child) =>
    PASSES.has(parent.type) ||
    isFilled(parent, child) ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows(parent, child) {
    if (parent.type === "ternary_expression") return !same(parent.childForFieldName("condition"), child);
    const operator = parent.type === "binary_expression" ? parent.childForFieldName("operator")?.text : undefined;
    if (operator === "??" || operator === "||") return true;
    return isGivenOn(parent, child) || wraps(parent, /^(?:AzureKeyCredential|String)$/);
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
  module: wordsOf,
  brought: broughtTo,
  doesWithout: (value) => choosesIdentity(value),
  optional,
  guard: (value, source) => guardAround(value, source) ?? looksAround(value, source),
  held: (value, source, base) => handedOn(value, source, base) ?? givenIn(value, source, base),
  isUse(node) {
    const { parent } = node;
    if (node.type === "property_identifier" || node.type === "private_property_identifier") return false;
    return parent?.type !== "import_specifier" && parent?.type !== "import_clause";
  },
  sink: sinkOf,
  keepsEmulator: true,
  handed: handedOnWhole,
  along: (declaration, source, base) =>
    both(typesAlong(declaration, source, base), factoryReads(declaration, base, source)),
  reads: readsOf,
  readsFile,
  secretRead,
  endpointStays,
  splice,
  unconst: (value) =>
    climb(value, ({ type }) => type === "formal_parameters" || type === "decorator") === undefined
      ? []
      : notFixable("The key is a parameter's default: let the callers pass it first."),
  unused: unusedImports,
  imports: importsFor,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "@azure/identity", version: "^4.13.0" }] : []),
    ...(needs.includes("secrets") ? [{ name: "@azure/keyvault-secrets", version: "^4.11.0" }] : []),
  ],
  management: /\.(?:databases|containers)\.create(?:IfNotExists)?\s*\(|\.offer(?:s)?\b.*\.replace\s*\(/,
};

/** `value.trim()`, `env.get(NAME).required().asString()`, `${value}` and nothing else. */
function isGivenOn(parent: Node, child: Node): boolean {
  if (parent.type === "member_expression" && same(parent.childForFieldName("object"), child))
    return GIVEN_ON.test(parent.childForFieldName("property")?.text ?? "") && parent.parent?.type === "call_expression";
  if (parent.type === "call_expression" && same(parent.childForFieldName("function"), child))
    return child.type === "member_expression" && GIVEN_ON.test(child.childForFieldName("property")?.text ?? "");
  if (parent.type === "template_substitution") return parent.parent !== null && isOnlyHole(parent.parent);
  return parent.type === "template_string" && child.type === "template_substitution" && isOnlyHole(parent);
}

function isOnlyHole(template: Node): boolean {
  return parts(template).length === 1 && /^`\$\{[\s\S]*\}`$/.test(template.text);
}

/** `read ?? ""`: a read that is filled up where it gives nothing. */
function isFilled(parent: Node, child: Node): boolean {
  return (
    parent.type === "binary_expression" &&
    /^(?:\?\?|\|\|)$/.test(parent.childForFieldName("operator")?.text ?? "") &&
    same(parent.childForFieldName("left"), child) &&
    /^(?:""|''|``|undefined|null)$/.test(parent.childForFieldName("right")?.text ?? "")
  );
}

/** Two answers as one. */
function both(one: Reads | undefined, other: Reads | undefined): Reads | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    uses: [...one.uses, ...other.uses],
    declared: [...(one.declared ?? []), ...(other.declared ?? [])],
    removes: [...one.removes, ...other.removes],
    loosens: [...(one.loosens ?? []), ...(other.loosens ?? [])],
  };
}
