import * as vscode from "vscode";

/** Numbers with their nouns, as one and as many: `1 file`, `2 files`. */

const NOUNS = {
  file: [() => vscode.l10n.t("1 file"), (count: number) => vscode.l10n.t("{0} files", count)],
  finding: [() => vscode.l10n.t("1 finding"), (count: number) => vscode.l10n.t("{0} findings", count)],
  place: [() => vscode.l10n.t("1 place"), (count: number) => vscode.l10n.t("{0} places", count)],
  credential: [() => vscode.l10n.t("1 credential"), (count: number) => vscode.l10n.t("{0} credentials", count)],
  "hardcoded credential": [
    () => vscode.l10n.t("1 hardcoded Cosmos DB credential"),
    (count: number) => vscode.l10n.t("{0} hardcoded Cosmos DB credentials", count),
  ],
  key: [() => vscode.l10n.t("1 key"), (count: number) => vscode.l10n.t("{0} keys", count)],
  "old key": [() => vscode.l10n.t("1 old key"), (count: number) => vscode.l10n.t("{0} old keys", count)],
  "next step": [() => vscode.l10n.t("1 next step"), (count: number) => vscode.l10n.t("{0} next steps", count)],
  "staged file": [() => vscode.l10n.t("1 staged file"), (count: number) => vscode.l10n.t("{0} staged files", count)],
} as const;

/** A number with its noun. */
export function counted(count: number, noun: keyof typeof NOUNS): string {
  const [one, many] = NOUNS[noun];
  return count === 1 ? one() : many(count);
}
