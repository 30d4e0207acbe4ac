import { type Baseline, readBaseline } from "../files/baseline";
import { readText } from "../files/textFiles";
import { UsageError } from "./options";

const MOST_BYTES = 100_000_000;

/** The baseline that a person named. Throws a `UsageError` with the line where it cannot be read whole. */
export async function baselineFrom(path: string): Promise<Baseline> {
  const text = readText(path, MOST_BYTES)?.text;
  if (text === undefined) throw new UsageError("the baseline cannot be read");
  const baseline = await readBaseline(text);
  if ("line" in baseline) throw new UsageError(`the baseline, line ${baseline.line}: ${baseline.text}`);
  return baseline;
}
