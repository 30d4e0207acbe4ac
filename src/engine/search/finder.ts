import { tablesFor } from "./buckets";
import { FRAGMENT } from "./fragments";
import { markOf, MARKS, SEARCHED, SETS, THREE } from "./layout";
import { program } from "./program";

/**
 * Finds where fragments stand in memory by a program that is made for it: nearly all of a tree's bytes are looked at by
 * nothing else.
 */
export interface Finder {
  /** The memory; what is searched stands in it from `SEARCHED` on, with `BEHIND` bytes behind it. */
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  /** Makes the memory at least so many bytes long. What it holds stays; views of it that were taken before are gone. */
  readonly reserve: (length: number) => void;
  /**
   * The first place in [start, end) at which a fragment begins, seldom one at which none does; `end` or more where there is
   * none. What begins before the end may end behind it.
   */
  readonly next: (start: number, end: number) => number;
}

const PAGE = 1 << 16;
const FIRST_PAGES = 3;

/** A finder of fragments, each of three or four characters below U+0080. */
export function finderOf(fragments: readonly string[]): Finder {
  const marks = new Uint8Array(SEARCHED - MARKS);
  for (const fragment of fragments) {
    const mark = markOf(numberOf(fragment));
    marks[mark >> 3] = (marks[mark >> 3] ?? 0) | (1 << (mark & 7));
  }
  const finder = compiled() ?? interpreted(marks);
  finder.bytes().set(tablesFor(fragments, SETS));
  finder.bytes().set(marks, MARKS);
  return finder;
}

/** A fragment's characters as one number, the first the least. */
export function numberOf(fragment: string): number {
  let number = 0;
  for (let i = fragment.length - 1; i >= 0; i--) number = (number << 8) | fragment.charCodeAt(i);
  return number;
}

/** The part that is used of what platforms have: TypeScript tells of it only together with all of a browser. */
declare const WebAssembly:
  | {
      readonly Memory: new (settings: { readonly initial: number }) => {
        readonly buffer: ArrayBuffer;
        readonly grow: (pages: number) => number;
      };
      readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
      readonly Instance: new (
        module: object,
        imports: object,
      ) => { readonly exports: { readonly run: (start: number, end: number) => number } };
    }
  | undefined;

/** Undefined where a platform has no WebAssembly, or no memory for it. */
function compiled(): Finder | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  try {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES });
    let bytes = new Uint8Array(memory.buffer);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(program()), { on: { memory } });
    return {
      bytes: () => bytes,
      reserve(length) {
        const missing = Math.ceil((length - bytes.length) / PAGE);
        if (missing <= 0) return;
        memory.grow(missing);
        bytes = new Uint8Array(memory.buffer);
      },
      next: exports.run,
    };
  } catch {
    return undefined;
  }
}

/** The same, place by place. */
function interpreted(marks: Uint8Array): Finder {
  const isMarked = (mark: number): boolean => (((marks[mark >> 3] ?? 0) >> (mark & 7)) & 1) === 1;
  let bytes = new Uint8Array(FIRST_PAGES * PAGE);
  return {
    bytes: () => bytes,
    reserve(length) {
      if (length <= bytes.length) return;
      const larger = new Uint8Array(length);
      larger.set(bytes);
      bytes = larger;
    },
    next(start, end) {
      const byteAt = (place: number): number => bytes[place] ?? 0;
      let number = (byteAt(start) << 8) | (byteAt(start + 1) << 16) | (byteAt(start + 2) << 24);
      for (let at = start; at < end; at++) {
        number = (number >>> 8) | (byteAt(at + FRAGMENT - 1) << 24);
        if (isMarked(markOf(number)) || isMarked(markOf(number & THREE))) return at;
      }
      return end;
    },
  };
}
