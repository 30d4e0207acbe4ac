import { messageOf } from "../../engine/message";
import { shownPath } from "../shownPath";
import type { Reporter } from "./report";

/** Every finding as data. Lines and columns from 1, offsets in UTF-16 units. */
export const json: Reporter = ({ found, folder, files, milliseconds }) => {
  const findings = found.flatMap(({ path, ignoredByGit, findings: inFile }) =>
    inFile.map((finding) => ({
      path: shownPath(path, folder),
      line: finding.from.line + 1,
      column: finding.from.column + 1,
      endLine: finding.to.line + 1,
      endColumn: finding.to.column + 1,
      start: finding.start,
      end: finding.end,
      rule: finding.rule,
      severity: finding.severity,
      certainty: finding.certainty,
      access: finding.access,
      api: finding.api,
      account: finding.account?.name ?? null,
      host: finding.account?.host ?? null,
      message: messageOf(finding),
      reasons: finding.reasons,
      encoding: finding.encoding,
      fingerprint: finding.fingerprint,
      ignoredByGit,
      suppression: finding.suppression?.reason ?? null,
    })),
  );
  return `${JSON.stringify({ version: 1, files, milliseconds: Math.round(milliseconds), findings }, null, 2)}\n`;
};
