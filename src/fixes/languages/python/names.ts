import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import { removal } from "../../lines";
import type { Declaration, Name, Source } from "../../follow/language";
import { all, climb, contentOf, lastName, parts, same, spanOf, withoutItem } from "../../follow/tree";
import { member, named, scopeOf } from "./members";
import { wayTo } from "./ways";

/** Names of Python: variables, attributes, entries of dictionaries, and what modules import from each other. */

/** What holds a value: `KEY = v`, `self.key = v`, `settings["key"] = v`, `{"key": v}`, an attribute of a class. */
export function declarationOf(value: Node, source: Source): Declaration | undefined {
  const { parent } = value;
  if (parent?.type === "pair" && same(parent.childForFieldName("value"), value)) return entry(parent, source);
  if (parent?.type === "keyword_argument" && parent.parent?.parent?.childForFieldName("function")?.text === "dict")
    return inHolder(parent.parent.parent, source, parent.childForFieldName("name"), withoutEntry(source.text, parent));
  if (parent?.type === "keyword_argument") {
    const given = configured(parent, source);
    if (given !== undefined) return given;
  }
  if (parent?.type === "expression_list" || parent?.type === "tuple") return unpacked(value, parent, source);
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

/** `url, key = a, b`: the name at the value's place; what goes are both. */
function unpacked(value: Node, list: Node, source: Source): Declaration | undefined {
  const assignment = list.parent;
  const left = assignment?.type === "assignment" ? assignment.childForFieldName("left") : null;
  if (left?.type !== "pattern_list" && left?.type !== "tuple_pattern") return undefined;
  const [names, values] = [parts(left), parts(list)];
  const nameNode = names[values.findIndex((one) => same(one, value))];
  if (names.length !== values.length || names.length < 2 || nameNode?.type !== "identifier") return undefined;
  const removes = [withoutItem(source.text, names, nameNode), withoutItem(source.text, values, value)];
  return named(nameNode, [], removes, scopeOf(nameNode, source), source);
}

/** `app.config.from_mapping(COSMOS_KEY=value)`, `app.config.update(COSMOS_KEY=value)`: as `app.config["COSMOS_KEY"]`. */
function configured(keyword: Node, source: Source): Declaration | undefined {
  const list = keyword.parent;
  const called = list?.parent?.childForFieldName("function");
  const holder = /^(?:from_mapping|update)$/.test(lastName(called)) ? called?.childForFieldName("object") : undefined;
  const nameNode = keyword.childForFieldName("name");
  const [name, ...path] = (holder === null || holder === undefined ? undefined : wayTo(holder)) ?? [];
  if (name === undefined || list === null || nameNode === null || path.at(-1) !== "config") return undefined;
  const removes = [withoutEntry(source.text, keyword)];
  return { name, path: [...path, nameNode.text], nameNode, removes, scope: source.root, outside: undefined };
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

/** A statement goes; a block that it alone fills keeps `pass`, a `try` that only waited for it to fail goes, too. */
export function removalOf(statement: Node, { text }: Source): Edit {
  const block = statement.parent;
  const isAlone = block?.type === "block" && parts(block).length === 1;
  const owner = isAlone ? block.parent : null;
  if (owner?.type === "try_statement" && same(owner.childForFieldName("body"), block) && parts(owner).every(isHandler))
    return removal(text, spanOf(owner));
  return isAlone ? { ...spanOf(statement), text: "pass" } : removal(text, spanOf(statement));
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

/** The body of a `try`, and what catches the error of a name that is missing. */
function isHandler({ type, text }: Node): boolean {
  return type === "block" || (type === "except_clause" && /^except\s*(?:\(?\s*KeyError|Exception\b|:)/.test(text));
}

function withoutEntry(text: string, item: Node): Edit {
  const end = text.charAt(item.endIndex) === "," ? item.endIndex + 1 : item.endIndex;
  const line = removal(text, { start: item.startIndex, end });
  const { parent } = item;
  return text.slice(line.start, line.end).endsWith("\n") || parent === null
    ? line
    : withoutItem(text, parts(parent), item);
}
