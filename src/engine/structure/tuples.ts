/** Rows that SQL inserts: `INSERT INTO t (a, b) VALUES ('…', 1), ('…', 2)`. */

/** UTF-16 units of a list of columns, and of a row, at the most. */
const LONGEST_LIST = 800;
const LONGEST_ROW = 4000;
const COLUMNS = /\(([\w\s,."`[\]]{1,700})\)\s{0,40}VALUES\s{0,40}$/i;
const QUOTED = /^[NEBU]?['"]/i;

/** The rows of a text, asked for in ascending order. */
export class Tuples {
  /** Where the last row ended. */
  end = -1;
  private columns: readonly string[] = [];

  constructor(private readonly text: string) {}

  /** The columns of the quoted values in the row that a bracket at a place opens; none where it opens no row. */
  columnsAt(at: number): readonly string[] {
    const { text } = this;
    const before = text.slice(Math.max(0, at - 60), at).trimEnd();
    const goesOn = this.end > 0 && /^\s*,\s*$/.test(text.slice(this.end, Math.min(at, this.end + 60)));
    if (!goesOn) this.columns = /values$/i.test(before) ? columnsBefore(text, at) : [];
    if (this.columns.length === 0) return [];
    const cells = this.cellsAt(at);
    return this.columns.filter((_column, i) => QUOTED.test(cells[i] ?? ""));
  }

  /** What stands between a row's commas, as it begins. */
  private cellsAt(at: number): readonly string[] {
    const { text } = this;
    const cells: string[] = [];
    let first = at + 1;
    let depth = 0;
    for (let i = at; i < Math.min(text.length, at + LONGEST_ROW); i++) {
      const character = text.charAt(i);
      if (character === "'") {
        const close = text.indexOf("'", i + 1);
        if (close < 0) break;
        i = close;
      } else if (character === "(") depth++;
      else if (character === ")") depth--;
      if ((character === "," && depth === 1) || depth === 0) {
        cells.push(text.slice(first, Math.min(i, first + 40)).trimStart());
        first = i + 1;
      }
      this.end = i + 1;
      if (depth === 0) break;
    }
    return cells;
  }
}

function columnsBefore(text: string, at: number): readonly string[] {
  const list = COLUMNS.exec(text.slice(Math.max(0, at - LONGEST_LIST), at))?.[1] ?? "";
  return list
    .split(",")
    .map((column) => column.replace(/["`[\]\s]/g, ""))
    .filter((column) => column !== "");
}
