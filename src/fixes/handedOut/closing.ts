import { scan } from "../../engine/scan";
import { applyEdits, type Fix, type Workspace } from "../fix";
import { isGenerated } from "../formats/format";
import { languageOf } from "../languages/index";
import type { Closing } from "./handover";

/** Keys are turned off for an account once nothing in the program takes one any more. */

/** The fix with the account closed, or with the sentence that says what is left until it can be. */
export function withClosing(fix: Fix, closings: readonly Closing[], workspace: Workspace): Fix {
  const [closing] = closings;
  if (closing === undefined) return fix;
  const after = (path: string): string => {
    const text = workspace.read(path) ?? "";
    const own = fix.edits.filter((one) => one.path === path).flatMap(({ edits }) => edits);
    return own.length === 0 ? text : applyEdits(text, own);
  };
  const { path, edit, property } = closing;
  // Where nothing has a data role, whoever reads the data elsewhere does so by a key.
  const isClosable = (): boolean =>
    workspace.paths.some((one) => ROLE.test(after(one))) && !workspace.paths.some((one) => takesKey(one, after(one)));
  if (edit === undefined || !isClosable())
    return edit === undefined
      ? fix
      : {
          ...fix,
          left: [...fix.left, `Once nothing takes a key of the account any more, turn keys off: ${property}.`],
        };
  const isKnown = fix.edits.some((one) => one.path === path);
  const edits = isKnown
    ? fix.edits.map((one) => (one.path === path ? { path, edits: [...one.edits, edit] } : one))
    : [...fix.edits, { path, edits: [edit] }];
  return { ...fix, edits };
}

/** What gives somebody a data role on an account. */
const ROLE = /sqlRoleAssignments|azurerm_cosmosdb_sql_role_assignment|\bcosmosdb sql role assignment create\b/i;

/** Names by which programs and pipelines take keys; a coarse net, for keys that are turned off too early break them. */
const NAMED =
  /cosmos\w*?[-_:.]*(?:primary|secondary|master|account|auth|access|read\w*)?[-_]?(?:key|connection[-_]?string|credential)s?\b|AccountKey|auth_?key|master_?key|documentdb\w*key/i;

/** What opens Cosmos DB in code; it needs an identity on its statement. */
const OPENS =
  /\b(?:new\s+)?(?:Cosmos|CosmosAsync|Document|Table(?:Service)?)Client(?:Builder)?\s*(?:\(|\{)|\bUseCosmos\(|azcosmos\.New\w*Client\w*\(/g;

function takesKey(path: string, text: string): boolean {
  if (/\.(?:md|mdx|markdown|rst|adoc|txt|log|csv|html?|svg|lock|map|min\.js|tfstate)$|lock\.json$/i.test(path))
    return false;
  if (!/cosmos|documentdb/i.test(text) || isGenerated(text)) return false;
  if (scan(text, { path }).some(({ certainty }) => certainty !== "hint")) return true;
  const written = text.replace(/^\s*(?:#|\/\/).*$/gm, "");
  if (languageOf(path) === undefined) return NAMED.test(withoutPartitions(written));
  return (
    [...written.matchAll(OPENS)].some(({ index }) => !/credential/i.test(written.slice(index, index + 300))) ||
    /AzureKeyCredential|NewKeyCredential|FromConnectionString|\bmasterKey\b|\bauthKey|AccountKey/i.test(written)
  );
}

/** Templates speak of other keys: of partitions, of uniqueness, of vaults. */
function withoutPartitions(text: string): string {
  return text.replace(/\b(?:partition|unique)_?key\w*/gi, "");
}
