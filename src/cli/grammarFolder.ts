import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the build has put the grammars: beside the program's own file, also where a link led to it. */
export function grammarFolder(): string {
  return join(dirname(realpathSync(process.argv[1] ?? ".")), "grammars");
}
