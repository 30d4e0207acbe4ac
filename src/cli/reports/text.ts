import { styleText } from "node:util";
import { type Severity, SEVERITIES } from "../../engine/finding";
import { messageOf } from "../../engine/message";
import type { FileFinding, FileSuppression } from "../../files/fileFinding";
import { IGNORE_LIST } from "../../files/ignoreList";
import type { Omissions } from "../../files/note";
import { escaped } from "../escape";
import { leftOutInWords, unseenInWords } from "../omitted";
import { shownPath } from "../shownPath";
import type { Reporter } from "./report";

const COLOURS = { error: "red", warning: "yellow", information: "blue", hint: "gray" } as const;

/** What people know from linters: place, severity, message, rule, the masked line with a caret; then a summary. */
export const text: Reporter = ({ found, folder, files, milliseconds, omissions }, { colour }) => {
  const paint: Paint = (style, words) => (colour ? styleText(style, words, { validateStream: false }) : words);
  let shown = "";
  for (const { path, findings } of found) {
    for (const finding of findings) {
      if (finding.suppression !== undefined || finding.severity === "hint") continue;
      shown += row(shownPath(path, folder), finding, paint);
    }
  }
  const findings = found.flatMap((file) => file.findings);
  return shown + summary(findings, files, milliseconds, omissions) + notSeen(omissions, folder, paint);
};

type Paint = (style: "red" | "yellow" | "blue" | "gray" | "bold", words: string) => string;

function row(path: string, finding: FileFinding, paint: Paint): string {
  const { from, severity, rule, excerpt, missingReason } = finding;
  const place = paint("bold", `${path}:${from.line + 1}:${from.column + 1}`);
  const colour = COLOURS[severity];
  const head = escaped(excerpt.text.slice(0, excerpt.at));
  const line = head + escaped(excerpt.text.slice(excerpt.at));
  const caret = `${" ".repeat(head.length)}^${"~".repeat(excerpt.length - 1)}`;
  const hint = missingReason
    ? `  ${paint("gray", "A keyless-ignore comment stands here without a reason; it counts once it has one.")}\n`
    : "";
  return `${place}: ${paint(colour, severity)}: ${messageOf(finding)} ${paint("gray", `[${rule}]`)}\n  ${line}\n  ${paint(colour, caret)}\n${hint}`;
}

function summary(findings: readonly FileFinding[], files: number, milliseconds: number, omissions: Omissions): string {
  const open = findings.filter(({ suppression }) => suppression === undefined);
  const credentials = new Set(open.filter(({ severity }) => severity !== "hint").map(({ fingerprint }) => fingerprint))
    .size;
  const counts = SEVERITIES.map((severity) => count(open, severity)).filter((words) => words !== "");
  const suppressed = findings.length - open.length;
  const seconds = `${grouped(files)} ${files === 1 ? "file" : "files"} in ${(milliseconds / 1000).toFixed(2)} s`;
  const rest = suppressed === 0 ? "" : `, ${suppressed} suppressed${suppressors(findings)}`;
  const leftOut = leftOutInWords(omissions);
  const aside = leftOut === "" ? "" : ` Left out: ${leftOut}.`;
  const within = omissions.unseen.length === 0 ? "" : " in what could be looked at";
  if (counts.length === 0) return `No Cosmos DB credential found${within}${rest} (${seconds}).${aside}\n`;
  const noun = credentials === 1 ? "credential" : "credentials";
  return `${credentials} ${noun}: ${counts.join(", ")}${rest} (${seconds}).${aside}\n`;
}

/** Which of the suppressed ones no comment beside them refuses. */
function suppressors(findings: readonly FileFinding[]): string {
  const by = (from: FileSuppression["from"]): number =>
    findings.filter(({ suppression }) => suppression?.from === from && from !== undefined).length;
  const words = [
    ...(by("list") === 0 ? [] : [`${by("list")} by ${IGNORE_LIST}`]),
    ...(by("baseline") === 0 ? [] : [`${by("baseline")} by the baseline`]),
  ];
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

/** What could not be looked at, place by place. */
function notSeen(omissions: Omissions, folder: string, paint: Paint): string {
  if (omissions.unseen.length === 0) return "";
  const rows = omissions.unseen.map(({ path, text: why }) => `  ${shownPath(path, folder)}: ${why}\n`);
  return `${paint("red", `Incomplete: ${unseenInWords(omissions)}.`)}\n${rows.join("")}`;
}

function count(findings: readonly FileFinding[], severity: Severity): string {
  const number = findings.filter((finding) => finding.severity === severity).length;
  return number === 0 ? "" : `${number} ${severity}${number > 1 && severity !== "information" ? "s" : ""}`;
}

/** A count with its thousands set apart. The platform's own formatting takes 10 ms to load, for every run. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
