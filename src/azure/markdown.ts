/** Markdown of our own words and of names that others gave: those are escaped, so that none is taken for markup. */

/** A text as it is to be read: on one line, without markup. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]|~]/g, "\\$&");
}

/** A table; a cell with several texts has a line for each. */
export function table(header: readonly string[], rows: readonly (readonly (string | readonly string[])[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(header),
    line(header.map(() => "---")),
    ...rows.map((cells) =>
      line(cells.map((cell) => (typeof cell === "string" ? escaped(cell) : cell.map(escaped).join("<br>")))),
    ),
  ].join("\n");
}

/** A list. */
export function bulleted(lines: readonly string[]): string {
  return lines.map((line) => `- ${escaped(line)}`).join("\n");
}

/** "25 November 2026 15:45 UTC". */
export function timeInWords(time: string): string {
  // Made when it is asked for: it takes longer than starting the command line.
  const words = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(new Date(time));
  return `${words.replace(" at ", " ").replace(",", "")} UTC`;
}
