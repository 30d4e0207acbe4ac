import type { CodeBase } from "../../follow/language";
import { all } from "../../follow/tree";
import { framesFor } from "./frames";
import { filesWith, type Member } from "./program";
import { readAt } from "./reading";

/** The settings by which sections of the configuration fill a member of a class, in whatever host of the program. */
export function settingsFilling({ name, owner }: Member, base: CodeBase): readonly string[] {
  const names = new Set<string>();
  for (const source of filesWith(owner.name, owner.source, base))
    for (const node of all(source.root, "invocation_expression")) {
      const read = readAt(node, source, base);
      if (read?.type === undefined) continue;
      for (const frame of framesFor([...read.keys, read.call], source, base))
        if (read.type(frame) === owner.name) for (const path of read.paths(frame)) names.add([...path, name].join(":"));
    }
  return [...names];
}
