import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Rewrite, Source } from "../../follow/language";
import { all, parts, same } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import { NEW_CREDENTIAL, statementOf } from "./statements";
import { declaring, functionOf } from "./scope";
import { byHand } from "../../follow/reasons";

/** A program that also runs on the emulator, which takes no identity: the key where there is one, else the identity. */

/** The statements that make a key's credential and a client of it, with the checks of their errors. */
interface Opening {
  readonly first: Node;
  readonly client: Node;
  readonly last: Node;
}

/** The client by its key, and by an identity where there is no key. */
export function eitherWay(call: Node, key: Node, source: Source): Rewrite | NotFixable {
  const opening = openingOf(call);
  const isPlain = /^(?:identifier|selector_expression)$/.test(key.type);
  if (opening === undefined || !isPlain || isNeeded(opening, source)) return byHand(call, source);
  const edits =
    opening.client.type === "return_statement"
      ? before(opening, call, key, source)
      : around(opening, call, key, source);
  return { edits, needs: ["identity"], keeps: true };
}

/** `cred, err := …`, its check, `client, err := …WithKey(…)`, its check, one behind the other. */
function openingOf(call: Node): Opening | undefined {
  const first = statementOf(call);
  const error =
    first?.type === "short_var_declaration" ? parts(first.childForFieldName("left") ?? first)[1] : undefined;
  if (first === undefined || error === undefined) return undefined;
  const check = nextOf(first);
  const client = isCheck(check, error.text) ? nextOf(check) : check;
  if (client === undefined || !/^(?:short_var_declaration|return_statement)$/.test(client.type)) return undefined;
  if (!/\bNewClientWithKey\(/.test(client.text)) return undefined;
  const behind = nextOf(client);
  return { first, client, last: client.type !== "return_statement" && isCheck(behind, error.text) ? behind : client };
}

function nextOf(node: Node): Node | undefined {
  let next = node.nextNamedSibling;
  while (next?.type === "comment") next = next.nextNamedSibling;
  return next ?? undefined;
}

function isCheck(node: Node | undefined, error: string): node is Node {
  return node?.type === "if_statement" && node.childForFieldName("condition")?.text === `${error} != nil`;
}

/** Whether what the statements declare is needed behind them, or a result has a name that they would hide. */
function isNeeded({ first, client, last }: Opening, source: Source): boolean {
  const method = functionOf(first);
  const result = method?.childForFieldName("result");
  if (result?.type === "parameter_list" && parts(result).some((one) => one.childForFieldName("name") !== null))
    return true;
  const [credential, error] = parts(first.childForFieldName("left") ?? first);
  const used = all(source.root, "identifier").filter((node) => node.startIndex >= last.endIndex);
  const isCredential = used.some(
    (node) => node.text === credential?.text && same(declaring(node)?.nameNode, credential),
  );
  if (isCredential || client.type === "return_statement") return isCredential;
  const [next] = used.filter((node) => node.text === error?.text && same(functionOf(node), method));
  const anew = next === undefined ? undefined : declaring(next);
  return anew !== undefined && (same(anew.holder, first) || same(anew.holder, client));
}

/** The identity's statements, which leave, before those of the key. */
function before({ first, last }: Opening, call: Node, key: Node, source: Source): readonly Edit[] {
  const gap = lineEndOf(source.text) + indentOf(source.text, first.startIndex);
  const text = `if ${key.text} == "" {${gap}\t${inner(byIdentity(first, last, call, source), gap)}${gap}}${gap}`;
  return [{ start: first.startIndex, end: first.startIndex, text }];
}

/** The client is declared, and made in one of two blocks. */
function around({ first, client, last }: Opening, call: Node, key: Node, source: Source): readonly Edit[] {
  const name = parts(client.childForFieldName("left") ?? client)[0]?.text ?? "client";
  const pack = /(\w+)\.NewClientWithKey/.exec(client.text)?.[1] ?? "azcosmos";
  const gap = lineEndOf(source.text) + indentOf(source.text, first.startIndex);
  const assigned = (text: string): string =>
    text.replace(
      `${client.childForFieldName("left")?.text ?? ""} :=`,
      `${client.childForFieldName("left")?.text ?? ""} =`,
    );
  const whole = source.text.slice(first.startIndex, last.endIndex);
  const identity = inner(assigned(byIdentity(first, last, call, source)), gap);
  const keyed = inner(assigned(whole), gap);
  const text = `var ${name} *${pack}.Client${gap}if ${key.text} == "" {${gap}\t${identity}${gap}} else {${gap}\t${keyed}${gap}}`;
  return [{ start: first.startIndex, end: last.endIndex, text }];
}

/** The statements with an identity in the key's place. */
function byIdentity(first: Node, last: Node, call: Node, { text }: Source): string {
  const at = call.startIndex - first.startIndex;
  const whole = text.slice(first.startIndex, last.endIndex);
  const changed = whole.slice(0, at) + NEW_CREDENTIAL + whole.slice(at + call.text.length);
  return changed.replace(/\bNewClientWithKey\(/, "NewClient(");
}

/** Lines one step further in. */
function inner(text: string, gap: string): string {
  return text.replaceAll(gap, `${gap}\t`);
}
