import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Declaration, Reads, Source } from "../../follow/language";
import { together } from "../../follow/reads";
import { all, climb, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";
import { assignedBy } from "./fields";
import { declaring, folderOf, functionOf, isPlain } from "./scope";

/** Names of Go: variables, constants and parameters, and where other files reach them. */

/** What a value is given to: `key := v`, `key, ok := v`, `const key = v`, `key = v`. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const list = value.parent?.type === "expression_list" ? value.parent : undefined;
  const spec = list?.parent;
  if (list === undefined || spec === null || spec === undefined) return undefined;
  if (parts(list).length > 1) return oneOf(value, list, spec, source);
  if (spec.type === "assignment_statement") {
    const left = assignedBy(value);
    return left?.type === "identifier" ? assignedInstead(left, spec, source) : undefined;
  }
  if (!/^(?:short_var_declaration|var_spec|const_spec)$/.test(spec.type)) return undefined;
  const left = spec.childForFieldName("left");
  const names =
    left === null ? spec.childrenForFieldName("name").filter(({ type }) => type === "identifier") : parts(left);
  const [name, second] = names;
  if (name?.type !== "identifier" || names.length > 2) return undefined;
  const checks = second === undefined || second.text === "_" ? [] : checksOf(second, spec, source);
  return checks === undefined ? undefined : declared(name, spec, source, checks);
}

/** `key, endpoint := a, b`: one of several, on both sides. */
function oneOf(value: Node, list: Node, spec: Node, source: Source): Declaration | undefined {
  const left = spec.type === "short_var_declaration" ? spec.childForFieldName("left") : null;
  const names = left === null ? [] : parts(left);
  const values = parts(list);
  const name = names[values.findIndex((one) => same(one, value))];
  if (name?.type !== "identifier" || names.length !== values.length) return undefined;
  const declaration = declared(name, spec, source);
  const removes = [withoutItem(source.text, names, name), withoutItem(source.text, values, value)];
  return declaration === undefined ? undefined : { ...declaration, removes };
}

/** A variable or constant; what goes with it is its statement, and the checks of what is declared beside it. */
export function declared(
  nameNode: Node,
  spec: Node,
  source: Source,
  checks: readonly Edit[] = [],
): Declaration | undefined {
  const statement = climb(spec, ({ type }) => /^(?:const|var|short_var)_declaration$/.test(type));
  if (statement === undefined || /^(?:if|for|switch|expression_switch)_statement$/.test(statement.parent?.type ?? ""))
    return undefined;
  const specs = all(statement, "const_spec", "var_spec");
  const isLocal = functionOf(statement) !== undefined;
  const scope = isLocal ? (climb(statement, ({ type }) => type === "block") ?? source.root) : source.root;
  const own = removal(source.text, spanOf(specs.length > 1 ? spec : statement));
  return { name: nameNode.text, path: [], nameNode, removes: [own, ...checks], scope, outside: undefined };
}

/** The checks of the second name that a read declares: `if !ok { … }`, `if err != nil { … }`; undefined where it is used for more. */
function checksOf(name: Node, spec: Node, source: Source): readonly Edit[] | undefined {
  const scope = climb(spec, ({ type }) => type === "block");
  const uses =
    scope === undefined
      ? []
      : all(scope, "identifier").filter(
          (one) => one.text === name.text && !same(one, name) && one.startIndex > spec.startIndex,
        );
  const edits: Edit[] = [];
  for (const use of uses) {
    const again = climb(use, ({ type }) => /^(?:short_var_declaration|assignment_statement|block)$/.test(type));
    // From where the name is declared anew, it is another's.
    if (again?.type === "short_var_declaration" && same(declaring(use)?.nameNode, use)) return edits;
    if (again?.type === "short_var_declaration" && isLeft(use, again)) return edits;
    const check = climb(use, ({ type }) => type === "if_statement");
    const condition = check?.childForFieldName("condition");
    if (check !== undefined && edits.some(({ start, end }) => start <= use.startIndex && use.endIndex <= end)) continue;
    const isMissing = condition?.text === `!${name.text}` || condition?.text === `${name.text} != nil`;
    const isAlone = check?.childForFieldName("alternative") === null && check.childForFieldName("initializer") === null;
    if (
      check === undefined ||
      !isMissing ||
      !isAlone ||
      !same(
        climb(check.parent, ({ type }) => type === "block"),
        scope,
      )
    ) {
      const either = climb(use, ({ type }) => type === "binary_expression");
      if (either?.childForFieldName("operator")?.text !== "||") return undefined;
      const other = either.childForFieldName("right");
      if (other === null || either.childForFieldName("left")?.text !== `!${name.text}`) return undefined;
      edits.push({ start: either.startIndex, end: other.startIndex, text: "" });
      continue;
    }
    edits.push(removal(source.text, spanOf(check)));
  }
  return edits;
}

function isLeft(node: Node, declaration: Node): boolean {
  const left = declaration.childForFieldName("left");
  return left !== null && parts(left).some((one) => same(one, node));
}

/** `if key == "" { key = "…" }`: the variable goes, and the statement that fills it where it is empty. */
function assignedInstead(left: Node, statement: Node, source: Source): Declaration | undefined {
  const found = declaring(left);
  if (found === undefined || !/^(?:short_var_declaration|var_spec)$/.test(found.holder.type)) return undefined;
  const scope = functionOf(statement)?.childForFieldName("body");
  const writes =
    scope === null || scope === undefined
      ? []
      : all(scope, "assignment_statement").filter((one) => one.childForFieldName("left")?.text === left.text);
  const declaration = declared(found.nameNode, found.holder, source);
  if (declaration === undefined || scope === null || scope === undefined) return undefined;
  const removes = writes.map((one) => removal(source.text, spanOf(aloneIn(one, left.text) ?? one)));
  return { ...declaration, removes: [...declaration.removes, ...removes] };
}

/** The `if key == ""` that holds nothing but the statement. */
function aloneIn(statement: Node, name: string): Node | undefined {
  const around = climb(statement.parent, ({ type }) => type === "if_statement");
  if (around?.childForFieldName("alternative") !== null || around.childForFieldName("initializer") !== null)
    return undefined;
  const body = around.childForFieldName("consequence");
  const count =
    body === null ? 0 : all(body, "assignment_statement", "expression_statement", "return_statement").length;
  const isEmpty = new RegExp(String.raw`^(?:${name}\s*==\s*""|len\(${name}\)\s*==\s*0)$`).test(
    around.childForFieldName("condition")?.text ?? "",
  );
  return count === 1 && isEmpty ? around : undefined;
}

/** What stands at the top of a package is used by its bare name in other files, by `package.Name` in other packages. */
export function elsewhere({ nameNode, name, scope }: Declaration, source: Source, base: CodeBase): Reads | undefined {
  if (scope.parent !== null) return undefined;
  const pack = all(source.root, "package_identifier")[0]?.text ?? "main";
  return together(
    base.others(source, name).flatMap((one): readonly Reads[] => {
      const isSame = folderOf(one) === folderOf(source);
      const bare = isSame
        ? all(one.root, "identifier").filter(
            (node) => node.text === name && isPlain(node) && declaring(node) === undefined,
          )
        : all(one.root, "selector_expression").filter((node) => node.text === `${aliasOf(one, pack)}.${nameNode.text}`);
      return bare.map((node): Reads => ({ uses: [{ node, source: one, rest: [] }], removes: [] }));
    }),
  );
}

/** The name that a file calls a package by. */
export function aliasOf({ root }: Source, pack: string): string {
  const spec = all(root, "import_spec").find((one) =>
    (one.childForFieldName("path")?.text ?? "").replace(/"$/, "").endsWith(`/${pack}`),
  );
  return spec?.childForFieldName("name")?.text ?? pack;
}
