import * as vscode from "vscode";
import { scan } from "../engine/scan";
import type { FileEdits, Place } from "../fixes/fix";
import type { FileFinding } from "../files/fileFinding";
import { type Fixer, pathOf, positionsOf, textNow, uriBeside, workspaceEditOf } from "./fixer";
import type { Reach } from "./fixQuestions";

/** What a fix of a finding in an open document works on: the document itself, or all cells of its notebook. */
export interface Subject {
  readonly place: Place;
  readonly reach: Reach;
  /** `texts` are those that the edits were made for. */
  /** What a file that is changed says by now. */
  readonly textNow: (path: string) => string | undefined;
  readonly editOf: (edits: readonly FileEdits[], texts: ReadonlyMap<string, string>) => vscode.WorkspaceEdit;
}

/** The subject of a finding; undefined where it is put together over cells in a way that cannot be followed. */
export async function subjectOf(
  document: vscode.TextDocument,
  finding: FileFinding,
  fixer: Fixer,
): Promise<Subject | undefined> {
  const reach = fixer.reachOf(document);
  const cells = cellsOf(document);
  if (cells === undefined) {
    const place = { path: pathOf(document.uri), finding };
    return {
      place,
      reach,
      textNow: (one) => textNow(uriBeside(document, one)),
      editOf: (edits, texts) => workspaceEditOf(edits, document, texts),
    };
  }
  const { programOf } = await import("../fixes/lazy");
  const program = programOf(cells.map((cell) => cell.getText()));
  const path = `${pathOf(document.uri)}${EXTENSIONS[document.languageId] ?? ".py"}`;
  const inside = scan(program.text, { path }).find(({ fingerprint }) => fingerprint === finding.fingerprint);
  if (inside === undefined) return undefined;
  return {
    place: { path, finding: inside },
    textNow: (one) =>
      one === path ? programOf(cells.map((cell) => cell.getText())).text : textNow(uriBeside(document, one)),
    reach: { ...reach, paths: [path, ...reach.paths], open: new Map(reach.open).set(path, program.text) },
    editOf(edits, texts) {
      const edit = workspaceEditOf(
        edits.filter((one) => one.path !== path),
        document,
        texts,
      );
      const own = edits.find((one) => one.path === path)?.edits ?? [];
      for (const [i, local] of program.perCell(own).entries()) {
        const cell = cells[i];
        if (cell === undefined) continue;
        const positionAt = positionsOf(cell.getText());
        for (const { start, end, text } of local)
          edit.replace(cell.uri, new vscode.Range(positionAt(start), positionAt(end)), text);
      }
      return edit;
    },
  };
}

/** How the files of a notebook's languages are called. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  python: ".py",
  csharp: ".cs",
  typescript: ".ts",
  javascript: ".js",
};

/** The code cells of a document's notebook that are in its language; undefined where it is no cell. */
function cellsOf(document: vscode.TextDocument): readonly vscode.TextDocument[] | undefined {
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  return notebook
    ?.getCells()
    .filter(
      ({ kind, document: cell }) => kind === vscode.NotebookCellKind.Code && cell.languageId === document.languageId,
    )
    .map(({ document: cell }) => cell);
}
