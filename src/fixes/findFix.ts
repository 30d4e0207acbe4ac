import { scan } from "../engine/scan";
import { checked } from "./checked";
import { type Desk, openDesk } from "./desk";
import { tooOld, whyNot } from "./eligible";
import {
  type Afterwards,
  type Choice,
  type FileEdits,
  type Fix,
  inOrder,
  type NotFixable,
  notFixable,
  type Place,
  type Workspace,
} from "./fix";
import type { FormatFix } from "./formats/format";
import { FORMATS } from "./formats/index";
import { PLACEHOLDER } from "./formats/prose";
import { languageOf } from "./languages/index";
import type { Language, Reads, Source } from "./languages/language";
import { readInstead } from "./languages/readInstead";
import { Changes, followReads, literalAt, makeKeyless } from "./languages/trace";
import { all, climb, contentOf, nodeAt, replace, spanOf } from "./languages/tree";
import { addPackages } from "./manifests/index";
import { programAt } from "./notebook";
import type { Parsers } from "./parsers";
import { type Secret, secretOf } from "./secret";

/** What each kind of fix is called. */
export const FIX_TITLES: Readonly<Record<Choice["kind"], string>> = {
  "managed-identity": "Use managed identity",
  "key-vault": "Use a Key Vault reference",
  environment: "Read from an environment variable",
};

const PLACEHOLDER_TITLE = "Replace the secret by a placeholder";

/**
 * The fix of one finding, over all files that it takes: all edits, or the reason why there is none. Pure but for the
 * parsers, which it loads as it needs them.
 */
export async function findFix(
  place: Place,
  workspace: Workspace,
  parsers: Parsers,
  choice: Choice,
): Promise<Fix | NotFixable> {
  const reason = whyNot(place.finding, choice);
  if (reason !== undefined) return notFixable(reason);
  const text = workspace.read(place.path);
  if (text === undefined) return notFixable("The file cannot be read any more.");
  if (place.path.endsWith(".ipynb")) return inNotebook(place, text, workspace, parsers, choice);
  const desk = await openDesk(place, text, workspace, parsers);
  try {
    const language = languageOf(place.path);
    const fix = language === undefined ? inFormat(place, text, desk, choice) : inCode(place, desk, language, choice);
    return fix.fixable ? checked(fix, place, workspace, parsers) : fix;
  } finally {
    desk.dispose();
  }
}

/** A notebook's cells are one Python program; what it printed, and what people wrote, gets a placeholder. */
async function inNotebook(
  place: Place,
  text: string,
  workspace: Workspace,
  parsers: Parsers,
  choice: Choice,
): Promise<Fix | NotFixable> {
  const { path, finding } = place;
  const program = programAt(text, finding.start);
  if (program === undefined) return placeholder(place);
  const programPath = `${path}.py`;
  const inside = scan(program.text, { path: programPath }).find(
    ({ fingerprint }) => fingerprint === finding.fingerprint,
  );
  if (inside === undefined)
    return notFixable("The secret is put together in the cell in a way that cannot be followed.");
  const paths = [programPath, ...workspace.paths.filter((one) => languageOf(one) === undefined)];
  const cells: Workspace = { paths, read: (one) => (one === programPath ? program.text : workspace.read(one)) };
  const fix = await findFix({ path: programPath, finding: inside }, cells, parsers, choice);
  if (!fix.fixable) return fix;
  const edits = fix.edits.map(({ path: edited, edits: list }) =>
    edited === programPath ? { path, edits: program.become(list) } : { path: edited, edits: list },
  );
  return checked({ ...fix, edits }, place, workspace, parsers);
}

function inCode(place: Place, desk: Desk, language: Language, choice: Choice): Fix | NotFixable {
  const { finding, path } = place;
  const source = desk.source(path);
  if (source === undefined) return notFixable("The file cannot be parsed.");
  const isComment = climb(nodeAt(source.root, finding), ({ type }) => language.comments.has(type)) !== undefined;
  if (isComment) return placeholder(place);
  const literal = literalAt(source, finding.start, finding.end);
  if (literal === undefined) return notFixable("The secret stands in no string of this code.");
  if (finding.encoding === "base64")
    return notFixable("The secret stands in base64 that code decodes: change that code by hand.");
  const content = contentOf(literal);
  const defaulted = /^\$\{[\w.-]+(:[^}]*)\}$/.exec(content);
  if (defaulted?.[1] !== undefined)
    return withoutDefault(place, literal.startIndex + literal.text.indexOf(defaulted[1]), defaulted[1].length, choice);
  const secret = secretOf(finding, content);
  const changes = new Changes();
  const problem =
    choice.kind === "managed-identity"
      ? (tooOldFor(desk.workspace, path) ?? makeKeyless(literal, source, secret, desk, changes))
      : readInstead(literal, source, secret, choice, changes);
  return problem ?? whole(changes, [], desk, choice, afterwardsOf(choice, secret.extras.length > 0));
}

function tooOldFor(workspace: Workspace, path: string): NotFixable | undefined {
  const reason = tooOld(workspace, path);
  return reason === undefined ? undefined : notFixable(reason);
}

/** `@Value("${name:secret}")`: the setting is read as before, its default is gone. */
function withoutDefault({ path }: Place, start: number, length: number, choice: Choice): Fix | NotFixable {
  if (choice.kind !== "environment")
    return notFixable("The key is a setting's default. Read it from the environment, then make the client keyless.");
  return {
    fixable: true,
    title: FIX_TITLES.environment,
    edits: [{ path, edits: [{ start, end: start + length, text: "" }] }],
    afterwards: ["set-variable", "rotate"],
  };
}

function placeholder({ path, finding }: Place): Fix {
  const pieces = finding.pieces.length > 1 ? finding.pieces : [finding];
  const edits = pieces.map(({ start, end }, i) => ({ start, end, text: i === 0 ? PLACEHOLDER : "" }));
  return { fixable: true, title: PLACEHOLDER_TITLE, edits: [{ path, edits }], afterwards: ["rotate"] };
}

function inFormat(place: Place, text: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const { path, finding } = place;
  for (const format of FORMATS) {
    if (!format.matches(path, text)) continue;
    const fix = format.fix({ path, text, finding, choice, workspace: desk.workspace });
    if (fix === undefined) continue;
    return "fixable" in fix ? fix : withReaders(fix, path, desk, choice);
  }
  return notFixable("For this kind of file there is no fix yet.");
}

const LOST_READER = "Code that reads this setting uses it where it cannot be followed.";

/** The setting's change, and that of all code which reads it. */
function withReaders(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const changes = new Changes();
  let count = 0;
  for (const setting of fix.code === "stays" ? [] : fix.settings) {
    const keys = setting.split(/[:.]|__/);
    const words = [setting, ...(keys.length > 1 ? [...keys, keys.slice(0, -1).join(".")] : [setting.toLowerCase()])];
    const sources = new Set(words.flatMap((word) => desk.sources(word)));
    for (const source of sources) {
      const reads = source.language.reads(source, setting, desk);
      count += reads.uses.length + (reads.declared?.length ?? 0);
      const problem =
        fix.code === "keyless"
          ? followReads(reads, fix.secret, desk, changes)
          : readAll(reads, fix.secret, choice, changes);
      if (problem !== undefined)
        return problem.lookAt === undefined ? problem : notFixable(LOST_READER, problem.lookAt);
      if (fix.renamed !== undefined) rename(reads, setting, fix.renamed, changes);
    }
    const left = fix.secret.remains === "nothing" ? mentionLeft(setting, sources, changes) : undefined;
    if (left !== undefined) return notFixable(LOST_READER, left);
  }
  if (count === 0 && (fix.code === "read" || fix.mustBeRead === true))
    return notFixable("No code was found that reads this setting, and the file itself cannot do without the key.");
  const own = [{ path, edits: fix.edits }, ...(fix.others ?? [])];
  const complete = whole(changes, own, desk, choice, fix.afterwards);
  return fix.title === undefined ? complete : { ...complete, title: fix.title };
}

/** Reads of a setting use its new name. */
function rename({ uses }: Reads, from: string, to: string, changes: Changes): void {
  for (const { node, source } of uses) {
    const names = all(node, ...source.language.strings, "property_identifier").filter(
      (one) => one.text === from || contentOf(one) === from,
    );
    changes.add(source, {
      edits: names.map((one) =>
        replace(
          one,
          one.text.replace(from, () => to),
        ),
      ),
      needs: [],
    });
  }
}

/** Puts a read from the vault in the place of every read of the setting. */
function readAll(reads: Reads, secret: Secret, choice: Choice, changes: Changes): NotFixable | undefined {
  const lost = reads.lost ?? reads.uses.find(({ rest }) => rest.length > 0);
  if (lost !== undefined) return notFixable(LOST_READER, { path: lost.source.path, span: spanOf(lost.node) });
  for (const { declaration, source } of reads.declared ?? [])
    return notFixable(LOST_READER, { path: source.path, span: spanOf(declaration.nameNode) });
  for (const { node, source } of reads.uses) {
    const problem = readInstead(node, source, secret, choice, changes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A mention of a setting's whole name in code, no comment, that no edit reaches: something reads it in another way. */
function mentionLeft(setting: string, sources: Iterable<Source>, changes: Changes): NotFixable["lookAt"] {
  if (!/^[A-Z][A-Z\d]*_[A-Z\d_]+$|[:.]/.test(setting)) return undefined;
  const mention = new RegExp(String.raw`(?<![\w.:])${setting.replace(/[.$]/g, "\\$&")}(?![\w.:])`, "g");
  for (const source of sources) {
    for (const { index } of source.text.matchAll(mention)) {
      const span = { start: index, end: index + setting.length };
      const isComment =
        climb(nodeAt(source.root, span), ({ type }) => source.language.comments.has(type)) !== undefined;
      if (!isComment && !changes.covers(source, span.start, span.end)) return { path: source.path, span };
    }
  }
  return undefined;
}

/** All edits of a fix: the code's, its imports, and its manifests'. */
function whole(
  changes: Changes,
  own: readonly FileEdits[],
  desk: Desk,
  choice: Choice,
  afterwards: readonly Afterwards[],
): Fix {
  const edits: FileEdits[] = [...own];
  let creates = false;
  for (const { source, edits: code, needs } of changes.files.values()) {
    const all = [...needs];
    edits.push({
      path: source.path,
      edits: inOrder([...source.language.imports(source, all, desk.workspace), ...code]),
    });
    for (const manifest of addPackages(
      desk.workspace,
      source.path,
      source.language.id,
      source.language.packages(all),
    )) {
      if (!edits.some(({ path }) => path === manifest.path)) edits.push(manifest);
    }
    creates ||= source.language.management.test(source.text);
  }
  const management: readonly Afterwards[] = creates && choice.kind === "managed-identity" ? ["management-actions"] : [];
  const steps = [...afterwards, ...changes.afterwards, ...management];
  return { fixable: true, title: FIX_TITLES[choice.kind], edits, afterwards: [...new Set(steps)] };
}

function afterwardsOf({ kind }: Choice, extras: boolean): readonly Afterwards[] {
  if (kind === "managed-identity")
    return ["grant-role", "rotate", "local-development", ...(extras ? (["lost-segments"] as const) : [])];
  return kind === "key-vault" ? ["store-secret", "rotate", "local-development"] : ["set-variable", "rotate"];
}
