import { compileLater } from "./cli/compileLater";
import { runInProcess } from "./cli/main";

compileLater();
// Set, not exit(): what was written to a pipe must be flushed first.
void runInProcess(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
