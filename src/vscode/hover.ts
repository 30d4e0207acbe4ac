import * as vscode from "vscode";
import { counted } from "./counted";
import { accountInWords, agesInWords, stateInWords } from "../azure/describe";
import { opensOf } from "../engine/message";
import type { FileFinding } from "../files/fileFinding";
import { whyNot } from "../fixes/eligible";
import { targetOf } from "./commands/target";
import { type FindingStore, rangeOf } from "./findingStore";
import type { KeyChecks } from "./keyChecks";
import { shownAt } from "./shownFindings";

const COMMANDS = ["fixHere", "ignoreHere", "explainHere", "checkInAzure", "showOtherPlaces"].map(
  (name) => `cosmosKeyless.${name}`,
);

/** What the message above it does not say: what a credential opens, what Azure said of it, and the ways out. */
export function hoverProvider(store: FindingStore, checks: KeyChecks): vscode.HoverProvider {
  return {
    provideHover(document, position) {
      const [finding] = shownAt(store, document.uri, new vscode.Range(position, position));
      return finding === undefined
        ? undefined
        : new vscode.Hover(textOf(finding, document.uri, store, checks), rangeOf(finding));
    },
  };
}

function textOf(finding: FileFinding, uri: vscode.Uri, store: FindingStore, checks: KeyChecks): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: COMMANDS };
  const { account, fingerprint } = finding;
  const opens = opensOf(finding);
  const whose = account === undefined ? "" : ` (${account.host})`;
  if (opens !== undefined) text.appendMarkdown(`$(key) ${opens.replace(/\.$/, `${whose}.`)}\n\n`);
  const isHarmless = finding.certainty === "hint";
  const without = isHarmless ? undefined : whyNot(finding, { kind: "managed-identity" });
  if (without !== undefined) text.appendMarkdown(`$(info) ${without}\n\n`);
  const check = checks.of(fingerprint);
  if (check !== undefined) {
    text.appendMarkdown(`$(azure) ${stateInWords(check)}\n\n`);
    if ("account" in check)
      text.appendMarkdown(
        `${[...agesInWords(check, new Date()), accountInWords(check)].map((line) => `- ${line}`).join("\n")}\n\n`,
      );
  }
  text.appendMarkdown(linksOf(finding, uri, store).join(" &nbsp; "));
  return text;
}

function linksOf(finding: FileFinding, uri: vscode.Uri, store: FindingStore): readonly string[] {
  const target = targetOf({ uri, finding });
  const isHarmless = finding.certainty === "hint";
  const places = store.all().filter((other) => other.finding.fingerprint === finding.fingerprint).length;
  return [
    ...(isHarmless ? [] : [link("lightbulb", vscode.l10n.t("Fix…"), "fixHere", target)]),
    link("circle-slash", vscode.l10n.t("Ignore…"), "ignoreHere", target),
    link("question", vscode.l10n.t("Explain"), "explainHere", target),
    ...(isHarmless ? [] : [link("cloud", vscode.l10n.t("Check in Azure"), "checkInAzure", target)]),
    ...(places > 1 ? [link("references", counted(places, "place"), "showOtherPlaces", target)] : []),
  ];
}

function link(icon: string, label: string, command: string, argument: object): string {
  const query = encodeURIComponent(JSON.stringify([argument]));
  return `[$(${icon}) ${label}](command:cosmosKeyless.${command}?${query})`;
}
