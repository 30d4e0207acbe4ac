import { type Node, parseTree } from "jsonc-parser";
import { type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { COMPUTED_KIND, SEVERAL_ACCOUNTS } from "./reasons";

/** ARM templates: their resources, and the account whose key is handed out. */

/** A template; `list` holds its resources. */
export interface Template {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly list: Node;
}

/** The template of a file; undefined where it is none, or names its resources by symbols. */
export function templateOf(path: string, text: string): Template | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const list = root === undefined ? undefined : valueOf(root, "resources");
  return root === undefined || list?.type !== "array" ? undefined : { path, text, root, list };
}

/** The value of an object's property, in any case; undefined where it has none. */
export function valueOf(node: Node | undefined, name: string): Node | undefined {
  return propertyOf(node, name)?.children?.[1];
}

/** An object's property, in any case. */
export function propertyOf(node: Node | undefined, name: string): Node | undefined {
  return node?.type === "object"
    ? node.children?.find((one) => String(one.children?.[0]?.value).toLowerCase() === name.toLowerCase())
    : undefined;
}

/** What a property says; undefined where it says no text. */
export function textOf(node: Node | undefined, name: string): string | undefined {
  const value = valueOf(node, name);
  return value?.type === "string" ? String(value.value) : undefined;
}

/** A value as a part of an expression: `parameters('name')` for `[parameters('name')]`, `'shop'` for `shop`. */
export function expressionOf(written: string): string {
  return /^\[([^[][\s\S]*)\]$/.exec(written)?.[1]?.trim() ?? `'${written.replaceAll("'", "''")}'`;
}

/** The resource of a type and name in a template. */
export function resourceIn({ list }: Template, type: RegExp, name: string): Node | undefined {
  return list.children?.find(
    (one) => type.test(textOf(one, "type") ?? "") && same(expressionOf(textOf(one, "name") ?? ""), name),
  );
}

const same = (a: string, b: string): boolean => a.replace(/\s+/g, "") === b.replace(/\s+/g, "");

/** The account of a finding: its name as an expression, and its resource where the template makes it. */
export interface ArmAccount {
  readonly name: string;
  readonly id: string;
  readonly resource: Node | undefined;
}

const ACCOUNT = /^Microsoft\.DocumentDB\/databaseAccounts$/i;

/** The account, if its data has roles. */
export function accountOf(template: Template, { path, text, finding }: FormatCase): ArmAccount | NotFixable {
  const call = text.slice(finding.start, finding.end);
  const name =
    /^list\w+\(\s*resourceId\(\s*'Microsoft\.DocumentDB\/databaseAccounts\/?'\s*,\s*((?:[^(),]|\([^()]*\))+?)\s*\)\s*,/i.exec(
      call,
    )?.[1] ??
    /^list\w+\(\s*concat\(\s*'\/?Microsoft\.DocumentDB\/databaseAccounts\/'\s*,\s*((?:[^(),]|\([^()]*\))+?)\s*\)\s*,/i.exec(
      call,
    )?.[1];
  if (name === undefined)
    return notFixable(
      "Which account this is cannot be told here: name it by resourceId('Microsoft.DocumentDB/databaseAccounts', NAME).",
      { path, span: finding },
    );
  const resource = resourceIn(template, ACCOUNT, name);
  const account = { name, id: `resourceId('Microsoft.DocumentDB/databaseAccounts', ${name})`, resource };
  if (resource === undefined) return account;
  const written = text.slice(resource.offset, resource.offset + resource.length);
  const span = { start: resource.offset, end: resource.offset + resource.length };
  const other = /"(Enable(?:Mongo|Cassandra|Gremlin|Table)\w*)"/.exec(written)?.[1];
  const kind = textOf(resource, "kind");
  if (kind?.startsWith("[") === true) return notFixable(COMPUTED_KIND, { path, span });
  if (other !== undefined || (kind !== undefined && kind !== "GlobalDocumentDB"))
    return notFixable(
      `Only SQL API accounts (GlobalDocumentDB) take an identity; this one is ${other ?? kind ?? ""}.`,
      { path, span },
    );
  if (isRepeated(resource))
    return notFixable(SEVERAL_ACCOUNTS, {
      path,
      span,
    });
  const capabilities = valueOf(valueOf(resource, "properties"), "capabilities");
  return capabilities === undefined || capabilities.type === "array"
    ? account
    : notFixable(COMPUTED_KIND, {
        path,
        span,
      });
}

/** Whether a resource is made under a condition, or several times. */
export function isRepeated(resource: Node): boolean {
  return valueOf(resource, "condition") !== undefined || valueOf(resource, "copy") !== undefined;
}

/** The nearest resource around a node. */
export function resourceAround(node: Node): Node | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (textOf(at, "type") !== undefined && textOf(at, "apiVersion") !== undefined) return at;
  return undefined;
}
