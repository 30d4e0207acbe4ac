import * as vscode from "vscode";
import { scan } from "../engine/scan";
import { commentFor, isFreeLine } from "./comments";
import { isCell, type PlacedFinding } from "./findingStore";
import { type Fixer, pathOf } from "./fixer";
import type { IgnoreLists } from "./ignoreLists";

/** A person's "no" to a finding: a comment above its line where one can stand, else an entry in the repository's list. */

/** Where a "no" went, or why it could go nowhere. */
export type Ignored = { readonly in: vscode.Uri } | { readonly problem: string };

/** Writes a reason where the scan obeys it. The edit can be undone; the list is saved, a comment is left to the person. */
export async function ignore(place: PlacedFinding, reason: string, fixer: Fixer, lists: IgnoreLists): Promise<Ignored> {
  const document = await vscode.workspace.openTextDocument(place.uri);
  const comment = await commentEdit(document, place, reason, fixer);
  if (comment !== undefined) {
    await vscode.workspace.applyEdit(comment);
    return { in: place.uri };
  }
  if (place.uri.scheme !== "file" && !isCell(place.uri))
    return { problem: vscode.l10n.t("Save the file first: only a file on disk can be listed in .keyless.json.") };
  return listed(place, reason, lists);
}

/** The edit that puts a comment above a finding; undefined where none can stand, or the scan would not obey it. */
async function commentEdit(
  document: vscode.TextDocument,
  { finding }: PlacedFinding,
  reason: string,
  fixer: Fixer,
): Promise<vscode.WorkspaceEdit | undefined> {
  const { languageId, uri } = document;
  const comment = commentFor(languageId, uri.path);
  if (comment === undefined) return undefined;
  const text = document.getText();
  const { line } = document.positionAt(finding.start);
  const start = document.offsetAt(new vscode.Position(line, 0));
  const parsed = await fixer.ask("comment", { path: codePath(document), text, at: finding.start });
  if (!(parsed ?? isFreeLine(languageId, uri.path, text, start))) return undefined;
  const indent = /^\s*/.exec(document.lineAt(line).text)?.[0] ?? "";
  const ending = document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
  // Two dashes would end a comment of XML.
  const words = comment.close === "" ? reason : reason.replaceAll("--", "–");
  const written = `${indent}${comment.open}keyless-ignore-next-line: ${words}${comment.close}${ending}`;
  const after = scan(text.slice(0, start) + written + text.slice(start), { path: uri.path });
  const isObeyed = after.some(
    ({ fingerprint, start: at, suppression }) =>
      fingerprint === finding.fingerprint && at === finding.start + written.length && suppression !== undefined,
  );
  if (!isObeyed) return undefined;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(line, 0), written);
  return edit;
}

/** The name by which the parsers know a document's language: a cell goes by its own, not its notebook's. */
function codePath({ uri, languageId }: vscode.TextDocument): string {
  return isCell(uri) && languageId === "python" ? `${pathOf(uri)}.py` : pathOf(uri);
}

async function listed({ uri, finding }: PlacedFinding, reason: string, lists: IgnoreLists): Promise<Ignored> {
  const { list, path } = lists.listOf(uri);
  const entry = { fingerprint: finding.fingerprint, path, reason };
  const edit = new vscode.WorkspaceEdit();
  const known = await vscode.workspace.openTextDocument(list).then(
    (document) => document,
    () => undefined,
  );
  if (known === undefined || known.getText().trim() === "") {
    const fresh = `${JSON.stringify({ version: 1, ignore: [entry] }, undefined, 2)}\n`;
    edit.createFile(list, { overwrite: true, contents: new TextEncoder().encode(fresh) });
  } else {
    const changes = await entryInto(known.getText(), entry);
    if (changes === undefined)
      return { problem: vscode.l10n.t(".keyless.json is damaged. Mend it, then ignore the finding again.") };
    for (const { offset, length, content } of changes)
      edit.replace(list, new vscode.Range(known.positionAt(offset), known.positionAt(offset + length)), content);
  }
  if (!(await vscode.workspace.applyEdit(edit))) return { problem: vscode.l10n.t(".keyless.json cannot be written.") };
  await (await vscode.workspace.openTextDocument(list)).save();
  await lists.read(vscode.Uri.joinPath(list, "..").fsPath);
  return { in: list };
}

/** What adds an entry to a list, in the list's own format; undefined where it is not understood. */
async function entryInto(
  text: string,
  entry: object,
): Promise<readonly { readonly offset: number; readonly length: number; readonly content: string }[] | undefined> {
  const { modify, parseTree, findNodeAtLocation } = await import("jsonc-parser");
  const { problems } = await import("../files/ignoreList").then(({ readIgnoreList }) => readIgnoreList(text));
  const root = parseTree(text);
  const isWhole = problems.every(({ text: said }) => !said.includes("nothing in it counts"));
  if (root?.type !== "object" || !isWhole) return undefined;
  const count = findNodeAtLocation(root, ["ignore"])?.children?.length ?? 0;
  const indent = /\n(\s+)/.exec(text)?.[1] ?? "  ";
  const formattingOptions = { insertSpaces: !indent.includes("\t"), tabSize: indent.length, eol: "\n" };
  return modify(text, ["ignore", count], entry, { formattingOptions, isArrayInsertion: true });
}
