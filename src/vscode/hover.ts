import * as vscode from "vscode";
import { agesInWords, accountInWords, stateInWords } from "../azure/describe";
import { opensOf } from "../engine/message";
import { ruleOf } from "../engine/rules/index";
import { whyNot } from "../fixes/eligible";
import type { FileFinding } from "../files/fileFinding";
import { type FindingStore, rangeOf } from "./findingStore";
import type { KeyChecks } from "./keyChecks";

const COMMANDS = ["cosmosKeyless.checkInAzure", "cosmosKeyless.showOtherPlaces", "editor.action.quickFix"];

/** What a credential opens, how certain that is and why, what Azure said of it, and the ways out. */
export function hoverProvider(store: FindingStore, checks: KeyChecks): vscode.HoverProvider {
  return {
    provideHover(document, position) {
      const [finding] = store.at(document.uri, new vscode.Range(position, position));
      return finding === undefined
        ? undefined
        : new vscode.Hover(textOf(finding, document.uri, store, checks), rangeOf(finding));
    },
  };
}

function textOf(finding: FileFinding, uri: vscode.Uri, store: FindingStore, checks: KeyChecks): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: COMMANDS };
  const { account, access, certainty, reasons, fingerprint, rule } = finding;
  const title = ruleOf(rule)?.title ?? rule;
  const opens = access === "read-write" || access === "read-only" ? ` · ${access}` : "";
  text.appendMarkdown(
    `$(key) **${title}**${opens}${account === undefined ? "" : ` · ${account.name} (${account.host})`}\n\n`,
  );
  text.appendMarkdown(`${opensOf(finding)}\n\n`);
  text.appendMarkdown(`${CERTAINTIES[certainty]()}: ${reasons.join("; ")}.\n\n`);
  const without = whyNot(finding, { kind: "managed-identity" });
  if (without !== undefined) text.appendMarkdown(`$(info) ${without}\n\n`);
  const places = store.all().filter((other) => other.finding.fingerprint === fingerprint).length;
  const check = checks.of(fingerprint);
  if (check !== undefined) {
    text.appendMarkdown(`$(azure) ${stateInWords(check)}\n\n`);
    if ("account" in check)
      text.appendMarkdown(
        `${[...agesInWords(check, new Date()), accountInWords(check)].map((line) => `- ${line}`).join("\n")}\n\n`,
      );
  }
  const links = [link("$(lightbulb) " + vscode.l10n.t("Fix…"), "editor.action.quickFix")];
  if (account !== undefined)
    links.push(
      link("$(cloud) " + vscode.l10n.t("Check in Azure"), "cosmosKeyless.checkInAzure", {
        uri: uri.toString(),
        fingerprint,
      }),
    );
  if (places > 1)
    links.push(
      link("$(references) " + vscode.l10n.t("{0} places", places), "cosmosKeyless.showOtherPlaces", { fingerprint }),
    );
  text.appendMarkdown(links.join(" &nbsp; "));
  return text;
}

const CERTAINTIES = {
  certain: () => vscode.l10n.t("Certain"),
  likely: () => vscode.l10n.t("Likely"),
  possible: () => vscode.l10n.t("Possible"),
  hint: () => vscode.l10n.t("Harmless"),
};

function link(label: string, command: string, ...args: readonly unknown[]): string {
  const query = args.length === 0 ? "" : `?${encodeURIComponent(JSON.stringify(args))}`;
  return `[${label}](command:${command}${query})`;
}
