import { diffLines } from "diff";
import type { Finding, Span } from "../engine/finding";
import { isQuiet } from "../engine/rules/index";
import { scan } from "../engine/scan";
import { findFix } from "./findFix";
import {
  applyEdits,
  type Choice,
  type Edit,
  type Fix,
  type NotFixable,
  notFixable,
  type Place,
  type Workspace,
} from "./fix";
import type { Parsers } from "./parsers";
import { touches } from "./secret";

/** A file as it was and as it will be. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Fixes of many findings, made one after the other so that each sees what the ones before it did. */
export interface Plan {
  readonly files: readonly ChangedFile[];
  readonly done: readonly (Place & Pick<Fix, "title" | "afterwards" | "left">)[];
  readonly left: readonly (Place & { readonly reason: NotFixable })[];
}

/**
 * Plans the fix of every finding in `paths` that `wanted` names. Of `choices` the first that applies is taken.
 * Nothing is written: `files` says what each file becomes.
 */
export async function planFixes(
  workspace: Workspace,
  paths: readonly string[],
  choices: readonly Choice[],
  parsers: Parsers,
  wanted: (place: Place) => boolean = () => true,
  signal?: AbortSignal,
): Promise<Plan> {
  const now = new Map<string, string>();
  const overlay: Workspace = { ...workspace, read: (path) => now.get(path) ?? workspace.read(path) };
  const done: Plan["done"][number][] = [];
  const left: Plan["left"][number][] = [];
  for (const round of roundsOf(choices)) {
    // While a credential is left, the account needs its keys: those that are handed out wait.
    if (round.isQuiet && left.length > 0) break;
    // What a fix leaves in place stays a finding, though the sign beside it, an endpoint say, went with the fix.
    const kept = new Map<string, readonly Finding[]>();
    const openIn = (path: string): readonly Finding[] => {
      const found = openFindings(overlay, path).filter(({ rule }) => isQuiet(rule) === round.isQuiet);
      const others = (kept.get(path) ?? []).filter((one) => !found.some((other) => touches(one, other)));
      return [...found, ...others].sort((a, b) => a.start - b.start);
    };
    const placesIn = (path: string): readonly Place[] => openIn(path).map((finding) => ({ path, finding }));
    for (const path of paths) {
      // From the last to the first: what could not be fixed stays behind, at the end of the list.
      for (let behind = 0; signal?.aborted !== true;) {
        const finding = openIn(path).at(-1 - behind);
        if (finding === undefined) break;
        const place: Place = { path, finding };
        const fix = wanted(place) ? await firstFix(place, overlay, parsers, round.choices) : undefined;
        if (fix?.fixable === true) {
          const before = fix.edits.flatMap((one) => placesIn(one.path));
          for (const { path: edited, edits } of fix.edits) {
            kept.set(edited, moved(openIn(edited), edits));
            now.set(edited, applyEdits(overlay.read(edited) ?? "", edits));
          }
          const { title, afterwards } = fix;
          const gone = without(before, [...fix.edits.flatMap((one) => placesIn(one.path)), place]);
          done.push({ ...place, title, afterwards, left: fix.left });
          done.push(...gone.map((one) => ({ ...one, title, afterwards, left: [] })));
        } else {
          behind++;
          if (fix !== undefined) left.push({ ...place, reason: fix });
        }
      }
    }
  }
  const files = [...now].map(([path, after]) => ({ path, before: workspace.read(path) ?? "", after }));
  return { files: files.filter(({ before, after }) => before !== after), done, left };
}

/** Credentials first; then the keys that infrastructure hands out, which nothing but an identity takes the place of. */
function roundsOf(
  choices: readonly Choice[],
): readonly { readonly isQuiet: boolean; readonly choices: readonly Choice[] }[] {
  const identity = choices.filter(({ kind }) => kind === "managed-identity");
  return [{ isQuiet: false, choices }, ...(identity.length === 0 ? [] : [{ isQuiet: true, choices: identity }])];
}

/** Findings where they stand once the edits are in; those that an edit reaches are no more. */
function moved(findings: readonly Finding[], edits: readonly Edit[]): readonly Finding[] {
  return findings
    .filter((finding) => !edits.some((edit) => touches(edit, finding)))
    .map((finding) => {
      const before = edits.filter(({ end }) => end <= finding.start);
      const by = before.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
      const shift = <T extends Span>(span: T): T => ({ ...span, start: span.start + by, end: span.end + by });
      return { ...shift(finding), pieces: finding.pieces.map(shift) };
    });
}

/** The places that went with another's fix: of each credential in each file as many as are there no more. */
function without(before: readonly Place[], after: readonly Place[]): readonly Place[] {
  const rest = after.map(nameOf);
  return before.filter((place) => {
    const at = rest.indexOf(nameOf(place));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function nameOf({ path, finding }: Place): string {
  return `${finding.fingerprint} ${path}`;
}

function openFindings(workspace: Workspace, path: string): readonly Finding[] {
  const text = workspace.read(path);
  if (text === undefined) return [];
  return scan(text, { path }).filter(
    ({ suppression, certainty, rule }) =>
      suppression === undefined && certainty !== "hint" && rule !== "authorization-header",
  );
}

async function firstFix(place: Place, workspace: Workspace, parsers: Parsers, choices: readonly Choice[]) {
  let first: NotFixable | undefined;
  for (const choice of choices) {
    const found = await findFix(place, workspace, parsers, choice);
    const fix = found.fixable ? whereAllowed(found, workspace) : found;
    if (fix.fixable) return fix;
    first ??= fix;
  }
  return first ?? notFixable("No kind of fix was asked for.");
}

/** A fix, but where it would change a file that cannot be written: half of it is none. */
function whereAllowed(fix: Fix, { isLocked }: Workspace): Fix | NotFixable {
  const locked = fix.edits.find(({ path }) => isLocked?.(path) === true);
  const [edit] = locked?.edits ?? [];
  if (locked === undefined) return fix;
  const lookAt = edit === undefined ? undefined : { path: locked.path, span: edit };
  return notFixable("The fix would change a file that cannot be written.", lookAt);
}

/** The smallest edits by lines that turn a file's `before` into its `after`. */
export function editsOf({ before, after }: ChangedFile): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) at += value.length;
    else {
      const last = edits.at(-1);
      const joined = last?.end === at ? last : undefined;
      if (removed) {
        if (joined !== undefined) edits[edits.length - 1] = { ...joined, end: at + value.length };
        else edits.push({ start: at, end: at + value.length, text: "" });
        at += value.length;
      } else if (joined !== undefined) edits[edits.length - 1] = { ...joined, text: joined.text + value };
      else edits.push({ start: at, end: at, text: value });
    }
  }
  return edits;
}
