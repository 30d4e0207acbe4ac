import { findNodeAtOffset, type Node, parseTree } from "jsonc-parser";
import { applyEdits, type Edit } from "./fix";
import { lineEndOf } from "./lines";

/** A notebook's code cells as the one program that they are, run from first to last. */
export interface Program {
  readonly text: string;
  /** The edits of each cell, by offsets of its own, for edits of the program. */
  readonly perCell: (edits: readonly Edit[]) => readonly (readonly Edit[])[];
}

/** Joins the texts of cells; each begins on a line of its own. */
export function programOf(cells: readonly string[]): Program {
  const places: { readonly start: number; readonly end: number }[] = [];
  let text = "";
  for (const cell of cells) {
    if (text !== "" && !text.endsWith("\n")) text += "\n";
    places.push({ start: text.length, end: text.length + cell.length });
    text += cell;
  }
  return {
    text,
    perCell: (edits) =>
      places.map(({ start, end }, i) => {
        const next = places[i + 1]?.start ?? text.length + 1;
        return edits
          .filter((edit) => edit.start >= start && edit.start < next)
          .map((edit) => ({ ...edit, start: Math.min(edit.start, end) - start, end: Math.min(edit.end, end) - start }));
      }),
  };
}

/** A Jupyter notebook's program, and the edits of the file that an edited program stands for. */
export interface NotebookProgram {
  readonly text: string;
  readonly become: (edits: readonly Edit[]) => readonly Edit[];
}

/** The program whose cell holds an offset of a notebook's file; undefined for outputs, prose and everything else. */
export function programAt(notebook: string, offset: number): NotebookProgram | undefined {
  const root = parseTree(notebook);
  const string = root === undefined ? undefined : findNodeAtOffset(root, offset, true);
  const own = string?.parent;
  if (root === undefined || string?.type !== "string" || own === undefined || !isCode(own)) return undefined;
  const lists = sourcesIn(root);
  const cells = lists.map((list) => (list.children ?? []).map((line) => String(line.value)).join(""));
  const { text, perCell } = programOf(cells);
  return {
    text,
    become: (edits) =>
      perCell(edits).flatMap((local, i) => {
        const list = lists[i];
        return local.length === 0 || list === undefined
          ? []
          : editsFor(notebook, list, applyEdits(cells[i] ?? "", local));
      }),
  };
}

/** The `source` lists of all code cells, in order. */
function sourcesIn(root: Node): readonly Node[] {
  const cells = valueOf(root, "cells")?.children ?? [];
  return cells.flatMap((cell) => {
    const source = valueOf(cell, "source");
    return source?.type === "array" && valueOf(cell, "cell_type")?.value === "code" ? [source] : [];
  });
}

function isCode(list: Node): boolean {
  const cell = list.parent?.parent;
  return (
    list.type === "array" &&
    list.parent?.children?.[0]?.value === "source" &&
    cell !== undefined &&
    valueOf(cell, "cell_type")?.value === "code"
  );
}

function valueOf(object: Node, name: string): Node | undefined {
  return object.children?.find((property) => property.children?.[0]?.value === name)?.children?.[1];
}

/** The lines from the first that changes to the last that does are written anew, each in the indentation of the first. */
function editsFor(notebook: string, list: Node, text: string): readonly Edit[] {
  const nodes = list.children ?? [];
  const after = text === "" ? [] : text.split(/(?<=\n)/);
  const before = nodes.map((node) => String(node.value));
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail))
    tail++;
  const [first] = nodes;
  const removed = nodes.slice(head, nodes.length - tail);
  const added = after.slice(head, after.length - tail).map((line) => JSON.stringify(line));
  if (first === undefined || (removed.length === 0 && added.length === 0)) return [];
  const gap = notebook.slice(notebook.lastIndexOf("[", first.offset) + 1, first.offset) || lineEndOf(notebook);
  const next = nodes[nodes.length - tail];
  const previous = nodes[head - 1];
  if (added.length === 0) {
    // The comma of the lines goes too: the one behind them, or, for the last lines, the one before.
    const start = next === undefined && previous !== undefined ? end(previous) : (removed[0]?.offset ?? 0);
    return [{ start, end: next?.offset ?? end(removed.at(-1) ?? first), text: "" }];
  }
  const start = removed[0]?.offset ?? next?.offset ?? end(nodes.at(-1) ?? first);
  const stop = removed.length > 0 ? end(removed.at(-1) ?? first) : start;
  const inserted =
    removed.length > 0
      ? added.join(`,${gap}`)
      : added.map((line) => (next === undefined ? `,${gap}${line}` : `${line},${gap}`)).join("");
  return [{ start, end: stop, text: inserted }];
}

function end({ offset, length }: Node): number {
  return offset + length;
}
