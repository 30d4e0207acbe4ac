import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, parts, same, withoutItem } from "../../follow/tree";
import type { Secret } from "../../secret";
import { argumentsOf, valueOf } from "./arguments";
import { boundReads } from "./options";
import { nameOfCall } from "./program";
import { readingsIn, VARIABLES } from "./reading";
import { givenBackBy } from "./returns";
import type { Path } from "./sections";
import { type Frame, framesFor } from "./frames";
import { textsOf, writtenAt } from "./text";
import { isEmulatorKey } from "./writes";

/** How .NET code reads a setting: by its name, by sections, by classes that a section is bound to. */

/** What binds settings to a class, whose own file need not name them. */
export const BINDERS =
  /\.Get\s*[<(]|\.Bind\s*\(|\bConfigure\s*<|AddOptions|BindConfiguration|\bI?Configuration(?:Section|Root|Manager)?\b|GetEnvironmentVariable/;

/** Every read of `Cosmos:Key`, `ConnectionStrings:Cosmos` or `COSMOS_KEY` that begins in a file. */
export function readsOf(source: Source, setting: string, base: CodeBase, secret: Secret): Reads {
  const reads = nothingYet();
  readsIn(source, setting, base, secret, reads);
  const { lost, ...found } = reads;
  const followed = { ...found, bound: found.bound.length > 0 };
  return lost === undefined ? followed : { ...followed, lost };
}

function nothingYet(): Found {
  return { uses: [], declared: [], removes: [], loosens: [], names: [], joins: [], bound: [], lost: undefined };
}

interface Found {
  readonly uses: Use[];
  readonly declared: NonNullable<Reads["declared"]>[number][];
  readonly removes: Reads["removes"][number][];
  readonly loosens: Reads["removes"][number][];
  readonly names: { readonly node: Node; readonly source: Source }[];
  readonly joins: string[];
  readonly bound: string[];
  lost: Reads["lost"];
}

function readsIn(source: Source, setting: string, base: CodeBase, secret: Secret, reads: Found): void {
  const path = setting.replace(/^(?:CUSTOM|DOCDB)CONNSTR_/, "ConnectionStrings:").split(/:|__/);
  for (const { node, read, frame, paths } of readingsIn(source, base))
    for (const one of paths) {
      const rest = below(path, one);
      if (rest === undefined) continue;
      if (rest.length === 0) for (const key of read.keys) reads.names.push(...writtenAt(key, source, base, frame));
      if (read.type !== undefined && rest.length > 0)
        bind(read.type(frame), rest, read.place ?? node, source, base, secret, reads);
      else if (read.type !== undefined || read.leaf) leaf(read.call, rest, frame, source, reads);
      else if (one.length > 0) reads.lost ??= { node: read.place ?? node, source };
    }
  variables(source, setting, base, reads);
  given(source, path, base, secret, reads);
}

/** `["Cosmos:Key"] = "…"` and `{ "Cosmos:Key", "…" }`: a configuration in memory that gives the setting a value. */
function given(source: Source, path: Path, base: CodeBase, secret: Secret, reads: Found): void {
  for (const node of all(source.root, "assignment_expression", "initializer_expression")) {
    const list = node.parent;
    if (list?.type !== "initializer_expression") continue;
    const left = node.childForFieldName("left");
    const [first] = parts(node);
    const key =
      node.type === "initializer_expression"
        ? first
        : left?.type === "element_binding_expression"
          ? all(left, "argument")[0]
          : undefined;
    if (key === undefined) continue;
    const isOne = textsOf(key.type === "argument" ? valueOf(key) : key, source, base).some(
      (text) => below(path, text.split(/:|__/))?.length === 0,
    );
    if (!isOne) continue;
    const value = parts(node).at(-1);
    if (secret.stays === true) continue;
    if (secret.remains === "endpoint" || secret.emulator === true || (value !== undefined && isEmulatorKey(value)))
      reads.lost ??= { node, source };
    else reads.removes.push({ source, edits: [withoutItem(source.text, parts(list), node)] });
  }
}

/** What a class gets that a section fills. */
function bind(
  type: string | undefined,
  rest: Path,
  node: Node,
  source: Source,
  base: CodeBase,
  secret: Secret,
  reads: Found,
): void {
  const bound = type === undefined ? undefined : boundReads(type, rest, node, source, base, secret);
  if (type === undefined) reads.lost ??= { node, source };
  if (bound === undefined) return;
  // A class of other code that the whole configuration fills has nothing to do with it.
  if (same(bound.lost?.node, node) && rest.length > 1 && /^Get$/.test(nameOfCall(node))) return;
  reads.uses.push(
    ...bound.uses.filter(
      (use) => !reads.uses.some((known) => same(known.node, use.node) && known.source.path === use.source.path),
    ),
  );
  reads.declared.push(...(bound.declared ?? []));
  reads.removes.push(...bound.removes);
  reads.loosens.push(...(bound.loosens ?? []));
  reads.joins.push(...(bound.joins ?? []));
  if (bound.uses.length > 0) reads.bound.push(...rest);
  if (bound.lost !== undefined) reads.lost ??= bound.lost;
}

/** A text is read: here, or where the method is called that reads what it is told. */
function leaf(node: Node, rest: Path, frame: Frame | undefined, source: Source, reads: Found): void {
  if (rest.length > 0) return;
  const { parent } = node;
  if (parent?.type === "assignment_expression" && same(parent.childForFieldName("left"), node)) {
    reads.lost ??= { node, source };
    return;
  }
  if (frame === undefined || givesBack(node) === undefined) {
    add(reads, node, source);
    return;
  }
  const { node: call, source: caller } = frame.call;
  leaf(call.parent?.type === "await_expression" ? call.parent : call, [], frame.outer, caller, reads);
}

function add(reads: Found, node: Node, source: Source): void {
  if (!reads.uses.some((use) => same(use.node, node) && use.source.path === source.path))
    reads.uses.push({ node, source, rest: [] });
}

/** The method that gives back what is read, at once or by a variable. */
function givesBack(read: Node): Node | undefined {
  let value = read;
  for (
    let { parent } = value;
    parent !== null &&
    /^(?:binary_expression|parenthesized_expression|postfix_unary_expression|conditional_expression|cast_expression|await_expression)$/.test(
      parent.type,
    );
    { parent } = value
  )
    value = parent;
  const direct = givenBackBy(value);
  if (direct !== undefined || value.parent?.type !== "variable_declarator") return direct;
  const name = value.parent.childForFieldName("name")?.text;
  const block = climb(value, ({ type }) => type === "block");
  const back =
    block === undefined ? undefined : all(block, "return_statement").find((one) => parts(one)[0]?.text === name);
  return back === undefined ? undefined : givenBackBy(parts(back)[0] ?? back);
}

/** `Environment.GetEnvironmentVariable(name)`. Windows knows no upper and lower case: a name in both is read in any. */
function variables(source: Source, setting: string, base: CodeBase, reads: Found): void {
  const spelled = (name: string): string => (/[a-z]/.test(name) && /[A-Z]/.test(name) ? name.toLowerCase() : name);
  const names = new Set([setting, setting.replaceAll(":", "__")].map(spelled));
  for (const node of all(source.root, "invocation_expression")) {
    const key = VARIABLES.test(nameOfCall(node)) ? argumentsOf(node)[0] : undefined;
    if (key === undefined) continue;
    for (const frame of framesFor([valueOf(key)], source, base))
      if (textsOf(valueOf(key), source, base, frame).some((text) => names.has(spelled(text)))) {
        reads.names.push(...writtenAt(valueOf(key), source, base, frame));
        leaf(node, [], frame, source, reads);
      }
  }
}

/** Whether a file reads a setting from the environment itself. */
export function readsVariable(source: Source, name: string, base: CodeBase): boolean {
  const reads = nothingYet();
  variables(source, name, base, reads);
  return reads.uses.length > 0;
}

/** What remains of a path below a section; undefined where the section is another. */
function below(path: Path, section: Path): Path | undefined {
  const fits = section.every((key, i) => key.toLowerCase() === path[i]?.toLowerCase());
  return fits ? path.slice(section.length) : undefined;
}
