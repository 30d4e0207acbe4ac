import type { Node } from "web-tree-sitter";
import type { Workspace } from "../../fix";
import type { CodeBase, Source } from "../../follow/language";
import { all, climb, lastName, parts } from "../../follow/tree";

/** The classes, records, structs and interfaces that a program declares. A name stands for all its partial declarations. */

/** One declaration of a type. */
export interface TypeDeclaration {
  readonly name: string;
  readonly node: Node;
  readonly source: Source;
}

/** A field, property, method or parameter of a primary constructor. */
export interface Member {
  readonly name: string;
  /** The declarator of a field, else the whole declaration. */
  readonly node: Node;
  readonly owner: TypeDeclaration;
}

const TYPES = ["class_declaration", "record_declaration", "struct_declaration", "interface_declaration"];
const known = new WeakMap<CodeBase, Map<Workspace, Map<string, unknown>>>();
const paths = new WeakMap<Workspace, ReadonlySet<string>>();

/** What `find` answers, asked once for the program of a source. */
export function remembered<Answer>(source: Source, base: CodeBase, key: string, find: () => Answer): Answer {
  const programs = known.get(base) ?? new Map<Workspace, Map<string, unknown>>();
  known.set(base, programs);
  const program = base.around?.(source) ?? source.program;
  const answers = programs.get(program) ?? new Map<string, unknown>();
  programs.set(program, answers);
  if (!answers.has(key)) answers.set(key, find());
  return answers.get(key) as Answer;
}

/** Every file of the source's program that holds a word, in the order of the program. */
export function filesWith(word: string, source: Source, base: CodeBase): readonly Source[] {
  return remembered(source, base, `files ${word}`, () => {
    const program = base.around?.(source);
    const near = program === undefined ? undefined : (paths.get(program) ?? new Set(program.paths));
    if (program !== undefined && near !== undefined) paths.set(program, near);
    return [
      ...(source.text.includes(word) ? [source] : []),
      ...base.others(source, word).filter(({ path }) => near?.has(path) !== false),
    ];
  });
}

/** All declarations of a type's name. */
export function typesNamed(name: string, source: Source, base: CodeBase): readonly TypeDeclaration[] {
  return remembered(source, base, `type ${name}`, () =>
    filesWith(name, source, base).flatMap((one) =>
      all(one.root, ...TYPES)
        .filter((node) => node.childForFieldName("name")?.text === name)
        .map((node) => ({ name, node, source: one })),
    ),
  );
}

/** The type that a node stands in. */
export function enclosingType(node: Node | null | undefined, source: Source): TypeDeclaration | undefined {
  const found = climb(node, ({ type }) => TYPES.includes(type));
  const name = found?.childForFieldName("name")?.text;
  return found === undefined || name === undefined ? undefined : { name, node: found, source };
}

/** The names behind the colon: the base class and interfaces. */
export function basesOf({ node }: TypeDeclaration): readonly string[] {
  const list = node.namedChildren.find(({ type }) => type === "base_list");
  return list === undefined
    ? []
    : parts(list)
        .filter(({ type }) => type !== "argument_list")
        .map(baseName);
}

function baseName(node: Node): string {
  const named = node.type === "primary_constructor_base_type" ? node.childForFieldName("type") : node;
  return simpleName(named);
}

/** The type itself and every type of the program that derives from it or implements it, by name. */
export function familyOf(name: string, source: Source, base: CodeBase): ReadonlySet<string> {
  return remembered(source, base, `family ${name}`, () => {
    const family = new Set([name]);
    for (const one of family)
      for (const { root } of filesWith(one, source, base))
        for (const node of all(root, ...TYPES)) {
          const derived = node.childForFieldName("name")?.text;
          const isDerived = basesOf({ name: "", node, source }).includes(one);
          if (derived !== undefined && isDerived) family.add(derived);
        }
    return family;
  });
}

/** What a type declares under a name, itself or through its bases; upper and lower case as `fits` says. */
export function memberOf(
  type: string,
  name: string,
  source: Source,
  base: CodeBase,
  fits: (declared: Node) => boolean = (declared) => declared.childForFieldName("name")?.text === name,
  depth = 0,
): Member | undefined {
  const declarations = typesNamed(type, source, base);
  for (const owner of declarations) {
    const node = membersOf(owner.node).find(fits);
    if (node !== undefined) return { name: node.childForFieldName("name")?.text ?? name, node, owner };
  }
  if (depth > 6) return undefined;
  for (const parent of new Set(declarations.flatMap(basesOf))) {
    const found = memberOf(parent, name, source, base, fits, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands directly in a type: declarators of fields, properties, methods, and parameters of its name. */
export function membersOf(type: Node): readonly Node[] {
  const body = type.childForFieldName("body");
  const listed = type.namedChildren.find(({ type: kind }) => kind === "parameter_list");
  const parameters = listed === undefined ? [] : parts(listed).filter(({ type: kind }) => kind === "parameter");
  const inside = body === null ? [] : parts(body);
  return [
    ...inside.flatMap((node) =>
      node.type === "field_declaration" || node.type === "event_field_declaration"
        ? all(node, "variable_declarator").filter(
            (one) => climb(one, ({ parent }) => parent?.id === node.id)?.type === "variable_declaration",
          )
        : [node],
    ),
    ...parameters,
  ];
}

/** The type of a member as it is written, without namespaces and question marks; undefined where it has none. */
export function typeOfMember({ node }: Member): string | undefined {
  if (node.type === "variable_declarator") return typeText(node.parent?.childForFieldName("type"));
  return typeText(node.childForFieldName("type") ?? node.childForFieldName("returns"));
}

/** A type as written, without namespaces, blanks and question marks: `IOptions<CosmosOptions>`; undefined for `var`. */
export function typeText(node: Node | null | undefined): string | undefined {
  if (node === null || node === undefined || node.type === "implicit_type") return undefined;
  return node.text.replace(/\s+|\?|global::/g, "").replace(/(?:[\p{L}_][\p{L}\p{N}_]*\.)+(?=[\p{L}_])/gu, "");
}

/** What stands between the angle brackets of a generic type: `["string", "CosmosOptions"]`. */
export function typeArguments(type: string): readonly string[] {
  const inside = /^[^<]*<(.*)>$/.exec(type)?.[1];
  if (inside === undefined) return [];
  let depth = 0;
  let at = 0;
  const found: string[] = [];
  for (let i = 0; i <= inside.length; i++) {
    const letter = inside.charAt(i);
    if (letter === "<" || letter === "(") depth++;
    else if (letter === ">" || letter === ")") depth--;
    else if ((letter === "," && depth === 0) || letter === "") {
      found.push(inside.slice(at, i));
      at = i + 1;
    }
  }
  return found;
}

/** What a collection holds: `Dictionary<K, V>` by index is `V`, in a loop `KeyValuePair<K, V>`. */
export function elementOf(collection: string, byIndex = false): string | undefined {
  const [first, second] = typeArguments(collection);
  if (collection.endsWith("[]")) return collection.slice(0, -2);
  if (/^(?:Mock|Task|Func|Action|IOptions\w*|Nullable)\b/.test(collection)) return undefined;
  return second === undefined ? first : byIndex ? second : `KeyValuePair<${first ?? ""},${second}>`;
}

/** A method, constructor or local function, or the class whose primary constructor it is. */
export interface Method {
  readonly node: Node;
  readonly source: Source;
}

/** Every method and local function of a name. */
export function methodsNamed(name: string, source: Source, base: CodeBase): readonly Method[] {
  return remembered(source, base, `method ${name}`, () =>
    filesWith(name, source, base).flatMap((one) =>
      all(one.root, "method_declaration", "local_function_statement")
        .filter((node) => node.childForFieldName("name")?.text === name)
        .map((node) => ({ node, source: one })),
    ),
  );
}

/** The last name of an expression, without type arguments: `Get` of `section.Get<IOptions<T>>`. */
export function simpleName(node: Node | null | undefined): string {
  if (node === null || node === undefined) return "";
  if (node.type === "generic_name") return parts(node)[0]?.text ?? "";
  const name = node.childForFieldName("name");
  if (
    name !== null &&
    /^(?:member_access_expression|member_binding_expression|qualified_name|alias_qualified_name)$/.test(node.type)
  )
    return simpleName(name);
  return lastName(node);
}

/** What a call names: the method, or the class that is made. */
export function nameOfCall(call: Node): string {
  return simpleName(call.childForFieldName("function") ?? call.childForFieldName("type"));
}
