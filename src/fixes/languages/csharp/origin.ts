import type { Node } from "web-tree-sitter";
import type { CodeBase } from "../../follow/language";
import { all, lastName, parts, same } from "../../follow/tree";
import { argumentsOf, type Call, valueOf } from "./arguments";
import { givenTo } from "./frames";
import { lookup, type Meaning } from "./lookup";
import { isOfString } from "./passing";
import { memberOf, nameOfCall } from "./program";
import { readAt, VARIABLES } from "./reading";
import { textsOf } from "./text";
import { initializerOf } from "./memberTypes";
import { typeOf, typeOfMeaning } from "./typeOf";

/** What an expression is, not how it is spelled: the settings that it takes its value from, and whether two are the same. */

const DEEPEST = 6;

/** The settings that an expression takes its value from, however often it is handed on; none where it may take it from elsewhere. */
export function settingsBehind({ node: value, source }: Call, base: CodeBase, depth = 0): readonly string[] {
  const node = bare(value);
  if (depth > DEEPEST) return [];
  if (node.type === "identifier") {
    const meaning = lookup(node.text, node, source, base);
    if (meaning?.is === "parameter") {
      const given = givenTo(meaning.node, { node: meaning.of, source }, base).map((one) =>
        settingsBehind(one, base, depth + 1),
      );
      return given.every(({ length }) => length > 0) ? given.flat() : [];
    }
    const declared = meaning?.is === "local" ? initializerOf(meaning.node) : undefined;
    return declared === undefined ? [] : settingsBehind({ node: declared, source }, base, depth + 1);
  }
  const key =
    node.type === "invocation_expression" && VARIABLES.test(nameOfCall(node)) ? argumentsOf(node)[0] : undefined;
  if (key !== undefined) return textsOf(valueOf(key), source, base);
  const read = readAt(node, source, base);
  return read?.leaf === true && read.type === undefined ? read.paths(undefined).map((path) => path.join(":")) : [];
}

/** Whether two expressions give the same: one setting, one member, one variable, or the same words with names that mean the same. */
export function isAlike(one: Call, other: Call, base: CodeBase, depth = 0): boolean {
  const [a, b] = [bare(one.node), bare(other.node)];
  const settings = settingsBehind(one, base);
  if (settings.length > 0) return settingsBehind(other, base).some((name) => settings.includes(name));
  const [x, y] = [meaningOf(one, base), meaningOf(other, base)];
  if ((x?.is === "parameter" || y?.is === "parameter") && depth < DEEPEST) {
    const origins = [...originsOf(one, base), ...originsOf(other, base)];
    const first = origins.find((origin) => meaningOf(origin, base)?.is !== "parameter");
    if (first !== undefined) return origins.every((origin) => isAlike(origin, first, base, DEEPEST));
  }
  if (x?.is === "member" && y?.is === "member") return same(x.member.node, y.member.node);
  if (x?.is === "local" && y?.is === "local") {
    if (same(x.node, y.node)) return true;
    const [from, to] = [initializerOf(x.node), initializerOf(y.node)];
    return (
      from !== undefined &&
      to !== undefined &&
      depth < DEEPEST &&
      isAlike({ node: from, source: one.source }, { node: to, source: other.source }, base, depth + 1)
    );
  }
  if (a.text !== b.text) return false;
  const names = [all(a, "identifier"), all(b, "identifier")] as const;
  return names[0].every((name, i) => {
    const second = names[1][i];
    return second !== undefined && meansTheSame({ ...one, node: name }, { ...other, node: second }, base);
  });
}

/** What callers give for a parameter, through all methods that hand it on; an expression itself where it is none. */
function originsOf(value: Call, base: CodeBase, depth = 0): readonly Call[] {
  const node = bare(value.node);
  const meaning = node.type === "identifier" ? lookup(node.text, node, value.source, base) : undefined;
  if (meaning?.is !== "parameter" || depth > DEEPEST) return [value];
  const given = givenTo(meaning.node, { node: meaning.of, source: value.source }, base);
  return given.length === 0 ? [value] : given.flatMap((one) => originsOf(one, base, depth + 1));
}

/** Whether a name means the same at two places: one declaration, or another's that has the same type. */
function meansTheSame(one: Call, other: Call, base: CodeBase): boolean {
  const x = lookup(one.node.text, one.node, one.source, base);
  const y = lookup(other.node.text, other.node, other.source, base);
  if (x === undefined || y === undefined) return x === y;
  if (x.is === "member" && y.is === "member") return same(x.member.node, y.member.node);
  if (x.is !== "member" && y.is !== "member" && same(x.node, y.node)) return true;
  const type = typeOfMeaning(x, one.source, base);
  return type !== undefined && type !== "string" && type === typeOfMeaning(y, other.source, base);
}

/** What a name, or a member of something, stands for. */
export function meaningOf({ node, source }: Call, base: CodeBase): Meaning | undefined {
  const value = bare(node);
  if (value.type === "identifier") return lookup(value.text, value, source, base);
  if (value.type !== "member_access_expression") return undefined;
  const type = typeOf(value.childForFieldName("expression"), source, base);
  const member =
    type === undefined
      ? undefined
      : memberOf(/^[^<]*/.exec(type)?.[0] ?? type, lastName(value.childForFieldName("name")), source, base);
  return member === undefined ? undefined : { is: "member", member };
}

/** A value without what stands in for it where it is missing, and without what only gives it back. */
function bare(node: Node): Node {
  if (/^(?:parenthesized|postfix_unary)_expression$/.test(node.type)) return bare(parts(node)[0] ?? node);
  const left = node.childForFieldName("left");
  if (node.type === "binary_expression" && node.childForFieldName("operator")?.text === "??" && left !== null)
    return bare(left);
  const called = node.type === "invocation_expression" ? node.childForFieldName("function") : null;
  const on = called?.childForFieldName("expression") ?? called?.childForFieldName("condition") ?? null;
  return called !== null && on !== null && isOfString(called, on) ? bare(on) : node;
}
