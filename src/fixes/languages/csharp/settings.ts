import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source, Use } from "../../follow/language";
import { all, climb, lastName, parts, same, withoutItem } from "../../follow/tree";
import type { Secret } from "../../secret";
import { argumentsOf, calleesOf, valueOf } from "./calls";
import { optionsOf } from "./lambdas";
import { boundReads } from "./options";
import { nameOfCall, typeArguments, typeText } from "./program";
import { givenBackBy } from "./returns";
import { type Path, sectionsOf } from "./sections";
import { type Frame, framesFor, typeIn } from "./frames";
import { textsOf, writtenAt } from "./text";
import { typeOf } from "./typeOf";
import { isEmulatorKey } from "./writes";

/** How .NET code reads a setting: by its name, by sections, by classes that a section is bound to. */

/** What binds settings to a class, whose own file need not name them. */
export const BINDERS =
  /\.Get\s*[<(]|\.Bind\s*\(|\bConfigure\s*<|AddOptions|BindConfiguration|\bI?Configuration(?:Section|Root|Manager)?\b|GetEnvironmentVariable/;
const VARIABLES = /^(?:GetEnvironmentVariable|GetSetting|GetConfigurationSettingValue)$/;
const VALUES = /^(?:GetValue|GetRequiredValue|GetString)$/;
const SECTIONS = /^Get(?:Required)?Section$/;
/** Consumers of a section that do not look at what stands in it. */
const HARMLESS =
  /^(?:Exists|GetReloadToken|Configure|Bind|Get|GetValue|GetSection|GetRequiredSection|GetConnectionString|AddOptions\w*|BindConfiguration)$/;

/** Every read of `Cosmos:Key`, `ConnectionStrings:Cosmos` or `COSMOS_KEY` that begins in a file. */
export function readsOf(source: Source, setting: string, base: CodeBase, secret: Secret): Reads {
  const reads: Found = { uses: [], declared: [], removes: [], loosens: [], names: [], lost: undefined };
  readsIn(source, setting, base, secret, reads);
  const { lost, ...followed } = reads;
  return lost === undefined ? followed : { ...followed, lost };
}

interface Found {
  readonly uses: Use[];
  readonly declared: NonNullable<Reads["declared"]>[number][];
  readonly removes: Reads["removes"][number][];
  readonly loosens: Reads["removes"][number][];
  readonly names: { readonly node: Node; readonly source: Source }[];
  lost: Reads["lost"];
}

function readsIn(source: Source, setting: string, base: CodeBase, secret: Secret, reads: Found): void {
  const path = setting.replace(/^(?:CUSTOM|DOCDB)CONNSTR_/, "ConnectionStrings:").split(/:|__/);
  for (const node of all(
    source.root,
    "invocation_expression",
    "element_access_expression",
    "member_access_expression",
  )) {
    const read = readAt(node, source, base);
    if (read === undefined) continue;
    const nodes = [...read.keys, ...(read.type === undefined ? [] : [read.call])];
    for (const frame of framesFor(nodes.length === 0 ? [node] : nodes, source, base)) {
      const paths = read.paths(frame);
      for (const one of paths) {
        const rest = below(path, one);
        if (rest === undefined) continue;
        if (rest.length === 0) for (const key of read.keys) reads.names.push(...writtenAt(key, source, base, frame));
        if (read.type !== undefined && rest.length > 0)
          bind(read.type(frame), rest, read.place ?? node, source, base, secret, reads);
        else if (read.type !== undefined || read.leaf) leaf(read.call, rest, frame, source, reads);
        else if (one.length > 0) reads.lost ??= { node: read.place ?? node, source };
      }
    }
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
    if (secret.remains === "endpoint" || secret.emulator === true || (value !== undefined && isEmulatorKey(value)))
      reads.lost ??= { node, source };
    else reads.removes.push({ source, edits: [withoutItem(source.text, parts(list), node)] });
  }
}

/** One place that reads the configuration. */
interface Read {
  readonly call: Node;
  /** What to show where it cannot be followed; the call itself where it is not given. */
  readonly place?: Node;
  /** The expressions that name what is read. */
  readonly keys: readonly Node[];
  readonly paths: (frame: Frame | undefined) => readonly Path[];
  /** The class that gets what stands below; undefined where a text is read. */
  readonly type?: (frame: Frame | undefined) => string | undefined;
  /** Whether a text is read, not a section that goes elsewhere. */
  readonly leaf: boolean;
}

function readAt(node: Node, source: Source, base: CodeBase): Read | undefined {
  const keyed = (
    receiver: Node | null | undefined,
    key: Node | undefined,
    frame: Frame | undefined,
    above: Path = [],
  ): readonly Path[] => {
    const sections = receiver == null ? [] : sectionsOf(receiver, source, base, frame);
    const keys = key === undefined ? [""] : textsOf(key, source, base, frame);
    return (sections.length === 0 ? [[]] : sections).flatMap((section) =>
      keys.map((one) => [...section, ...above, ...(one === "" ? [] : one.split(/:|__/))]),
    );
  };
  if (node.type === "element_access_expression") {
    const [argument] = all(node.childForFieldName("subscript") ?? node, "argument");
    const key = argument === undefined ? undefined : valueOf(argument);
    const receiver = node.childForFieldName("expression");
    if (
      key === undefined ||
      !/string|identifier|member_access|invocation|binary/.test(key.type) ||
      isOther(receiver, source, base)
    )
      return undefined;
    const of = lastName(receiver);
    if (of === "ConnectionStrings") {
      const whole =
        node.parent?.type === "member_access_expression" || node.parent?.type === "conditional_access_expression"
          ? node.parent
          : node;
      const read =
        lastName(whole.childForFieldName("name")) === "ConnectionString" || whole.text.endsWith("ConnectionString")
          ? whole
          : node;
      return {
        call: read,
        keys: [key],
        paths: (frame) => textsOf(key, source, base, frame).map((one) => [of, one]),
        leaf: true,
      };
    }
    return { call: node, keys: [key], paths: (frame) => keyed(receiver, key, frame), leaf: true };
  }
  if (node.type === "member_access_expression") {
    if (lastName(node.childForFieldName("name")) !== "Value") return undefined;
    const section = node.childForFieldName("expression");
    if (section?.type !== "identifier" && section?.type !== "invocation_expression") return undefined;
    return {
      call: node,
      keys: [],
      paths: (frame) => sectionsOf(section, source, base, frame).filter(({ length }) => length > 0),
      leaf: true,
    };
  }
  const name = nameOfCall(node);
  const called = node.childForFieldName("function");
  const receiver = called?.childForFieldName("expression");
  const values = argumentsOf(node).map(valueOf);
  const [first, second] = values;
  const generic = typeArguments(typeText(called?.childForFieldName("name") ?? called) ?? "")[0];
  const named =
    (type: string | undefined) =>
    (frame: Frame | undefined): string | undefined =>
      type === undefined ? undefined : typeIn(type, frame);
  if (name === "GetConnectionString")
    return {
      call: node,
      keys: first === undefined ? [] : [first],
      paths: (frame) => keyed(receiver, first, frame, ["ConnectionStrings"]),
      leaf: true,
    };
  if (VALUES.test(name) && first !== undefined && receiver != null) {
    const key = /^string$|^undefined$/.test(generic ?? "undefined");
    return {
      call: node,
      keys: [first],
      paths: (frame) => keyed(receiver, first, frame),
      leaf: true,
      ...(key ? {} : { type: named(generic) }),
    };
  }
  if (name === "Get" && lastName(receiver) === "AppSettings" && first !== undefined)
    return {
      call: node,
      keys: [first],
      paths: (frame) => textsOf(first, source, base, frame).map((one) => [one]),
      leaf: true,
    };
  if (name === "BindConfiguration" && first !== undefined)
    return {
      call: node,
      keys: [first],
      paths: (frame) => keyed(undefined, first, frame),
      type: named(optionsOf(receiver)),
      leaf: false,
    };
  if (name === "Get" && receiver != null && (generic !== undefined || first?.type === "typeof_expression")) {
    const type =
      generic ?? typeText(first?.childForFieldName("type") ?? (first === undefined ? undefined : parts(first)[0]));
    const sections = (frame: Frame | undefined): readonly Path[] => sectionsOf(receiver, source, base, frame);
    return type === "string"
      ? { call: node, keys: [], paths: sections, leaf: true }
      : { call: node, keys: [], paths: sections, type: named(type), leaf: false };
  }
  if (name === "Bind" && values.length > 0) {
    const options = optionsOf(receiver);
    if (options !== undefined && first !== undefined)
      return {
        call: node,
        keys: [],
        paths: (frame) => sectionsOf(first, source, base, frame),
        type: named(options),
        leaf: false,
      };
    const filled = second ?? first;
    const key = second === undefined ? undefined : first;
    return {
      call: node,
      keys: key === undefined ? [] : [key],
      paths: (frame) =>
        receiver == null || sectionsOf(receiver, source, base, frame).length === 0 ? [] : keyed(receiver, key, frame),
      type: () => typeOf(filled, source, base),
      leaf: false,
    };
  }
  const configured = /^(?:Configure|AddOptions\w*)$/.test(name) && generic !== undefined ? generic : undefined;
  const section = configured === undefined ? undefined : values.find((one) => sectionsOf(one, source, base).length > 0);
  if (section !== undefined)
    return {
      call: node,
      place: section,
      keys: [],
      paths: (frame) => sectionsOf(section, source, base, frame),
      type: named(configured),
      leaf: false,
    };
  return escaping(node, name, values, source, base);
}

/** A section that goes into code that is not of the program, or is asked for all that it holds. */
function escaping(node: Node, name: string, values: readonly Node[], source: Source, base: CodeBase): Read | undefined {
  if (SECTIONS.test(name) && isRead(node)) return undefined;
  if (
    SECTIONS.test(name) &&
    (node.parent?.type === "variable_declarator" ||
      node.parent?.type === "assignment_expression" ||
      node.parent?.type === "argument" ||
      node.parent?.type === "return_statement" ||
      node.parent?.type === "arrow_expression_clause")
  )
    return undefined;
  const receiver = node.childForFieldName("function")?.childForFieldName("expression");
  if (/^(?:GetChildren|AsEnumerable)$/.test(name) && receiver != null)
    return { call: node, keys: [], paths: (frame) => sectionsOf(receiver, source, base, frame), leaf: false };
  if (HARMLESS.test(name) || calleesOf({ node, source }, base).length > 0) return undefined;
  const given = values.filter((one) => /identifier|invocation_expression|member_access_expression/.test(one.type));
  const [place] = given;
  if (place === undefined) return undefined;
  const paths = (frame: Frame | undefined): readonly Path[] =>
    given.flatMap((one) => sectionsOf(one, source, base, frame));
  return { call: node, place, keys: [], paths, leaf: false };
}

function isRead(section: Node): boolean {
  return /^(?:member_access_expression|element_access_expression|postfix_unary_expression|conditional_access_expression)$/.test(
    section.parent?.type ?? "",
  );
}

/** Whether what is indexed is known to be no configuration. */
function isOther(receiver: Node | null, source: Source, base: CodeBase): boolean {
  const type = typeOf(receiver, source, base);
  return (
    type !== undefined &&
    !/^(?:IConfiguration\w*|ConfigurationManager|NameValueCollection|I?Dictionary<string,string>|IReadOnlyDictionary<string,string>|Hashtable|IDictionary)$/.test(
      type,
    )
  );
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

/** `Environment.GetEnvironmentVariable(name)`. */
function variables(source: Source, setting: string, base: CodeBase, reads: Found): void {
  const names = new Set([setting, setting.replaceAll(":", "__")]);
  for (const node of all(source.root, "invocation_expression")) {
    const key = VARIABLES.test(nameOfCall(node)) ? argumentsOf(node)[0] : undefined;
    if (key === undefined) continue;
    for (const frame of framesFor([valueOf(key)], source, base))
      if (textsOf(valueOf(key), source, base, frame).some((text) => names.has(text))) {
        reads.names.push(...writtenAt(valueOf(key), source, base, frame));
        leaf(node, [], frame, source, reads);
      }
  }
}

/** What remains of a path below a section; undefined where the section is another. */
function below(path: Path, section: Path): Path | undefined {
  const fits = section.every((key, i) => key.toLowerCase() === path[i]?.toLowerCase());
  return fits ? path.slice(section.length) : undefined;
}
