import { messageOf } from "../../engine/message";
import { shownPath } from "../shownPath";
import type { Reporter } from "./report";

/** A table for a pull request's comment or a job's summary. */
export const markdown: Reporter = ({ found, folder, files }) => {
  const rows = found.flatMap(({ path, findings }) =>
    findings
      .filter(({ suppression }) => suppression === undefined)
      .map((finding) => {
        const place = `${shownPath(path, folder)}:${finding.from.line + 1}`;
        return `| ${finding.severity} | ${cell(`\`${place}\``)} | ${cell(messageOf(finding))} | ${finding.fingerprint} |`;
      }),
  );
  const head = "# Cosmos DB credentials\n\n";
  if (rows.length === 0) return `${head}None found in ${files} files.\n`;
  return `${head}${rows.length} found in ${files} files.\n\n| Severity | Where | What | Fingerprint |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
};

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
