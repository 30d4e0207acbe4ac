import type { CodeBase, Source } from "../../follow/language";
import { all, contentOf, parts } from "../../follow/tree";
import { fieldsOf, type Placed, structOf, typeOf } from "./types";
import { spells } from "./viper";

/** Structs that a library fills from settings, by the tags of their fields: env, envconfig, viper, koanf, cleanenv. */

/** A field by its struct. */
export interface Field {
  readonly struct: Placed;
  readonly name: string;
}

/** Tags that name a variable or a key. */
const TAGS = /\b(?:env|envconfig|mapstructure|koanf|json|yaml|toml|conf|config|ini|hcl):"([^",]*)/g;
const PREFIX = /\b(?:envPrefix|env-prefix):"([^"]*)"|\benv:"[^"]*\bprefix=([^",]*)/;

/** Every field of a file's structs that a setting fills. */
export function taggedFields(source: Source, setting: string, base: CodeBase): readonly Field[] {
  const structs = all(source.root, "type_spec").filter(
    (spec) => spec.childForFieldName("type")?.type === "struct_type",
  );
  const roots = structs.flatMap((spec) => structOf(spec.childForFieldName("type"), source, base) ?? []);
  const tagged = roots.flatMap((struct) =>
    leavesOf(struct, base).filter(({ names }) =>
      names.some((name) => isSame(name, setting) || spells(name, setting, source)),
    ),
  );
  const processed = envconfigOf(source, base).flatMap(({ struct, prefix }) =>
    splitLeaves(struct, base, prefix.toUpperCase()).filter(({ names }) => names.includes(setting)),
  );
  const found = [...tagged, ...processed];
  return found.filter(
    (one, i) =>
      found.findIndex((other) => other.name === one.name && other.struct.node.id === one.struct.node.id) === i,
  );
}

interface Leaf extends Field {
  readonly names: readonly string[];
}

/** A variable is spelled as it is; a key of a file in any case. */
function isSame(name: string, setting: string): boolean {
  return (
    name === setting ||
    (!/^[A-Z][A-Z\d_]*$/.test(setting) && name.toLowerCase() === setting.replaceAll(":", ".").toLowerCase())
  );
}

/** The fields below a struct by the names that their tags give, with those of the structs around them. */
function leavesOf(
  struct: Placed,
  base: CodeBase,
  path: readonly string[] = [],
  prefix = "",
  depth = 0,
): readonly Leaf[] {
  return fieldsOf(struct.node).flatMap(({ name, declaration }): readonly Leaf[] => {
    const tag = declaration.childForFieldName("tag")?.text ?? "";
    const given = [...tag.matchAll(TAGS)].flatMap(([, one = ""]) =>
      one === "" || one === "-" ? [] : [one.replace(/^env:/, "")],
    );
    const nested = depth > 3 ? undefined : structOf(declaration.childForFieldName("type"), struct.source, base);
    const key = given[0];
    if (nested !== undefined) {
      const more = PREFIX.exec(tag);
      return leavesOf(
        nested,
        base,
        key === undefined ? path : [...path, key],
        prefix + (more?.[1] ?? more?.[2] ?? ""),
        depth + 1,
      );
    }
    const names = given.flatMap((one) => [prefix + one, [...path, one].join(".")]);
    return names.length === 0 ? [] : [{ struct, name, names }];
  });
}

/** `envconfig.Process("shop", &cfg)`: the struct and its prefix. */
function envconfigOf(source: Source, base: CodeBase): readonly { readonly struct: Placed; readonly prefix: string }[] {
  return all(source.root, "call_expression").flatMap((call) => {
    if (!/^envconfig\.(?:Must)?Process$/.test(call.childForFieldName("function")?.text ?? "")) return [];
    const [prefix, target] = parts(call.childForFieldName("arguments") ?? call);
    const type = typeOf(target, source, base);
    const struct = type === undefined ? undefined : structOf(type.node, type.source, base);
    return struct === undefined || prefix === undefined ? [] : [{ struct, prefix: contentOf(prefix) }];
  });
}

/** The fields below a struct by envconfig's rule: prefix and the field's name, split into words where a tag says so. */
function splitLeaves(struct: Placed, base: CodeBase, prefix: string, depth = 0): readonly Leaf[] {
  return fieldsOf(struct.node).flatMap(({ name, declaration }): readonly Leaf[] => {
    const tag = declaration.childForFieldName("tag")?.text ?? "";
    const given = /\benvconfig:"([^"]+)"/.exec(tag)?.[1];
    const split = /\bsplit_words:"true"/.test(tag)
      ? name.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
      : name;
    const own = (given ?? split).toUpperCase();
    const full = prefix === "" ? own : `${prefix}_${own}`;
    const nested = depth > 3 ? undefined : structOf(declaration.childForFieldName("type"), struct.source, base);
    if (nested !== undefined) {
      const isEmbedded = declaration.childForFieldName("name") === null;
      return splitLeaves(nested, base, isEmbedded && given === undefined ? prefix : full, depth + 1);
    }
    return [{ struct, name, names: given === undefined ? [full] : [full, own] }];
  });
}
