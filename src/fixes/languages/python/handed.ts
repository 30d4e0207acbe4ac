import type { Node } from "web-tree-sitter";
import type { NotFixable } from "../../fix";
import type { CodeBase, Declaration, Reads, Rewrite, Source } from "../../follow/language";
import { all, climb, contentOf, lastName, parts, same } from "../../follow/tree";
import type { Secret } from "../../secret";
import { computed } from "./chosen";
import { attribute, scopeOf } from "./members";
import { splatSink } from "./sink";

/** Where whole objects go that hold the value: annotations, subclasses, functions, clients. */

const NOWHERE: Reads = { uses: [], removes: [] };
/** Calls that look at whatever is there. */
const LOOKS = /^(?:print|vars|dir|isinstance|type|repr|str|json\.dumps|(?:\w+\.)*_?log(?:ger|ging)?\.\w+)$/;
const GIVES_BACK = /^(?:lru_cache|cache|functools\.\w+|cast|copy\.copy|copy\.deepcopy)$/;

/** Where a whole goes that holds the value below `rest`; undefined where names alone show it, or nothing is known. */
export function handedOnWhole(
  node: Node,
  rest: readonly string[],
  source: Source,
  base: CodeBase,
  secret: Secret,
): Reads | Rewrite | NotFixable | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  const splat = splatSink(node, rest, source, secret);
  if (splat !== undefined) return splat;
  const typed = climb(node, ({ type }) => type === "type" || type === "block" || type === "argument_list");
  if (typed?.type === "type") return annotated(typed, rest, source);
  const chosen = computed(node, rest, source);
  if (chosen !== undefined) return chosen;
  if (parent.type === "attribute") return annotatedBy(parent, node, rest, source, base, secret);
  if (/^(?:expression_statement|comparison_operator|not_operator|if_statement|del_statement)$/.test(parent.type))
    return NOWHERE;
  if (parent.type === "keyword_argument" || parent.type === "argument_list")
    return parent.parent?.type === "class_definition"
      ? subclass(parent.parent, rest, source)
      : argument(node, rest, source, base);
  // What stands before `and` is the result only where it is nothing.
  if (parent.childForFieldName("operator")?.text === "and" && same(parent.childForFieldName("left"), node))
    return NOWHERE;
  if (parent.type === "boolean_operator" || parent.type === "conditional_expression" || parent.type === "await")
    return { uses: [{ node: parent, source, rest }], removes: [] };
  if (parent.type === "subscript" && same(parent.childForFieldName("subscript"), node))
    return annotatedAlias(node, rest, source);
  return undefined;
}

/** `config.Settings` where the module is known: the name goes on as the dotted one does. */
function annotatedBy(
  dotted: Node,
  node: Node,
  rest: readonly string[],
  source: Source,
  base: CodeBase,
  secret: Secret,
): Reads | Rewrite | NotFixable | undefined {
  return same(dotted.childForFieldName("attribute"), node)
    ? handedOnWhole(dotted, rest, source, base, secret)
    : undefined;
}

/** `settings: Settings`: the parameter or attribute holds what the class has. */
function annotated(typed: Node, rest: readonly string[], source: Source): Reads | undefined {
  const owner = climb(typed.parent, ({ type }) =>
    /^(?:typed_parameter|typed_default_parameter|assignment|function_definition)$/.test(type),
  );
  if (owner === undefined || owner.type === "function_definition") return NOWHERE;
  const path = rest[0] === "()" ? rest.slice(1) : rest;
  const nameNode = owner.childForFieldName("name") ?? owner.childForFieldName("left") ?? parts(owner)[0];
  if (nameNode === undefined) return undefined;
  if (owner.type === "assignment") {
    if (nameNode.type === "identifier") return declares(attribute(nameNode, path, [], source), source);
    return nameNode.type === "attribute" ? memberOfSelf(nameNode, path, source) : undefined;
  }
  const made = climb(owner, ({ type }) => type === "function_definition");
  const scope = made?.childForFieldName("body");
  if (scope === null || scope === undefined) return undefined;
  return declares({ name: nameNode.text, path, nameNode, removes: [], scope, outside: undefined }, source);
}

/** `SettingsDep = Annotated[Settings, Depends(get_settings)]`. */
function annotatedAlias(node: Node, rest: readonly string[], source: Source): Reads | undefined {
  const assignment = climb(node, ({ type }) => type === "assignment" || type === "block");
  const left = assignment?.type === "assignment" ? assignment.childForFieldName("left") : undefined;
  const path = rest[0] === "()" ? rest.slice(1) : rest;
  return left?.type === "identifier" ? declares(attribute(left, path, [], source), source) : undefined;
}

function memberOfSelf(nameNode: Node, path: readonly string[], source: Source): Reads | undefined {
  const [object, ...more] = nameNode.text.split(".");
  const scope = climb(nameNode, ({ type }) => type === "class_definition");
  if (object !== "self" || more.length !== 1 || scope === undefined) return undefined;
  return declares({ name: "self", path: [...more, ...path], nameNode, removes: [], scope, outside: undefined }, source);
}

function declares(declaration: Declaration, source: Source): Reads {
  return { uses: [], declared: [{ declaration, source }], removes: [] };
}

/** A subclass has what its base has. */
function subclass(definition: Node, rest: readonly string[], source: Source): Reads | undefined {
  const nameNode = definition.childForFieldName("name");
  if (nameNode === null) return undefined;
  const also = ["self", "cls"].map((name) => ({ name, path: rest, scope: definition }));
  const scope = scopeOf(definition.parent ?? definition, source);
  return declares({ name: nameNode.text, path: rest, nameNode, removes: [], scope, outside: undefined, also }, source);
}

/** An argument of a function of the program is its parameter; `Depends(get_settings)` gives what the function gives. */
function argument(node: Node, rest: readonly string[], source: Source, base: CodeBase): Reads | undefined {
  const keyword = node.parent?.type === "keyword_argument" ? node.parent : undefined;
  const list = (keyword ?? node).parent;
  const call = list?.parent;
  if (list?.type !== "argument_list" || call?.type !== "call") return undefined;
  const called = call.childForFieldName("function");
  const text = called?.text ?? "";
  if (/(?:^|\.)Depends$/.test(text) && rest[0] === "()") return injected(call, rest.slice(1), source);
  if (LOOKS.test(text)) return NOWHERE;
  if (GIVES_BACK.test(text)) return { uses: [{ node: call, source, rest }], removes: [] };
  if (text === "getattr") return attributeNamed(call, rest, source);
  const position = parts(list).findIndex((one) => same(one, keyword ?? node));
  const parameter = parameterOf(lastName(called), keyword?.childForFieldName("name")?.text, position, source, base);
  return parameter === undefined ? undefined : declares({ ...parameter, path: rest }, parameter.source);
}

/** `settings = Depends(get_settings)` of a parameter. */
function injected(call: Node, rest: readonly string[], source: Source): Reads | undefined {
  const owner = climb(call, ({ type }) =>
    /^(?:typed_default_parameter|default_parameter|type|assignment|block)$/.test(type),
  );
  if (owner?.type === "type") return annotated(owner, rest, source);
  if (owner?.type === "assignment") return annotatedAlias(call, rest, source);
  const nameNode = owner?.childForFieldName("name");
  const scope = climb(owner, ({ type }) => type === "function_definition")?.childForFieldName("body");
  if (nameNode === null || nameNode === undefined || scope === null || scope === undefined) return undefined;
  return declares({ name: nameNode.text, path: rest, nameNode, removes: [], scope, outside: undefined }, source);
}

/** `getattr(settings, "COSMOS_KEY", None)`. */
function attributeNamed(call: Node, [key, ...rest]: readonly string[], source: Source): Reads | undefined {
  const [, name] = parts(call.childForFieldName("arguments") ?? call);
  if (name?.type !== "string") return undefined;
  return contentOf(name) === key ? { uses: [{ node: call, source, rest }], removes: [] } : NOWHERE;
}

type Parameter = Declaration & { readonly source: Source };

/** The parameter that an argument fills, of the one function or class of that name. */
function parameterOf(
  name: string,
  keyword: string | undefined,
  position: number,
  source: Source,
  base: CodeBase,
): Parameter | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "function_definition")
      .filter((made) => nameOf(made) === name)
      .map((made) => ({ made, one })),
  );
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) return undefined;
  const list = parts(only.made.childForFieldName("parameters") ?? only.made).filter(
    ({ text }) => text !== "self" && text !== "cls",
  );
  const nameOfParameter = (one: Node): Node | undefined =>
    one.type === "identifier" ? one : (one.childForFieldName("name") ?? parts(one)[0]);
  const given = keyword === undefined ? list[position] : list.find((one) => nameOfParameter(one)?.text === keyword);
  const nameNode = given === undefined ? undefined : nameOfParameter(given);
  const scope = only.made.childForFieldName("body");
  if (nameNode?.type !== "identifier" || scope === null) return undefined;
  return { name: nameNode.text, path: [], nameNode, removes: [], scope, outside: undefined, source: only.one };
}

/** What callers write: the function's name, or that of the class whose constructor it is. */
function nameOf(made: Node): string | undefined {
  const own = made.childForFieldName("name")?.text;
  return own === "__init__"
    ? climb(made, ({ type }) => type === "class_definition")?.childForFieldName("name")?.text
    : own;
}
