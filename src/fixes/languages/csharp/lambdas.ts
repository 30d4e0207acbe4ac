import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { climb, parts, same } from "../../follow/tree";
import { nameOf, parametersOf } from "./lookup";
import { elementOf, methodsNamed, nameOfCall, simpleName, typeArguments, typeText } from "./program";

/** The types of lambdas' parameters, which code seldom writes. */

/** Calls of .NET whose lambda gets the same types everywhere. */
const GIVEN: readonly { readonly call: RegExp; readonly types: readonly string[] }[] = [
  { call: /^(?:Try)?Add(?:Keyed)?(?:Singleton|Scoped|Transient)$/, types: ["IServiceProvider", "object"] },
  { call: /^AddHttpClient$/, types: ["IServiceProvider", "HttpClient"] },
  { call: /^ConfigureServices$/, types: ["HostBuilderContext", "IServiceCollection"] },
  { call: /^ConfigureAppConfiguration$/, types: ["HostBuilderContext", "IConfigurationBuilder"] },
  { call: /^AddDbContext(?:Pool|Factory)?$/, types: ["IServiceProvider", "DbContextOptionsBuilder"] },
  { call: /^ToDictionary$|^GroupBy$/, types: [] },
];
const QUERIES =
  /^(?:Select|SelectMany|Where|Any|All|First|FirstOrDefault|Single|SingleOrDefault|ForEach|OrderBy|Count|Find|FindAll|Max|Min|Sum|ToDictionary|GroupBy)$/;
const OPTIONS = /^(?:Configure|PostConfigure|ConfigureAll|PostConfigureAll|Validate|ConfigureOptions|AddOptions\w*)$/;

/** The type of a lambda's parameter that has none written; undefined where it cannot be told. */
export function lambdaParameterType(
  node: Node,
  lambda: Node,
  source: Source,
  base: CodeBase,
  typeOf: (node: Node) => string | undefined,
): string | undefined {
  if (lambda.type !== "lambda_expression") return undefined;
  const call = climb(lambda, ({ type }) => type === "invocation_expression" || type === "object_creation_expression");
  const argument = climb(lambda, ({ type }) => type === "argument");
  if (call === undefined || argument === undefined) return undefined;
  const at = parametersOf(lambda).findIndex((one) => nameOf(one) === nameOf(node));
  const name = nameOfCall(call);
  const given = typeArguments(
    typeText(call.childForFieldName("function")?.childForFieldName("name") ?? call.childForFieldName("function")) ?? "",
  );
  const receiver = call.childForFieldName("function")?.childForFieldName("expression");
  if (OPTIONS.test(name)) {
    const chained = optionsOf(receiver);
    const types = chained === undefined ? given : [chained, ...given];
    if (types[at] !== undefined) return types[at];
  }
  const row = GIVEN.find(({ call: fits }) => fits.test(name));
  if (row !== undefined && row.types.length > 0) {
    const many = parametersOf(lambda).length;
    return name.startsWith("AddDbContext") && many === 1
      ? "DbContextOptionsBuilder"
      : row.types[many === 1 && name === "ConfigureServices" ? 1 : at];
  }
  const on = receiver == null ? undefined : typeOf(receiver);
  if (on !== undefined && QUERIES.test(name)) return elementOf(on);
  if (on?.startsWith("Mock<") === true) return typeArguments(on)[0];
  const position = parts(call.childForFieldName("arguments") ?? call).findIndex((one) => same(one, argument));
  for (const { node: method } of methodsNamed(name, source, base)) {
    const parameters = parametersOf(method);
    const offset = receiver != null && parameters[0]?.children.some(({ text }) => text === "this") === true ? 1 : 0;
    const type = typeText(parameters[position + offset]?.childForFieldName("type"));
    if (type !== undefined) return typeArguments(type)[at];
  }
  return undefined;
}

/** The class of `AddOptions<T>()` at the beginning of a chain of calls. */
export function optionsOf(receiver: Node | null | undefined): string | undefined {
  for (let node = receiver; node?.type === "invocation_expression";) {
    const called = node.childForFieldName("function");
    const named = called?.childForFieldName("name") ?? called;
    if (/^AddOptions\w*$/.test(simpleName(named))) return typeArguments(typeText(named) ?? "")[0];
    node = called?.childForFieldName("expression") ?? null;
  }
  return undefined;
}
