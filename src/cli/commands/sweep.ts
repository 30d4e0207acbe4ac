import { resolve } from "node:path";
import { AZURE, cloudOf } from "../../azure/connection";
import { isFailure } from "../../azure/failure";
import { missing, sweepMarkdownOf } from "../../azure/sweepReport";
import { fail, inSession, type Login, login } from "../azureSession";
import { oneOf, parse, positive } from "../options";
import { writeReport } from "../writeReport";
import type { Command } from "./command";

const ENDINGS = { azure: AZURE, china: cloudOf("x.documents.azure.cn"), government: cloudOf("x.documents.azure.us") };

/** Looks over every account that the person sees. Needs no code. */
export const sweepCommand = (reachCloud: Login): Command => ({
  name: "sweep",
  usage:
    "sweep [--older-than DAYS] [--cloud azure|china|government] [--format markdown|json] [--output FILE] [--allow-partial]",
  summary:
    "Lists every account that you see: key access on or off, keys older than DAYS (default 90), keys that may have leaked through ChaosDB. Changes nothing. Exit code 1 says that there are such keys, 2 that not every account was seen (0 or 1 with --allow-partial).",
  async run(args, terminal) {
    const { values } = parse(args, {
      "older-than": { type: "string", default: "90" },
      cloud: { type: "string", default: "azure" },
      format: { type: "string", default: "markdown" },
      output: { type: "string" },
      "allow-partial": { type: "boolean", default: false },
    });
    const days = positive("--older-than", values["older-than"]);
    const format = oneOf("--format", values.format, ["markdown", "json"]);
    const cloud = ENDINGS[oneOf("--cloud", values.cloud, ["azure", "china", "government"])];
    return inSession(async ({ azure, signal }) => {
      const now = new Date();
      const swept = await azure.sweep(await reachCloud(cloud, terminal), days, now, signal);
      if (isFailure(swept)) return fail(terminal, swept);
      const text =
        format === "json"
          ? `${JSON.stringify({ version: 1, time: now.toISOString(), olderThanDays: days, ...swept }, null, 2)}\n`
          : sweepMarkdownOf(swept, days, now);
      if (values.output === undefined) terminal.out(text);
      else writeReport(resolve(values.output), text);
      const unseen = missing(swept);
      for (const line of unseen) terminal.tell(`cosmos-keyless: ${line}`);
      if (unseen.length > 0 && !values["allow-partial"]) return 2;
      return swept.accounts.some(({ old, chaosDb }) => old.length + chaosDb.length > 0) ? 1 : 0;
    });
  },
});

/** The same by the person's own login. */
export const sweep = sweepCommand(login);
