import type { Node } from "web-tree-sitter";
import type { CodeBase, Source } from "../../follow/language";
import { all, parts } from "../../follow/tree";
import {
  calledBy,
  classNamed,
  declaredType,
  declaring,
  memberOf,
  nameNodeOf,
  nameOf,
  ownerOf,
  propertiesOf,
  valueOf,
} from "./types";

/** Of which class an expression of Kotlin is, as far as the program says it. */

/** The simple name of an expression's class; undefined where the program does not say it. */
export function typeOf(node: Node | undefined, source: Source, base: CodeBase, depth = 0): string | undefined {
  if (node === undefined || depth > 6) return undefined;
  if (node.type === "this_expression") return nameOf(ownerOf(node));
  if (node.type === "identifier") {
    const declared = declaring(node);
    if (declared !== undefined) return declaredType(declared) ?? typeOf(valueOf(declared), source, base, depth + 1);
    return /^[A-Z]/.test(node.text) ? node.text : outside(node.text, source, base, depth);
  }
  const member = memberOf(node);
  if (member !== undefined) {
    const owner = typeOf(member.object, source, base, depth + 1);
    const found = owner === undefined ? undefined : classNamed(owner, source, base);
    const property =
      found === undefined
        ? undefined
        : propertiesOf(found.node).find((one) => nameNodeOf(one)?.text === member.name.text);
    if (property === undefined || found === undefined) return undefined;
    return declaredType(property) ?? typeOf(valueOf(property), found.source, base, depth + 1);
  }
  const called = calledBy(node);
  if (called === undefined) return undefined;
  if (called.object === undefined && /^[A-Z]/.test(called.name)) return called.name;
  if (called.object !== undefined && /^(?:apply|also)$/.test(called.name))
    return typeOf(called.object, source, base, depth + 1);
  const given = typeArgument(node);
  if (given !== undefined && classNamed(given, source, base) !== undefined) return given;
  const returned = returnType(called.name, source, base);
  if (returned !== undefined || called.object === undefined) return returned;
  const owner = typeOf(called.object, source, base, depth + 1);
  // A builder's methods give the builder back, until it builds.
  return owner?.endsWith("Builder") === true && !called.name.startsWith("build") ? owner : undefined;
}

/** The class of what stands at the top of another file. */
function outside(name: string, source: Source, base: CodeBase, depth: number): string | undefined {
  const found = base.others(source, name).flatMap((one) =>
    parts(one.root)
      .filter((node) => node.type === "property_declaration" && nameNodeOf(node)?.text === name)
      .map((node) => ({ node, one })),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  return declaredType(only.node) ?? typeOf(valueOf(only.node), only.one, base, depth + 1);
}

/** What the program's one function of a name says that it gives back. */
function returnType(name: string, source: Source, base: CodeBase): string | undefined {
  const found = [source, ...base.others(source, name)].flatMap((one) =>
    all(one.root, "function_declaration").filter((node) => nameOf(node) === name),
  );
  const [only] = found;
  const type = only === undefined ? undefined : parts(only).find((one) => /^(?:user|nullable)_type$/.test(one.type));
  return found.length !== 1 || type === undefined ? undefined : all(type, "identifier").at(-1)?.text;
}

/** `loadConfigOrThrow<Config>()`. */
function typeArgument(call: Node): string | undefined {
  const list = parts(call).find(({ type }) => type === "type_arguments");
  return list === undefined ? undefined : all(list, "identifier").at(-1)?.text;
}
