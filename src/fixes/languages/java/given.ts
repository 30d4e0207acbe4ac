import type { Node } from "web-tree-sitter";
import type { Reads, Source } from "../../follow/language";
import { goneAt, NO_READS } from "../../follow/reads";
import { all, climb, contentOf, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { removal } from "../../lines";

/** Tests that give a setting a value of their own: by an annotation, a system property, or Spring's registry. */

/** `@SpringBootTest(properties = {"cosmos.key=abc"})`: what an annotation gives goes. */
export function givenByAnnotations(source: Source, isName: (text: string) => boolean): readonly Reads[] {
  return all(source.root, "string_literal").flatMap((literal): readonly Reads[] => {
    const name = /^([\w.-]+)\s*[=:]/.exec(contentOf(literal))?.[1];
    const annotation = climb(literal, ({ type }) => type === "annotation" || type === "block");
    const pair = climb(literal, ({ type }) => type === "element_value_pair");
    const isGiven =
      annotation?.type === "annotation" && /^(?:properties|value)$/.test(pair?.childForFieldName("key")?.text ?? "");
    if (name === undefined || !isName(name) || annotation === undefined || pair === undefined || !isGiven) return [];
    const list = literal.parent;
    const isItem = list?.type === "element_value_array_initializer" && parts(list).length > 1;
    return [
      goneAt(
        source,
        [isItem ? withoutItem(source.text, parts(list), literal) : withoutPair(annotation, pair, source)],
        [],
      ),
    ];
  });
}

/** An annotation without one of its pairs; without its list where it is the only one. */
function withoutPair(annotation: Node, pair: Node, { text }: Source) {
  const list = annotation.childForFieldName("arguments");
  if (list !== null && parts(list).length > 1) return withoutItem(text, parts(list), pair);
  const isSource = lastName(annotation.childForFieldName("name")) === "TestPropertySource";
  if (isSource) return removal(text, spanOf(annotation));
  return { ...spanOf(list ?? pair), text: "" };
}

/**
 * `System.setProperty("cosmos.key", …)`, `registry.add("cosmos.key", …)`: a made-up text goes; what is taken from
 * elsewhere may be the emulator's key, and stays.
 */
export function givenByCall(name: Node, source: Source): Reads | undefined {
  const list = name.parent?.type === "argument_list" ? name.parent : undefined;
  const call = list?.parent;
  const statement = call?.parent?.type === "expression_statement" ? call.parent : undefined;
  if (list === undefined || call == null || statement === undefined || !same(parts(list)[0], name)) return undefined;
  const called = call.childForFieldName("name")?.text ?? "";
  const isRegistry = called === "add" && source.text.includes("DynamicPropertyRegistry");
  if (!isRegistry && !/^(?:setProperty|clearProperty)$/.test(called)) return undefined;
  const given = parts(list)[1];
  const literals = given === undefined ? [] : given.type === "string_literal" ? [given] : all(given, "string_literal");
  const isMadeUp =
    given === undefined ||
    (literals.length === 1 &&
      contentOf(literals[0] ?? given).length < 60 &&
      !/\w\(|::/.test(given.text.replace(/"[^"]*"/g, "")));
  return isMadeUp
    ? goneAt(source, [removal(source.text, spanOf(statement))], [])
    : { ...NO_READS, gives: { node: name, source } };
}
