import type { Format } from "./format";
import { secretOf } from "../secret";

/** What stands in the place of a secret that nobody runs: a page would take it for a tag. */
export function placeholderIn(path: string): string {
  return /\.html?$/i.test(path) ? "&lt;removed&gt;" : "<removed>";
}

/** Whether a file records requests that somebody made: Postman, Insomnia, Thunder Client, HAR. */
export function isRecord(path: string): boolean {
  return /\.postman_(?:collection|environment|globals)\.json$|(?:^|\/)(?:insomnia|thunder)[^/]*\.json$|\.har$/i.test(
    path,
  );
}

/** Text for people and records of what happened: the secret gives way to a placeholder, the rest stays. */
export const prose: Format = {
  id: "prose",
  matches: (path) =>
    isRecord(path) ||
    /\.(?:md|mdx|markdown|txt|rst|adoc|log|csv|tsv|http|rest|har|html?|bak|orig|out)$|~$|_history$/i.test(path),
  fix({ path, text, finding }) {
    return {
      edits: [{ start: finding.start, end: finding.end, text: placeholderIn(path) }],
      settings: [],
      secret: secretOf(finding, text.slice(finding.start, finding.end)),
      code: "stays",
      afterwards: ["rotate"],
      title: "Replace the secret by a placeholder",
    };
  },
};
