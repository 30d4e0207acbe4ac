/**
 * Words of WebAssembly, as bytes: what the search needs of them. From the core specification, version 2.0, chapter
 * "Binary Format" (https://webassembly.github.io/spec/core/binary/).
 */

/** Bytes of a program. An expression leaves one value, a statement none. */
export type Code = readonly number[];

/** A local variable, by its number: parameters come first. */
export interface Local {
  readonly get: Code;
  readonly set: (value: Code) => Code;
}

export function local(index: number): Local {
  return { get: [0x20, index], set: (value) => [...value, 0x21, index] };
}

export function int(value: number): Code {
  return [0x41, ...signed(value)];
}

export const add = binary(0x6a);
export const multiply = binary(0x6c);
export const and = binary(0x71);
export const shiftRight = binary(0x76);
export const subtract = binary(0x6b);
export const isBelow = binary(0x49);

/** How many zeros end a number. */
export function trailingZeros(value: Code): Code {
  return [...value, 0x68];
}

/** Four bytes of memory, the first the least, at an address and a fixed distance behind it. */
export function word(address: Code, distance = 0): Code {
  return [...address, 0x28, ...memoryPlace(distance)];
}

export function byte(address: Code, distance = 0): Code {
  return [...address, 0x2d, ...memoryPlace(distance)];
}

/** Sixteen bytes of memory: lanes, which the operations on lanes treat each for itself. */
export function lanes(address: Code, distance = 0): Code {
  return [...address, 0xfd, 0x00, ...memoryPlace(distance)];
}

export const andLanes = binary(0xfd, 0x4e);
export const orLanes = binary(0xfd, 0x50);
/** For each lane the lane of a table of sixteen that its number names. */
export const lookUp = binary(0xfd, 0x0e);
export const areUnequal = binary(0xfd, 0x24);
export const shiftLanesRight = binary(0xfd, 0x6d);

/** The same byte in each lane. */
export function everyLane(value: Code): Code {
  return [...value, 0xfd, 0x0f];
}

/** Whether a bit of any lane is set. */
export function isAnySet(value: Code): Code {
  return [...value, 0xfd, 0x53];
}

/** A bit for each lane, the first the least: its highest. */
export function highBits(value: Code): Code {
  return [...value, 0xfd, 0x64];
}

/** Statements while a condition holds. */
export function whileTrue(condition: Code, ...body: readonly Code[]): Code {
  return [0x02, NOTHING, 0x03, NOTHING, ...not(condition), 0x0d, 1, ...body.flat(), 0x0c, 0, 0x0b, 0x0b];
}

export function when(condition: Code, ...body: readonly Code[]): Code {
  return [...condition, 0x04, NOTHING, ...body.flat(), 0x0b];
}

export function leaveWith(value: Code): Code {
  return [...value, 0x0f];
}

const NOTHING = 0x40;
const INT = 0x7f;
const LANES = 0x7b;

/**
 * A module of one function, exported as `run`, from two numbers to one, which reads the memory that is imported as
 * `on.memory`. Behind its parameters come so many numbers and so many lanes as locals.
 */
export function moduleOf(
  { numbers, laneLocals }: { readonly numbers: number; readonly laneLocals: number },
  ...body: readonly Code[]
): Uint8Array<ArrayBuffer> {
  const code = [2, numbers, INT, laneLocals, LANES, ...body.flat(), 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, INT, INT, 1, INT]),
    ...section(2, [1, ...named("on"), ...named("memory"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...named("run"), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function named(text: string): Code {
  return [text.length, ...Array.from(text, (character) => character.charCodeAt(0))];
}

function binary(...operation: readonly number[]): (left: Code, right: Code) => Code {
  return (left, right) => [...left, ...right, ...operation];
}

function not(condition: Code): Code {
  return [...condition, 0x45];
}

/** No alignment is promised. */
function memoryPlace(distance: number): Code {
  return [0, ...unsigned(distance)];
}

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
