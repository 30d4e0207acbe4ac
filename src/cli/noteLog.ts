import type { Note } from "../files/note";
import { shownPath } from "./shownPath";
import type { Terminal } from "./terminal";

const NAMED = 3;

/**
 * Writes a scan's notes to stderr, one line each; binary files, which every tree has, share one line at the end. What
 * git ignores and globs leave out is only counted, in the report.
 */
export function noteLog(terminal: Terminal): { readonly note: (note: Note) => void; readonly finish: () => void } {
  const binary: string[] = [];
  let count = 0;
  return {
    note({ path, kind, text }) {
      if (kind === "ignored" || kind === "excluded") return;
      const shown = shownPath(path);
      if (kind === "unseen") terminal.tell(`not looked at: ${shown}: ${text}`);
      else if (kind !== "binary") terminal.tell(`note: ${shown}: ${text}`);
      else if (++count <= NAMED) binary.push(shown);
    },
    finish() {
      if (count === 0) return;
      const rest = count > NAMED ? ` and ${count - NAMED} more` : "";
      terminal.tell(`note: binary, not scanned: ${binary.join(", ")}${rest}`);
    },
  };
}
