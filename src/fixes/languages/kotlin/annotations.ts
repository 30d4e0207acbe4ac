import type { Node } from "web-tree-sitter";
import type { Source } from "../../follow/language";
import { all } from "../../follow/tree";

/** Annotations of Kotlin, and what their texts say. */

/** What a string says; `\$` is a dollar sign. */
export function contentOf(node: Node): string {
  return (/^("""|")([\s\S]*)\1$/.exec(node.text)?.[2] ?? "").replaceAll("\\$", "$");
}

/** Every annotation of a file whose name fits. */
export function annotationsOf(source: Source, names: RegExp): readonly Node[] {
  return all(source.root, "annotation").filter((node) =>
    names.test(all(node, "user_type")[0]?.text.split(".").at(-1) ?? ""),
  );
}
