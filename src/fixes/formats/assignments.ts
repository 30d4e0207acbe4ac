import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import { secretName, secretOf } from "../secret";
import type { Entry } from "./entry";
import { fillsPlaceholders, variableOf, vaultSecretOf, vaultSource } from "./spring";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** Files of `NAME=value` lines: the environment of a program, and Java's properties. */

interface Assignment {
  readonly name: string;
  /** The value's range, without quotes. */
  readonly start: number;
  readonly end: number;
  readonly lineStart: number;
  readonly lineEnd: number;
}

/** The assignment on an offset's line: blanks, `export`, quotes and a comment behind are not part of the value. */
function assignmentAt(text: string, at: number): Assignment | undefined {
  const from = lineStart(text, at);
  const to = lineEnd(text, at);
  if (to - from > LONGEST_LINE) return undefined;
  const match =
    /^(\s*(?:export\s+|set\s+|-\s+|%[\w,-]+\.)?)([\w.-]+)(\s*[=:]\s*)(?:(["'])(.*?)\4|([^\r\n]*?))(?=\s*(?:\s#.*)?(?:\r?\n)?$)/.exec(
      text.slice(from, to),
    );
  if (match === null) return undefined;
  const [, lead = "", name = "", sign = "", quote, quoted, bare = ""] = match;
  const start = from + lead.length + name.length + sign.length + (quote === undefined ? 0 : 1);
  return { name, start, end: start + (quoted ?? bare).length, lineStart: from, lineEnd: to };
}

const LONGEST_LINE = 10_000;

/** Every assignment of a file, in order; a line that begins a comment is none. */
function assignmentsIn(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at)) {
    const line = assignmentAt(text, at);
    if (line !== undefined) found.push(line);
  }
  return found;
}

function entriesIn(_path: string, text: string): readonly Entry[] {
  return assignmentsIn(text).map((line) => ({
    names: [line.name],
    name: nameOf(line, text),
    value: { start: line.start, end: line.end },
    removes: withoutLine(line, text),
  }));
}

function nameOf({ name, lineStart: from, start }: Assignment, text: string): Span {
  const at = text.indexOf(name, from);
  return { start: at, end: Math.min(at + name.length, start) };
}

function withoutLine(line: Assignment, text: string): Edit {
  const ending = /\r?\n$/.exec(text.slice(line.lineStart, line.lineEnd))?.[0].length ?? 0;
  return removal(text, { start: line.lineStart, end: line.lineEnd - ending });
}

export const dotenv: Format = {
  id: "dotenv",
  matches: (path) =>
    /^\.env(?:$|[._-])|\.env(?:\.\w+)?$|^\.?env[._-](?:\w+[._-])*(?:example|sample|template|local|dist|\w{1,12})$/i.test(
      fileName(path),
    ),
  fix: (at) => fixLine(at, ENVIRONMENT),
  entries: entriesIn,
};

export const properties: Format = {
  id: "properties",
  matches: (path) => /\.properties$/i.test(path),
  fix: (at) => fixLine(at, PROPERTIES),
  entries: entriesIn,
};

type Rewrites = Readonly<
  Record<FormatCase["choice"]["kind"], (line: Assignment, at: FormatCase) => FormatFix | NotFixable>
>;

function fixLine(at: FormatCase, rewrites: Rewrites): FormatFix | NotFixable | undefined {
  const line = assignmentAt(at.text, at.finding.start);
  return line === undefined ? undefined : rewrites[at.choice.kind](line, at);
}

function withoutKey(line: Assignment, { text, finding }: FormatCase): FormatFix | NotFixable {
  const secret = secretOf(finding, text.slice(line.start, line.end));
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (secret.holds === "key") {
    const edits = [withoutLine(line, text)];
    return { edits, settings: [line.name], secret, code: "keyless", afterwards };
  }
  if (secret.endpoint === undefined) return noEndpoint;
  const edits = [{ start: line.start, end: line.end, text: secret.endpoint }];
  return { edits, settings: [line.name], secret: { ...secret, remains: "endpoint" }, code: "keyless", afterwards };
}

const ENVIRONMENT: Rewrites = {
  "managed-identity": withoutKey,
  "key-vault": (line, { text, finding }) => ({
    edits: [withoutLine(line, text)],
    settings: [line.name],
    secret: { ...secretOf(finding, text.slice(line.start, line.end)), name: secretName(line.name) },
    code: "read",
    afterwards: ["store-secret", "rotate", "local-development"],
  }),
  // What is set where the program runs comes before the file, which only fills in what is missing.
  environment: (line, { path, text, finding, workspace }) => {
    const alone = workspace.paths.find((path) => READS_ALONE.test(workspace.read(path) ?? ""));
    if (alone !== undefined)
      return notFixable("The program reads this file itself, and not the environment: use an identity.");
    // A template goes on telling which variables there are.
    const isTemplate = /example|sample|template|dist/i.test(fileName(path));
    return {
      edits: [isTemplate ? { start: line.start, end: line.end, text: "" } : withoutLine(line, text)],
      settings: [],
      secret: secretOf(finding, text.slice(line.start, line.end)),
      code: "stays",
      afterwards: ["rotate"],
      left: [`Where the program runs, set ${line.name}.`],
    };
  },
};

/** Libraries that give what a file says alone. */
const READS_ALONE = /\bdotenv_values\s*\(|\bdotenv\.parse\s*\(/;

const PROPERTIES: Rewrites = {
  "managed-identity": withoutKey,
  "key-vault": (line, at) => {
    if (!fillsPlaceholders(at)) return readByCode(line, at, ["store-secret", "rotate", "local-development"]);
    const name = vaultSecretOf(line.name);
    const source = vaultSource(at);
    if ("fixable" in source) return source;
    return {
      edits: [...source.edits, { start: line.start, end: line.end, text: `\${${name}}` }],
      others: source.others,
      settings: [],
      secret: { ...secretOf(at.finding, at.text.slice(line.start, line.end)), name },
      code: "stays",
      afterwards: ["store-secret", "rotate"],
    };
  },
  environment: (line, at) => {
    if (!fillsPlaceholders(at)) return readByCode(line, at, ["set-variable", "rotate"]);
    const value = at.text.slice(line.start, line.end);
    const variable = variableOf(line.name, value, at);
    return {
      edits: [{ start: line.start, end: line.end, text: `\${${variable}}` }],
      settings: [],
      secret: secretOf(at.finding, value),
      code: "stays",
      afterwards: ["set-variable", "rotate"],
      left: [`Set ${variable} where the program runs.`],
    };
  },
};

/** Properties that code loads itself know no placeholders: the code reads the value from elsewhere. */
function readByCode(line: Assignment, { text, finding }: FormatCase, afterwards: FormatFix["afterwards"]): FormatFix {
  const secret = { ...secretOf(finding, text.slice(line.start, line.end)), name: secretName(line.name) };
  return { edits: [withoutLine(line, text)], settings: [line.name], secret, code: "read", afterwards };
}
