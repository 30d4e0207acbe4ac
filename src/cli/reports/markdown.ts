import { messageOf } from "../../engine/message";
import { markdownCode } from "../escape";
import { leftOutInWords, unseenInWords } from "../omitted";
import { plainPath } from "../shownPath";
import type { Reporter } from "./report";

/** A table for a pull request's comment or a job's summary. */
export const markdown: Reporter = ({ found, folder, files, omissions }) => {
  const rows = found.flatMap(({ path, findings }) =>
    findings
      .filter(({ suppression }) => suppression === undefined)
      .map((finding) => {
        const place = markdownCode(`${plainPath(path, folder)}:${finding.from.line + 1}`);
        return `| ${finding.severity} | ${place} | ${cell(messageOf(finding))} | ${finding.fingerprint} |`;
      }),
  );
  const suppressed = found.reduce((sum, { findings }) => sum + findings.length, 0) - rows.length;
  const leftOut = leftOutInWords(omissions);
  const isComplete = omissions.unseen.length === 0;
  const count = rows.length === 0 ? "None" : String(rows.length);
  const parts = [
    "# Cosmos DB credentials",
    `${count} found in ${files} ${files === 1 ? "file" : "files"}${isComplete ? "" : " that could be looked at"}${suppressed === 0 ? "" : `, ${suppressed} suppressed`}.`,
    ...(rows.length === 0 ? [] : [table(["Severity", "Where", "What", "Fingerprint"], rows)]),
    ...(isComplete
      ? []
      : [
          `**${unseenInWords(omissions)}:**`,
          table(
            ["Where", "Why not"],
            omissions.unseen.map(({ path, text }) => `| ${markdownCode(plainPath(path, folder))} | ${cell(text)} |`),
          ),
        ]),
    ...(leftOut === "" ? [] : [`Left out: ${leftOut}.`]),
  ];
  return `${parts.join("\n\n")}\n`;
};

function table(heads: readonly string[], rows: readonly string[]): string {
  return [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...rows].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
