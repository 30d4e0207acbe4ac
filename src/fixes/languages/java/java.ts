import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../../fix";
import { looksAround } from "../../follow/flags";
import { guardAround } from "../../follow/guard";
import { handedOn } from "../../follow/parameters";
import type { CodeBase, Language, Reads, Source } from "../../follow/language";
import { goneAt, together } from "../../follow/reads";
import { all, climb, joinsLiterals, parts, same, spanOf, wraps } from "../../follow/tree";
import { removal } from "../../lines";
import { storedName } from "../../secret";
import { KEY_OBJECTS, sink, updateOf } from "./clients";
import { doesWithout } from "./branch";
import { fieldFilled } from "./filled";
import { importsFor, unusedImports } from "./imports";
import { callsOf, isCallOn } from "./calls";
import { elsewhere, isPlain } from "./members";
import { declarationOf, isField, modifiersOf } from "./names";
import { optional } from "./optional";
import { filled, readsOf } from "./settings";
import { classNamed, declaring, nameOf, ownerOf, supersOf } from "./types";

/** Java: azure-cosmos 4. */

const STRINGS: ReadonlySet<string> = new Set(["string_literal"]);

export const java: Language = {
  id: "java",
  matches: /\.java$/i,
  grammar: () => "java",
  comments: new Set(["line_comment", "block_comment"]),
  strings: STRINGS,
  scoped: true,
  passes: (parent) =>
    parent.type === "parenthesized_expression" ||
    parent.type === "cast_expression" ||
    (parent.type === "binary_expression" &&
      parent.childForFieldName("operator")?.text === "+" &&
      joinsLiterals(parent, STRINGS)),
  flows: (parent, child) =>
    (parent.type === "ternary_expression" && !same(parent.childForFieldName("condition"), child)) ||
    wraps(parent, KEY_OBJECTS) ||
    isChoice(parent, child),
  fallback: fallbackOf,
  declaration: declarationOf,
  doesWithout,
  optional,
  keepsEmulator: true,
  guard: (value, source) => withoutUpdate(value, source) ?? guardAround(value, source) ?? looksAround(value, source),
  held: (value, source, base) =>
    givenBack(value, source, base) ?? fieldFilled(value, source, base) ?? handedOn(value, source, base),
  elsewhere,
  calls: (call, source, method, base) => isCallOf(call, source, method, base),
  isUse(node, { nameNode }) {
    const { parent } = node;
    const holder = nameNode.parent;
    if (parent?.type === "field_access" && same(parent.childForFieldName("field"), node)) {
      const isOwn = parent.childForFieldName("object")?.type === "this";
      return isOwn && holder !== null && isField(holder) && same(ownerOf(parent), ownerOf(holder));
    }
    return isPlain(node) && same(declaring(node), holder);
  },
  sink,
  binders: /@(?:ConfigurationProperties|ConfigMapping|Value|ConfigProperty|Property)\b|\bget(?:Required)?Property\(/,
  reads: readsOf,
  filledBy: (literal, source, base) => {
    const annotation = climb(literal, ({ type }) => type === "annotation");
    return annotation === undefined ? undefined : filled(annotation, source, base);
  },
  secretRead(value, source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment") return { code: `System.getenv("${variable}")`, needs: [] };
    const inside = climb(value, ({ type }) =>
      /^(?:method|constructor)_declaration$|^(?:constant|field)_declaration$/.test(type),
    );
    if (inside === undefined || /^(?:constant|field)_declaration$/.test(inside.type))
      return notFixable(
        "The vault would be asked while the class is made, not where the key is used: move the read into a method first.",
        {
          path: source.path,
          span: spanOf(value),
        },
      );
    const credential = "new DefaultAzureCredentialBuilder().build()";
    const client = `new SecretClientBuilder().vaultUrl("${vault}").credential(${credential}).buildClient()`;
    return { code: `${client}.getSecret("${storedName(secret)}").getValue()`, needs: ["identity", "secrets"] };
  },
  unconst: (value) =>
    climb(value, ({ type }) => type === "annotation" || type === "switch_label") === undefined
      ? []
      : notFixable("Only a constant can stand here: make the field a variable first."),
  imports: importsFor,
  unused: unusedImports,
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "com.azure:azure-identity", version: "1.18.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "com.azure:azure-security-keyvault-secrets", version: "4.10.4" }] : []),
  ],
  management: /\.create(?:Database|Container)(?:IfNotExists)?\s*\(|\.replaceThroughput\s*\(/,
};

/** `Optional.ofNullable(System.getenv("X")).orElse("…")` and `getOrDefault("X", "…")`: what is read, without the other. */
function fallbackOf(value: Node): { readonly whole: Node; readonly read: string } | undefined {
  const list = value.parent;
  const call = list?.parent;
  if (list?.type === "ternary_expression") return chosen(list, value);
  if (list?.type !== "argument_list" || call?.type !== "method_invocation") return undefined;
  const called = `${call.childForFieldName("object")?.text ?? ""}.${call.childForFieldName("name")?.text ?? ""}`;
  if (
    !/\.(?:getOrDefault|orElse|requireNonNullElse|defaultString|defaultIf(?:Blank|Empty)|firstNonNull)$|^Optional\b/.test(
      called,
    )
  )
    return undefined;
  const name =
    /getenv\(\s*(?:\)\s*\.get\(\s*)?("[^"]+")\s*\)/.exec(call.text)?.[1] ??
    /getOrDefault\(\s*("[^"]+")/.exec(call.text)?.[1];
  return name === undefined ? undefined : { whole: call, read: `System.getenv(${name})` };
}

/** `key != null ? System.getenv("X") : "…"`. */
function chosen(whole: Node, value: Node): { readonly whole: Node; readonly read: string } | undefined {
  const others = ["consequence", "alternative"].map((field) => whole.childForFieldName(field));
  const other = others.find((one) => !same(one, value));
  const read = /^System\.getenv\(\s*"[^"]+"\s*\)$/.exec(other?.text ?? "")?.[0];
  return read === undefined || !others.some((one) => same(one, value)) ? undefined : { whole, read };
}

/** Calls that give an argument back, or another in its place. */
const GIVES_ARGUMENT =
  /^(?:getProperty|getOrDefault|orElse|ofNullable|defaultString|defaultIfBlank|defaultIfEmpty|requireNonNullElse|firstNonNull|trim|trimToNull|trimToEmpty|requireNonNull|checkNotNull)$/;
/** Calls that give what they are made on back, or another in its place. */
const GIVES_OBJECT = /^(?:orElse|orElseGet|orElseThrow|get|strip|trim|filter)$/;

/** `getProperty(name, value)`, `x.orElse(value)` and their like: the value, or another in its place. */
function isChoice(parent: Node, child: Node): boolean {
  const isArgument = parent.type === "argument_list" || child.type === "argument_list";
  const call = parent.type === "argument_list" ? parent.parent : parent;
  if (call?.type !== "method_invocation" || call.parent?.type === "expression_statement") return false;
  const name = call.childForFieldName("name")?.text ?? "";
  const given = parts(call.childForFieldName("arguments") ?? call);
  const isHelper = given.length === 2 && given[0]?.type === "string_literal" && !same(given[0], child);
  return isArgument
    ? GIVES_ARGUMENT.test(name) || (isHelper && /^(?:env|get\w*Env\w*|read\w*|\w*OrDefault|\w*Default)$/i.test(name))
    : GIVES_OBJECT.test(name) && same(call.childForFieldName("object"), child);
}

/** `credential.update(key)`: goes, with a method that does nothing else and is called by nobody. */
function withoutUpdate(value: Node, source: Source): Edit | undefined {
  const statement = updateOf(value, source);
  const method = climb(statement, ({ type }) => type === "method_declaration");
  const body = method?.childForFieldName("body");
  if (statement === undefined) return undefined;
  const name = method?.childForFieldName("name")?.text ?? "";
  const isCalled = source.program.paths.some((path) => {
    const text = /\.(?:java|kt|groovy|scala)$/.test(path) ? source.program.read(path) : undefined;
    return (
      text !== undefined &&
      (text.match(new RegExp(String.raw`\b${name}\b`, "g"))?.length ?? 0) > (path === source.path ? 1 : 0)
    );
  });
  const isAlone = method !== undefined && body != null && parts(body).length === 1 && !isCalled;
  return removal(source.text, spanOf(isAlone ? method : statement));
}

/** A method that only gives a value back: every call of it is a use, and the method goes. */
function givenBack(value: Node, source: Source, base: CodeBase): Reads | undefined {
  if (value.parent?.type !== "return_statement") return undefined;
  const method = climb(value, ({ type }) => /^(?:method_declaration|lambda_expression)$/.test(type));
  const owner = method === undefined ? undefined : ownerOf(method);
  if (method?.type !== "method_declaration" || owner === undefined) return undefined;
  const parameters = method.childForFieldName("parameters");
  const returns = all(method, "return_statement");
  const isPlainGetter = parameters !== null && parts(parameters).length === 0 && returns.length === 1;
  const isFixed =
    /@(?:Override|Bean|Produces|Singleton)\b/.test(modifiersOf(method)) || isInherited(method, owner, source, base);
  if (!isPlainGetter || isFixed) return undefined;
  const calls = callsOf(nameOf(method), owner, source, base);
  return together([calls, goneAt(source, [removal(source.text, spanOf(method))], [])]);
}

/** Whether a class above declares the method too. */
function isInherited(method: Node, owner: Node, source: Source, base: CodeBase): boolean {
  return supersOf(owner).some((name) => {
    const above = classNamed(name, source, base);
    return above !== undefined && all(above.node, "method_declaration").some((one) => nameOf(one) === nameOf(method));
  });
}

/** Whether a call by a method's name is a call of that method: by what it is made on, and by its number of arguments. */
function isCallOf(call: Node, source: Source, method: Node, base: CodeBase): boolean | undefined {
  const owner = ownerOf(method);
  const list = call.childForFieldName("arguments");
  const wanted = method.childForFieldName("parameters");
  if (owner === undefined || list === null || wanted === null) return undefined;
  const siblings = all(owner, method.type).filter((one) => nameOf(one) === nameOf(method) && same(ownerOf(one), owner));
  const isAmbiguous = (count: number): boolean => siblings.some((one) => !same(one, method) && countOf(one) === count);
  if (parts(list).length !== parts(wanted).length) return wanted.text.includes("...") ? undefined : false;
  // Another with one parameter less would be the same method once the parameter is gone.
  if (isAmbiguous(countOf(method)) || isAmbiguous(countOf(method) - 1)) return undefined;
  return call.type === "method_invocation" ? isCallOn(call, nameOf(owner), owner, source, base) : true;
}

function countOf(method: Node): number {
  const list = method.childForFieldName("parameters");
  return list === null ? 0 : parts(list).length;
}
