import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all, climb, lastName, parts, same } from "../../follow/tree";

/** Lists of the names of variables that a program demands. */

const LOOKS = /^(?:forEach|filter|every|some|find|includes|join|length)$/;
const DEMANDS = /^(?:require|check|assert|validate|ensure|verify)\w*/i;

/** Whether a list of names is only walked through, so that an item may go: no place in it means anything. */
export function isNameList(array: Node, source: Source): boolean {
  let node = array;
  for (
    let { parent } = node;
    parent !== null && /^(?:as|satisfies|parenthesized)_expression$/.test(parent.type);
    { parent } = node
  )
    node = parent;
  const { parent } = node;
  if (parent === null) return false;
  if (isDemanded(parent)) return true;
  if (parent.type === "variable_declarator" && same(parent.childForFieldName("value"), node)) {
    const name = parent.childForFieldName("name");
    if (name?.type !== "identifier" || parent.parent?.parent?.type === "export_statement") return false;
    const uses = all(source.root, "identifier").filter((one) => one.text === name.text && !same(one, name));
    return (
      uses.length > 0 &&
      uses.every((one) => isWalked(one) || climb(one, ({ type }) => type === "type_query") !== undefined)
    );
  }
  return isWalked(node);
}

/** Whether a list of names is only a type's: it demands nothing where the program runs. */
export function isTypeOnly(array: Node, source: Source): boolean {
  const declarator = climb(array, ({ type }) => type === "variable_declarator" || type.endsWith("statement"));
  const name = declarator?.type === "variable_declarator" ? declarator.childForFieldName("name") : null;
  return (
    name !== null &&
    all(source.root, "identifier")
      .filter((one) => one.text === name.text && !same(one, name))
      .every((one) => climb(one, ({ type }) => type === "type_query") !== undefined)
  );
}

/** `required: [NAME]` of a JSON schema, beside its `properties`. */
function isDemanded(pair: Node): boolean {
  const beside = pair.type === "pair" && pair.parent !== null ? parts(pair.parent) : [];
  const keys = beside.map((one) => one.childForFieldName("key")?.text);
  return pair.childForFieldName("key")?.text === "required" && keys.includes("properties");
}

function isWalked(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === "member_expression" && same(parent.childForFieldName("object"), node))
    return LOOKS.test(parent.childForFieldName("property")?.text ?? "") || isMapped(parent);
  if (parent?.type === "for_in_statement") return same(parent.childForFieldName("right"), node);
  const call = parent?.type === "arguments" ? parent.parent : null;
  return (
    call !== null &&
    DEMANDS.test(lastName(call.childForFieldName("function"))) &&
    call.parent?.type === "expression_statement"
  );
}

/** `.map(…)` whose result is not taken apart by place. */
function isMapped(member: Node): boolean {
  const call = member.parent;
  if (member.childForFieldName("property")?.text !== "map" || call?.type !== "call_expression") return false;
  return call.parent?.type === "member_expression" && LOOKS.test(call.parent.childForFieldName("property")?.text ?? "");
}
