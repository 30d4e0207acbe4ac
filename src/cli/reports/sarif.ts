import { pathToFileURL } from "node:url";
import { sep } from "node:path";
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import { version } from "../../../package.json";
import type { Severity } from "../../engine/finding";
import { helpLink, messageOf } from "../../engine/message";
import { RULES } from "../../engine/rules/index";
import type { FileFinding } from "../../files/fileFinding";
import type { Reporter, ScanReport } from "./report";

const LEVELS: Readonly<Record<Severity, Result.level>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it. Regions are the secrets' exact spans. */
export const sarif: Reporter = (report) => {
  const base = baseOf(report);
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
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(base).href.replace(/\/$/, "")}/` } },
        results: report.found.flatMap(({ path, findings }) => findings.map((finding) => result(finding, path, base))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function descriptor({ id, title, help }: (typeof RULES)[number]): ReportingDescriptor {
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: help },
    help: { text: help },
    helpUri: helpLink(id),
    properties: { tags: ["security", "secret", "azure", "cosmos-db"], "security-severity": "9.0" },
  };
}

/** The working folder if everything found lies in it, else the first folder scanned. */
function baseOf({ folder, paths, found }: ScanReport): string {
  return found.every(({ path }) => path.startsWith(folder + sep)) ? folder : (paths[0] ?? folder);
}

function result(finding: FileFinding, path: string, base: string): Result {
  const artifactLocation = path.startsWith(base + sep)
    ? { uri: relativeUri(path.slice(base.length + 1)), uriBaseId: "SRCROOT" }
    : { uri: pathToFileURL(path).href };
  const physicalLocation: PhysicalLocation = {
    artifactLocation,
    region: {
      startLine: finding.from.line + 1,
      startColumn: finding.from.column + 1,
      endLine: finding.to.line + 1,
      endColumn: finding.to.column + 1,
      charOffset: finding.start,
      charLength: finding.end - finding.start,
    },
  };
  const pieces = finding.pieces.length > 1 ? finding.pieces : [];
  return {
    ruleId: finding.rule,
    ruleIndex: RULES.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: `${messageOf(finding)}.` },
    locations: [{ physicalLocation }],
    ...(pieces.length === 0
      ? {}
      : {
          relatedLocations: pieces.map(({ start, end }, id) => ({
            id,
            physicalLocation: { artifactLocation, region: { charOffset: start, charLength: end - start } },
          })),
        }),
    partialFingerprints: { "credential/v1": finding.fingerprint },
    ...(finding.suppression === undefined
      ? {}
      : { suppressions: [{ kind: "inSource", justification: finding.suppression.reason }] }),
    properties: {
      certainty: finding.certainty,
      access: finding.access,
      api: finding.api,
      account: finding.account?.name,
    },
  };
}

function relativeUri(path: string): string {
  return path.split(sep).map(encodeURIComponent).join("/");
}
