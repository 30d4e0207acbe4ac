/** Texts over several lines in scripts. */

/** `quoted`: written as it stands. `open`: variables and commands in it are filled in. */
export type Block = "open" | "quoted";

/** The here document of a shell script that an offset stands in: one whose end word is in quotes fills nothing in. */
export function hereDocumentAt(text: string, at: number): Block | undefined {
  for (const match of text.slice(0, at).matchAll(/<<-?[ \t]*(["']?)(\w+)\1[^\n]*\n/g)) {
    const [all, quote = "", word = ""] = match;
    const end = new RegExp(String.raw`^[ \t]*${word}[ \t]*\r?$`, "m").exec(text.slice(match.index + all.length));
    if (end !== null && at < match.index + all.length + end.index) return quote === "" ? "open" : "quoted";
  }
  return undefined;
}

/** The here string of PowerShell: `@"…"@`, `@'…'@`. */
export function hereStringAt(text: string, at: number): Block | undefined {
  for (const match of text.slice(0, at).matchAll(/@(["'])[ \t]*\r?\n/g)) {
    const quote = match[1] ?? "";
    const end = text.indexOf(`\n${quote}@`, match.index + match[0].length - 1);
    if (end > at) return quote === '"' ? "open" : "quoted";
  }
  return undefined;
}
