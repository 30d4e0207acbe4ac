import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import type { CodeBase, Declaration, Language, Reads, Source } from "../../follow/language";
import { all, climb, joinsLiterals, parts, replace, same, spanOf, wraps } from "../../follow/tree";
import { type Secret, storedName } from "../../secret";
import { projectOf, settingsOf } from "../../manifests/nuget";
import { hasIdentityBranch } from "./branch";
import { hasStandIn, isOnlyAsked } from "./check";
import { deviceReason } from "./device";
import { guardAround } from "./guard";
import { lookup } from "./lookup";
import { memberReads } from "./members";
import { movesTo } from "./moving";
import { handedOn } from "./parameters";
import { isOfString, passedThrough } from "./passing";
import { enclosingType, memberOf } from "./program";
import { HOSTS, provided } from "./provider";
import { withoutDeclaration, withoutStatement } from "./removals";
import { returnedReads } from "./returns";
import { BINDERS, readsOf, readsVariable } from "./settings";
import { CREDENTIAL } from "./opening";
import { sinkOf } from "./sink";
import { typeOf } from "./typeOf";
import { unusedAfter, usingsFor } from "./usings";

/** C#. What opens Cosmos DB stands in `clients.ts`, how settings are read in `settings.ts`. */

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
    wraps(parent, /^AzureKeyCredential$/) ||
    isOfString(parent, child),
  fallback(value) {
    const { parent } = value;
    if (parent?.type !== "binary_expression" || parent.childForFieldName("operator")?.text !== "??") return undefined;
    const read = parent.childForFieldName("left");
    return read !== null && same(parent.childForFieldName("right"), value)
      ? { whole: parent, read: read.text }
      : undefined;
  },
  declaration,
  held,
  guard: guardAround,
  doesWithout: (value, source) => hasIdentityBranch(value, source.program),
  asks: isOnlyAsked,
  hasStandIn,
  movesTo,
  optional(value, source) {
    const { parent } = value;
    if (parent?.type === "member_access_expression" && parent.parent?.type === "invocation_expression")
      return [{ start: value.endIndex, end: value.endIndex, text: "?" }];
    const right = parent !== null && isOperator(parent, "??") ? parent.childForFieldName("right") : null;
    return right?.type === "throw_expression"
      ? [{ start: value.endIndex, end: right.endIndex, text: isNullable(source) ? "!" : "" }]
      : [];
  },
  isUse(node) {
    const { parent } = node;
    if (parent === null) return false;
    if (parent.type === "argument" || parent.type === "name_colon")
      return !same(parent.childForFieldName("name"), node);
    if (parent.type === "assignment_expression" && parent.parent?.type === "initializer_expression")
      return !same(parent.childForFieldName("left"), node);
    return !same(parent.childForFieldName("name"), node) && !same(parent.childForFieldName("type"), node);
  },
  sink: sinkOf,
  keepsEmulator: true,
  binders: BINDERS,
  reads: readsOf,
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    const device = deviceReason(source);
    if (device !== undefined) return notFixable(device, { path: source.path, span: spanOf(value) });
    if (kind === "environment") {
      const read = `Environment.GetEnvironmentVariable("${variable}")`;
      return { code: isNullable(source) ? `${read}!` : read, needs: ["environment"] };
    }
    const client = `new SecretClient(new Uri("${vault}"), ${CREDENTIAL})`;
    return {
      code: `${client}.GetSecret("${storedName(secret)}").Value.Value`,
      needs: ["identity", "secrets", "environment"],
    };
  },
  unconst(value, source, { kind }) {
    if (climb(value, ({ type }) => type === "attribute" || type === "parameter") !== undefined) {
      return notFixable("Only a constant can stand here: make the field a variable first.");
    }
    const owner = climb(value, ({ type }) => /^(?:field|local)_declaration/.test(type) || type === "block");
    const modifier = owner?.children.find((child) => child.type === "modifier" && child.text === "const");
    // No class asks a vault when it is loaded: its field becomes a property that asks on use.
    const asked = kind === "key-vault" && owner?.type === "field_declaration" ? onUse(owner, value, source) : undefined;
    if (asked !== undefined) return asked;
    if (owner === undefined || modifier === undefined) return [];
    if (owner.type === "field_declaration") return [replace(modifier, "static readonly")];
    const type = all(owner, "variable_declaration")[0]?.childForFieldName("type");
    return [{ start: modifier.startIndex, end: type?.startIndex ?? modifier.endIndex, text: "" }];
  },
  namesInTexts: true,
  hosts: HOSTS,
  provides: provided,
  readsVariable,
  imports: usingsFor,
  unused: unusedAfter,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "Azure.Identity", version: "1.17.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "Azure.Security.KeyVault.Secrets", version: "4.8.0" }] : []),
  ],
  management:
    /\.Create(?:Database|Container)(?:IfNotExists)?Async\s*\(|ReplaceThroughputAsync\s*\(|EnsureCreated(?:Async)?\s*\(/,
};

/** `const string Key = …` as `static string Key => …`; undefined where the field is assigned elsewhere or has neighbours. */
function onUse(field: Node, value: Node, source: Source): readonly Edit[] | undefined {
  const declarators = all(field, "variable_declarator");
  const [only] = declarators;
  const name = only?.childForFieldName("name");
  const equals = only?.children.find(({ type }) => type === "=");
  const modifiers = field.children.filter(({ type }) => type === "modifier");
  const fixed = modifiers.find(({ text }) => text === "const" || text === "readonly");
  const isOwn = !modifiers.some(({ text }) => /^(?:public|internal|protected)$/.test(text));
  const isStatic = modifiers.some(({ text }) => text === "static");
  if (name == null || equals === undefined || declarators.length > 1 || !same(value.parent, only)) return undefined;
  if (fixed === undefined && !(isOwn && isStatic)) return undefined;
  const isAssigned = all(source.root, "assignment_expression").some(
    (one) => one.childForFieldName("left")?.text.replace(/^this\./, "") === name.text,
  );
  if (isAssigned && fixed?.text !== "const") return undefined;
  if (fixed === undefined) return [replace(equals, "=>")];
  const next = fixed.nextSibling?.startIndex ?? fixed.endIndex;
  return [
    fixed.text === "const" ? replace(fixed, "static") : { start: fixed.startIndex, end: next, text: "" },
    replace(equals, "=>"),
  ];
}

/** Whether the compiler minds what may be null: then a variable, which may be missing, is said to be there. */
function isNullable({ path, text, program }: Source): boolean {
  const project = projectOf(program, path);
  const settings = project === undefined ? "" : settingsOf(program, project).join("\n");
  return /<Nullable>\s*(?:enable|warnings)/i.test(settings)
    ? !/^\s*#nullable\s+disable/m.test(text)
    : /^\s*#nullable\s+enable/m.test(text);
}

function isOperator(node: Node, operator: string): boolean {
  return node.type === "binary_expression" && node.childForFieldName("operator")?.text === operator;
}

/** The local variable that holds a value, where it begins with it or is assigned. */
function declaration(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "variable_declarator") {
    const holder = parent.parent?.parent;
    return holder?.type === "local_declaration_statement" || holder?.type === "using_statement"
      ? local(parent, source)
      : undefined;
  }
  if (parent?.type !== "assignment_expression" || !same(parent.childForFieldName("right"), value)) return undefined;
  const left = parent.childForFieldName("left");
  const statement = parent.parent;
  if (left?.type !== "identifier" || statement?.type !== "expression_statement") return undefined;
  const meaning = lookup(left.text, left, source, { others: () => [] });
  if (meaning?.is !== "local" || meaning.node.type !== "variable_declarator") return undefined;
  const declared = local(meaning.node, source);
  return { ...declared, removes: [...declared.removes, withoutStatement(statement, source)] };
}

function local(node: Node, source: Source): Declaration {
  const nameNode = node.childForFieldName("name") ?? node;
  const block = climb(node, ({ type }) => type === "block" || type === "compilation_unit" || type === "switch_section");
  return {
    name: nameNode.text,
    path: [],
    nameNode,
    removes: withoutDeclaration(node, source),
    scope: block ?? source.root,
    outside: undefined,
  };
}

/** A value that a field, a property, a method or a parameter holds. */
function held(value: Node, source: Source, base: CodeBase, secret: Secret): Reads | undefined {
  const { parent } = value;
  if (parent === null) return undefined;
  const given = (type: string | undefined, name: string): Reads | undefined => {
    const member = type === undefined ? undefined : memberOf(type, name, source, base);
    return member === undefined ? undefined : memberReads(member, value, source, base, secret);
  };
  const own = enclosingType(value, source);
  if (parent.type === "variable_declarator" && parent.parent?.parent?.type === "field_declaration")
    return given(own?.name, parent.childForFieldName("name")?.text ?? "");
  if (parent.type === "property_declaration") return given(own?.name, parent.childForFieldName("name")?.text ?? "");
  if (parent.type === "with_initializer")
    return given(typeOf(parent.parent, source, base), parts(parent)[0]?.text ?? "");
  if (parent.type !== "assignment_expression")
    return (
      returnedReads(value, source, base, secret) ??
      passedThrough(value, source, base, secret) ??
      handedOn(value, source, base, secret)
    );
  const left = parent.childForFieldName("left");
  if (left === null || !same(parent.childForFieldName("right"), value)) return undefined;
  if (parent.parent?.type === "initializer_expression") {
    const made = climb(parent.parent.parent, ({ type }) =>
      /^(?:implicit_)?object_creation_expression$|^assignment_expression$/.test(type),
    );
    return given(
      typeOf(made?.type === "assignment_expression" ? made.childForFieldName("left") : made, source, base),
      left.text,
    );
  }
  if (left.type === "member_access_expression")
    return given(
      typeOf(left.childForFieldName("expression"), source, base),
      left.childForFieldName("name")?.text ?? "",
    );
  if (left.type !== "identifier") return undefined;
  const meaning = lookup(left.text, left, source, base);
  return meaning?.is === "member" ? memberReads(meaning.member, value, source, base, secret) : undefined;
}
