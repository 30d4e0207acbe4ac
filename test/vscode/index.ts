import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** How a test ended. */
export interface Result {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly error?: string;
}

/** Called by VS Code in its extension host. The report file is what counts: an exit code also comes when the host dies. */
export const run = (): Promise<void> => runIn(__dirname);

/** Runs the suites of a folder and writes their report. */
export async function runIn(folder: string, wanted?: (file: string) => boolean): Promise<void> {
  const results = await resultsIn(folder, wanted);
  report(results);
  const failed = results.filter(({ state }) => state === "failed").length;
  if (failed > 0 || results.length === 0) throw new Error(`${failed} of ${results.length} tests failed`);
}

/** Runs those suites of a folder whose file is wanted: all, or those that `KEYLESS_ONLY` names. */
export async function resultsIn(
  folder: string,
  wanted: (file: string) => boolean = (file) => file.includes(process.env.KEYLESS_ONLY ?? ""),
): Promise<readonly Result[]> {
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false });
  for (const file of readdirSync(folder))
    if (file.endsWith(".test.js") && wanted(file)) mocha.addFile(join(folder, file));
  const results: Result[] = [];
  await new Promise<void>((done) => {
    const runner = mocha.run(() => {
      done();
    });
    runner.on("pass", (test) => results.push({ title: test.fullTitle(), state: "passed" }));
    runner.on("fail", (test, error: Error) =>
      results.push({ title: test.fullTitle(), state: "failed", error: error.stack ?? error.message }),
    );
    runner.on("pending", (test) => results.push({ title: test.fullTitle(), state: "skipped" }));
  });
  return results;
}

/** Writes the report that the suite's driver waits for. */
export function report(results: readonly Result[]): void {
  const path = process.env.KEYLESS_TEST_REPORT;
  if (path !== undefined) writeFileSync(path, JSON.stringify(results));
}
