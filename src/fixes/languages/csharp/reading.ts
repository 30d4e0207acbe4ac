import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, lastName, parts } from "../../follow/tree";
import { argumentsOf, valueOf } from "./arguments";
import { calleesOf } from "./calls";
import { type Frame, framesFor, typeIn } from "./frames";
import { indexedAt, pathsAt, type Read } from "./indexed";
import { optionsOf } from "./lambdas";
import { nameOfCall, remembered, typeArguments, typeText } from "./program";
import { type Path, sectionsOf } from "./sections";
import { textsOf } from "./text";
import { typeOf } from "./typeOf";

/** Where code reads the configuration, or hands a section on. */

/** Calls that read a variable of the environment. */
export const VARIABLES = /^(?:GetEnvironmentVariable|GetSetting|GetConfigurationSettingValue)$/;
const VALUES = /^(?:GetValue|GetRequiredValue|GetString)$/;
const SECTIONS = /^Get(?:Required)?Section$/;
/** Consumers of a section that do not look at what stands in it. */
const HARMLESS =
  /^(?:Exists|GetReloadToken|Configure|Bind|Get|GetValue|GetSection|GetRequiredSection|GetConnectionString|AddOptions\w*|BindConfiguration)$/;

/** One place that reads the configuration, as seen through one call of the method that it stands in. */
export interface Reading {
  readonly node: Node;
  readonly read: Read;
  readonly frame: Frame | undefined;
  readonly paths: readonly Path[];
}

/** Every place of a file that reads the configuration, found once: each setting is looked for among them. */
export function readingsIn(source: Source, base: CodeBase): readonly Reading[] {
  return remembered(source, base, `readings ${source.path}`, () =>
    all(source.root, "invocation_expression", "element_access_expression", "member_access_expression").flatMap(
      (node) => {
        const read = readAt(node, source, base);
        if (read === undefined) return [];
        const nodes = [...read.keys, ...(read.type === undefined ? [] : [read.call])];
        return framesFor(nodes.length === 0 ? [node] : nodes, source, base).map((frame) => ({
          node,
          read,
          frame,
          paths: read.paths(frame),
        }));
      },
    ),
  );
}

/** What is read at a place; undefined where it reads no configuration. */
export function readAt(node: Node, source: Source, base: CodeBase): Read | undefined {
  if (node.type !== "invocation_expression") return indexedAt(node, source, base);
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
      paths: (frame) => pathsAt(receiver, first, source, base, frame, ["ConnectionStrings"]),
      leaf: true,
    };
  if (VALUES.test(name) && first !== undefined && receiver != null) {
    const key = /^string$|^undefined$/.test(generic ?? "undefined");
    return {
      call: node,
      keys: [first],
      paths: (frame) => pathsAt(receiver, first, source, base, frame),
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
      paths: (frame) => pathsAt(undefined, first, source, base, frame),
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
        receiver == null || sectionsOf(receiver, source, base, frame).length === 0
          ? []
          : pathsAt(receiver, key, source, base, frame),
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
