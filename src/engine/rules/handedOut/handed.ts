import type { Access, Account, Api, Span } from "../../finding";
import { accountNamed } from "../../hosts";

/** Expressions of infrastructure code that yield an account's key, and what the text says of them. */

/** An expression that yields a key, and what it says of it. */
export interface Handed extends Span {
  readonly access: Access;
  /** NoSQL where nothing says otherwise. */
  readonly api?: Api | undefined;
  readonly account?: Account | undefined;
}

/** Reads the expression whose anchor stands at `at`; undefined where it yields no key of Cosmos DB. */
export interface Reader {
  readonly anchors: readonly string[];
  /** The anchors are others' words, too: they say something only beside Cosmos DB's own. */
  readonly isShared?: true;
  readonly reads: (text: string, at: number, path: string) => Handed | undefined;
}

/** UTF-16 units that an expression takes at the most. */
export const REACH = 400;

/** UTF-16 units on each side in which a resource's declaration is looked for. */
export const FARTHEST_DECLARATION = 60_000;
/** UTF-16 units of a declaration that are read. */
const LONGEST_DECLARATION = 4000;

/** Files that are programs: what they do with Azure's management API is their own. */
export const PROGRAM = /\.(?:[cm]?[jt]sx?|py|cs|fs|vb|java|kts?|go|rs|rb|php|swift|dart|ipynb)$/i;

const NAME = /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/;

/** The account of a literal name; undefined for what is no name of one. */
export function named(name: string | undefined): Account | undefined {
  return name !== undefined && NAME.test(name) ? accountNamed(name) : undefined;
}

/** What an expression's own words say that its key opens. */
export function accessIn(expression: string): Access {
  return /readonly|read-only/i.test(expression) ? "read-only" : "read-write";
}

/** Where a resource of a template is declared, from any of its openings near `at` on to where the next begins. */
export function declarationNear(text: string, at: number, openings: readonly string[]): string | undefined {
  const near = text.slice(Math.max(0, at - FARTHEST_DECLARATION), at + FARTHEST_DECLARATION);
  for (const opening of openings) {
    const start = near.indexOf(opening);
    if (start < 0) continue;
    const rest = near.slice(start, start + LONGEST_DECLARATION);
    const next = rest.slice(1).search(/\n(?:resource|module|data|output|var|locals|variable)\b/);
    return next < 0 ? rest : rest.slice(0, next + 1);
  }
  return undefined;
}

const APIS: readonly (readonly [sign: RegExp, api: Api])[] = [
  [/\bEnableMongo\b|\bkind\s*[:=]\s*["']MongoDB["']/, "mongo"],
  [/\bEnableGremlin\b/, "gremlin"],
  [/\bEnableCassandra\b/, "cassandra"],
  [/\bEnableTable\b/, "table"],
];

/** The API of an account, as its declaration says; undefined where that says none, or one or another. */
export function apiOf(declaration: string | undefined): Api | undefined {
  if (declaration === undefined || /\?\s*[[{'"]|==/.test(declaration)) return undefined;
  return APIS.find(([sign]) => sign.test(declaration))?.[1];
}

/** Behind the bracket that closes the one at `open`, at most so many UTF-16 units away. */
export function closing(text: string, open: number, farthest = REACH): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + farthest); at++) {
    const sign = text[at] ?? "";
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign) && --depth === 0) return at + 1;
  }
  return undefined;
}

/** What stands on the line before a place, at most 400 UTF-16 units. */
export function lineBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - REACH), at);
  return near.slice(near.lastIndexOf("\n") + 1);
}

const SLASHES = /\.(?:tf|hcl|bicep|bicepparam|jsonc?|[cm]?[jt]sx?|cs|fs|java|kts?|go)$/i;
const SIGNS: readonly (readonly [path: RegExp, comment: RegExp])[] = [
  [/\.(?:tf|hcl)$/i, /^\s*(?:#|\/\/|\/?\*)/],
  [SLASHES, /^\s*(?:\/\/|\/?\*)/],
  [/(?:)/, /^\s*(?:#|REM\b|::)/i],
];

/** UTF-16 units of a comment of many lines that are looked back on. */
const LONGEST_COMMENT = 4000;
const BLOCKS: readonly (readonly [open: string, close: string])[] = [
  ["\n/*", "*/"],
  ["\n<#", "#>"],
];

/** Whether a place stands in a comment: what is not run hands nothing out. */
export function isCommentedOut(text: string, at: number, path: string): boolean {
  const signs = SIGNS.find(([of]) => of.test(path))?.[1];
  if (signs?.test(lineBefore(text, at)) === true) return true;
  const before = `\n${text.slice(Math.max(0, at - LONGEST_COMMENT), at)}`;
  return BLOCKS.some(([open, close]) => {
    const start = before.lastIndexOf(open);
    return start >= 0 && !before.includes(close, start);
  });
}
