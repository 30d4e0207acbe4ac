import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { climb, lastName, parts } from "../../follow/tree";
import { lambdaParameterType } from "./lambdas";
import { lookup, type Meaning } from "./lookup";
import { aliased, initializerOf, memberType, typeParametersOf } from "./memberTypes";
import {
  elementOf,
  enclosingType,
  methodsNamed,
  simpleName,
  typeArguments,
  typeOfMember,
  typesNamed,
  typeText,
} from "./program";

/** Of which type an expression is, as far as the program says. */

/** Generic calls that give what the brackets hold. */
const GIVES =
  /^(?:GetRequiredService|GetService|GetRequiredKeyedService|GetKeyedService|Get|GetValue|CreateInstance|Deserialize|DeserializeObject)$/;
/** Calls that give what they are called on. */
const SAME = /^(?:ConfigureAwait|GetAwaiter|GetResult|AsTask|ToList|ToArray|Where|OrderBy|Reverse|Take|Skip)$/;
/** Calls that give one item. */
const ITEM = /^(?:First|FirstOrDefault|Single|SingleOrDefault|Last|LastOrDefault|ElementAt|Find)(?:Async)?$/;

/** The type's name with its arguments; undefined where it cannot be told. A type's own name is of that type. */
export function typeOf(node: Node | null | undefined, source: Source, base: CodeBase, depth = 0): string | undefined {
  if (node === null || node === undefined || depth > 12) return undefined;
  const inner = (one: Node | null | undefined): string | undefined => typeOf(one, source, base, depth + 1);
  switch (node.type) {
    case "parenthesized_expression":
    case "postfix_unary_expression":
    case "with_expression":
      return inner(parts(node)[0]);
    case "await_expression": {
      const waited = inner(parts(node)[0]);
      return waited === undefined ? undefined : /^(?:Value)?Task</.test(waited) ? typeArguments(waited)[0] : waited;
    }
    case "cast_expression":
      return typeText(node.childForFieldName("type"));
    case "as_expression":
      return typeText(node.childForFieldName("right"));
    case "object_creation_expression":
      return aliased(typeText(node.childForFieldName("type")), source);
    case "implicit_object_creation_expression":
      return targetType(node, source, base);
    case "conditional_expression":
      return inner(node.childForFieldName("consequence")) ?? inner(node.childForFieldName("alternative"));
    case "binary_expression":
      return operatorType(node, inner);
    case "string_literal":
    case "verbatim_string_literal":
    case "raw_string_literal":
    case "interpolated_string_expression":
      return "string";
    case "predefined_type":
      return node.text;
    case "this":
    case "base":
      return enclosingType(node, source)?.name;
    case "identifier":
      return typeOfName(node, source, base, depth);
    case "generic_name":
      return undefined;
    case "element_access_expression": {
      const held = inner(node.childForFieldName("expression"));
      if (held !== undefined && /^I?Configuration\w*$/.test(held)) return "string";
      return held === undefined ? undefined : elementOf(held, true);
    }
    case "member_access_expression":
      return memberType(
        inner(node.childForFieldName("expression")),
        lastName(node.childForFieldName("name")),
        source,
        base,
      );
    case "member_binding_expression": {
      const access = climb(node, ({ type }) => type === "conditional_access_expression");
      return memberType(
        inner(access?.childForFieldName("condition")),
        lastName(node.childForFieldName("name")),
        source,
        base,
      );
    }
    case "conditional_access_expression":
      return inner(parts(node).at(-1));
    case "invocation_expression":
      return callType(node, source, base, depth);
    default:
      return undefined;
  }
}

function operatorType(node: Node, inner: (node: Node | null) => string | undefined): string | undefined {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  const operator = node.childForFieldName("operator")?.text ?? "";
  if (operator === "??") return inner(left) ?? inner(right);
  if (!/^[-+*/%]$/.test(operator)) return "bool";
  return [inner(left), inner(right)].includes("string") ? "string" : inner(left);
}

function typeOfName(node: Node, source: Source, base: CodeBase, depth: number): string | undefined {
  const name = node.text;
  const meaning = lookup(name, node, source, base);
  if (meaning !== undefined) return aliased(typeOfMeaning(meaning, source, base, depth), source);
  const type = aliased(name, source) ?? name;
  return typesNamed(type, source, base).length > 0 ? type : undefined;
}

/** The type of what a name stands for. */
export function typeOfMeaning(meaning: Meaning, source: Source, base: CodeBase, depth = 0): string | undefined {
  if (meaning.is === "member") return typeOfMember(meaning.member);
  const { node } = meaning;
  if (meaning.is === "parameter")
    return (
      typeText(node.childForFieldName("type")) ??
      lambdaParameterType(node, meaning.of, source, base, (one) => typeOf(one, source, base, depth + 1))
    );
  if (node.type === "variable_declarator") {
    const written = typeText(node.parent?.childForFieldName("type"));
    return written ?? typeOf(initializerOf(node), source, base, depth + 1);
  }
  const written = typeText(node.childForFieldName("type"));
  if (written !== undefined || node.type !== "foreach_statement") return written;
  const collection = typeOf(node.childForFieldName("right"), source, base, depth + 1);
  return collection === undefined ? undefined : elementOf(collection);
}

function callType(call: Node, source: Source, base: CodeBase, depth: number): string | undefined {
  const called = call.childForFieldName("function");
  const named = called?.childForFieldName("name") ?? called;
  const name = simpleName(named);
  const [given] = typeArguments(typeText(named) ?? "");
  const receiver = called?.childForFieldName("expression");
  const on = receiver == null ? undefined : typeOf(receiver, source, base, depth + 1);
  if (given !== undefined && GIVES.test(name)) return given;
  if (name === "Get" && on !== undefined && /^IOptions(?:Monitor|Snapshot)</.test(on)) return typeArguments(on)[0];
  if (/^Get(?:Required)?Section$/.test(name)) return "IConfigurationSection";
  if (name === "Create" && /(?:^|\.)Options$/.test(receiver?.text ?? "")) {
    const [argument] = parts(call.childForFieldName("arguments") ?? call);
    return `IOptions<${given ?? typeOf(parts(argument ?? call).at(-1), source, base, depth + 1) ?? "?"}>`;
  }
  if (on !== undefined && SAME.test(name)) return on;
  if (on !== undefined && ITEM.test(name)) return elementOf(on);
  const methods = methodsNamed(name, source, base).map(({ node }) => node);
  const types = new Set(
    methods.map((one) => typeText(one.childForFieldName("returns") ?? one.childForFieldName("type"))),
  );
  const [only] = types;
  if (types.size !== 1 || only === undefined) return undefined;
  const parameters = methods[0] === undefined ? [] : typeParametersOf(methods[0]);
  return given !== undefined && parameters[0] !== undefined
    ? only.replace(new RegExp(String.raw`\b${parameters[0]}\b`), given)
    : only;
}

/** The type that `new(…)` is meant to be. */
function targetType(node: Node, source: Source, base: CodeBase): string | undefined {
  const { parent } = node;
  if (parent?.type === "variable_declarator") return typeText(parent.parent?.childForFieldName("type"));
  if (parent?.type === "property_declaration") return typeText(parent.childForFieldName("type"));
  if (parent?.type === "assignment_expression") return typeOf(parent.childForFieldName("left"), source, base, 6);
  if (parent?.type === "arrow_expression_clause" || parent?.type === "return_statement") {
    const owner = climb(parent, ({ type }) =>
      /^(?:method|property|accessor)_declaration$|^local_function_statement$|^lambda_expression$/.test(type),
    );
    return typeText(owner?.childForFieldName("returns") ?? owner?.childForFieldName("type"));
  }
  return undefined;
}
