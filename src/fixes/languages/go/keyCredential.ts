import type { Node } from "web-tree-sitter";
import { type Edit, type NotFixable, notFixable } from "../../fix";
import type { CodeBase, Rewrite, Source } from "../../follow/language";
import { all, climb, replace, same, spanOf } from "../../follow/tree";
import type { Client } from "./clients";
import { isPackage } from "./imports";
import { NEW_CREDENTIAL } from "./statements";
import { declaring } from "./scope";
import { fieldsOf, structOf } from "./types";

/** A credential made of a key, in the variable or field that holds it, and the clients that take it. */

/** A code base of one file: what can be known without looking further. */
const ALONE: CodeBase = { others: () => [] };

/** `cred, err := azcosmos.NewKeyCredential(…)`: the credential changes, and each client that it is given to. */
export function keyCredential(call: Node, client: Client, source: Source): Rewrite | NotFixable {
  const statement = climb(call, ({ type }) => /^(?:short_var_declaration|assignment_statement|var_spec)$/.test(type));
  const written = statement?.childForFieldName("left")?.namedChild(0) ?? statement?.childForFieldName("name");
  const name =
    statement?.type === "assignment_statement" && written?.type === "identifier"
      ? declaring(written)?.nameNode
      : written;
  const holder = name?.parent?.type === "expression_list" ? name.parent.parent : name?.parent;
  const type = holder?.childForFieldName("type");
  const scope = climb(holder, ({ type: kind }) => kind === "block" || kind === "source_file");
  const typed = type == null ? [] : withType(type, client, source);
  if (name?.type !== "identifier" || scope === undefined || typed === undefined)
    return notFixable("The key credential is not kept in a variable that can be followed.", {
      path: source.path,
      span: spanOf(call),
    });
  const edits: Edit[] = [replace(call, NEW_CREDENTIAL), ...typed];
  const uses = all(scope, "identifier").filter(
    (node) => node.text === name.text && !same(node, name) && same(declaring(node)?.nameNode, name),
  );
  for (const use of uses) {
    const taken = same(use, written) || isIgnored(use) ? [] : (takenBy(use, client) ?? keptIn(use, client, source));
    if (taken === undefined)
      return notFixable("The key credential is used for something else than a client.", {
        path: source.path,
        span: spanOf(use),
      });
    edits.push(...taken);
  }
  return { edits, needs: ["identity"] };
}

/** `_ = cred`. */
function isIgnored({ parent }: Node): boolean {
  const statement = parent?.type === "expression_list" ? parent.parent : null;
  return statement?.type === "assignment_statement" && statement.childForFieldName("left")?.text === "_";
}

/** The client's function that a credential is an argument of, under its other name. */
function takenBy(use: Node, client: Client): readonly Edit[] | undefined {
  const taker = use.parent?.type === "argument_list" ? use.parent.parent : null;
  const called = taker?.childForFieldName("function");
  return called == null || !client.withKey.test(called.text)
    ? undefined
    : [replace(called, called.text.replace(client.withKey, ""))];
}

/** A field of a struct that a credential is kept in: its type changes; who takes it from there is a client, or nobody. */
function keptIn(use: Node, client: Client, source: Source): readonly Edit[] | undefined {
  const element = use.parent?.type === "literal_element" ? use.parent : undefined;
  const keyed = element?.parent?.type === "keyed_element" ? element.parent : undefined;
  const key = keyed?.childForFieldName("key")?.text;
  const struct = structOf(keyed?.parent?.parent?.childForFieldName("type"), source, ALONE);
  const type = struct === undefined ? undefined : fieldsOf(struct.node).find(({ name }) => name === key)?.declaration;
  const typed = type?.childForFieldName("type");
  const changed = typed == null ? undefined : withType(typed, client, source);
  if (changed === undefined || key === undefined) return undefined;
  const elsewhere = source.program.paths.some(
    (path) =>
      path !== source.path &&
      path.startsWith(source.path.replace(/[^/]*$/, "")) &&
      path.endsWith(".go") &&
      new RegExp(String.raw`\.${key}\b`).test(source.program.read(path) ?? ""),
  );
  const reads = all(source.root, "selector_expression").filter((one) => one.childForFieldName("field")?.text === key);
  const taken = reads.map((one) => takenBy(one, client));
  return elsewhere || taken.includes(undefined) ? undefined : [...changed, ...taken.flatMap((one) => one ?? [])];
}

/** A written type of a key's credential as that of an identity's. */
function withType(type: Node, client: Client, source: Source): readonly Edit[] | undefined {
  const isKeys =
    type.type === "qualified_type" &&
    isPackage(type.childForFieldName("package"), client.package, source) &&
    type.childForFieldName("name")?.text === client.credential.replace(/^New/, "");
  return isKeys ? [replace(type, "*azidentity.DefaultAzureCredential")] : undefined;
}
