import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the build has put a part of the program: beside the program's own file, also where a link led to it. */
export function programPart(name: string): string {
  return join(dirname(realpathSync(process.argv[1] ?? ".")), name);
}
