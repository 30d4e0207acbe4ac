/** Base64 as Azure writes it: the standard alphabet with padding (RFC 4648 §4). */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** The six bits a UTF-16 code unit stands for, or -1 when it is not in the alphabet (padding is not). */
export function sextet(codeUnit: number): number {
  return VALUES[codeUnit] ?? -1;
}

/** Decodes base64 text, padded or not, up to the first character outside the alphabet. Never throws. */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const value = sextet(text.charCodeAt(i));
    if (value < 0) break;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (bits >> held) & 0xff;
      bits &= (1 << held) - 1;
    }
  }
  return bytes.subarray(0, length);
}
