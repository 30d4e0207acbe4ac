import type { Span } from "../finding";

/** The password of a URL, by what is written in its place. */
export type UrlPassword = ({ readonly kind: "literal" } & Span) | UrlNames;

/** Variables stand in the password's place: what they are called. */
export interface UrlNames {
  readonly kind: "names";
  readonly names: readonly string[];
  /** They are members of something: not one variable's name alone. */
  readonly isMember: boolean;
}

const REACH = 600;
const SCHEMES: readonly string[] = ["://", ":\\/\\/", "%3A%2F%2F", "%3a%2f%2f", "%253A%252F%252F"];
const COLON = /:|%(?:25)?3A/i;
const AT = /@|%(?:25)?40|\\u0040/gi;

/** `" + quote_plus("…") + "`: a literal of its own, with or without a call around it, joined to the URL. */
const JOINED_LITERAL =
  /^["'`]\s*[+.&]\s*(?:[\w.:]{1,60}\(\s*){0,3}[bu@]?(["'`])([^"'`\s]{6,200})(\1[\s)]{0,8}(?:\.\w{1,30}\(\))?\s*[+.&]\s*["'`])$/;

/** What an expression names, and whether that is a member of something, such as `config.db.password`. */
export function namesIn(expression: string): Pick<UrlNames, "names" | "isMember"> {
  const isMember = /\w(?:\.|\[|::|->)["'\s]*[A-Za-z_]/.test(expression.replace(/[\w.:]{1,80}\(/g, ""));
  return { names: expression.match(/[A-Za-z_]\w*/g) ?? [], isMember };
}

/** Between two literals that make one text: `" + "`, or a line's end. */
export const JOINT = /["'`][ \t]*(?:[+.&][ \t]*)?(?:\\?\r?\n\s*)?(?:[+.&][ \t]*)?[fbru]{0,2}["'`]/g;

/** Literals put together, and where in the whole text each of their characters stands. */
function joined(text: string, from: number): { readonly text: string; readonly at: (index: number) => number } {
  const joints = /["'`]/.test(text) ? [...text.matchAll(JOINT)] : [];
  let [whole, last] = ["", 0];
  const moves: { readonly index: number; readonly by: number }[] = [];
  for (const { index, 0: joint } of joints) {
    whole += text.slice(last, index);
    last = index + joint.length;
    moves.push({ index: whole.length, by: last - whole.length });
  }
  return {
    text: whole + text.slice(last),
    at: (index) => from + index + (moves.findLast((move) => move.index <= index)?.by ?? 0),
  };
}

/**
 * `scheme://user:PASSWORD@host`, also percent-encoded as a whole: from the first colon behind the scheme to the last
 * `@` before the host. Undefined where the URL has no password's place, or the host stands in none.
 */
export function passwordInUrl(text: string, host: Span): UrlPassword | undefined {
  const from = Math.max(0, host.start - REACH);
  const before = text.slice(from, host.start);
  const authority = Math.max(
    ...SCHEMES.map((scheme) => {
      const found = before.lastIndexOf(scheme);
      return found < 0 ? -1 : found + scheme.length;
    }),
  );
  if (authority < 0) return undefined;
  const { text: userinfo, at } = joined(before.slice(authority), from + authority);
  if (userinfo.includes("\n")) return undefined;
  const close = [...userinfo.matchAll(AT)].at(-1);
  if (close === undefined) return undefined;
  const colon = COLON.exec(userinfo);
  if (colon === null || colon.index > close.index) return undefined;
  const start = colon.index + colon[0].length;
  const is = userinfo.slice(start, close.index);
  const span = { start: at(start), end: at(close.index - 1) + 1 };
  // A literal goes on to the host: what ends it before that is code.
  const bare = userinfo.replace(/<[^>\n]*>|\$?\{[^}\n]*\}/g, "");
  if (/[\s"'`]/.test(bare)) {
    const literal = JOINED_LITERAL.exec(is);
    if (literal?.[2] !== undefined) {
      const end = start + literal.index + literal[0].length - (literal[3] ?? "").length;
      return { kind: "literal", start: at(end - literal[2].length), end: at(end - 1) + 1 };
    }
    const isJoined = /^[^"'`]*["'`]\s*(?:[+.&,]|\|\||<>|\+\+)|^\s*["'`]/.test(is);
    return isJoined ? { kind: "names", ...namesIn(is) } : undefined;
  }
  const variable =
    /^(?:\$?\{+\s*([^}]*?)\s*\}+|\$\(([^)]*)\)|%\((\w+)\)s|#\{([^}]*)\}|\$(\w+)|%(\w+)%|\\+\(([^)]*)\)|<%=\s*([^%]*)%>)$/.exec(
      is,
    );
  const expression = variable?.slice(1).find(Boolean);
  if (expression !== undefined) {
    const found = namesIn(expression);
    return found.names.length > 0 ? { kind: "names", ...found } : undefined;
  }
  if (/^%[sdvq]$|^\{\d*\}$/.test(is)) return undefined;
  return { kind: "literal", ...span };
}
