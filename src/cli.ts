import { main } from "./cli/main";

// Set, not exit(): what was written to a pipe must be flushed first.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
