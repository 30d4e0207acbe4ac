import type { Note } from "../files/note";
import { shownPath } from "./shownPath";
import type { Terminal } from "./terminal";

const NAMED = 3;

/** What may come in thousands shares one line at the end. */
const TOGETHER = {
  binary: "binary, not scanned",
  "not here": "not here, so not scanned (Git LFS, a sparse checkout, a submodule)",
} as const;

/**
 * Writes a scan's notes to stderr, one line each; what every tree may have many of shares one line at the end. What git
 * ignores and globs leave out is only counted, in the report.
 */
export function noteLog(terminal: Terminal): { readonly note: (note: Note) => void; readonly finish: () => void } {
  const together: Record<keyof typeof TOGETHER, string[]> = { binary: [], "not here": [] };
  const counts = { binary: 0, "not here": 0 };
  return {
    note({ path, kind, text }) {
      if (kind === "ignored" || kind === "excluded") return;
      const shown = shownPath(path);
      if (kind === "unseen") terminal.tell(`not looked at: ${shown}: ${text}`);
      else if (kind !== "binary" && kind !== "not here") terminal.tell(`note: ${shown}: ${text}`);
      else if (++counts[kind] <= NAMED) together[kind].push(shown);
    },
    finish() {
      for (const kind of ["binary", "not here"] as const) {
        const count = counts[kind];
        if (count === 0) continue;
        const rest = count > NAMED ? ` and ${count - NAMED} more` : "";
        terminal.tell(`note: ${TOGETHER[kind]}: ${together[kind].join(", ")}${rest}`);
      }
    },
  };
}
