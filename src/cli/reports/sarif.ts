import { pathToFileURL } from "node:url";
import { sep } from "node:path";
import type { Invocation, Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { version } from "../../../package.json";
import type { Severity } from "../../engine/finding";
import { helpLink, messageOf } from "../../engine/message";
import type { Position } from "../../engine/position";
import { RULES } from "../../engine/rules/index";
import type { FileFinding } from "../../files/fileFinding";
import { leftOutInWords } from "../omitted";
import type { Reporter, ScanReport } from "./report";

const LEVELS: Readonly<Record<Severity, Result.level>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** How bad a finding is on the scale of CVSS, as GitHub's code scanning reads it (over 9 critical, over 7 high, over 4 medium). */
const SCORES: Readonly<Record<Severity, number>> = { error: 9.8, warning: 8, information: 5, hint: 1 };

/** The loudest that a rule gets; what is not named may be an open door. */
const LOUDEST: Readonly<Partial<Record<string, Severity>>> = {
  "resource-token": "warning",
  "authorization-header": "information",
};

/**
 * SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it. Regions are the secrets' exact spans; places are relative to
 * the repository's root. What could not be looked at stands among the notifications of the invocation.
 */
export const sarif: Reporter = (report) => {
  const { root } = report;
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cosmos-keyless",
            informationUri: helpLink("readme"),
            semanticVersion: version,
            rules: RULES.map(descriptor),
          },
        },
        invocations: [invocation(report)],
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, "")}/` } },
        results: report.found.flatMap(({ path, findings }) => findings.map((finding) => result(finding, path, root))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function invocation({ omissions, warnings, exitCode, files, root }: ScanReport): Invocation {
  const leftOut = leftOutInWords(omissions);
  const notices: Notification[] = omissions.unseen.map(({ path, text }) => ({
    level: "error",
    message: { text: `Not looked at: ${text}.` },
    locations: [{ physicalLocation: { artifactLocation: artifact(path, root) } }],
  }));
  if (leftOut !== "") notices.push({ level: "note", message: { text: `Left out: ${leftOut}.` } });
  return {
    executionSuccessful: omissions.unseen.length === 0,
    exitCode,
    toolExecutionNotifications: notices,
    toolConfigurationNotifications: warnings.map((text) => ({ level: "warning", message: { text } })),
    properties: { files, leftOut: omissions.leftOut },
  };
}

function descriptor({ id, title, help }: (typeof RULES)[number]): ReportingDescriptor {
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: help },
    help: { text: help },
    helpUri: helpLink(id),
    properties: { tags: ["security", "secret", "azure", "cosmos-db"], ...score(LOUDEST[id] ?? "error") },
  };
}

function score(severity: Severity): { readonly "security-severity": string } {
  return { "security-severity": SCORES[severity].toFixed(1) };
}

function result(finding: FileFinding, path: string, root: string): Result {
  const { severity, suppression } = finding;
  const place = (from: Position, to: Position, span: { readonly start: number; readonly end: number }): Location => ({
    physicalLocation: {
      artifactLocation: artifact(path, root),
      region: {
        startLine: from.line + 1,
        startColumn: from.column + 1,
        endLine: to.line + 1,
        endColumn: to.column + 1,
        charOffset: span.start,
        charLength: span.end - span.start,
      },
    },
  });
  const parts = finding.split.flatMap(({ from, to }, id): Location[] => {
    const piece = finding.pieces[id];
    const text = `Part ${id + 1} of ${finding.split.length}`;
    return piece === undefined ? [] : [{ id, message: { text }, ...place(from, to, piece) }];
  });
  return {
    ruleId: finding.rule,
    ruleIndex: RULES.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[severity],
    rank: SCORES[severity] * 10,
    message: { text: `${messageOf(finding)}.` },
    locations: [place(finding.from, finding.to, finding)],
    ...(parts.length === 0 ? {} : { relatedLocations: parts }),
    partialFingerprints: { "credential/v1": finding.fingerprint },
    ...(suppression === undefined
      ? {}
      : {
          suppressions: [
            { kind: suppression.from === undefined ? "inSource" : "external", justification: suppression.reason },
          ],
        }),
    properties: {
      certainty: finding.certainty,
      access: finding.access,
      api: finding.api,
      account: finding.account?.name,
      ...score(severity),
    },
  };
}

function artifact(path: string, root: string): { readonly uri: string; readonly uriBaseId?: string } {
  const start = root.endsWith(sep) ? root : root + sep;
  if (!path.startsWith(start)) return { uri: pathToFileURL(path).href };
  return { uri: path.slice(start.length).split(sep).map(encodeURIComponent).join("/") || ".", uriBaseId: "SRCROOT" };
}
