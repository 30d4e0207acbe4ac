import { findNodeAtOffset, getNodePath, type Node } from "jsonc-parser";
import { type NotFixable, notFixable } from "../fix";
import { isGenerated, type FormatCase } from "../formats/format";
import { without } from "../formats/jsonRewrites";
import { isBinding, oldExtension } from "../setting/conventions";
import { identityEdits, laidOut, roleEdits, SINCE, versionOf } from "./armIdentity";
import { armSlot } from "../templates/armSlot";
import {
  accountOf,
  type ArmAccount,
  isRepeated,
  resourceAround,
  resourceIn,
  type Template,
  templateOf,
  textOf,
  valueOf,
} from "../templates/armTemplate";
import { handover, type Closing, type Handover, type Holds, holdsOf } from "./handover";
import { goneFrom, taken, takenAt } from "./outputs";
import { PART_OF_VALUE, UNKNOWN_IDENTITY } from "../templates/reasons";

/** ARM templates: `listKeys(…)` and `listConnectionStrings(…)` in settings and outputs. */

const HOST = /^Microsoft\.(?:Web\/sites|App\/containerApps|App\/jobs|ContainerInstance\/containerGroups)$/i;

/** The key's place in a template, turned into an identity. */
export function inArm(at: FormatCase): Handover | NotFixable {
  const { path, text, finding } = at;
  const refuse = (reason: string): NotFixable => notFixable(reason, { path, span: finding });
  if (isGenerated(text)) return refuse("This template is made from Bicep: mend that file, and build this one again.");
  const template = templateOf(path, text);
  const value = template === undefined ? undefined : findNodeAtOffset(template.root, finding.start, true);
  if (template === undefined || value?.type !== "string")
    return refuse("The place is not to be found in the template.");
  const account = accountOf(template, at);
  if ("fixable" in account) return account;
  const [first, name, ...rest] = getNodePath(value);
  if (first === "outputs" && rest.length === 1) return withoutOutput(String(name), value, template, at, account);
  if (first !== "resources" || rest.includes("template"))
    return refuse(
      `The key goes to ${[first, name].join(" ")}, and who takes it there cannot be told: give those an identity by hand.`,
    );
  return inHost(value, template, at, account);
}

function withoutOutput(
  name: string,
  value: Node,
  { path, text }: Template,
  at: FormatCase,
  account: ArmAccount,
): Handover | NotFixable {
  const property = value.parent?.parent?.parent;
  if (property === undefined) return notFixable("The output is not to be found.");
  const span = { start: property.offset, end: property.offset + property.length };
  const rest = String(value.value).replace(text.slice(at.finding.start, at.finding.end), "");
  if (/\blist\w*\(|\breference\((?![^()]*(?:\([^()]*\)[^()]*)*\)\.documentEndpoint)/i.test(rest))
    return notFixable(PART_OF_VALUE, { path, span: at.finding });
  const user = takenAt({ name, path, span }, at.workspace);
  if (user !== undefined) return taken(name, user);
  return {
    edits: [{ path, edits: [without(text, property)] }],
    settings: [],
    holds: "key",
    left: [goneFrom(name, path)],
    ...closingOf(account, at),
  };
}

/** What an expression holds. */
function heldBy(written: string, word: string): Holds {
  const inside = /^\[([\s\S]*)\]$/.exec(written)?.[1]?.trim();
  if (inside === word)
    return /^listConnectionStrings/i.test(word) ? "connection-string" : /MasterKey$/i.test(word) ? "key" : undefined;
  const parts = /^concat\(([\s\S]*)\)$/i.exec(inside ?? "")?.[1];
  if (parts === undefined) return undefined;
  const pieces = splitArguments(parts).map((part) => /^'(.*)'$/.exec(part)?.[1] ?? `\${${part}}`);
  return holdsOf(pieces.join(""), (expression) => expression === word);
}

function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "'") quoted = !quoted;
    if (quoted) continue;
    if (sign === "(" || sign === "[") depth++;
    if (sign === ")" || sign === "]") depth--;
    if (at === text.length || (sign === "," && depth === 0)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts;
}

/** The setting of an app: the app signs in by its identity. */
function inHost(value: Node, template: Template, at: FormatCase, account: ArmAccount): Handover | NotFixable {
  const { path, text, finding, workspace } = at;
  const refuse = (reason: string): NotFixable => notFixable(reason, { path, span: finding });
  const own = resourceAround(value);
  const host = own === undefined ? undefined : hostOf(own, template);
  if (own === undefined || host === undefined)
    return refuse(
      `The key goes to ${textOf(own, "type") ?? "no app"}, and who takes it there cannot be told: give those an identity by hand.`,
    );
  if (isRepeated(host) || isRepeated(own))
    return refuse("The app is not always made, or several times: give its identity the role by hand.");
  const slot = armSlot(value, own, text);
  if (slot === undefined) return refuse("The key goes to no setting of the app that is known here.");
  const held = heldBy(String(value.value), text.slice(finding.start, finding.end));
  if (held === undefined) return refuse(PART_OF_VALUE);
  const binding = held === "connection-string" && isBinding(workspace, slot.name);
  const old = binding ? oldExtension(workspace) : undefined;
  if (old !== undefined) return refuse(old);
  const version = textOf(host, "apiVersion") ?? "";
  if (!/^\d{4}-\d\d-\d\d/.test(version) || version < "2016-08-01")
    return refuse(
      `The app's apiVersion (${version}) knows no identity, or is computed: name 2016-08-01 or later first.`,
    );
  const identity = identityEdits(host, text);
  if (identity === undefined) return refuse(UNKNOWN_IDENTITY);
  const renamed = binding ? `${slot.name}__accountEndpoint` : undefined;
  const endpoint = `[reference(${account.id}, '${account.resource === undefined ? SINCE : versionOf(account.resource)}').documentEndpoint]`;
  const edits = [
    ...(held === "key" ? slot.removes : slot.becomes(endpoint, renamed)),
    ...identity,
    ...roleEdits(host, template, account, at),
  ];
  return handover(path, edits, { settings: slot.names, holds: held, renamed, ...closingOf(account, at) });
}

/** The app of a resource: itself, what it stands in, or the one that its name begins with. */
function hostOf(own: Node, template: Template): Node | undefined {
  const type = textOf(own, "type") ?? "";
  if (HOST.test(type)) return own;
  const outer = own.parent === undefined ? undefined : resourceAround(own);
  if (/^config$/i.test(type)) return outer !== undefined && HOST.test(textOf(outer, "type") ?? "") ? outer : undefined;
  if (!/^Microsoft\.Web\/sites\/config$/i.test(type)) return undefined;
  const name = /^\[concat\(\s*(.+?)\s*,\s*'\/\w+'\s*\)\]$/.exec(textOf(own, "name") ?? "")?.[1];
  return name === undefined ? undefined : resourceIn(template, HOST, name);
}

/** Keys can be turned off where this template makes the account. */
function closingOf({ resource }: ArmAccount, { path, text }: FormatCase): { readonly closes?: Closing } {
  const properties = valueOf(resource, "properties");
  const last = properties?.children?.at(-1);
  if (resource === undefined || last === undefined) return {};
  const property = "disableLocalAuth";
  const said = valueOf(properties, property);
  if (said?.type === "boolean" && said.value === false)
    return { closes: { path, property, edit: { start: said.offset, end: said.offset + said.length, text: "true" } } };
  if (said !== undefined) return { closes: { path, property, edit: undefined } };
  const end = last.offset + last.length;
  return {
    closes: {
      path,
      property,
      edit: { start: end, end, text: `,${laidOut('"disableLocalAuth": true', last, text, false)}` },
    },
  };
}
