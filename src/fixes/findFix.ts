import type { Node } from "web-tree-sitter";
import type { Finding } from "../engine/finding";
import { isQuiet } from "../engine/rules/index";
import { scan } from "../engine/scan";
import { checked } from "./checked";
import { type Desk, openDesk } from "./desk";
import { tooOld, whyNot } from "./eligible";
import {
  type Afterwards,
  type Choice,
  type Fix,
  FIX_TITLES,
  type NotFixable,
  notFixable,
  type Place,
  type Workspace,
} from "./fix";
import { FORMATS } from "./formats/index";
import { withClosing } from "./handedOut/closing";
import { withoutHandedOut } from "./handedOut/handedOut";
import { placeholderIn } from "./formats/prose";
import { languageOf } from "./languages/index";
import type { Language, Source } from "./follow/language";
import { readInstead } from "./follow/readInstead";
import { isPart } from "./follow/splice";
import { lineStart } from "./lines";
import { Changes } from "./follow/changes";
import { followReads, makeKeyless } from "./follow/trace";
import { literalAt } from "./follow/value";
import { climb, contentOf, nodeAt, spanOf } from "./follow/tree";
import { programAt } from "./notebook";
import type { Parsers } from "./parsers";
import { programsIn } from "./project/program";
import { withProvider } from "./setting/provider";
import { withSetting } from "./setting/setting";
import { type Secret, secretOf } from "./secret";
import { wholeFix } from "./wholeFix";

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
  if (text === undefined) return notFixable("The file cannot be read any more: scan again.");
  if (place.path.endsWith(".ipynb")) return inNotebook(place, text, workspace, parsers, choice);
  const programs = programsIn(workspace);
  const own = programs.around(place.path);
  const fix = await inProgram(place, text, own, parsers, choice);
  if (!fix.fixable) return fix;
  const touched = programs.touchedBy(
    place.path,
    fix.edits.map(({ path }) => path),
  );
  const whole = touched === own ? fix : await inProgram(place, text, touched, parsers, choice);
  return whole.fixable ? checked(whole, place, workspace, parsers) : whole;
}

/** The fix as far as one program's files go. */
async function inProgram(
  place: Place,
  text: string,
  program: Workspace,
  parsers: Parsers,
  choice: Choice,
): Promise<Fix | NotFixable> {
  const desk = await openDesk(place, text, program, parsers);
  try {
    if (isQuiet(place.finding.rule)) return handedOut(place, text, desk, choice);
    const language = languageOf(place.path);
    return language === undefined ? inFormat(place, text, desk, choice) : inCode(place, desk, language, choice);
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
  if (source === undefined) return notFixable("The file has syntax errors: mend them, then try again.");
  const isComment = climb(nodeAt(source.root, finding), ({ type }) => language.comments.has(type)) !== undefined;
  if (isComment) return placeholder(place);
  const literal = literalAt(source, finding.start, finding.end);
  if (literal === undefined) return notFixable("The secret stands in no string of this code.");
  if (finding.encoding === "base64")
    return notFixable("The secret stands in base64 that code decodes: change that code by hand.");
  const content = contentOf(literal);
  const defaulted = /^\\?\$\{[\w.-]+(:[^}]*)\}$/.exec(content);
  if (defaulted?.[1] !== undefined && choice.kind === "managed-identity")
    return withoutFilled(literal, source, finding, desk, choice);
  if (defaulted?.[1] !== undefined)
    return withoutDefault(place, literal.startIndex + literal.text.indexOf(defaulted[1]), defaulted[1].length, choice);
  const secret = secretOf(finding, content);
  const changes = new Changes();
  const problem =
    choice.kind === "managed-identity"
      ? (tooOldFor(desk.workspace, path) ??
        partOfText(literal, source, finding, secret) ??
        makeKeyless(literal, source, withEndpoint(literal, source, secret, desk, changes), desk, changes))
      : readInstead(literal, source, secret, choice, changes, finding);
  // Code that takes the key where there is one, and else an identity, stays: only the value goes.
  if (problem === undefined && changes.kept > 0 && !changes.covers(source, literal.startIndex, literal.endIndex))
    changes.add(source, { edits: [{ start: literal.startIndex, end: literal.endIndex, text: '""' }], needs: [] });
  return problem ?? wholeFix(changes, [], desk, choice, afterwardsOf(choice, secret.extras.length > 0));
}

/** What a value still holds once its key is gone: the endpoint, where the language lets it stay among the settings. */
function withEndpoint(literal: Node, source: Source, secret: Secret, desk: Desk, changes: Changes): Secret {
  const stays = source.language.endpointStays?.(literal, source, desk, secret);
  for (const one of stays ?? []) changes.add(one.source, one.rewrite);
  return stays === undefined ? secret : { ...secret, remains: "endpoint" };
}

/** A key that is a part of a longer text goes to no client by itself. */
function partOfText(literal: Node, source: Source, finding: Finding, secret: Secret): NotFixable | undefined {
  const { language, path } = source;
  const isLonger =
    language.splice !== undefined &&
    finding.pieces.length === 1 &&
    secret.rule === "account-key" &&
    isPart(literal, finding, secret, language);
  return isLonger
    ? notFixable("The key is a part of a longer text: take it out by hand, or read it from elsewhere.", {
        path,
        span: spanOf(literal),
      })
    : undefined;
}

function tooOldFor(workspace: Workspace, path: string): NotFixable | undefined {
  const reason = tooOld(workspace, path);
  return reason === undefined ? undefined : notFixable(reason);
}

/** `@Value("${name:secret}")`: what the annotation fills goes, and the client that gets it becomes keyless. */
function withoutFilled(literal: Node, source: Source, finding: Finding, desk: Desk, choice: Choice): Fix | NotFixable {
  const reads = source.language.filledBy?.(literal, source, desk);
  const changes = new Changes();
  if (reads === undefined) return notFixable("The key is a setting's default, and what it fills cannot be told.");
  const problem = followReads(reads, secretOf(finding, ""), desk, changes);
  return problem ?? wholeFix(changes, [], desk, choice, afterwardsOf(choice, false));
}

/** `@Value("${name:secret}")`: the setting is read as before, its default is gone. */
function withoutDefault({ path }: Place, start: number, length: number, choice: Choice): Fix | NotFixable {
  if (choice.kind !== "environment")
    return notFixable("The key is a setting's default: read it from the environment, or make the client keyless.");
  return {
    fixable: true,
    title: FIX_TITLES.environment,
    edits: [{ path, edits: [{ start, end: start + length, text: "" }] }],
    afterwards: ["set-variable", "rotate"],
    left: [],
  };
}

function placeholder({ path, finding }: Place): Fix {
  const pieces = finding.pieces.length > 1 ? finding.pieces : [finding];
  const edits = pieces.map(({ start, end }, i) => ({ start, end, text: i === 0 ? placeholderIn(path) : "" }));
  return { fixable: true, title: PLACEHOLDER_TITLE, edits: [{ path, edits }], afterwards: ["rotate"], left: [] };
}

function inFormat(place: Place, text: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const { path, finding } = place;
  if (isInComment(text, finding.start)) return placeholder(place);
  for (const format of FORMATS) {
    if (!format.matches(path, text)) continue;
    const fix = format.fix({ path, text, finding, choice, workspace: desk.workspace });
    if (fix === undefined) continue;
    return "fixable" in fix ? fix : (withProvider(fix, path, desk, choice) ?? withSetting(fix, path, desk, choice));
  }
  return notFixable("There is no fix for this kind of file yet: remove the secret by hand, then rotate it.");
}

/** A key that infrastructure hands out: an identity takes its place, and keys are turned off where none is left. */
function handedOut({ path, finding }: Place, text: string, desk: Desk, choice: Choice): Fix | NotFixable {
  const handed = withoutHandedOut({ path, text, finding, choice, workspace: desk.workspace });
  if ("fixable" in handed) return handed;
  const fix = withSetting(handed.fix, path, desk, choice);
  return fix.fixable ? withClosing(fix, handed.closes, desk.workspace) : fix;
}

/** Whether a line of a file of configuration is nothing but a comment, from its first sign on. */
function isInComment(text: string, at: number): boolean {
  return /^\s*(?:#(?!!)|\/\/|;|!|<!--|--\s|REM\s)/i.test(text.slice(lineStart(text, at), at));
}

function afterwardsOf({ kind }: Choice, extras: boolean): readonly Afterwards[] {
  if (kind === "managed-identity")
    return ["grant-role", "rotate", "local-development", ...(extras ? (["lost-segments"] as const) : [])];
  return kind === "key-vault" ? ["store-secret", "rotate", "local-development"] : ["set-variable", "rotate"];
}
