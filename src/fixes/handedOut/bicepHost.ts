import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import { isBinding, oldExtension } from "../setting/conventions";
import type { BicepFile, Resource } from "../templates/bicepFile";
import { clientIdIn, slotIn } from "../templates/bicepSlot";
import { lastBody, memberOf, namedOf, saysOf, wayTo } from "../templates/body";
import { PART_OF_VALUE, STATIC_WEB_APP } from "../templates/reasons";
import { identityOf, roleOf } from "./bicepIdentity";
import { handover, type Closing, type Handover, type Holds, holdsOf } from "./handover";

/** Bicep: the app that takes a key gets an identity and a role in its place. */

const holds = (one: Span, at: number): boolean => one.start <= at && at < one.end;

/** Where an app takes the key: the expression for it, and what that holds. */
export interface Taking {
  readonly file: BicepFile;
  readonly span: Span;
  readonly word: string;
  readonly alone: Holds;
}

/** What a value holds, as it is written: `word` stands in it for what `alone` says. */
export function heldBy(value: string, word: string, alone: Holds): Holds {
  const bare = /^'\$\{([^{}']*(?:'[^']*'[^{}']*)*)\}'$/.exec(value.trim())?.[1] ?? value.trim();
  if (bare === word) return alone;
  const text = /^'([\s\S]*)'$/.exec(bare)?.[1] ?? concatenated(bare);
  return text === undefined || alone !== "key" ? undefined : holdsOf(text, (expression) => expression === word);
}

/** `concat('AccountEndpoint=', a, ';AccountKey=', b)` as one string. */
function concatenated(call: string): string | undefined {
  const inside = /^concat\(([\s\S]*)\)$/.exec(call)?.[1];
  if (inside === undefined) return undefined;
  const parts = inside.split(/\s*,\s*(?=(?:[^()]*\([^()]*\))*[^()]*$)/).map((part) => part.trim());
  return parts.map((part) => /^'(.*)'$/.exec(part)?.[1] ?? `\${${part}}`).join("");
}

const HOST = /^Microsoft\.(?:Web\/sites(?:\/slots)?|App\/(?:containerApps|jobs)|ContainerInstance\/containerGroups)$/i;

/** The setting of an app: the app signs in by its identity. */
export function inHost({ file, span, word, alone }: Taking, at: FormatCase, account: Resource): Handover | NotFixable {
  const { path, text, workspace } = at;
  const refuse = (reason: string, where: Span = span): NotFixable => notFixable(reason, { path, span: where });
  const own = file.resources.findLast((one) => holds(one, span.start));
  const host = own === undefined ? undefined : hostOf(own, file);
  if (own !== undefined && /^Microsoft\.Web\/staticSites\b/i.test(own.type)) return refuse(STATIC_WEB_APP);
  if (own === undefined || host === undefined)
    return refuse(
      own === undefined || HOST.test(own.type) || /sites\/(?:slots\/)?config$/i.test(own.type)
        ? "Which app takes the key cannot be told here."
        : `The key goes to ${own.type} ${own.symbol}, and who takes it there cannot be told: give those an identity by hand.`,
    );
  if (host.isRepeated || host.isExisting)
    return refuse(
      `${host.symbol} is not made here, or not always, or several times: give its identity the role by hand.`,
      host,
    );
  if (/^Microsoft\.Web\//i.test(host.type) && host.version < "2016-08-01")
    return refuse(`The app's API version (${host.version}) knows no identity: name 2016-08-01 or later first.`, host);
  const all = wayTo(own.body, span.start);
  const way = all.slice(0, all.findLastIndex((one) => namedOf(one, text) !== undefined) + 1);
  const setting = way.at(-1);
  const named = setting === undefined ? undefined : namedOf(setting, text);
  const slot = slotIn(way, own, text);
  if (named === undefined || slot === undefined)
    return refuse("The key goes to no setting of the app that is known here.");
  const held = heldBy(text.slice(named.value.start, named.value.end), word, alone);
  if (held === undefined) return refuse(PART_OF_VALUE);
  const binding = held === "connection-string" && isBinding(workspace, slot.name);
  const old = binding ? oldExtension(workspace) : undefined;
  if (old !== undefined) return refuse(old);
  const identity = identityOf(host, file);
  if ("fixable" in identity) return identity;
  if (binding && identity.clientId !== undefined)
    return refuse("The binding needs the client id of the app's own identity: set it up by hand.");
  const client = identity.clientId === undefined ? [] : clientIdIn(way, own, host, identity.clientId, file.text);
  if (client === undefined)
    return refuse("The app must be told its identity's client id (AZURE_CLIENT_ID): set it first.");
  const renamed = binding ? `${slot.name}__accountEndpoint` : undefined;
  const endpoint = `${account.symbol}.properties.documentEndpoint`;
  const edits = [
    ...(held === "key" ? slot.removes : slot.becomes(endpoint, renamed)),
    ...identity.edits,
    ...client,
    ...roleOf(host, account, identity.principal, file, at),
  ];
  return handover(path, edits, { settings: slot.names, holds: held, renamed, ...closingOf(account, at) });
}

/** The app of a resource: itself, what it stands in, or the parent that it names. */
function hostOf(own: Resource, { resources, text }: BicepFile): Resource | undefined {
  if (HOST.test(own.type)) return own;
  if (!/^Microsoft\.Web\/sites\/(?:slots\/)?config$/i.test(own.type)) return undefined;
  const parent =
    saysOf(own.body, "parent", text) ?? /^'\$\{(\w+)\.name\}\//.exec(saysOf(own.body, "name", text) ?? "")?.[1];
  const host = own.outer ?? resources.find(({ symbol }) => symbol === parent);
  return host !== undefined && HOST.test(host.type) ? host : undefined;
}

/** Keys can be turned off where this file makes the account. */
export function closingOf(account: Resource, { path, text }: FormatCase): { readonly closes?: Closing } {
  const body = lastBody(memberOf(account.body, "properties", text) ?? account);
  if (account.isExisting || body === undefined) return {};
  const property = "disableLocalAuth";
  const said = memberOf(body, property, text);
  const last = body.members.at(-1);
  if (said !== undefined && text.slice(said.value.start, said.value.end).trim() === "false")
    return { closes: { path, property, edit: { ...said.value, text: "true" } } };
  if (said !== undefined || last === undefined) return { closes: { path, property, edit: undefined } };
  const start = lineStart(text, last.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const edit = { start: last.end, end: last.end, text: `${lineEndOf(text)}${indent}${property}: true` };
  return { closes: { path, property, edit } };
}
