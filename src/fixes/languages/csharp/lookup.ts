import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { enclosingType, type Member, memberOf } from "./program";

/** What a bare name means at a place: the nearest local, parameter or member of that name. */

/** What a name stands for. */
export type Meaning =
  /** A local variable: its declarator, or the pattern, `out var` or loop that declares it. */
  | { readonly is: "local"; readonly node: Node; readonly scope: Node }
  /** A parameter, and the method, constructor, local function or lambda that has it. */
  | { readonly is: "parameter"; readonly node: Node; readonly of: Node }
  | { readonly is: "member"; readonly member: Member };

const SCOPES = new Set([
  "block",
  "compilation_unit",
  "switch_section",
  "for_statement",
  "foreach_statement",
  "using_statement",
  "lambda_expression",
  "declaration_list",
  "method_declaration",
  "constructor_declaration",
  "local_function_statement",
  "accessor_declaration",
  "property_declaration",
]);
const LOCALS = [
  "variable_declarator",
  "declaration_expression",
  "declaration_pattern",
  "recursive_pattern",
  "foreach_statement",
];
const TYPE = /^(?:class|record|struct|interface)_declaration$/;

/** The meaning of `name` at `at`; undefined where the program does not declare it there. */
export function lookup(name: string, at: Node, source: Source, base: CodeBase): Meaning | undefined {
  for (let scope: Node | null = at; scope !== null; scope = scope.parent) {
    if (TYPE.test(scope.type)) {
      const type = enclosingType(scope, source);
      const member = type === undefined ? undefined : memberOf(type.name, name, source, base);
      if (member !== undefined) return { is: "member", member };
      continue;
    }
    const parameter = parametersOf(scope).find((one) => nameOf(one) === name);
    if (parameter !== undefined) return { is: "parameter", node: parameter, of: scope };
    const inner = scope;
    const local = localsIn(source.root)
      .get(name)
      ?.find((one) => same(one.scope, inner));
    if (local !== undefined) return { is: "local", node: local.node, scope };
  }
  return undefined;
}

interface Local {
  readonly node: Node;
  readonly scope: Node;
}

const LOCALS_OF = new WeakMap<Node, ReadonlyMap<string, readonly Local[]>>();

/** Every local variable of a file by its name, found once: names are looked up again and again. */
function localsIn(root: Node): ReadonlyMap<string, readonly Local[]> {
  const known = LOCALS_OF.get(root);
  if (known !== undefined) return known;
  const found = new Map<string, Local[]>();
  for (const node of all(root, ...LOCALS)) {
    const scope = scopeOf(node);
    if (scope === undefined || scope.type === "declaration_list") continue;
    const name = nameOf(node);
    const others = found.get(name);
    if (others === undefined) found.set(name, [{ node, scope }]);
    else others.push({ node, scope });
  }
  LOCALS_OF.set(root, found);
  return found;
}

/** The parameters of a method, constructor, local function or lambda. */
export function parametersOf(owner: Node): readonly Node[] {
  const list = owner.childForFieldName("parameters");
  if (list === null) return [];
  if (list.type === "implicit_parameter") return [list];
  return parts(list).filter(({ type }) => type === "parameter" || type === "implicit_parameter");
}

/** The name that a declaration gives. */
export function nameOf(node: Node): string {
  if (node.type === "implicit_parameter") return node.text;
  const named = node.type === "foreach_statement" ? node.childForFieldName("left") : node.childForFieldName("name");
  return named?.text ?? "";
}

/** The smallest scope that a local is declared in. A loop's or `using`'s variable belongs to its statement. */
function scopeOf(local: Node): Node | undefined {
  return local.type === "foreach_statement" ? local : climb(local.parent, ({ type }) => SCOPES.has(type));
}
