import type { Outline } from "./outline";
import { Tuples } from "./tuples";

/** Names whose values are still to come, in their order: `user, password = ("…", "…")`, the columns of an inserted row. */
export class Turns {
  private names: readonly string[] = [];
  private depth = 0;
  private readonly tuples: Tuples;

  constructor(private readonly outline: Outline) {
    this.tuples = new Tuples(outline.text);
  }

  /** A line begins: only rows go on over lines. */
  newLine(at: number): void {
    if (at >= this.tuples.end) this.names = [];
  }

  /** Names stand before a separator, where brackets are as deep as now. */
  begin(names: readonly string[]): void {
    this.names = names;
    this.depth = this.outline.stack.length;
  }

  /** A round bracket was opened at a place: a row's, perhaps. */
  openBracket(at: number): void {
    const columns = at >= this.tuples.end ? this.tuples.columnsAt(at) : [];
    if (columns.length > 0) this.begin(columns);
  }

  /** The name whose turn it is, for a value that begins beside the names or in a tuple's brackets, in no call's. */
  next(): string | undefined {
    const { stack, top } = this.outline;
    if (stack.length !== this.depth && !top.label.endsWith("=")) return undefined;
    const [name, ...others] = this.names;
    this.names = others;
    return name;
  }
}
