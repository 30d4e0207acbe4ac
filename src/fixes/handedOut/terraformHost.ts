import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf } from "../lines";
import { folderOf } from "../project/projects";
import { isBinding, oldExtension } from "../setting/conventions";
import { lastBody, namedOf, wayTo } from "../templates/body";
import { PART_OF_VALUE } from "../templates/reasons";
import { type Account, type Block, isRepeated } from "../templates/terraformModule";
import { slotOf } from "../templates/terraformSlot";
import { handover, type Closing, type Handover, type Holds, holdsOf } from "./handover";
import { clientId, identityOf, roleAssignment } from "./terraformIdentity";
import { isFive } from "./terraformProvider";

/** Terraform: the app that takes a key gets an identity and a role in its place. */

/** What an attribute of the account holds. */
export function heldAlone(attribute: string): Holds {
  return attribute.includes("connection_string") ? "connection-string" : "key";
}

/** What a value holds, as it is written: `word` stands in it for what `alone` says. */
export function heldBy(value: string, word: string, alone: Holds): Holds {
  let bare = value.trim();
  for (let before = ""; before !== bare;) {
    before = bare;
    bare =
      /^(?:sensitive|nonsensitive|tostring|trimspace)\(\s*([\s\S]*?)\s*\)$/.exec(bare)?.[1] ??
      /^"\$\{\s*([^"]*?)\s*\}"$/.exec(bare)?.[1] ??
      /^tolist\(\s*(.*?)\s*\)\[\d\]$/.exec(bare)?.[1] ??
      /^element\(\s*(.*?)\s*,\s*\d\s*\)$/.exec(bare)?.[1] ??
      bare;
  }
  if (bare === word) return alone;
  const text = /^"(.*)"$/.exec(bare)?.[1] ?? formatted(bare);
  return text === undefined || alone !== "key" ? undefined : holdsOf(text, (expression) => expression.trim() === word);
}

/** `format("AccountEndpoint=%s;AccountKey=%s", a, b)` as one string. */
function formatted(call: string): string | undefined {
  const match = /^format\(\s*"([^"]*)"\s*,\s*([\s\S]*)\)$/.exec(call);
  const given = (match?.[2] ?? "").split(",").map((one) => one.trim());
  return match?.[1]?.replace(/%s/g, () => `\${${given.shift() ?? ""}}`);
}

/** Where an app takes the key: the expression for it, and what that holds. */
export interface Taking {
  readonly host: Block;
  readonly span: Span;
  readonly word: string;
  readonly alone: Holds;
}

/** The setting of an app: the app signs in by its identity. */
export function inHost({ host, span, word, alone }: Taking, at: FormatCase, account: Account): Handover | NotFixable {
  const { text, path, labels } = host;
  const [type = "", label = ""] = labels;
  const lookAt = { path, span };
  const refuse = (reason: string): NotFixable => notFixable(reason, lookAt);
  if (isRepeated(host))
    return refuse(`${type} ${label} is made several times or not always: give its identities the role by hand.`);
  const all = wayTo(host.body, span.start);
  const way = all.slice(0, all.findLastIndex((one) => namedOf(one, text) !== undefined) + 1);
  const setting = way.at(-1);
  const named = setting === undefined ? undefined : namedOf(setting, text);
  if (setting === undefined || named === undefined) return refuse("The setting's name is not to be found.");
  const held = heldBy(text.slice(named.value.start, named.value.end), word, alone);
  if (held === undefined) return refuse(PART_OF_VALUE);
  const slot = slotOf(way, setting, host);
  if (slot === undefined)
    return refuse(`The key goes to ${named.name} of ${type} ${label}, which is no setting of the app.`);
  if ("fixable" in slot) return slot;
  const identity = identityOf(host, way[0] ?? setting);
  if ("fixable" in identity) return identity;
  const endpoint = `${account.reference}.endpoint`;
  const binding = held === "connection-string" && isBinding(at.workspace, slot.name);
  const old = binding ? oldExtension(at.workspace) : undefined;
  if (old !== undefined) return notFixable(old, lookAt);
  const renamed = binding ? `${slot.name}__accountEndpoint` : undefined;
  if (renamed !== undefined && identity.clientId !== undefined)
    return refuse("The binding needs the client id of the app's own identity: set it up by hand.");
  const client = identity.clientId === undefined ? [] : clientId(host, way, identity.clientId);
  if ("fixable" in client) return client;
  const edits: Edit[] = [
    ...(held === "key" ? slot.removes : slot.becomes(endpoint, renamed)),
    ...identity.edits,
    ...client,
    ...roleAssignment(host, account, identity.principal, at),
  ];
  return handover(path, edits, { settings: slot.names, holds: held, renamed, ...closingOf(account, at) });
}

/** Keys can be turned off where this module makes the account. */
export function closingOf({ block }: Account, { workspace }: FormatCase): { readonly closes?: Closing } {
  if (block.kind !== "resource") return {};
  const { text, path, body } = block;
  const line = isFive(workspace, folderOf(path))
    ? "local_authentication_enabled = false"
    : "local_authentication_disabled = true";
  const property = line.replace(/ .*/, "");
  const isSaid = /\blocal_authentication_(?:dis|en)abled\s*=/.test(text.slice(body.start, body.end));
  const last = body.members.findLast(
    (one, i, all) => lastBody(one) === undefined && all.slice(0, i).every((other) => lastBody(other) === undefined),
  );
  const edit =
    isSaid || last === undefined
      ? undefined
      : { start: last.end, end: last.end, text: `${lineEndOf(text)}${lineEndOf(text)}  ${line}` };
  return { closes: { path, edit, property } };
}
