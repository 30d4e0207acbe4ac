import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import { guardAround } from "../../follow/guard";
import type { Declaration, SecretRead, Source } from "../../follow/language";
import { all, climb, contentOf, lastName, replace, same, spanOf } from "../../follow/tree";
import { usesOf } from "../../follow/uses";
import { lineEndOf } from "../../lines";
import { moduleOf } from "./modules";
import { declarationOf } from "./names";

/**
 * A vault that a module's own code would ask while it is imported. A function asks it instead: where the key is used, or
 * where the module opens its client, which goes out to the network by itself.
 */

const OPENS = /(?:Client|Connection|Cluster|Graph|from_connection_string|connect)$/;
const AT_IMPORT =
  "The vault would be asked while the module is imported. Read it from an environment variable instead, or where the client is made.";

/** The function that reads a module's key, and the calls of it; `read` is the code that asks the vault. */
export function byFunction(
  value: Node,
  read: string,
  source: Source,
  needs: SecretRead["needs"],
  plain: string,
): SecretRead | NotFixable {
  const refused = notFixable(AT_IMPORT, { path: source.path, span: spanOf(value) });
  if (isReadElsewhere(value, source)) return refused;
  const statement = climb(value, ({ parent }) => parent?.type === "module");
  const declaration = declarationOf(value, source);
  if (statement === undefined) return refused;
  if (declaration === undefined) {
    if (!isOpening(value)) return refused;
    const name = freeName(plain, plain, source, []);
    return { code: `${name}()`, needs, before: [defined(name, read, statement, source)] };
  }
  const isPlain = declaration.path.length === 0 && same(climb(value, isAssignment)?.parent, statement);
  const uses = isPlain ? usesIn(declaration, source) : undefined;
  if (uses === undefined) return refused;
  const name = freeName(declaration.name, plain, source, uses);
  const { startIndex: start, endIndex: end } = statement;
  return {
    code: read + gapBelow(source.text, endWithGuards(statement, uses, source)),
    needs,
    before: [
      { start, end: value.startIndex, text: `${gapAbove(source.text, start)}${head(name, source)}` },
      ...(end > value.endIndex ? [{ start: value.endIndex, end, text: "" }] : []),
      // The vault's own error says that there is no key.
      ...uses.map((node) => guardAround(node, source) ?? replace(node, `${name}()`)),
    ],
  };
}

/** Where the statement ends, and the checks behind it that go with it. */
function endWithGuards(statement: Node, uses: readonly Node[], source: Source): number {
  const guards = uses.flatMap((node) => guardAround(node, source) ?? []);
  let last = statement;
  for (let next = last.nextNamedSibling; next !== null; next = last.nextNamedSibling) {
    const { startIndex, endIndex } = next;
    if (!guards.some(({ start, end }) => start <= startIndex && end >= endIndex)) break;
    last = next;
  }
  return last.endIndex;
}

const isAssignment = ({ type }: Node): boolean => type === "assignment";

/** Where a module's name is used, if all uses may call a function: in functions, or where a client is opened. */
function usesIn(declaration: Declaration, source: Source): readonly Node[] | undefined {
  const { nameNode } = declaration;
  const isNamed = (path: string): boolean => {
    const text = path === source.path || !path.endsWith(".py") ? "" : (source.program.read(path) ?? "");
    return new RegExp(String.raw`\b${declaration.name}\b`).test(text) && text.includes(moduleOf(source.path));
  };
  if (source.program.paths.some(isNamed)) return undefined;
  const nodes = all(source.root, "identifier").filter((one) => one.text === declaration.name && !same(one, nameNode));
  const uses = usesOf(declaration, source).map(({ node }) => node);
  const isKnown = (one: Node): boolean => uses.some((use) => same(use, one)) || one.parent?.type === "keyword_argument";
  return nodes.every(isKnown) &&
    uses.every((use) => isInFunction(use) || isOpening(use) || guardAround(use, source) !== undefined)
    ? uses
    : undefined;
}

/** Whether code runs only when a function is called: its parameters' defaults do not. */
function isInFunction(node: Node): boolean {
  return climb(node, ({ type, parent }) => type === "block" && parent?.type === "function_definition") !== undefined;
}

/** Whether a value is an argument of what opens a client. */
function isOpening(value: Node): boolean {
  const call = climb(
    value.parent,
    ({ type }) => !/^(?:keyword_argument|argument_list|parenthesized_expression)$/.test(type),
  );
  return call?.type === "call" && OPENS.test(lastName(call.childForFieldName("function")));
}

/** Whether several modules read the setting, each of which would ask the vault. */
function isReadElsewhere(value: Node, { path, program }: Source): boolean {
  const name = all(value, "string")
    .map(contentOf)
    .find((one) => /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(one));
  const isTest = /(?:^|\/)(?:tests?\/|test_|conftest)|_test\.py$/;
  return (
    name !== undefined &&
    program.paths.some(
      (one) => one !== path && one.endsWith(".py") && !isTest.test(one) && program.read(one)?.includes(name) === true,
    )
  );
}

/** `COSMOS_KEY` as `cosmos_key`, where nothing else of the file has that name. */
function freeName(given: string, other: string, { root }: Source, own: readonly Node[]): string {
  const name = given.toLowerCase();
  const plain = /\w(?:key|secret|uri|url|password)|conn/.test(name) ? name : other;
  const isTaken = all(root, "identifier").some(
    (one) => one.text === plain && one.parent?.type !== "keyword_argument" && given !== plain && !own.includes(one),
  );
  return isTaken ? `read_${plain}` : plain;
}

function head(name: string, { text }: Source): string {
  return `def ${name}() -> str:${lineEndOf(text)}    return `;
}

/** The function's definition before a statement. */
function defined(name: string, read: string, { startIndex: start }: Node, source: Source): Edit {
  const { text } = source;
  return { start, end: start, text: gapAbove(text, start) + head(name, source) + read + lineEndOf(text).repeat(3) };
}

/** The line ends that a function needs above it, so that two blank lines part it from what stands there. */
function gapAbove(text: string, start: number): string {
  const above = /(?:\r?\n[ \t]*)*$/.exec(text.slice(0, start))?.[0].split("\n").length ?? 1;
  return start === 0 ? "" : lineEndOf(text).repeat(Math.max(0, 4 - above));
}

/** The line ends that it needs below, where anything stands there. */
function gapBelow(text: string, end: number): string {
  const below = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0].split("\n").length ?? 1;
  return text.slice(end).trim() === "" ? "" : lineEndOf(text).repeat(Math.max(0, 4 - below));
}
