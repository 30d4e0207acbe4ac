import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { parametersOf } from "./arguments";
import { callsTo } from "./calls";
import { guardOf } from "./guard";
import { initializerOf } from "./memberTypes";
import { enclosingType } from "./program";
import { memberReads } from "./members";
import type { Secret } from "../../secret";
import { withoutDeclaration } from "./removals";

/** Values that a method or a property gives back. */

const METHOD = /^(?:method_declaration|local_function_statement)$/;

/** The method or property whose whole value an expression is; undefined where it is none. */
export function givenBackBy(value: Node): Node | undefined {
  const { parent } = value;
  if (parent?.type === "arrow_expression_clause") return ownerOf(parent.parent);
  return parent?.type === "return_statement"
    ? ownerOf(
        climb(
          parent,
          ({ type }) => METHOD.test(type) || /^(?:accessor|property)_declaration$|^lambda_expression$/.test(type),
        ),
      )
    : undefined;
}

function ownerOf(node: Node | null | undefined): Node | undefined {
  if (node?.type === "accessor_declaration") return climb(node, ({ type }) => type === "property_declaration");
  return node != null && (METHOD.test(node.type) || node.type === "property_declaration") ? node : undefined;
}

/** Where the value of a method or property goes that gives back `value` and nothing else. */
export function returnedReads(value: Node, source: Source, base: CodeBase, secret: Secret): Reads | undefined {
  const owner = givenBackBy(value);
  if (owner === undefined) return undefined;
  const lost: Reads = { uses: [], removes: [], lost: { node: value, source } };
  const type = enclosingType(owner, source);
  if (owner.type === "property_declaration") {
    const isAlone = all(owner, "accessor_declaration").length <= 1 && all(owner, "return_statement").length <= 1;
    return type === undefined || !isAlone
      ? lost
      : memberReads(
          { name: owner.childForFieldName("name")?.text ?? "", node: owner, owner: type },
          value,
          source,
          base,
          secret,
        );
  }
  const method = { node: owner, source };
  const isPlain = !owner.children.some(
    ({ type: kind, text }) => kind === "modifier" && /^(?:override|virtual|abstract)$/.test(text),
  );
  if (parametersOf(method).length > 0 || !isPlain || !givesOnly(owner, value)) return lost;
  const name = owner.childForFieldName("name")?.text ?? "";
  const uses = callsTo(method, base).map(({ node, source: one }) => ({
    node: isAwaited(node) ? (node.parent ?? node) : node,
    source: one,
    rest: [],
  }));
  const isNamed = [source, ...base.others(source, name)].some((one) =>
    all(one.root, "identifier").some((node) => node.text === name && node.parent?.type === "argument"),
  );
  return isNamed || uses.length === 0
    ? lost
    : { uses, removes: [{ source, edits: withoutDeclaration(owner, source) }] };
}

/** Whether a method does nothing besides giving back the value: what declares it and checks it may stand there too. */
function givesOnly(method: Node, value: Node): boolean {
  const body = method.childForFieldName("body");
  if (body === null || body.type === "arrow_expression_clause") return true;
  return parts(body).every((statement) => {
    if (climb(value, (node) => same(node, statement)) !== undefined) return true;
    if (statement.type === "local_declaration_statement")
      return all(statement, "variable_declarator").every(
        (one) => one.childForFieldName("name")?.text === value.text && initializerOf(one) !== undefined,
      );
    return (
      statement.type === "if_statement" &&
      all(statement, "identifier").some((one) => one.text === value.text && guardOf(one) !== undefined)
    );
  });
}

function isAwaited(call: Node): boolean {
  return call.parent?.type === "await_expression";
}
