import type { CodeBase } from "../../follow/language";
import { filesWith, type Member } from "./program";
import { readingsIn } from "./reading";

/** The settings by which sections of the configuration fill a member of a class, in whatever host of the program. */
export function settingsFilling({ name, owner }: Member, base: CodeBase): readonly string[] {
  const names = new Set<string>();
  for (const source of filesWith(owner.name, owner.source, base))
    for (const { read, frame, paths } of readingsIn(source, base))
      if (read.type?.(frame) === owner.name) for (const path of paths) names.add([...path, name].join(":"));
  return [...names];
}
