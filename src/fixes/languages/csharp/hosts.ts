import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Source } from "../../follow/language";
import { all, climb, same } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import { nameOfCall, simpleName } from "./program";

/** The hosts and configurations that a program builds, and where a provider is added to them. */

/** What a text holds that builds one. */
export const HOSTS =
  /\b(?:CreateBuilder|CreateSlimBuilder|CreateApplicationBuilder|CreateDefaultBuilder|HostBuilder|ConfigurationBuilder)\b/;

const BUILDERS = /^(?:CreateBuilder|CreateSlimBuilder|CreateApplicationBuilder|CreateEmptyApplicationBuilder)$/;
/** A place that builds a configuration, with the edit that adds a provider; none where it has one or cannot take one. */
export interface Host {
  readonly node: Node;
  /** Whether it reads the environment by itself. */
  readonly isDefault: boolean;
  /** The edit that adds a call on the configuration's builder; undefined where its place cannot be told. */
  readonly add: ((call: string) => Edit) | undefined;
  /** The same, but for Development. */
  readonly unlessDevelopment?: ((call: string) => Edit) | undefined;
}

/** The hosts that a file builds. */
export function hostsIn(source: Source): readonly Host[] {
  const calls = all(source.root, "invocation_expression").flatMap((node): readonly Host[] => {
    const name = nameOfCall(node);
    const owner = simpleName(node.childForFieldName("function")?.childForFieldName("expression"));
    if (BUILDERS.test(name) && /^(?:WebApplication|Host|FunctionsApplication|DistributedApplication)$/.test(owner))
      return owner === "DistributedApplication"
        ? []
        : [
            {
              node,
              isDefault: true,
              add: afterStatement(node, source, false),
              unlessDevelopment: afterStatement(node, source, true),
            },
          ];
    if (name === "CreateDefaultBuilder") return [{ node, isDefault: true, add: inChain(node, source, true) }];
    return [];
  });
  const made = all(source.root, "object_creation_expression").flatMap((node): readonly Host[] => {
    const type = simpleName(node.childForFieldName("type"));
    if (type === "HostBuilder") return [{ node, isDefault: true, add: inChain(node, source, true) }];
    if (type !== "ConfigurationBuilder") return [];
    const named = chainOf(node).length === 0 ? inStatements(node, source) : undefined;
    if (named !== undefined) return named.reads ? [{ node, isDefault: false, add: named.add }] : [];
    return chainOf(node).some((one) => FILES.test(one.name)) || chainOf(node).length === 0
      ? [{ node, isDefault: false, add: inChain(node, source, false) }]
      : [];
  });
  return [...calls, ...made];
}

const FILES = /^Add(?:Json|Xml|Ini)File$/;

/** `var builder = new ConfigurationBuilder(); builder.AddJsonFile(…);`: whether it reads files, and a statement behind the last. */
function inStatements(
  node: Node,
  source: Source,
): { readonly reads: boolean; readonly add: ((call: string) => Edit) | undefined } | undefined {
  const name = node.parent?.type === "variable_declarator" ? node.parent.childForFieldName("name")?.text : undefined;
  const block = climb(node, ({ type }) => type === "block" || type === "compilation_unit");
  if (name === undefined || block === undefined) return undefined;
  const added = all(block, "invocation_expression").filter(
    (call) => call.childForFieldName("function")?.childForFieldName("expression")?.text === name,
  );
  const statement = climb(
    added.findLast((call) => nameOfCall(call).startsWith("Add")),
    ({ type }) => type === "expression_statement",
  );
  const chained = added.flatMap((call) => [nameOfCall(call), ...chainOf(call).map((one) => one.name)]);
  if (statement === undefined) return { reads: chained.some((one) => FILES.test(one)), add: undefined };
  const line = `${lineEndOf(source.text)}${indentOf(source.text, statement.startIndex)}${name}.`;
  return {
    reads: chained.some((one) => FILES.test(one)),
    add: (call) => ({ start: statement.endIndex, end: statement.endIndex, text: `${line}${call};` }),
  };
}

/** `var builder = …;`: a statement behind it. */
function afterStatement(node: Node, source: Source, unlessDevelopment: boolean): ((call: string) => Edit) | undefined {
  const declarator = node.parent;
  const name = declarator?.type === "variable_declarator" ? declarator.childForFieldName("name")?.text : undefined;
  const statement = climb(declarator, ({ type }) => type === "local_declaration_statement");
  if (name === undefined || statement === undefined) return undefined;
  const eol = lineEndOf(source.text);
  const indent = indentOf(source.text, statement.startIndex);
  const unit = /\n(\t| {2,8})\S/.exec(source.text)?.[1] ?? "    ";
  return (call) => {
    const line = `${name}.Configuration.${call};`;
    const lines = unlessDevelopment ? [`if (!${name}.Environment.IsDevelopment())`, "{", unit + line, "}"] : [line];
    const text = lines.map((one) => eol + indent + one).join("");
    return { start: statement.endIndex, end: statement.endIndex, text };
  };
}

/** The calls that are chained on an expression, in order, with the end of what each is called on. */
function chainOf(node: Node): readonly { readonly name: string; readonly call: Node; readonly dot: number }[] {
  const calls: { readonly name: string; readonly call: Node; readonly dot: number }[] = [];
  for (
    let at = node;
    at.parent?.type === "member_access_expression" && same(at.parent.childForFieldName("expression"), at);
  ) {
    const call: Node | null = at.parent.parent;
    if (call?.type !== "invocation_expression") break;
    calls.push({ name: nameOfCall(call), call, dot: at.endIndex });
    at = call;
  }
  return calls;
}

/** A call in a chain: before `Build()`, or, for a host, behind what makes it. */
function inChain(node: Node, source: Source, isHost: boolean): ((call: string) => Edit) | undefined {
  const chain = chainOf(node);
  const build = chain.find(({ name }) => name === "Build");
  const [first] = chain;
  if (first === undefined || (!isHost && build === undefined)) return undefined;
  const at = isHost ? first.dot : (build?.dot ?? first.dot);
  const gap = /^\s*/.exec(source.text.slice(at))?.[0] ?? "";
  const broken = gap.includes("\n") ? gap : (/^\s*/.exec(source.text.slice(first.dot))?.[0] ?? "");
  const parameters = isHost ? ".ConfigureAppConfiguration((_, configuration) => configuration." : ".";
  return (call) => ({ start: at, end: at, text: `${broken}${parameters}${call}${isHost ? ")" : ""}` });
}
