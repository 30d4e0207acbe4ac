import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../fix";
import type { Source } from "./language";
import { spanOf } from "./tree";

/** Why code is left, in the same words whatever its language. */

/** A connection string without an account: nothing could be opened by an identity. */
export const noEndpoint: NotFixable = notFixable("The connection string names no account endpoint.");

/** The choice for the emulator would have to be written by a person. */
export function byHand(node: Node, source: Source): NotFixable {
  return notFixable(
    "The program also runs on the emulator, which needs its key: choose between key and identity here by hand.",
    { path: source.path, span: spanOf(node) },
  );
}

/** Something demands a value that code would do without. */
export function demanded(node: Node, source: Source): NotFixable {
  return notFixable("The value is demanded here, though the code does without the key: let it be missing first.", {
    path: source.path,
    span: spanOf(node),
  });
}
