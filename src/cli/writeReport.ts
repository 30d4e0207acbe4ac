import { writeWhole } from "../files/writeWhole";
import { UsageError } from "./options";

/**
 * Writes a report to the file that a person named, whole or not at all: where it cannot, an older one stays. Throws a
 * `UsageError` then.
 */
export function writeReport(path: string, text: string): void {
  try {
    writeWhole(path, Buffer.from(text));
  } catch {
    throw new UsageError("the file of --output cannot be written: it is as it was");
  }
}
