import type { Node } from "web-tree-sitter";
import { notFixable } from "../../fix";
import type { Language, Source } from "../../follow/language";
import { joinsLiterals, same, spanOf, wraps } from "../../follow/tree";
import { storedName } from "../../secret";
import { projectOf, settingsOf } from "../../manifests/nuget";
import { hasIdentityBranch } from "./branch";
import { hasStandIn, isOnlyAsked } from "./check";
import { withoutConst } from "./constants";
import { deviceReason } from "./device";
import { guardAround } from "./guard";
import { declaration, held } from "./holding";
import { HOSTS } from "./hosts";
import { movesTo } from "./moving";
import { CREDENTIAL } from "./opening";
import { isOfString } from "./passing";
import { provided } from "./provider";
import { BINDERS, readsOf, readsVariable } from "./settings";
import { sinkOf } from "./sink";
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
  unconst: withoutConst,
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
