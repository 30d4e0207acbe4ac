import { json } from "./json";
import { markdown } from "./markdown";
import type { Reporter } from "./report";
import { sarif } from "./sarif";
import { text } from "./text";

export type { ScanReport } from "./report";

/** Every format a scan can be reported in. */
export const REPORTS: Readonly<Record<"text" | "json" | "sarif" | "markdown", Reporter>> = {
  text,
  json,
  sarif,
  markdown,
};
