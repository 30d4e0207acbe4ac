import { findNodeAtOffset, type Node, parseTree } from "jsonc-parser";
import type { Edit } from "./fix";

/** A Jupyter notebook's cell as the program text that it is. */
export interface Cell {
  readonly text: string;
  /** The edits of the notebook that give the cell another text; lines that stay are not touched. */
  readonly become: (text: string) => readonly Edit[];
}

/** The code cell whose source holds an offset; undefined for outputs, prose and everything else. */
export function cellAt(notebook: string, offset: number): Cell | undefined {
  const root = parseTree(notebook);
  const string = root === undefined ? undefined : findNodeAtOffset(root, offset, true);
  const list = string?.parent;
  if (string?.type !== "string" || list?.type !== "array" || nameOf(list) !== "source") return undefined;
  const cell = list.parent?.parent?.children?.find((property) => property.children?.[0]?.value === "cell_type");
  if (cell?.children?.[1]?.value !== "code") return undefined;
  const lines = list.children ?? [];
  return { text: lines.map((line) => String(line.value)).join(""), become: (text) => editsFor(notebook, lines, text) };
}

function nameOf(node: Node): unknown {
  return node.parent?.type === "property" ? node.parent.children?.[0]?.value : undefined;
}

/** The lines from the first that changes to the last that does are written anew, each in the indentation of the first. */
function editsFor(notebook: string, nodes: readonly Node[], text: string): readonly Edit[] {
  const after = text.split(/(?<=\n)/);
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
  const gap = notebook.slice(notebook.lastIndexOf("[", first.offset) + 1, first.offset);
  const next = nodes[nodes.length - tail];
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
