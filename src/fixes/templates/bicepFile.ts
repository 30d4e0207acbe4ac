import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { type Body, bodyOf, lastBody, type Member, memberOf, saysOf } from "./body";
import { COMPUTED_KIND, SEVERAL_ACCOUNTS } from "./reasons";

/** Bicep: the resources of a file, and the account whose key is handed out. */

/** A resource, at the top of a file or within another. */
export interface Resource extends Member {
  readonly symbol: string;
  /** Its type in full: `Microsoft.Web/sites/config`. */
  readonly type: string;
  readonly version: string;
  readonly isExisting: boolean;
  /** Whether it is made under a condition, or for each of several. */
  readonly isRepeated: boolean;
  readonly body: Body;
  /** The resource that it stands in. */
  readonly outer?: Resource;
}

/** A file of Bicep. */
export interface BicepFile {
  readonly path: string;
  readonly text: string;
  readonly body: Body;
  readonly resources: readonly Resource[];
}

/** Reads a file; undefined where its brackets do not fit. */
export function bicepFile(path: string, text: string): BicepFile | undefined {
  const body = bodyOf(text);
  return body === undefined ? undefined : { path, text, body, resources: resourcesIn(body, text) };
}

function resourcesIn({ members }: Body, text: string, outer?: Resource): readonly Resource[] {
  return members.flatMap((member) => {
    const head = /^resource\s+(\w+)\s+'([^'@]+)(?:@([^']+))?'\s*(existing\b)?\s*=\s*(if\b|\[)?/.exec(
      text.slice(member.start, member.end),
    );
    const body = head?.[5] === "[" ? lastBody(member)?.members.at(-1)?.bodies.at(-1) : lastBody(member);
    if (head === null || body === undefined) return [];
    const [, symbol = "", type = "", version = outer?.version ?? "", existing, repeated] = head;
    const resource: Resource = {
      ...member,
      symbol,
      type: outer === undefined ? type : `${outer.type}/${type}`,
      version,
      isExisting: existing !== undefined,
      isRepeated: repeated !== undefined || outer?.isRepeated === true,
      body,
      ...(outer === undefined ? {} : { outer }),
    };
    return [resource, ...resourcesIn(body, text, resource)];
  });
}

/** The account of a finding, if its template can give roles on it. */
export function accountOf(file: BicepFile, { path, text, finding }: FormatCase): Resource | NotFixable {
  const lookAt = (span: Span) => ({ path, span });
  const call = text.slice(finding.start, finding.end);
  const symbol = /^(\w+)!?\.list/.exec(call)?.[1] ?? /^list\w+\(\s*(\w+)\.id\b/i.exec(call)?.[1];
  const named = /resourceId\(\s*'Microsoft\.DocumentDB\/databaseAccounts'\s*,\s*([^,()]+?)\s*\)/i.exec(call)?.[1];
  const account = file.resources.find(
    (one) =>
      isAccount(one) &&
      (one.symbol === symbol ||
        (named !== undefined && (saysOf(one.body, "name", text) === named || `${one.symbol}.name` === named))),
  );
  if (account === undefined)
    return notFixable("The account is no resource of this file, so no role can be given on it here.", lookAt(finding));
  if (account.isRepeated) return notFixable(SEVERAL_ACCOUNTS, lookAt(account));
  if (memberOf(account.body, "scope", text) !== undefined)
    return notFixable(
      "The account lies in another resource group: its role assignments need a module of their own there.",
      lookAt(account),
    );
  const kind = memberOf(account.body, "kind", text);
  const says = saysOf(account.body, "kind", text);
  const other = /'(Enable(?:Mongo|Cassandra|Gremlin|Table)\w*)'/.exec(text.slice(account.start, account.end))?.[1];
  if (other !== undefined)
    return notFixable(`This account is no SQL API account (${other}): its drivers take a key.`, lookAt(account));
  if (kind !== undefined && !/^'[A-Za-z]+'$/.test(says ?? "")) return notFixable(COMPUTED_KIND, lookAt(kind));
  if (kind !== undefined && says !== "'GlobalDocumentDB'")
    return notFixable(
      `Only SQL API accounts (GlobalDocumentDB) take an identity; this one is ${says ?? ""}.`,
      lookAt(kind),
    );
  const properties = lastBody(memberOf(account.body, "properties", text) ?? account);
  const capabilities = saysOf(properties, "capabilities", text);
  return capabilities === undefined || capabilities.includes("[")
    ? account
    : notFixable(COMPUTED_KIND, lookAt(account));
}

function isAccount({ type }: Resource): boolean {
  return /^Microsoft\.DocumentDB\/databaseAccounts$/i.test(type);
}
