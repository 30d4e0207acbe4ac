/** Characters of a key as files spell them: plain, percent-encoded, with escapes of a language, as entities. */

/** One character as a text spells it: its code unit and where its spelling starts. */
export interface Spelled {
  readonly code: number;
  readonly start: number;
}

const HEX = /^[0-9a-fA-F]+$/;

/** The character that ends just before `at`, and where its spelling starts; undefined at the start of the text. */
export function spelledBefore(text: string, at: number): Spelled | undefined {
  if (at <= 0) return undefined;
  const code = text.charCodeAt(at - 1);
  const plain: Spelled = { code, start: at - 1 };
  const escaped = (length: number, opening: string, digits: number): Spelled | undefined => {
    const number = text.slice(at - digits, at);
    return at >= length && text.startsWith(opening, at - length) && HEX.test(number)
      ? { code: Number.parseInt(number, 16), start: at - length }
      : undefined;
  };
  if (code === 0x3b) return entityBefore(text, at) ?? plain;
  if (code === 0x2f || code === 0x3d || code === 0x3a || code === 0x2b)
    return { code, start: beforeSlashes(text, at - 1) };
  if (code === 0x7d) return bracedBefore(text, at) ?? plain;
  if (isHexDigit(code)) {
    const found =
      escaped(4, "%%", 2) ??
      escaped(3, "%", 2) ??
      escaped(5, "%25", 2) ??
      escaped(4, "\\x", 2) ??
      escaped(6, "\\u", 4) ??
      escaped(6, "%u", 4);
    // Nobody encodes letters: `%KEY%4f…` adds to a variable.
    if (found !== undefined && !/\w/.test(String.fromCharCode(found.code)))
      return { ...found, start: beforeSlashes(text, found.start) };
  }
  // \n, \t and \r in front of a key are white space that a string literal spells with a letter.
  if (text.charCodeAt(at - 2) === 0x5c && (code === 0x6e || code === 0x74 || code === 0x72)) {
    return { code: 0x0a, start: beforeSlashes(text, at - 2) };
  }
  return plain;
}

function entityBefore(text: string, at: number): Spelled | undefined {
  const near = text.slice(Math.max(0, at - 12), at);
  const amp = near.lastIndexOf(
    "&",
    near.endsWith(";") && /&amp;#\w+;$/.test(near) ? near.lastIndexOf("&amp;") : undefined,
  );
  const open = at - near.length + amp;
  const entity = text.slice(open, at);
  const digits = /^&(?:amp;)?#(?:(\d{2,3})|[xX]([0-9a-fA-F]{2,4}));$/.exec(entity);
  const code = NAMED.get(entity.replace("&amp;", "&"));
  if (code !== undefined) return { code, start: open };
  if (digits === null) return undefined;
  const [, decimal, hexadecimal] = digits;
  return { code: decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal), start: open };
}

const NAMED: ReadonlyMap<string, number> = new Map([
  ["&plus;", 0x2b],
  ["&sol;", 0x2f],
  ["&equals;", 0x3d],
]);

/** `\u{2b}`, as JavaScript, Rust and Swift write it. */
function bracedBefore(text: string, at: number): Spelled | undefined {
  const braced = /\\+u\{([0-9a-fA-F]{1,6})\}$/.exec(text.slice(Math.max(0, at - 16), at));
  return braced === null ? undefined : { code: Number.parseInt(braced[1] ?? "", 16), start: at - braced[0].length };
}

/** A text within a text within a text doubles its backslashes each time. */
function beforeSlashes(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 8 && text.charCodeAt(start - 1) === 0x5c) start--;
  return start;
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
