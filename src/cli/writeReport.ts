import { writeFileSync } from "node:fs";
import { UsageError } from "./options";

/** Writes a report to the file that a person named. Throws a `UsageError` where it cannot. */
export function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch {
    throw new UsageError("the report cannot be written to the file of --output");
  }
}
