import { countUpTo } from "./countUpTo";

/** A place in a text, both numbers from 0; the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns UTF-16 offsets into lines and columns. Lines end with LF, CRLF or CR, as in editors. */
export class LineMap {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    const ends = /\r\n|\n|\r/g;
    while (ends.exec(text) !== null) this.starts.push(ends.lastIndex);
  }

  /** The place of an offset; one past the text's end lies on the last line. */
  at(offset: number): Position {
    const line = Math.max(0, countUpTo(this.starts, offset, (start) => start) - 1);
    return { line, column: offset - (this.starts[line] ?? 0) };
  }

  /** Where a line (from 0) begins. */
  startOf(line: number): number {
    return this.starts[line] ?? 0;
  }
}

/** The place of a text's end. */
export function endOf(text: string): Position {
  if (text.includes("\r")) return new LineMap(text).at(text.length);
  let line = 0;
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return { line, column: text.length - start };
}
