import type { Span } from "./finding";
import { nameBefore } from "./lines";
import { type Endpoint, endpointsOf } from "./structure/endpoints";
import { ownersOf, type Part } from "./structure/owner";
import { commonGroup, isIn, type Page, valueAt, wordsAround } from "./structure/page";
import type { Pages } from "./structure/pages";
import { labelBefore, saidBefore } from "./structure/labels";
import { isPairName } from "./structure/syntax";
import { areParagraphsApart, areRowsApart, areTitledApart } from "./structure/titles";
import {
  isAuthName,
  isConversion,
  isDecoding,
  isWeakName,
  namesDatabase,
  ownerWords,
  wordsOf,
} from "./structure/words";

/** Whose an account key is: what it is called, and which account's endpoint its call, object, section or name holds. */

/** A value as its text presents it. */
export interface Subject {
  readonly page: Page;
  readonly part: Part;
  /** Its own name, or, where only a conversion stands around it, the name of what that gives. */
  readonly name: string | undefined;
  readonly words: readonly string[];
}

/** What the text at a span is called and where it stands. */
export function subjectAt(text: string, pages: Pages, span: Span): Subject {
  const page = pages.at(span.start);
  const first = { start: span.start, end: Math.min(span.end, span.start + 1) };
  const value = valueAt(page, first);
  const group = value?.group ?? page.groupAt(span.start);
  // A label inside of a value, or on the line before, is nearer than the value's name.
  const isInside = value === undefined || value.start < span.start;
  const label = labelBefore(text, span.start);
  const isLonger = label !== undefined && label.includes(" ") && label.endsWith(value?.name ?? "\n");
  const named =
    (isInside || isLonger ? label : undefined) ??
    value?.name ??
    (value?.form === "cell" ? undefined : wordBefore(text, span));
  const own = ofJava(text, span, named);
  const isEndpoint = own !== undefined && ENDPOINT.test(own);
  const call =
    own !== undefined && group.kind === "bracket" && group.label.trimEnd().endsWith(own)
      ? wordsOf(/(?:base64\.)?[^.]*$/i.exec(own)?.[0] ?? "")
      : [];
  const isConverted = own === undefined || isConversion(wordsOf(own)) || isDecoding(call);
  const given = isConverted ? nameAround(group) : undefined;
  const name = isEndpoint ? undefined : (given ?? own);
  const part: Part = {
    start: span.start,
    end: span.end,
    name,
    group,
    paragraph: value?.paragraph ?? page.paragraphAt(span.start),
    line: value?.line ?? page.lineAt(span.start),
    isFlag: value?.form === "flag" || value?.name?.startsWith("--") === true,
  };
  // `.unwrap_or_else(|_| "…")`: a conversion whose result nothing names says nothing of whose its argument is.
  const saysNothing = name === undefined || (given === undefined && isDecoding(call));
  return { page, part, name, words: saysNothing ? [] : wordsOf(name) };
}

const ENDPOINT = /:\/\/|\.azure\.(?:com|cn|us)/;

/** `-DACCOUNT_KEY=…`: a property that Java is given is called as it is behind the sign. */
function ofJava(text: string, { start }: Span, name: string | undefined): string | undefined {
  if (name === undefined || !/^-?D\w/.test(name)) return name;
  const isDefined = /(?:^|[\s"'`,>])-D[\w.-]{1,80}=\\{0,2}["']?$/;
  return isDefined.test(text.slice(Math.max(0, start - 100), start)) ? name.replace(/^-?D/, "") : name;
}

/** The word before a value that may be its name. */
function wordBefore(text: string, { start }: Span): string | undefined {
  const before = nameBefore(text, start);
  if (before === undefined) return undefined;
  const word = text.slice(before.start, before.end);
  const between = text.slice(before.end, start);
  // `isProduction ? "…==" : "…=="`: another key is no name. Nor is `("orders", "…")`, which names no part of a connection.
  const isArgument = /^["'`]\s*,\s*["'`]$/.test(between) && /["'`]/.test(text.charAt(before.start - 1));
  // `The storage key is …`, `the storage key …`
  const isVerb = COPULA.test(word);
  const said = isVerb || between === " " ? saidBefore(text, isVerb ? before.start : start) : undefined;
  if (said !== undefined) return said;
  return between.startsWith("==") || (isArgument && !isPairName(word)) ? undefined : word;
}

/** `The secret is …`: what stands before these says what a value is. */
const COPULA = /^(?:is|was|equals|ist|lautet|est|es|är|er)$/i;

/** What a call's result is given to: `key = base64.b64decode("…")`, `key, err := base64.StdEncoding.DecodeString("…")`. */
export function nameAround(group: Part["group"]): string | undefined {
  for (let one: Part["group"] | undefined = group; one?.kind === "bracket"; one = one.parent) {
    const given =
      /([\p{L}_$@][\p{L}\p{N}_$.-]*)(?:\s*,\s*(?:err|error|ok|_))?\s*(?::[^=]*)?(?:=|<-)\s*[\p{L}\p{N}_$.:[\]\s]*$/u.exec(
        one.label,
      )?.[1];
    if (one.name ?? given) return one.name ?? given;
  }
  return undefined;
}

/** `mongodb+srv://{user}:{password}@{url}/`: an address of whatever is put into it. */
const ANYWHERE = /:\/\/(?:[^@/\s]*@)?(?:\$?\{+[\w. ]*\}+|%s|<[\w -]+>)(?:[:/?]|$)/;

/** The endpoints of accounts that open with an account key, and of other services that do with one of theirs. */
export function doors(
  text: string,
  page: Page,
  isOther: (endpoint: Endpoint) => boolean,
  isKnown = false,
): readonly Endpoint[] {
  return endpointsOf(text, page, isKnown).filter(
    (one) =>
      (one.kind === "account" && one.api !== "postgresql" && one.api !== "mongo-vcore") ||
      (isOther(one) && !ANYWHERE.test(text.slice(one.start, one.end))),
  );
}

/** `new Uri("…")` is the address that stands in it. */
const IN_URL = /\bur[il](?:\.\w+)?$/i;

/** The endpoints that hold a key most tightly; none where its name says that it belongs elsewhere. */
export function doorsOf(
  text: string,
  { page, part, words }: Subject,
  isOther: (endpoint: Endpoint) => boolean,
): readonly Endpoint[] {
  // A bare name of an account speaks for its own call, object or section alone.
  const near = doors(text, page, isOther).filter((one) => {
    if (part.name !== undefined && areRowsApart(part.group, one.group)) return false;
    const known = [...one.words, ...(one.account?.name.split("-") ?? [])];
    if (areTitledApart(part.group, one.group, known)) return false;
    return namesDatabase(words) || !areParagraphsApart(page, part.start, one.start, known);
  });
  const owners = ownersOf(part, near).filter(
    (one) => (!one.isName || one.value?.form === "keyword" || isIn(part.group, one.group)) && !isAuthBeside(part, one),
  );
  if (!isWeakName(words)) return owners;
  const own = ownerWords([...words, ...wordsAround(part.group)]);
  return owners.filter((one) => {
    if (!one.isName && !(isHandedTo(text, part, one.group) && isHandedTo(text, called(one), part.group))) return false;
    const common = commonGroup(part.group, one.group);
    const isApart = common !== part.group && common !== one.group;
    const apart = ownerWords([...words, ...wordsAround(part.group, common)]);
    if (isApart && apart.every((word) => word.length === 1)) return false;
    const theirs = ownerWords([...one.words, ...wordsAround(one.group)]);
    return (
      own.every((word) => word.length === 1 || theirs.includes(word)) &&
      theirs.every((word) => word.length === 1 || own.includes(word))
    );
  });
}

/** `"Auth": { "Key": … }` beside `"Cosmos": { … }`: what checks tokens has a key of its own. */
function isAuthBeside({ group }: Part, endpoint: Endpoint): boolean {
  const common = commonGroup(group, endpoint.group);
  return isAuthName(wordsAround(group, common)) && namesDatabase(wordsAround(endpoint.group, common));
}

/** An endpoint by its name, as a value. */
function called({ value, group }: Endpoint): Pick<Part, "name" | "group"> {
  return { name: value?.name, group };
}

/**
 * Whether the call that an endpoint stands in has a part in a value outside of it, by name:
 * `session({ secret: "…", store: new CosmosStore({ endpoint: "…" }) })` has none.
 */
function isHandedTo(
  text: string,
  { name = "", group }: Pick<Part, "name" | "group">,
  endpoints: Part["group"],
): boolean {
  for (let one: Part["group"] | undefined = endpoints; one !== undefined && !isIn(group, one); one = one.parent) {
    if (text.charAt(one.start) !== "(" || IN_URL.test(one.label)) continue;
    const word = name.slice(name.lastIndexOf(".") + 1);
    return word !== "" && callAt(text, one.start).includes(word);
  }
  return true;
}

const CALL_REACH = 600;

/** A call from its opening bracket to its closing one, at most 600 UTF-16 units. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (const { 0: bracket, index } of text.slice(start, start + CALL_REACH).matchAll(/[()]/g)) {
    depth += bracket === "(" ? 1 : -1;
    if (depth === 0) return text.slice(start, start + index);
  }
  return text.slice(start, start + CALL_REACH);
}
