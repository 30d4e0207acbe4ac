import type { Node } from "web-tree-sitter";
import { type Edit, notFixable } from "../fix";
import { lineAfter, lineBefore, lineEndOf, removal } from "../lines";
import { endpointCode, type Language, type Need, type Source } from "./language";
import { all, climb, contentOf, lastName, parts, replace, same, spanOf, withoutItem } from "./tree";

/** C#: Microsoft.Azure.Cosmos, its fluent builder and Entity Framework Core. */

const CREATIONS = ["object_creation_expression", "implicit_object_creation_expression"];
const CREDENTIAL = "new DefaultAzureCredential()";
const PASSES = new Set([
  "binary_expression",
  "parenthesized_expression",
  "postfix_unary_expression",
  "cast_expression",
]);

export const csharp: Language = {
  id: "csharp",
  matches: /\.csx?$/i,
  grammar: () => "c-sharp",
  comments: new Set(["comment"]),
  strings: new Set([
    "string_literal",
    "verbatim_string_literal",
    "raw_string_literal",
    "interpolated_string_expression",
  ]),
  passes: (parent) =>
    PASSES.has(parent.type) &&
    (parent.type !== "binary_expression" || parent.childForFieldName("operator")?.text === "+"),
  fallback(value) {
    const { parent } = value;
    if (parent?.type !== "binary_expression" || parent.childForFieldName("operator")?.text !== "??") return undefined;
    const read = parent.childForFieldName("left");
    return read !== null && same(parent.childForFieldName("right"), value)
      ? { whole: parent, read: read.text }
      : undefined;
  },
  declaration(value, source) {
    const parent = value.parent?.type === "arrow_expression_clause" ? value.parent.parent : value.parent;
    if (parent?.type === "variable_declarator") return declarator(parent, source);
    const nameNode = parent?.type === "property_declaration" ? parent.childForFieldName("name") : null;
    if (parent == null || nameNode === null) return undefined;
    return {
      name: nameNode.text,
      nameNode,
      removes: removal(source.text, spanOf(parent)),
      ...member(parent, nameNode.text),
    };
  },
  isUse(node, { outside }) {
    const { parent } = node;
    if (parent === null || same(parent.childForFieldName("name"), node)) {
      if (parent?.type !== "member_access_expression")
        return parent?.type === "variable_declarator" || parent?.type === "property_declaration";
      const owner = parent.childForFieldName("expression")?.text ?? "";
      return owner === "this" || (outside !== undefined && `${owner}.`.endsWith(`${outside.split(".")[0] ?? ""}.`));
    }
    return true;
  },
  sink(value, source, secret) {
    const key =
      value.parent?.type === "argument" && callOf(value.parent)?.name === "AzureKeyCredential"
        ? callOf(value.parent)?.node
        : value;
    const argument = key?.parent;
    if (argument?.type !== "argument") return undefined;
    const call = callOf(argument);
    if (call === undefined) return undefined;
    if (call.name === "DocumentClient") {
      return notFixable("DocumentClient takes no identity: move to Microsoft.Azure.Cosmos 3.18 or later first.");
    }
    if (!SINKS.has(call.name)) return undefined;
    const name = argument.childForFieldName("name");
    const value_ = parts(argument).at(-1);
    if (value_ === undefined) return undefined;
    const credential = existingCredential(source) ?? CREDENTIAL;
    const rename = (to: string): readonly Edit[] => (name === null ? [] : [replace(name, to)]);
    if (secret.holds === "key") {
      return {
        edits: [...rename("tokenCredential"), replace(value_, credential)],
        needs: credential === CREDENTIAL ? ["identity"] : [],
      };
    }
    const endpoint = endpointCode(secret, value_, (text) => `"${text}"`);
    if (endpoint === undefined) return notFixable("The connection string names no account endpoint.");
    const second = name === null ? credential : `tokenCredential: ${credential}`;
    return {
      edits: [...rename("accountEndpoint"), replace(value_, `${endpoint}, ${second}`)],
      needs: credential === CREDENTIAL ? ["identity"] : [],
    };
  },
  reads(source, setting) {
    const connection = /^ConnectionStrings:(.+)$/.exec(setting)?.[1];
    const reads: Node[] = [];
    for (const string of all(source.root, "string_literal")) {
      const argument = string.parent;
      const list = argument?.parent;
      const holder = list?.parent;
      if (argument?.type !== "argument" || holder === null || holder === undefined) continue;
      const says = contentOf(string).replaceAll("__", ":");
      const called = lastName(holder.childForFieldName("function"));
      if (
        says === setting.replaceAll("__", ":") &&
        (holder.type === "element_access_expression" || READERS.has(called))
      )
        reads.push(holder);
      else if (says === connection && called === "GetConnectionString") reads.push(holder);
      else if (holder.type === "element_access_expression" && sectionPath(holder, says) === setting) reads.push(holder);
    }
    return reads;
  },
  secretRead(_value, _source, secret, { kind, vault = "" }, variable) {
    if (kind === "environment")
      return { code: `Environment.GetEnvironmentVariable("${variable}")`, needs: ["environment"] };
    const client = `new SecretClient(new Uri("${vault}"), ${CREDENTIAL})`;
    return { code: `${client}.GetSecret("${secret.name}").Value.Value`, needs: ["identity", "secrets", "environment"] };
  },
  unconst(value) {
    if (climb(value, ({ type }) => type === "attribute" || type === "parameter") !== undefined) {
      return notFixable("Here the language takes constants only.");
    }
    const declaration = climb(value, ({ type }) => /^(?:field|local)_declaration/.test(type) || type === "block");
    const modifier = declaration?.children.find((child) => child.type === "modifier" && child.text === "const");
    if (declaration === undefined || modifier === undefined) return [];
    if (declaration.type === "field_declaration") return [replace(modifier, "static readonly")];
    const type = all(declaration, "variable_declaration")[0]?.childForFieldName("type");
    return [{ start: modifier.startIndex, end: type?.startIndex ?? modifier.endIndex, text: "" }];
  },
  imports(source, needs) {
    const wanted = needs.flatMap((need) => NAMESPACES[need] ?? []);
    return usings(source, [...new Set(wanted)]);
  },
  packages: (needs) => [
    ...(needs.includes("identity") ? [{ name: "Azure.Identity", version: "1.17.1" }] : []),
    ...(needs.includes("secrets") ? [{ name: "Azure.Security.KeyVault.Secrets", version: "4.8.0" }] : []),
  ],
  management:
    /\.Create(?:Database|Container)(?:IfNotExists)?Async\s*\(|ReplaceThroughputAsync\s*\(|EnsureCreated(?:Async)?\s*\(/,
};

const SINKS = new Set(["CosmosClient", "CosmosClientBuilder", "UseCosmos", "CreateAndInitializeAsync"]);
const READERS = new Set(["GetEnvironmentVariable", "GetValue", "GetRequiredValue"]);
const NAMESPACES: Readonly<Partial<Record<Need, readonly string[]>>> = {
  identity: ["Azure.Identity"],
  secrets: ["Azure.Security.KeyVault.Secrets"],
  environment: ["System"],
};

/** The creation or invocation that an argument belongs to. */
function callOf(argument: Node): { readonly node: Node; readonly name: string } | undefined {
  const node = argument.parent?.parent;
  if (node === null || node === undefined) return undefined;
  if (node.type === "object_creation_expression") return { node, name: lastName(node.childForFieldName("type")) };
  if (node.type === "invocation_expression") return { node, name: lastName(node.childForFieldName("function")) };
  if (node.type !== "implicit_object_creation_expression") return undefined;
  const typed = climb(node, (at) => at.childForFieldName("type") !== null && !CREATIONS.includes(at.type));
  return { node, name: lastName(typed?.childForFieldName("type")).replace(/\?$/, "") };
}

function declarator(node: Node, source: Source): ReturnType<Language["declaration"]> {
  const nameNode = node.childForFieldName("name");
  const declaration = node.parent;
  const statement = declaration?.parent;
  if (nameNode === null || declaration === null || statement === null || statement === undefined) return undefined;
  const siblings = all(declaration, "variable_declarator");
  const removes =
    siblings.length > 1
      ? withoutItem(source.text, siblings, node)
      : removal(
          source.text,
          spanOf(
            statement.type === "global_statement"
              ? statement
              : (climb(statement, ({ type }) => type.endsWith("_declaration") || type.endsWith("_statement")) ??
                  statement),
          ),
        );
  const isField = statement.type === "field_declaration";
  const block = climb(statement, ({ type }) => type === "block" || type === "compilation_unit");
  return {
    name: nameNode.text,
    nameNode,
    removes,
    ...(isField ? member(statement, nameNode.text) : { scope: block ?? source.root, outside: undefined }),
  };
}

/** Scope of a class's member, and the name that other files may use it by. */
function member(node: Node, name: string): { readonly scope: Node; readonly outside: string | undefined } {
  const owner = climb(node, ({ type }) => /^(?:class|struct|record|interface)_declaration$/.test(type));
  const type = owner?.childForFieldName("name")?.text;
  const isPrivate = !node.children.some(
    (child) => child.type === "modifier" && /^(?:public|internal|protected)$/.test(child.text),
  );
  const root = climb(node, ({ parent }) => parent === null) ?? node;
  return {
    scope: isPrivate ? (owner ?? root) : root,
    outside: isPrivate || type === undefined ? undefined : `${type}.${name}`,
  };
}

function existingCredential({ root }: Source): string | undefined {
  const found = all(root, "variable_declarator").find((node) => parts(node).at(-1)?.text === CREDENTIAL);
  return found?.childForFieldName("name")?.text;
}

/** `GetSection("Cosmos")["Key"]` reads `Cosmos:Key`. */
function sectionPath(access: Node, key: string): string | undefined {
  const match = /GetSection\("([^"]+)"\)$/.exec(access.childForFieldName("expression")?.text ?? "");
  return match?.[1] === undefined ? undefined : `${match[1]}:${key}`;
}

/** Using directives in order, once; none where the file, or a global using in it, has the namespace. */
function usings(source: Source, namespaces: readonly string[]): readonly Edit[] {
  const directives = all(source.root, "using_directive");
  const nameOf = (node: Node): string => /^(?:global\s+)?using\s+([\w.]+)\s*;/.exec(node.text)?.[1] ?? "";
  const plain = directives.filter((node) => nameOf(node) !== "" && !node.text.startsWith("global"));
  const missing = namespaces.filter((namespace) => !directives.some((node) => nameOf(node) === namespace));
  return [...missing].sort(order).map((namespace) => {
    const line = `using ${namespace};`;
    const next = plain.find((node) => order(namespace, nameOf(node)) < 0);
    const last = plain.at(-1);
    if (next !== undefined) return lineBefore(source.text, next.startIndex, line);
    if (last !== undefined) return lineAfter(source.text, last.startIndex, line);
    const first = source.root.namedChildren.find((child) => !/comment|directive|preproc/.test(child.type));
    const blank = lineEndOf(source.text);
    return {
      start: first?.startIndex ?? 0,
      end: first?.startIndex ?? 0,
      text: line + blank + (missing.indexOf(namespace) === missing.length - 1 ? blank : ""),
    };
  });
}

/** System first, then by name, as editors order usings. */
function order(a: string, b: string): number {
  const system = Number(b === "System" || b.startsWith("System.")) - Number(a === "System" || a.startsWith("System."));
  return system !== 0 ? system : a < b ? -1 : a > b ? 1 : 0;
}
