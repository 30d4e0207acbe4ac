import type { Group } from "./page";

/** What the values of `INSERT INTO t (a, b) VALUES ('…', '…'), ('…', '…')` are called by its columns. */

const REACH = 2000;
const BEHIND_VALUES = /(?:\bvalues|\),)\s{0,40}$/i;
const COLUMNS = /\(([^()]{1,400})\)\s{1,40}values\s{0,40}(?:\([^()]{0,800}\),\s{0,40}){0,40}$/i;

/** The column of a place in a row of values; undefined where no columns are named. */
export function columnAt(text: string, { kind, start }: Group, at: number): string | undefined {
  if (kind !== "bracket" || text.charAt(start) !== "(") return undefined;
  if (!BEHIND_VALUES.test(text.slice(Math.max(0, start - 48), start))) return undefined;
  const columns = COLUMNS.exec(text.slice(Math.max(0, start - REACH), start))?.[1]?.split(",");
  if (columns === undefined) return undefined;
  const before = text.slice(start + 1, at).replace(/'[^']*'|"[^"]*"/g, "");
  return columns[before.split(",").length - 1]?.replace(/[\s"'`[\]]+/g, "");
}
