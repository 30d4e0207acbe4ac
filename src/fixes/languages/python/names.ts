import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { Declaration, Language, Name, Source } from "../../follow/language";
import { all, climb, contentOf, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";

/** Names of Python: variables, attributes, entries of dictionaries, and what modules import from each other. */

/** What holds a value: `KEY = v`, `self.key = v`, `settings["key"] = v`, `{"key": v}`, an attribute of a class. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "pair" && same(parent.childForFieldName("value"), value)) return entry(parent, source);
  if (parent?.type === "keyword_argument" && parent.parent?.parent?.childForFieldName("function")?.text === "dict")
    return inHolder(parent.parent.parent, source, parent.childForFieldName("name"), withoutEntry(source.text, parent));
  if (parent?.type === "return_statement") return returned(parent, source);
  if (parent?.type === "parenthesized_expression" || parent?.type === "await") return declarationOf(parent, source);
  if (parent?.type === "lambda" && isFieldDefault(parent)) return declarationOf(parent, source);
  if (isFieldDefault(value) && parent?.parent?.parent != null) return declarationOf(parent.parent.parent, source);
  if (parent?.type !== "assignment" || !same(parent.childForFieldName("right"), value)) return undefined;
  const left = parent.childForFieldName("left");
  const statement = parent.parent;
  if (left === null || statement?.type !== "expression_statement") return undefined;
  const removes = [removalOf(statement, source)];
  const scope = scopeOf(statement, source);
  if (left.type === "identifier") return named(left, [], removes, scope, source);
  const [name, ...path] = wayTo(left) ?? [];
  if (name === undefined || path.length === 0) return undefined;
  if (name === "self" || name === "cls") return member(left, path, removes, source);
  const isSetting = left.type === "subscript" && /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(path.at(-1) ?? "");
  return isSetting || isLocal(name, source)
    ? { name, path, nameNode: left, removes, scope: source.root, outside: undefined }
    : undefined;
}

/** `Field(default=value)`, `field(default=value)`: the default of an attribute. */
function isFieldDefault({ parent }: Node): boolean {
  const call = parent?.type === "keyword_argument" ? parent.parent?.parent : undefined;
  return (
    /^default(?:_factory)?$/.test(parent?.childForFieldName("name")?.text ?? "") &&
    /^(?:\w+\.)?[fF]ield$/.test(call?.childForFieldName("function")?.text ?? "")
  );
}

/** Whether an object is this file's own: what is put into others may be read anywhere. */
function isLocal(name: string, { root }: Source): boolean {
  return all(root, "assignment").some((node) => {
    const right = node.childForFieldName("right");
    return (
      node.childForFieldName("left")?.text === name &&
      (right?.type === "dictionary" || /^(?:dict|SimpleNamespace|types\.SimpleNamespace)\(/.test(right?.text ?? ""))
    );
  });
}

/** An attribute of objects: by `self` in its class, by the class and its objects elsewhere. */
function member(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  source: Source,
): Declaration | undefined {
  const scope = classAround(nameNode);
  const owner = scope?.childForFieldName("name");
  if (scope === undefined || owner === null || owner === undefined) return undefined;
  const also: readonly Name[] = [
    { name: "self", path, scope },
    { name: "cls", path, scope },
  ];
  return { name: owner.text, path, nameNode, removes, scope: source.root, outside: undefined, also };
}

/** What a function gives back is reached by calling it: the key `()` of its path. A property's is its name's. */
function returned(statement: Node, source: Source): Declaration | undefined {
  const made = climb(statement, ({ type }) => type === "function_definition" || type === "lambda");
  const nameNode = made?.childForFieldName("name");
  if (made?.type !== "function_definition" || nameNode === null || nameNode === undefined) return undefined;
  const others = all(made, "return_statement")
    .filter(
      (one) =>
        !same(one, statement) &&
        same(
          climb(one, ({ type }) => type === "function_definition"),
          made,
        ),
    )
    .flatMap((one) => parts(one));
  if (others.some(({ text }) => !/^(?:None|""|'')$/.test(text))) return undefined;
  const decorated = made.parent?.type === "decorated_definition" ? made.parent : made;
  const isProperty = /^@(?:\w+\.)?(?:cached_)?property\b/m.test(decorated === made ? "" : decorated.text);
  const path = isProperty ? [] : ["()"];
  const removes = [removalOf(decorated, source)];
  const scope = scopeOf(decorated.parent ?? decorated, source);
  if (scope.type === "class_definition") return member(nameNode, [nameNode.text, ...path], removes, source);
  return { name: nameNode.text, path, nameNode, removes, scope, outside: undefined };
}

/** A statement goes; a block that it alone fills keeps `pass`. */
export function removalOf(statement: Node, { text }: Source): Edit {
  const block = statement.parent;
  const isAlone = block?.type === "block" && parts(block).length === 1;
  return isAlone ? { ...spanOf(statement), text: "pass" } : removal(text, spanOf(statement));
}

export function scopeOf(node: Node, source: Source): Node {
  return (
    climb(node, ({ type }) => type === "function_definition" || type === "class_definition" || type === "module") ??
    source.root
  );
}

function classAround(node: Node): Node | undefined {
  return climb(node, ({ type }) => type === "class_definition");
}

/** What a name of a class, or of anything else, declares; see `named`. */
export function attribute(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  source: Source,
): Declaration {
  return named(nameNode, path, removes, scopeOf(nameNode, source), source);
}

/** A plain name; an attribute of a class goes by the class, by `self` and, among its attributes, by itself. */
function named(
  nameNode: Node,
  path: readonly string[],
  removes: readonly Edit[],
  scope: Node,
  source: Source,
): Declaration {
  const name = nameNode.text;
  const base = { nameNode, removes, outside: undefined };
  const owner = scope.type === "class_definition" ? scope.childForFieldName("name") : null;
  if (owner === null) return { ...base, name, path, scope };
  const also: readonly Name[] = [
    { name: "self", path: [name, ...path], scope },
    { name: "cls", path: [name, ...path], scope },
    { name, path, scope },
  ];
  return { ...base, name: owner.text, path: [name, ...path], scope: source.root, also };
}

function entry(pair: Node, source: Source): Declaration | undefined {
  const dictionary = pair.parent;
  const key = pair.childForFieldName("key");
  if (dictionary?.type !== "dictionary" || key?.type !== "string") return undefined;
  return inHolder(dictionary, source, key, withoutEntry(source.text, pair));
}

function inHolder(holder: Node, source: Source, key: Node | null, edit: Edit): Declaration | undefined {
  const declared = declarationOf(holder, source);
  if (declared === undefined || key === null) return undefined;
  const last = key.type === "string" ? contentOf(key) : key.text;
  const longer = (name: Name): Name => ({ ...name, path: [...name.path, last] });
  return {
    ...declared,
    ...longer(declared),
    nameNode: key,
    removes: [edit],
    ...(declared.also === undefined ? {} : { also: declared.also.map(longer) }),
  };
}

function withoutEntry(text: string, item: Node): Edit {
  const end = text.charAt(item.endIndex) === "," ? item.endIndex + 1 : item.endIndex;
  const line = removal(text, { start: item.startIndex, end });
  const { parent } = item;
  return text.slice(line.start, line.end).endsWith("\n") || parent === null
    ? line
    : withoutItem(text, parts(parent), item);
}

/** `a.b["c"]` as names; undefined where a part is computed. */
function wayTo(node: Node): readonly string[] | undefined {
  if (node.type === "identifier") return [node.text];
  const inner = node.childForFieldName("object") ?? node.childForFieldName("value");
  const step = inner === null ? undefined : stepOf(inner);
  const way = inner === null ? undefined : wayTo(inner);
  return step?.key === undefined || way === undefined ? undefined : [...way, step.key];
}

/** The member that is taken of what a node denotes: `.key`, `["key"]`, `.get("key")`; an instance is as its class. */
export function stepOf(node: Node): ReturnType<NonNullable<Language["step"]>> {
  const { parent } = node;
  const instance = instanceOf(node);
  if (instance !== undefined) return stepOf(instance);
  if (parent?.type === "parenthesized_expression" || parent?.type === "await") return stepOf(parent);
  if (parent?.type === "call" && same(parent.childForFieldName("function"), node)) return { whole: parent, key: "()" };
  if (parent?.type === "subscript" && same(parent.childForFieldName("value"), node)) {
    const key = parent.childForFieldName("subscript");
    return { whole: parent, key: key?.type === "string" ? contentOf(key) : undefined };
  }
  if (parent?.type !== "attribute" || !same(parent.childForFieldName("object"), node)) return undefined;
  const key = parent.childForFieldName("attribute")?.text;
  if (key !== undefined && WHOLE.test(key)) return { whole: parent, key: undefined };
  const call = parent.parent;
  if (key !== "get" || call?.type !== "call") return { whole: parent, key };
  const [first] = parts(call.childForFieldName("arguments") ?? call);
  return first?.type === "string" ? { whole: call, key: contentOf(first) } : { whole: call, key: undefined };
}

/** Attributes that give the whole again, in another shape. */
const WHOLE = /^(?:dict|model_dump|_asdict|copy|items|values|json|__dict__)$/;

/** `Settings()` for `Settings`: a call of what is named like a class. */
export function instanceOf(node: Node): Node | undefined {
  const { parent } = node;
  return parent?.type === "call" &&
    same(parent.childForFieldName("function"), node) &&
    /^_?[A-Z]\w*[a-z]/.test(lastName(node))
    ? parent
    : undefined;
}

/** The word that an importing file must hold: the module's name, or its package's. */
export function moduleOf(path: string): string {
  return /([^/]+?)(?:\/__init__)?\.pyw?$/i.exec(path)?.[1] ?? path;
}

/** The names under which another file has what a declaration of a module's top holds. */
export function broughtTo(other: Source, declaration: Declaration, source: Source): readonly Declaration[] {
  const { name, path, scope } = declaration;
  if (scope.type !== "module") return [];
  const module = moduleOf(source.path);
  const found: Declaration[] = [];
  const local = (nameNode: Node, first: string, rest: readonly string[], removes: readonly Edit[]): void => {
    found.push({
      name: first,
      path: rest,
      nameNode,
      removes: rest.every((key) => key === "()") ? removes : [],
      scope: scopeOf(nameNode, other),
      outside: undefined,
    });
  };
  for (const statement of all(other.root, "import_from_statement")) {
    const from = statement.childForFieldName("module_name");
    const items = statement.childrenForFieldName("name");
    const isHere = lastName(from) === module;
    for (const item of items) {
      const given = (item.childForFieldName("name") ?? item).text;
      const alias = item.childForFieldName("alias") ?? item;
      if (isHere && given === name)
        local(alias, alias.text, path, [
          items.length === 1 ? removal(other.text, spanOf(statement)) : withoutItem(other.text, items, item),
        ]);
      else if (given === module && !isHere) local(alias, alias.text, [name, ...path], []);
    }
    const star = isHere ? all(statement, "wildcard_import")[0] : undefined;
    if (star !== undefined) local(star, name, path, []);
  }
  for (const item of all(other.root, "import_statement").flatMap((node) => node.childrenForFieldName("name"))) {
    const dotted = item.childForFieldName("name") ?? item;
    const alias = item.childForFieldName("alias");
    if (lastName(dotted) !== module) continue;
    const [first = "", ...rest] = alias === null ? dotted.text.split(".") : [alias.text];
    local(alias ?? dotted, first, [...rest, name, ...path], []);
  }
  return found;
}
