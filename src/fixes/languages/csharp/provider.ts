import type { Node } from "web-tree-sitter";
import { type Choice, type Edit, type NotFixable, notFixable, type Workspace } from "../../fix";
import type { Package, Rewrite, Source } from "../../follow/language";
import { indentOf, lineEndOf } from "../../lines";
import { all, climb, same } from "../../follow/tree";
import { projectOf, versionOf } from "../../manifests/nuget";
import { nameOfCall, simpleName } from "./program";
import { usingNamespaces } from "./usings";

/** The hosts and configurations that a program builds, and how they take settings from a vault or the environment. */

/** What a text holds that builds one. */
export const HOSTS =
  /\b(?:CreateBuilder|CreateSlimBuilder|CreateApplicationBuilder|CreateDefaultBuilder|HostBuilder|ConfigurationBuilder)\b/;

const BUILDERS = /^(?:CreateBuilder|CreateSlimBuilder|CreateApplicationBuilder|CreateEmptyApplicationBuilder)$/;
const VAULT: Package = { name: "Azure.Extensions.AspNetCore.Configuration.Secrets", version: "1.4.0" };
const IDENTITY: Package = { name: "Azure.Identity", version: "1.17.1" };
const VARIABLES = "Microsoft.Extensions.Configuration.EnvironmentVariables";

/** A place that builds a configuration, with the edit that adds a provider; none where it has one or cannot take one. */
interface Host {
  readonly node: Node;
  /** Whether it reads the environment by itself. */
  readonly isDefault: boolean;
  /** The edit that adds a call on the configuration's builder; undefined where its place cannot be told. */
  readonly add: ((call: string) => Edit) | undefined;
  /** The same, but for Development. */
  readonly unlessDevelopment?: ((call: string) => Edit) | undefined;
}

/** Lets every host of the program take settings from the vault or the environment. */
export function provided(
  sources: readonly Source[],
  choice: Choice,
  workspace: Workspace,
  emulator: boolean,
): readonly { readonly source: Source; readonly rewrite: Rewrite }[] | NotFixable | undefined {
  const found = sources.map((source) => ({ source, hosts: hostsIn(source) })).filter(({ hosts }) => hosts.length > 0);
  if (found.length === 0)
    return workspace.paths.some((path) => path.endsWith(".csproj"))
      ? notFixable(
          "The host that builds this configuration is not part of this program: let it read the vault or the environment there.",
        )
      : choice.kind === "key-vault"
        ? undefined
        : [];
  const rewrites: { readonly source: Source; readonly rewrite: Rewrite }[] = [];
  for (const { source, hosts } of found)
    for (const host of hosts) {
      const rewrite =
        choice.kind === "key-vault"
          ? fromVault(host, source, choice.vault ?? "", workspace, emulator)
          : fromVariables(host, source, workspace);
      if (rewrite === "none") continue;
      if (rewrite === undefined)
        return choice.kind === "key-vault"
          ? undefined
          : notFixable(
              "The configuration built here reads no environment: add AddEnvironmentVariables() by hand first.",
              { path: source.path, span: { start: host.node.startIndex, end: host.node.endIndex } },
            );
      rewrites.push({ source, rewrite });
    }
  return rewrites;
}

function fromVault(
  host: Host,
  source: Source,
  vault: string,
  workspace: Workspace,
  emulator: boolean,
): Rewrite | "none" | undefined {
  // Another vault that is named here holds other secrets; one that is not named may be the one.
  const named = /\bAddAzureKeyVault\s*\(\s*(?:new\s+Uri\s*\(\s*)?(?:"([^"]*)")?/.exec(source.text);
  const bare = (url: string): string => url.replace(/\/+$/, "").toLowerCase();
  if (named !== null && (named[1] === undefined || bare(named[1]) === bare(vault))) return "none";
  if (host.add === undefined) return undefined;
  if (emulator && host.unlessDevelopment === undefined) return undefined;
  const call = `AddAzureKeyVault(new Uri("${vault}"), new DefaultAzureCredential())`;
  // In Development the emulator's key stands in the settings, which the vault's would hide.
  const edit = emulator ? (host.unlessDevelopment ?? host.add)(call) : host.add(call);
  const usings = usingNamespaces(source, ["Azure.Identity", "Microsoft.Extensions.Configuration", "System"], workspace);
  return { edits: [...usings, edit], needs: [], packages: [IDENTITY, VAULT] };
}

function fromVariables(host: Host, source: Source, workspace: Workspace): Rewrite | "none" | undefined {
  if (host.isDefault || /\bAddEnvironmentVariables\s*\(/.test(source.text)) return "none";
  if (host.add === undefined) return undefined;
  const usings = usingNamespaces(source, ["Microsoft.Extensions.Configuration"], workspace);
  const project = projectOf(workspace, source.path);
  const beside =
    project === undefined
      ? undefined
      : versionOf(workspace, project, /^Microsoft\.Extensions\.Configuration(?:\.Json|\.Binder)?$/);
  const version = beside === undefined ? "8.0.0" : beside.version.join(".");
  return {
    edits: [...usings, host.add("AddEnvironmentVariables()")],
    needs: [],
    packages: [{ name: VARIABLES, version }],
  };
}

/** The hosts that a file builds. */
function hostsIn(source: Source): readonly Host[] {
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
