import { nameAround, type Subject } from "../belonging";
import type { Span } from "../finding";
import { nameBefore } from "../lines";
import { type Meaning, OLD_NAME } from "../signRows";
import { type Sign, signsOf } from "../signs";
import { endpointsOf } from "../structure/endpoints";
import { type Page, wordsAround } from "../structure/page";
import { titleWords } from "../structure/titles";
import {
  foreignWords,
  isConversion,
  isIdentifierName,
  isKeyName,
  isWeakName,
  ownerWords,
  wordsOf,
} from "../structure/words";
import type { Surroundings } from "../surroundings";

/** What every scope is asked, what it answers, and whom a value's own name leaves it free to belong to. */

/** Where the deciding sign stood. */
export type Scope = "value" | "name" | "file name" | "pair" | "use" | "line" | "block" | "nearby" | "file";

/** What the context says of a value. */
export interface Opinion {
  readonly meaning: Meaning;
  readonly scope: Scope;
  /** The sign, in plain words. */
  readonly names: string;
}

/** A value and what its text calls it, which is read when a scope asks for it. */
export interface Asked {
  readonly span: Span;
  readonly subject: Subject;
}

export type AskScope = (around: Surroundings, asked: Asked) => Opinion | undefined;

/**
 * The blockchain's files speak of cosmos, too, and Amazon's of DocumentDB; a file that knows an account endpoint or the
 * SDK is Cosmos DB's.
 */
export function namesake({ fileSign }: Surroundings, sign: Sign): Opinion | undefined {
  if (sign.meaning !== "cosmos" || sign.reach === "file" || fileSign("cosmos") !== undefined) return undefined;
  const kind = sign.names === OLD_NAME ? "amazon" : "chain";
  const other = fileSign(kind);
  return other === undefined ? undefined : { meaning: "other", scope: "file", names: other.names };
}

/** A master key in the settings of a product that has its own. */
export function ofProduct({ fileSign }: Surroundings, { name }: Subject): Opinion | undefined {
  const isMasterKey = name !== undefined && signsOf(name).some(({ isWeak }) => isWeak);
  const product = isMasterKey ? fileSign("master key") : undefined;
  return product === undefined ? undefined : { meaning: "other", scope: "file", names: product.names };
}

/** Of a name's signs the last that speaks of hashes and signing, else what says Cosmos DB: cosmosKeyHash, kafkaCosmosKey. */
export function decisiveIn(signs: readonly Sign[]): Sign | undefined {
  const said = signs.filter(({ meaning }) => meaning === "cosmos");
  const cosmos = said.findLast(({ isWeak }) => !isWeak) ?? said.at(-1);
  const other = signs.findLast(({ meaning, reach, isWeak }) => meaning === "other" && reach === "line" && !isWeak);
  if (other !== undefined && (cosmos === undefined || other.at > cosmos.at)) return other;
  return cosmos ?? signs.at(-1);
}

/** Whether a value is called after somebody else; `cosmos: { secret: "…" }` is not. */
export function isForeign({ words, part: { group } }: Subject): boolean {
  if (foreignWords(words).length > 0 || isIdentifierName(words)) return true;
  if (!isWeakName(words)) return false;
  const around = [...wordsAround(group), ...titleWords(group), nameAround(group) ?? ""];
  return ownerWords(words).length > 0 || !around.some((word) => OURS.test(word));
}

const OURS = /cosmos|documentdb|docdb/i;

export const SOMEBODY_ELSES: Opinion = { meaning: "other", scope: "name", names: "somebody else's name" };

const CREDENTIAL_NOUN =
  /key|pass(?:word|wd)?|pwd|secret|token|cred|auth|conn|string|value|default|primary|secondary|access|dsn|ur[il]|text|data|content|config|setting|option|print|echo|log|args?$/i;

/** Whether the value's name, if it has one, could be that of any credential; a positional value has none and may. */
export function mayBeCredential(text: string, span: Span, { name: called, words, part, page }: Subject): boolean {
  if (isIdentifierName(words)) return false;
  if (called === undefined || CREDENTIAL_NOUN.test(called) || isConversion(words) || isKeyName(words)) return true;
  // `"keys": { "orders": "…" }`
  if (part.group.name !== undefined && isKeyName(wordsOf(part.group.name))) return true;
  const name = nameBefore(text, span.start);
  if (name === undefined) return called.length <= 3;
  const word = text.slice(name.start, name.end);
  return (
    word.length <= 3 ||
    CREDENTIAL_NOUN.test(word) ||
    ACCOUNT_LIKE.test(word) ||
    isArgumentOfClient(text, name, span) ||
    (ARGUMENT_BEFORE.test(text.slice(name.end, span.start)) && holdsEndpoint(text, page, word))
  );
}

const ARGUMENT_BEFORE = /^\s*,\s*[@$bfru]?["'`]$/;

/** `connect(ENDPOINT, "…")`: the argument before a value is the variable that an account's endpoint is given to. */
function holdsEndpoint(text: string, page: Page, name: string): boolean {
  return endpointsOf(text, page).some(({ kind, value }) => kind === "account" && value?.name === name);
}

/** `new AzureNamedKeyCredential("contoso", …)`: behind another argument the name that counts is the call's. */
function isArgumentOfClient(text: string, name: Span, span: Span): boolean {
  if (!/^["'`]\s*,\s*["'`@$]*$/.test(text.slice(name.end, span.start))) return false;
  const called = /([\w.]+)\(\s*["'`][^"'`()]*$/.exec(text.slice(Math.max(0, name.end - 200), name.end))?.[1];
  return called !== undefined && /cred|key|auth|client|connect|account|cosmos|login|sign/i.test(called);
}

const ACCOUNT_LIKE = /^[\d.:/-]+$|azure|localhost|^http/i;
