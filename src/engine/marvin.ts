/**
 * Marvin32 of `data` under an 8-character ASCII seed, as an unsigned 32-bit number.
 * The checksum inside identifiable Azure keys (microsoft/security-utilities, IdentifiableSecrets): the seed is read
 * as a big-endian 64-bit number, its upper half being the first state word.
 */
export function marvin32(data: Uint8Array, seed: string): number {
  const word = (at: number): number =>
    (seed.charCodeAt(at) << 24) |
    (seed.charCodeAt(at + 1) << 16) |
    (seed.charCodeAt(at + 2) << 8) |
    seed.charCodeAt(at + 3);
  const byte = (at: number): number => data[at] ?? 0;
  let high = word(0);
  let low = word(4);
  const block = (): void => {
    high ^= low;
    low = (rotate(low, 20) + high) | 0;
    high = rotate(high, 9) ^ low;
    low = (rotate(low, 27) + high) | 0;
    high = rotate(high, 19);
  };
  let at = 0;
  for (; at + 4 <= data.length; at += 4) {
    low = (low + (byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24))) | 0;
    block();
  }
  let tail = 0x80;
  for (let i = data.length - 1; i >= at; i--) tail = (tail << 8) | byte(i);
  low = (low + tail) | 0;
  block();
  block();
  return (low ^ high) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
