import { resolve } from "node:path";
import { reportOf } from "../../azure/report";
import { markdownOf } from "../../azure/reportPage";
import { credentialsIn } from "../azureKeys";
import { type Login, login } from "../azureSession";
import { exitCode } from "../omitted";
import { oneOf, parse } from "../options";
import { auditLines } from "../records";
import { shownPath } from "../shownPath";
import { writeReport } from "../writeReport";
import { answersFor } from "./check";
import type { Command } from "./command";

/** What a security officer wants to read. */
export const reportCommand = (reachCloud: Login): Command => ({
  name: "report",
  usage: "report [PATHS…] [--format markdown|json] [--output FILE] [--history] [--include-ignored] [--allow-partial]",
  summary:
    "A report for a security officer: credentials in the code, their accounts, ages and states in Azure, what was done, what is left. Changes nothing. Exit code 1 says that a key works or a password was found, 2 that of a key it is not known (0 or 1 with --allow-partial).",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      format: { type: "string", default: "markdown" },
      output: { type: "string" },
      history: { type: "boolean", default: false },
      "include-ignored": { type: "boolean", default: false },
      "allow-partial": { type: "boolean", default: false },
    });
    const format = oneOf("--format", values.format, ["markdown", "json"]);
    const source = { paths: positionals, includeIgnored: values["include-ignored"], history: values.history };
    const { credentials, files, omissions } = await credentialsIn(source, terminal);
    const keys = credentials.filter(({ isKey }) => isKey);
    const answers = await answersFor(keys, reachCloud, terminal);
    const report = reportOf(
      credentials.map((found) => ({
        key: { ...found, account: found.account?.name },
        answer: answers.get(found.fingerprint),
      })),
      auditLines(),
      new Date(),
      { files, notLookedAt: omissions.unseen.map(({ path, text }) => ({ path: shownPath(path), reason: text })) },
    );
    const text = format === "json" ? `${JSON.stringify({ version: 2, ...report }, null, 2)}\n` : markdownOf(report);
    if (values.output === undefined) terminal.out(text);
    else writeReport(resolve(values.output), text);
    const isKnown = report.keys.every(({ state }) => state !== "not-known" && state !== "not-checked");
    if (!isKnown && !values["allow-partial"]) {
      terminal.tell("cosmos-keyless: of some keys it is not known whether they work.");
      return 2;
    }
    const isOpen = report.keys.some(({ state }) => state === "live" || state === "no-state");
    return exitCode(isOpen ? 1 : 0, omissions, values["allow-partial"], terminal);
  },
});

/** The same by the person's own login. */
export const report = reportCommand(login);
