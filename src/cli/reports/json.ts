import { messageOf } from "../../engine/message";
import { plainPath } from "../shownPath";
import type { Reporter } from "./report";

/**
 * Every finding as data. Lines and columns from 1, offsets in UTF-16 units. `complete` is false where something could not
 * be looked at: `notLookedAt` names it. `leftOut` counts what settings left out.
 */
export const json: Reporter = ({ found, folder, files, milliseconds, omissions, warnings }) => {
  const findings = found.flatMap(({ path, ignoredByGit, findings: inFile }) =>
    inFile.map((finding) => ({
      path: plainPath(path, folder),
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
      suppressedBy: finding.suppression === undefined ? null : (finding.suppression.from ?? "comment"),
    })),
  );
  const report = {
    version: 1,
    files,
    milliseconds: Math.round(milliseconds),
    complete: omissions.unseen.length === 0,
    notLookedAt: omissions.unseen.map(({ path, text }) => ({ path: plainPath(path, folder), reason: text })),
    leftOut: omissions.leftOut,
    warnings,
    findings,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
};
