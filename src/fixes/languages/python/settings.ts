import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { CodeBase, Declaration, Source } from "../../follow/language";
import { all, climb, lastName, parts, withoutItem } from "../../follow/tree";
import { attribute } from "./members";
import { removalOf } from "./names";
import { optionalField } from "./optional";

/** Classes of settings that the environment fills: pydantic's, with prefixes, aliases and nested models. */

const SETTINGS = /\bBaseSettings\b|\bYamlModel\b/;

/** Fields of a file that a setting fills: `cosmos_key: str` for `COSMOS_KEY`, `key` of `cosmos` for `COSMOS__KEY`. */
export function settingFields(source: Source, setting: string, base: CodeBase): readonly Declaration[] {
  return all(source.root, "class_definition").flatMap((definition) => {
    if (isSettings(definition, source, base)) return ofClass(definition, setting, source);
    return nested(definition, setting, source, base);
  });
}

/** Whether a class is one of settings, itself or by a class that it extends. */
function isSettings(definition: Node, source: Source, base: CodeBase, depth = 0): boolean {
  const bases = definition.childForFieldName("superclasses");
  if (bases === null || depth > 4) return false;
  if (SETTINGS.test(bases.text)) return true;
  return parts(bases)
    .filter(({ type }) => type === "identifier")
    .some((name) =>
      [source, ...base.others(source, `class ${name.text}`)].some((one) =>
        all(one.root, "class_definition").some(
          (other) => other.childForFieldName("name")?.text === name.text && isSettings(other, one, base, depth + 1),
        ),
      ),
    );
}

function ofClass(definition: Node, setting: string, source: Source): readonly Declaration[] {
  const prefix = /\benv_prefix\s*=\s*["']([^"']*)["']/.exec(definition.text)?.[1] ?? "";
  return fields(definition).flatMap(({ field, name }) => {
    const own = aliasesOf(field);
    const names = own.length > 0 ? own : [prefix + name.text];
    return names.some((one) => one.toLowerCase() === setting.toLowerCase()) ? [declared(name, field, source)] : [];
  });
}

/** The other names that a field is filled by: `Field(alias="X")`, `validation_alias=AliasChoices("X", "Y")`, `env="X"`. */
function aliasesOf(field: Node): readonly string[] {
  const right = field.childForFieldName("right")?.text ?? "";
  const given = /\b(?:alias|validation_alias|env)\s*=\s*((?:AliasChoices\()?[^)=]*)/.exec(right)?.[1] ?? "";
  return [...given.matchAll(/["'](\w+)["']/g)].flatMap((match) => match[1] ?? []);
}

/** A field of a model that a class of settings has as an attribute, where its delimiter parts the name so. */
function nested(definition: Node, setting: string, source: Source, base: CodeBase): readonly Declaration[] {
  const model = definition.childForFieldName("name")?.text ?? "";
  if (model === "" || !setting.includes("_")) return [];
  const paths = [source, ...base.others(source, model)].flatMap((one) =>
    all(one.root, "class_definition")
      .filter((other) => /\benv_nested_delimiter\b/.test(other.text) && isSettings(other, one, base))
      .flatMap((other) => {
        const delimiter = /\benv_nested_delimiter\s*=\s*["']([^"']+)["']/.exec(other.text)?.[1] ?? "__";
        const prefix = /\benv_prefix\s*=\s*["']([^"']*)["']/.exec(other.text)?.[1] ?? "";
        return fields(other)
          .filter(({ field }) => new RegExp(String.raw`\b${model}\b`).test(field.childForFieldName("type")?.text ?? ""))
          .map(({ name }) => prefix + name.text + delimiter);
      }),
  );
  return fields(definition).flatMap(({ field, name }) =>
    paths.some((path) => (path + name.text).toLowerCase() === setting.toLowerCase())
      ? [declared(name, field, source)]
      : [],
  );
}

/** Objects of a class of settings that are given the field by name, in tests: the argument goes. */
export function fieldsGiven(
  { name: owner, path }: Declaration,
  source: Source,
  base: CodeBase,
): readonly { readonly source: Source; readonly edits: readonly Edit[] }[] {
  const field = path[0] ?? "";
  return [source, ...base.others(source, owner)].map((one) => ({
    source: one,
    edits: all(one.root, "call")
      .filter((call) => lastName(call.childForFieldName("function")) === owner)
      .flatMap((call) => {
        const list = parts(call.childForFieldName("arguments") ?? call);
        const given = list.find((item) => item.childForFieldName("name")?.text === field);
        return given === undefined ? [] : [withoutItem(one.text, list, given)];
      }),
  }));
}

function fields(definition: Node): readonly { readonly field: Node; readonly name: Node }[] {
  const body = definition.childForFieldName("body");
  return (body === null ? [] : parts(body)).flatMap((statement) => {
    const field = statement.type === "expression_statement" ? parts(statement)[0] : undefined;
    const name = field?.type === "assignment" ? field.childForFieldName("left") : null;
    return field !== undefined && name?.type === "identifier" ? [{ field, name }] : [];
  });
}

function declared(name: Node, field: Node, source: Source): Declaration {
  const statement = climb(field, ({ type }) => type === "expression_statement") ?? field;
  return { ...attribute(name, [], [removalOf(statement, source)], source), loosens: optionalField(field, source) };
}
