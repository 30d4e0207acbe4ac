import { resolve } from "node:path";
import { type KeyInCode, markdownOf, reportOf } from "../../azure/report";
import { type Login, login } from "../azureSession";
import { scanForKeys } from "../keysInCode";
import { oneOf, parse } from "../options";
import { auditLines } from "../records";
import { writeReport } from "../writeReport";
import { answersFor } from "./check";
import type { Command } from "./command";

/** The states of keys that open nothing. */
const CLOSED = new Set(["stale", "off", "unknown-account"]);

/** What a security officer wants to read. */
export const reportCommand = (reachCloud: Login): Command => ({
  name: "report",
  usage: "report [PATHS…] [--format markdown|json] [--output FILE] [--include-ignored]",
  summary:
    "A report for a security officer: keys in the code, their accounts, ages and states in Azure, what was done, what is left. Changes nothing. Exit code 1 says that a key is live or could not be told.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      format: { type: "string", default: "markdown" },
      output: { type: "string" },
      "include-ignored": { type: "boolean", default: false },
    });
    const format = oneOf("--format", values.format, ["markdown", "json"]);
    const found = scanForKeys(positionals, values["include-ignored"], terminal);
    const answers = await answersFor(found, reachCloud);
    const keys = found.map(({ fingerprint, account, places }) => {
      const key: KeyInCode = { fingerprint, account: account?.name, places };
      return { key, answer: answers.get(fingerprint) };
    });
    const report = reportOf(keys, auditLines(), new Date());
    const text = format === "json" ? `${JSON.stringify({ version: 1, ...report }, null, 2)}\n` : markdownOf(report);
    if (values.output === undefined) terminal.out(text);
    else writeReport(resolve(values.output), text);
    return report.keys.every(({ state }) => CLOSED.has(state)) ? 0 : 1;
  },
});

/** The same by the person's own login. */
export const report = reportCommand(login);
