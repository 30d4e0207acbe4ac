import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf } from "../lines";
import { folderOf } from "../project/projects";
import { isBinding, oldExtension } from "../setting/conventions";
import { bodyOf, lastBody, namedOf, wayTo, withoutMember } from "../templates/body";
import { type Closing, type Handover, type Holds, holdsOf } from "./handover";
import { goneFrom, taken, takenAt, takenByOthers } from "./outputs";
import { clientId, identityOf, roleAssignment } from "./terraformIdentity";
import {
  type Account,
  accountOf,
  type Block,
  blocksIn,
  HOST,
  isRepeated,
  moduleIn,
} from "../templates/terraformModule";
import { isFive, olderProvider } from "./terraformProvider";
import { slotOf } from "../templates/terraformSlot";
import { PART_OF_VALUE, STATIC_WEB_APP } from "../templates/reasons";

/** Terraform: keys of `azurerm_cosmosdb_account` in settings, secrets and outputs. */

/** The key's place in Terraform, turned into an identity. */
export function inTerraform(at: FormatCase): Handover | NotFixable {
  const { path, text, finding } = at;
  const lookAt = { path, span: finding };
  const body = bodyOf(text);
  const own = body === undefined ? undefined : blocksIn(path, text, body).find((one) => holds(one, finding.start));
  if (own === undefined) return notFixable("The file's brackets do not fit: mend them, then try again.", lookAt);
  const account = accountOf(at);
  if ("fixable" in account) return account;
  const old = olderProvider(at.workspace, folderOf(path));
  if (old !== undefined) return old;
  if (own.kind === "output") return withoutOutput(own, at, account);
  if (own.kind === "locals") return throughLocal(own, at, account);
  if (own.labels[0] === "azurerm_static_web_app" || own.labels[0] === "azurerm_static_site")
    return notFixable(STATIC_WEB_APP, lookAt);
  if (own.kind !== "resource" || !HOST.test(own.labels[0] ?? ""))
    return notFixable(
      `The key goes to ${own.kind} ${own.labels.join(" ")}, and who takes it there cannot be told: give those an identity by hand.`,
      lookAt,
    );
  const word = text.slice(finding.start, finding.end);
  return inHost({ host: own, span: finding, word, alone: heldAlone(word) }, at, account);
}

const holds = (one: Span, at: number): boolean => one.start <= at && at < one.end;

/** An output goes, where nothing takes it. */
function withoutOutput(own: Block, at: FormatCase, account: Account): Handover | NotFixable {
  const [name = ""] = own.labels;
  const user = takenAt({ name, path: own.path, span: own }, at.workspace);
  if (user !== undefined) return taken(name, user);
  const others = takenByOthers(at.path, own, at.workspace);
  if (others !== undefined) return others;
  return {
    edits: [{ path: own.path, edits: [withoutMember(own.text, own)] }],
    settings: [],
    holds: "key",
    left: [goneFrom(name, own.path)],
    ...closingOf(account, at),
  };
}

/** `locals { key = … }`: the one place that takes the local is the setting. */
function throughLocal(own: Block, at: FormatCase, account: Account): Handover | NotFixable {
  const { finding, workspace, path, text } = at;
  const member = own.body.members.find((one) => holds(one, finding.start));
  const named = member === undefined ? undefined : namedOf(member, text);
  const lookAt = { path, span: finding };
  if (member === undefined || named === undefined || member.bodies.length > 0)
    return notFixable("The key is a part of a larger local value: take it out by hand.", lookAt);
  const word = `local.${named.name}`;
  const uses = moduleIn(folderOf(path), workspace).flatMap((block) =>
    [
      ...block.text
        .slice(block.start, block.end)
        .matchAll(new RegExp(String.raw`\b${word.replace(".", "\\.")}(?![\w-])`, "g")),
    ].map(({ index }) => ({ block, span: { start: block.start + index, end: block.start + index + word.length } })),
  );
  const [use, ...more] = uses;
  if (use === undefined || more.length > 0 || !HOST.test(use.block.labels[0] ?? ""))
    return notFixable(
      `${word} is taken in ${String(uses.length)} places, not by one app's setting alone.`,
      use === undefined ? lookAt : { path: use.block.path, span: use.span },
    );
  const key = text.slice(finding.start, finding.end);
  const alone = heldBy(text.slice(named.value.start, named.value.end), key, heldAlone(key));
  const handed = inHost({ host: use.block, span: use.span, word, alone }, at, account);
  if ("fixable" in handed) return handed;
  const gone = { path, edits: [withoutMember(text, member)] };
  const same = handed.edits.find((one) => one.path === path);
  return {
    ...handed,
    edits:
      same === undefined
        ? [...handed.edits, gone]
        : handed.edits.map((one) => (one === same ? { path, edits: [...one.edits, ...gone.edits] } : one)),
  };
}

/** What an attribute of the account holds. */
function heldAlone(attribute: string): Holds {
  return attribute.includes("connection_string") ? "connection-string" : "key";
}

/** What a value holds, as it is written: `word` stands in it for what `alone` says. */
function heldBy(value: string, word: string, alone: Holds): Holds {
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
interface Taking {
  readonly host: Block;
  readonly span: Span;
  readonly word: string;
  readonly alone: Holds;
}

/** The setting of an app: the app signs in by its identity. */
function inHost({ host, span, word, alone }: Taking, at: FormatCase, account: Account): Handover | NotFixable {
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
  return {
    edits: [{ path, edits }],
    settings: slot.names,
    holds: held,
    ...(renamed === undefined ? {} : { renamed }),
    ...closingOf(account, at),
  };
}

/** Keys can be turned off where this module makes the account. */
function closingOf({ block }: Account, { workspace }: FormatCase): { readonly closes?: Closing } {
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
