import { type ParseError, parseTree } from "jsonc-parser";
import { parseAllDocuments } from "yaml";
import { scan } from "../engine/scan";
import {
  applyEdits,
  type Edit,
  type Fix,
  inOrder,
  type NotFixable,
  notFixable,
  type Place,
  type Workspace,
} from "./fix";
import { languageOf } from "./languages/index";
import { countErrors, type Parsers } from "./parsers";

/** The guard of every fix: no syntax error that was not there before, and the finding gone. */
export function checked(fix: Fix, { path, finding }: Place, workspace: Workspace, parsers: Parsers): Fix | NotFixable {
  for (const { path: edited, edits } of fix.edits) {
    const before = workspace.read(edited);
    if (before === undefined || overlap(edits))
      return notFixable("The edits overlap, so nothing was changed. Fix this place by hand.");
    const after = applyEdits(before, edits);
    if (errorsIn(edited, after, parsers) > errorsIn(edited, before, parsers))
      return notFixable("The result would not parse, so nothing was changed. Fix this place by hand.");
    const count = (text: string): number =>
      scan(text, { path: edited }).filter(({ fingerprint }) => fingerprint === finding.fingerprint).length;
    if (edited === path && count(after) >= Math.max(1, count(before)))
      return notFixable("The edit would leave the secret in place, so nothing was changed. Fix this place by hand.");
  }
  return fix;
}

/** The number of syntax errors, for the kinds of file that there is a parser for. */
function errorsIn(path: string, text: string, parsers: Parsers): number {
  if (/\.(?:ipynb|jsonc?)$/i.test(path)) {
    const errors: ParseError[] = [];
    parseTree(text, errors, { allowTrailingComma: !path.endsWith(".ipynb") });
    return errors.length;
  }
  if (/\.ya?ml$/i.test(path))
    return parseAllDocuments(text, { logLevel: "silent" }).reduce(
      (sum, document) => sum + ("errors" in document ? document.errors.length : 0),
      0,
    );
  const language = languageOf(path);
  const parsed = language === undefined ? undefined : parsers.parse(language.grammar(path), text);
  if (parsed === undefined) return 0;
  const errors = countErrors(parsed.root);
  parsed.dispose();
  return errors;
}

function overlap(edits: readonly Edit[]): boolean {
  return inOrder(edits).some((edit, i, all) => i > 0 && edit.start < (all[i - 1]?.end ?? 0));
}
