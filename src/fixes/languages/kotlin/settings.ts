import type { Node } from "web-tree-sitter";
import type { CodeBase, Reads, Source } from "../../follow/language";
import { goneAt, lostAt, NO_READS, together } from "../../follow/reads";
import { all, climb, parts, same, spanOf } from "../../follow/tree";
import { removal } from "../../lines";
import { isProperty } from "../java/relaxed";
import { annotationsOf, contentOf } from "./annotations";
import { bound, inSection, loaded } from "./bound";
import { declared } from "./names";
import { callAround, calledBy, declaring, nameNodeOf, valueOf } from "./types";

/** How Kotlin reads a setting: by a call or an index, by an annotation, by a class that is bound to a prefix. */

const INJECTS = /^(?:Value|ConfigProperty|Property)$/;
const NO_READ =
  /^(?:listOf|mapOf|setOf|arrayOf|sequenceOf|put|set|to|println|print|info|debug|warn|error|trace|contains\w*|require\w*|check\w*)$/;

/** Every read of `cosmos.key` or `COSMOS_KEY` that begins in a file; a mention of the whole name that is none is lost. */
export function readsOf(source: Source, setting: string, base: CodeBase): Reads {
  const names = all(source.root, "string_literal").filter(
    (node) => spells(contentOf(node), setting) && annotationAround(node) === undefined,
  );
  return together([
    ...names.map((node) => readByName(node, source)),
    ...injected(source, setting),
    ...bound(source, setting, base),
    ...loaded(source, setting, base),
    ...inSection(source, setting),
  ]);
}

function spells(text: string, setting: string): boolean {
  return text === setting || (/^\w+(?:[.-]\w+)*\.\w[\w-]*$/.test(text) && isProperty(setting, text));
}

/** The read that a name is given to; where it is a constant's value, every read that the constant is given to. */
function readByName(name: Node, source: Source): Reads {
  const read = readAround(name);
  if (read !== undefined) return { uses: [{ node: read, source, rest: [] }], removes: [] };
  const constant =
    name.parent?.type === "property_declaration" && same(valueOf(name.parent), name) ? name.parent : undefined;
  const isPrivate = constant !== undefined && /\bprivate\b/.test(parts(constant)[0]?.text ?? "");
  const nameNode = constant === undefined ? undefined : nameNodeOf(constant);
  if (isMessage(name)) return NO_READS;
  if (constant === undefined || nameNode === undefined || !isPrivate) return lostAt(name, source);
  const users = all(source.root, "identifier").filter(
    (node) => node.text === nameNode.text && !same(node, nameNode) && same(declaring(node), constant),
  );
  return together([
    ...users.map((node): Reads => {
      const by = readAround(node);
      return by === undefined ? lostAt(node, source) : { uses: [{ node: by, source, rest: [] }], removes: [] };
    }),
    goneAt(source, [removal(source.text, spanOf(constant))], []),
  ]);
}

/** Whether a name only tells people what is missing: `error("COSMOS_KEY")`, `requireNotNull(key) { "COSMOS_KEY" }`. */
function isMessage(name: Node): boolean {
  const call = callAround(name);
  const called = call === undefined ? undefined : calledBy(call)?.name;
  if (called !== undefined) return /^(?:error|print|println|info|warn|debug|trace)$|(?:Exception|Error)$/.test(called);
  const block =
    name.parent?.type === "lambda_literal" ? climb(name, ({ type }) => type === "call_expression") : undefined;
  const checks = block === undefined ? undefined : (calledBy(block) ?? calledBy(parts(block)[0] ?? block));
  return checks !== undefined && /^(?:require|requireNotNull|check|checkNotNull)$/.test(checks.name);
}

/** The call or index that a name is the first argument of, with what opens it: `getString()`, `!!`. */
function readAround(name: Node): Node | undefined {
  if (name.parent?.type === "index_expression" && !same(parts(name.parent)[0], name)) return name.parent;
  const call = callAround(name);
  const called = call === undefined ? undefined : calledBy(call);
  const list = name.parent?.parent;
  if (call === undefined || called === undefined || NO_READ.test(called.name) || list == null) return undefined;
  return same(parts(list)[0], name.parent) ? call : undefined;
}

function annotationAround(node: Node): Node | undefined {
  return climb(node, ({ type }) => type === "annotation");
}

/** Properties and parameters that an annotation fills. */
function injected(source: Source, setting: string): readonly Reads[] {
  return annotationsOf(source, INJECTS).flatMap((annotation): readonly Reads[] => {
    const texts = all(annotation, "string_literal").map(contentOf);
    const isOne = texts.some((text) => {
      const name = /^\$\{([^:}]+)/.exec(text)?.[1] ?? (/^[\w.-]+$/.test(text) ? text : undefined);
      return name !== undefined && (name === setting || isProperty(setting, name));
    });
    return isOne ? [filled(annotation, source)] : [];
  });
}

/** What an annotation fills. */
export function filled(annotation: Node, source: Source): Reads {
  const modifiers = annotation.parent;
  const holder =
    modifiers?.type === "parameter_modifiers"
      ? modifiers.nextNamedSibling
      : climb(modifiers, ({ type }) => /^(?:property_declaration|class_parameter)$/.test(type));
  const declaration = holder === null || holder === undefined ? undefined : declared(holder, source);
  const isCalled =
    holder?.type === "parameter" &&
    !/@Bean\b/.test(climb(holder, ({ type }) => type === "function_declaration")?.text ?? "");
  return declaration === undefined || isCalled
    ? lostAt(annotation, source)
    : { uses: [], declared: [{ declaration, source }], removes: [] };
}
