import type { Value } from "../structure/page";

/** Whether what stands in a password's place is a text, or code that names one. */

/** Files in which what stands without quotes is code. */
const CODE =
  /\.(?:cs|csx|vb|fs|fsx|java|kt|kts|scala|groovy|gradle|go|rs|py|pyi|ipynb|jsx?|tsx?|mjs|cjs|mts|cts|vue|svelte|php|rb|swift|mm?|dart|lua|r|jl|exs?|erl|hs|ml|clj|c|cc|cpp|h|hpp|tf|hcl|bicep|bicepparam|sql|ps1|psm1|psd1|json|jsonc|json5|cshtml|razor|pl|pm|graphql|gql|proto|prisma)$/i;

/** Whether what stands without quotes in a file is code. */
export function isCode(path: string): boolean {
  return CODE.test(path);
}

/** Shorter texts are no passwords that Azure takes; words that stand for one are named as such. */
const SHORTEST = 6;

/** Whether a value may be a literal: quoted, or in a kind of file that writes literals without quotes. */
export function mayBeLiteral(text: string, value: Value, path: string): boolean {
  const is = text.slice(value.start, value.end);
  // `sslmode=require`: another setting.
  if (
    /\s|^[a-z_]{3,}=[\w-]*$|^[\])},;]|\.cosmos\.azure\./i.test(is) ||
    (is.length < SHORTEST && is.length > 0 && !/^[\p{L}<*.{$%_-]/u.test(is))
  )
    return false;
  if (value.form !== "bare") return true;
  if (/^[!*&@$<>{[(|%`'"]/.test(is) || /[()<>{}]/.test(is)) return false;
  if (!isCode(path)) return isMixed(is);
  return (
    (value.group.kind === "string" || isComment(text, value.start, value.end) || isShell(text, value.start)) &&
    isStrong(is) &&
    !/^[\w$]+(?:\.[\w$]+)+$/.test(is)
  );
}

/** A variable, an interpolation, a call in a value's place. */
export function isReference(is: string): boolean {
  return /^[$%]?[{(<]|\$\{|\{[A-Za-z_0-9.]*\}|^\$\w|^%\w*%?$|^<.*>$|^["'`]|^@\w+$|\\\(|\{\{|#\{/.test(is) || is === "";
}

/** The last name of a path of names: `config.db.password`, `$password`. */
export function lastSegment(name: string): string {
  return /[\w$]*$/.exec(name)?.[0].replace(/^\$/, "") ?? "";
}

function isMixed(is: string): boolean {
  return is.length >= 6 && /[\d!@#$%^&*()+=~?/\\]/.test(is) && /\p{L}/u.test(is);
}

/** At least three kinds of characters, as Azure asks of a cluster's password, and no path, address or sentence. */
export function isStrong(is: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(is)).length;
  return is.length >= 8 && is.length <= 256 && kinds >= 3 && !/[\s,;]|:\/\/|^\.{0,2}\//.test(is) && !isPath(is);
}

/** A path of names, as of a class or a member: `org.postgresql.Driver`; a dialect and its driver: `postgresql+psycopg2`. */
function isPath(is: string): boolean {
  return /^[A-Za-z_$][A-Za-z_$]*(?:\.[A-Za-z_$]+)+$|^(?:postgres(?:ql)?|mongodb)\+[a-z_\d]+$/.test(is);
}

/** A notebook's line for the shell: `%env PGPASSWORD=…`. */
function isShell(text: string, at: number): boolean {
  return /["\n]\s*(?:%(?:set_)?env|!\s*export)\s+[^\n"]*$/.test(text.slice(Math.max(0, at - 200), at));
}

/** A comment; `password: … and more` in one is a sentence. */
function isComment(text: string, at: number, end: number): boolean {
  return (
    /(?:^|\n)[ \t]*(?:#|\/\/|--|\*|;|REM\b|<!--)[^\n]*$/.test(text.slice(Math.max(0, at - 200), at)) &&
    !(/[ \t]/.test(text[at - 1] ?? "") && /^[ \t]+\p{L}/u.test(text.slice(end, end + 8)))
  );
}
