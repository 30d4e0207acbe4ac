/** How a file's bytes become text, and what must be put back when it is written. */
export type FileEncoding = "utf8" | "utf8-bom" | "utf16le" | "utf16be" | "utf16le-bom" | "utf16be-bom";

/** A file's text without its byte order mark. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: FileEncoding;
  /** False where bytes were no valid UTF-8: they stand as U+FFFD in the text, which must not be written back. */
  readonly exact: boolean;
}

/** The encoding of what follows in a file whose first bytes had a byte order mark. */
export function withoutMark(encoding: FileEncoding): FileEncoding {
  return encoding === "utf8-bom"
    ? "utf8"
    : encoding === "utf16le-bom"
      ? "utf16le"
      : encoding === "utf16be-bom"
        ? "utf16be"
        : encoding;
}

const LOOKED_AT = 8192;

/** The encoding of a file by its first bytes; `binary` where they are no text. */
export function encodingOf(bytes: Uint8Array): FileEncoding | "binary" {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf8-bom";
  // What begins like UTF-16 and goes on with zeros is UTF-32.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? "binary" : "utf16le-bom";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf16be-bom";
  const head = bytes.subarray(0, LOOKED_AT);
  if (!head.includes(0)) return "utf8";
  return zerosAt(head, 1) ? "utf16le" : zerosAt(head, 0) ? "utf16be" : "binary";
}

/** Western text in UTF-16 has a zero in nearly every second byte, and none in the others. */
function zerosAt(head: Uint8Array, parity: 0 | 1): boolean {
  let zeros = 0;
  for (let at = 0; at < head.length; at++) {
    if (head[at] !== 0) continue;
    if (at % 2 !== parity) return false;
    zeros++;
  }
  return zeros > head.length * 0.3;
}

/** Decodes a file. Never throws: what is no valid text stands as U+FFFD. */
export function decode(bytes: Uint8Array, encoding: FileEncoding): DecodedText {
  const mark = encoding.endsWith("-bom") ? (encoding === "utf8-bom" ? 3 : 2) : 0;
  const body = bytes.subarray(mark);
  const label = encoding.startsWith("utf8") ? "utf-8" : encoding.startsWith("utf16le") ? "utf-16le" : "utf-16be";
  try {
    return { text: new TextDecoder(label, { ignoreBOM: true, fatal: true }).decode(body), encoding, exact: true };
  } catch {
    return { text: new TextDecoder(label, { ignoreBOM: true }).decode(body), encoding, exact: false };
  }
}

/** The bytes of a text in an encoding, byte order mark included. */
export function encode(text: string, encoding: FileEncoding): Buffer {
  if (encoding.startsWith("utf8")) return Buffer.from((encoding === "utf8-bom" ? "\uFEFF" : "") + text, "utf8");
  const bytes = Buffer.from((encoding.endsWith("-bom") ? "\uFEFF" : "") + text, "utf16le");
  return encoding.startsWith("utf16be") ? bytes.swap16() : bytes;
}
