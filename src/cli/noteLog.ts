import { BINARY } from "../files/readFile";
import type { Note } from "../files/walk";
import { shownPath } from "./shownPath";
import type { Terminal } from "./terminal";

const NAMED = 3;

/** Writes a scan's notes to stderr, one line each; binary files, which every tree has, share one line at the end. */
export function noteLog(terminal: Terminal): { readonly note: (note: Note) => void; readonly finish: () => void } {
  const binary: string[] = [];
  let count = 0;
  return {
    note({ path, text }) {
      const shown = shownPath(path);
      if (text !== BINARY) terminal.tell(`note: ${shown}: ${text}`);
      else if (++count <= NAMED) binary.push(shown);
    },
    finish() {
      if (count === 0) return;
      const rest = count > NAMED ? ` and ${count - NAMED} more` : "";
      terminal.tell(`note: binary, not scanned: ${binary.join(", ")}${rest}`);
    },
  };
}
