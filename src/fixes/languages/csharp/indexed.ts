import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, lastName } from "../../follow/tree";
import { valueOf } from "./arguments";
import type { Frame } from "./frames";
import { type Path, sectionsOf } from "./sections";
import { textsOf } from "./text";
import { typeOf } from "./typeOf";

/** Reads of the configuration by index and by a section's value: `configuration["Cosmos:Key"]`, `section.Value`. */

/** One place that reads the configuration. */
export interface Read {
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

/** What an expression reads that is no call. */
export function indexedAt(node: Node, source: Source, base: CodeBase): Read | undefined {
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
    return { call: node, keys: [key], paths: (frame) => pathsAt(receiver, key, source, base, frame), leaf: true };
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
  return undefined;
}

/** The paths that a key names below what it is asked of. */
export function pathsAt(
  receiver: Node | null | undefined,
  key: Node | undefined,
  source: Source,
  base: CodeBase,
  frame: Frame | undefined,
  above: Path = [],
): readonly Path[] {
  const sections = receiver == null ? [] : sectionsOf(receiver, source, base, frame);
  const keys = key === undefined ? [""] : textsOf(key, source, base, frame);
  return (sections.length === 0 ? [[]] : sections).flatMap((section) =>
    keys.map((one) => [...section, ...above, ...(one === "" ? [] : one.split(/:|__/))]),
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
