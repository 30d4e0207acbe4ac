import type { Node, ParseError } from "jsonc-parser";
import { LineMap } from "../engine/position";

/** A small file of ours in JSON, read so that what is wrong with it can be said with its line. */

/** Something in a file that does not count, and why. */
export interface FileProblem {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** A value of a JSON file and the line that it begins on, from 1. */
export interface LinedValue {
  readonly line: number;
  /** The value by itself, where it is no list and no object. */
  readonly scalar: string | number | boolean | null | undefined;
  /** The elements of a list; undefined where it is none. */
  readonly elements: readonly LinedValue[] | undefined;
  /** The members of an object in their order; undefined where it is none. */
  readonly members: readonly LinedMember[] | undefined;
}

/** A name and its value in an object. */
export interface LinedMember {
  readonly name: string;
  readonly line: number;
  readonly value: LinedValue;
}

/** Reads strict JSON, a byte order mark aside. What is no JSON is answered by its first problem. Never throws. */
export async function readLinedJson(text: string): Promise<LinedValue | FileProblem> {
  // Loaded only where there is such a file: the editor starts without a parser.
  const { parseTree } = await import("jsonc-parser");
  const errors: ParseError[] = [];
  const body = text.replace(/^\uFEFF/, "");
  const lines = new LineMap(body);
  const lineAt = (offset: number): number => lines.at(offset).line + 1;
  try {
    const tree = parseTree(body, errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors;
    if (first === undefined && tree !== undefined) return lined(tree, lineAt);
    return { line: lineAt(first?.offset ?? 0), text: "is no valid JSON" };
  } catch {
    return { line: 1, text: "is nested too deeply" };
  }
}

/** Whether reading ended in a problem. */
export function isProblem(read: LinedValue | FileProblem): read is FileProblem {
  return "text" in read;
}

/** The text that an object has under a name; undefined where it has none. */
export function stringIn(members: readonly LinedMember[], name: string): string | undefined {
  const scalar = members.find((member) => member.name === name)?.value.scalar;
  return typeof scalar === "string" ? scalar : undefined;
}

function lined({ type, value, offset, children = [] }: Node, lineAt: (offset: number) => number): LinedValue {
  const line = lineAt(offset);
  if (type === "array")
    return { line, scalar: undefined, members: undefined, elements: children.map((child) => lined(child, lineAt)) };
  if (type !== "object")
    return { line, scalar: value as LinedValue["scalar"], elements: undefined, members: undefined };
  const members = children.flatMap(({ children: pair = [], offset: at }) => {
    const [name, node] = pair;
    return name === undefined || node === undefined
      ? []
      : [{ name: String(name.value), line: lineAt(at), value: lined(node, lineAt) }];
  });
  return { line, scalar: undefined, elements: undefined, members };
}
