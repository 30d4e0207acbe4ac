import type { Span } from "../../engine/finding";
import { LineMap } from "../../engine/position";
import type { Desk } from "../desk";
import { type NotFixable, notFixable } from "../fix";
import { climb, nodeAt } from "../follow/tree";
import { lineEnd, lineStart } from "../lines";
import { NAMES_VARIABLES } from "./definitions";
import { isDistinct } from "./names";

/**
 * The closed world: every mention of a name that goes, in any text file of the program. What only gives the name a
 * value, a comment or a document breaks nothing and is named; what reads it and was not followed stops the fix.
 */

/** What a fix leaves behind, or why it must not be made. */
export type Mentions = NotFixable | { readonly left: readonly string[] };

/** Whether a place goes, is written anew, or has been followed. */
export type IsCovered = (path: string, span: Span) => boolean;

/** What is said of the places that are left. More than a few would hide the rest. */
const MOST_LEFT = 5;

/** What becomes of a value that goes on being given: code takes it where the emulator needs its key, or the endpoint alone. */
export type Stays = "nothing reads it" | "a key is taken" | "an endpoint is taken";

/**
 * Looks at every mention of the names. `feeds`: whether the fix takes the value out of a file that a script's environment
 * may come from, so that a script which reads the variable would miss it.
 */
export function mentionsOf(
  names: readonly string[],
  desk: Desk,
  isCovered: IsCovered,
  stays: Stays = "nothing reads it",
  feeds = true,
): Mentions {
  const left: string[] = [];
  for (const name of names) {
    const pattern = patternOf(name);
    for (const path of desk.holding(name)) {
      const text = desk.workspace.read(path) ?? "";
      for (const match of text.matchAll(pattern)) {
        const start = match.index + match[0].toLowerCase().indexOf(name.toLowerCase());
        const span = { start, end: start + name.length };
        if (isCovered(path, span)) continue;
        const kind = kindOf(path, text, span, desk, feeds);
        if (kind === "reads") return stopped(name, path, span, desk);
        // What a comment or a message in code says of a setting that stays is as true as before.
        const isTrue = kind === "tells" && stays !== "nothing reads it" && desk.source(path) !== undefined;
        if (kind !== "nothing" && !isTrue) left.push(leftOver(kind, stays, name, placeOf(path, span, desk)));
      }
    }
  }
  const told = [...new Set(left)];
  const more = told.length - MOST_LEFT;
  if (more <= 0) return { left: told };
  return {
    left: [...told.slice(0, MOST_LEFT), more === 1 ? "1 more place names it." : `${String(more)} more places name it.`],
  };
}

function stopped(name: string, path: string, span: Span, desk: Desk): NotFixable {
  return notFixable(`${placeOf(path, span, desk)} reads ${name} in a way that cannot be followed.`, {
    path,
    span,
  });
}

function leftOver(kind: "gives" | "tells", stays: Stays, name: string, place: string): string {
  if (kind === "tells") return `${place} still names ${name}.`;
  if (stays === "a key is taken") return `${place} goes on setting ${name}: the code takes a key where there is one.`;
  return stays === "an endpoint is taken"
    ? `${place} sets ${name}, which the code takes for the account endpoint alone now.`
    : `${place} still sets ${name}, which nothing reads any more.`;
}

/** A place as people read it: `deploy/main.tf:12`. */
export function placeOf(path: string, { start }: Span, desk: Desk): string {
  return `${desk.shown(path)}:${String(lineOf(desk.workspace.read(path) ?? "", start))}`;
}

const lineOf = (text: string, at: number): number => new LineMap(text).at(at).line + 1;

/** A name that says enough is looked for anywhere; a short one only where it can be nothing but a variable or a key. */
function patternOf(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const edge = /[:.]/.test(name) ? String.raw`[\w.:]` : String.raw`\w`;
  return isDistinct(name)
    ? new RegExp(`(?<!${edge})${literal}(?!${edge})`, /[a-z]/.test(name) && /[A-Z]/.test(name) ? "gi" : "g")
    : new RegExp(String.raw`(?:["'\x60]|\$\{?|\$\(|%|\benv\.|\benviron\.)${literal}(?:["'\x60]|(?!\w)\}?|\)|%)`, "g");
}

type Kind = "reads" | "gives" | "tells" | "nothing";

function kindOf(path: string, text: string, span: Span, desk: Desk, feeds: boolean): Kind {
  if (/\.(?:md|mdx|markdown|rst|adoc|txt|log|csv|html?)$|(?:^|\/)(?:LICENSE|CHANGELOG|NOTICE)[^/]*$/i.test(path))
    return "tells";
  const line = text.slice(lineStart(text, span.start), lineEnd(text, span.start));
  const column = span.start - lineStart(text, span.start);
  const source = desk.source(path);
  if (source !== undefined) {
    const node = nodeAt(source.root, span);
    if (climb(node, ({ type }) => source.language.comments.has(type)) !== undefined) return "tells";
    const literal = climb(node, ({ type }) => source.language.strings.has(type));
    if (literal !== undefined && isMessage(literal.text)) return "tells";
    if (literal === undefined && source.language.namesInTexts === true) return "nothing";
    return isGivenInCode(line, column, span.end - span.start)
      ? "gives"
      : literal === undefined && isOwnName(text, text.slice(span.start, span.end))
        ? "nothing"
        : "reads";
  }
  if (isGivenOn(text.slice(span.start, span.end), line.slice(0, column))) return "nothing";
  if (isApplied(text, span.start)) return "tells";
  const inTemplate = kindInTemplate(path, text, line, column, span.end - span.start);
  if (inTemplate !== undefined) return inTemplate;
  const entries = desk.entries(path);
  const holds = (one: Span): boolean => one.start <= span.start && one.end >= span.end;
  if (entries.some(({ name, value }) => holds(name) || (NAMES_VARIABLES.test(path) && holds(value)))) return "gives";
  if (/^\s*(?:#|\/\/|--|;|<!--|\*|REM\b)/i.test(line) || /(?:^|\s)#\s/.test(line.slice(0, column))) return "tells";
  if (isGivenInText(line, column, span.end - span.start) || isListed(path, text, span)) return "gives";
  const isTold = SCRIPT.test(path) && isMessage(quotedAround(line, column));
  return isTold || (!feeds && isVariableOfScript(path, line.slice(0, column))) ? "tells" : "reads";
}

/** A template of Azure gives settings and reads none; its own parameters and symbols are other names, however spelled. */
function kindInTemplate(path: string, text: string, line: string, column: number, length: number): Kind | undefined {
  const before = line.slice(0, column);
  if (/\.bicep$/i.test(path)) {
    const isKey = /^\s*$/.test(before) && /^\s*:/.test(line.slice(column + length));
    return /["']$/.test(before) || isKey ? undefined : "nothing";
  }
  if (!/\.jsonc?$/i.test(path) || !/deployment(?:Template|Parameters)\.json#/.test(text.slice(0, 1000)))
    return undefined;
  return /\b(?:parameters|variables)\('$/.test(before) ? "nothing" : "gives";
}

const SCRIPT = /\.(?:ps1|psm1|sh|bash|zsh|cmd|bat)$/i;

/** The quoted text on a line that holds a column; empty where none does. */
function quotedAround(line: string, column: number): string {
  const quoted = [...line.matchAll(/"[^"]*"|'[^']*'/g)];
  return quoted.find(({ index, 0: text }) => index < column && column < index + text.length)?.[0] ?? "";
}

/** `$env:X` of PowerShell, `$X` and `${X}` of a shell, `%X%`: a script's own environment. */
function isVariableOfScript(path: string, before: string): boolean {
  return SCRIPT.test(path) && /(?:\$env:|\$\{env:|\$\{?|%|GetEnvironmentVariable\(["'])$/i.test(before);
}

/** Words for people around a name: `COSMOS_KEY must be set`. A command or a template that takes the value is none. */
function isMessage(literal: string): boolean {
  return /\s/.test(literal.trim()) && !/[$%{]\W?\w+|--?\w+[ =]/.test(literal.slice(1, -1).replace(/\$?\{\w+\}/g, ""));
}

/** Whether a place is what kubectl keeps of the manifest that it applied last. */
function isApplied(text: string, at: number): boolean {
  const from = text.lastIndexOf("kubectl.kubernetes.io/last-applied-configuration", at);
  return from >= 0 && at - from < 20_000 && text.slice(from, at).split("\n").length <= 3;
}

const GIVES =
  /(?:setenv|SetEnvironmentVariable|Setenv|setProperty|stubEnv|set_var|delenv|unset|WithEnvironment|withEnv|putenv)\s*\(\s*["'`]$/;

/** `monkeypatch.setenv("X", …)`, `process.env.X = …`, `{ "X": "value" }`. */
function isGivenInCode(line: string, column: number, length: number): boolean {
  const before = line.slice(0, column);
  const after = line.slice(column + length);
  if (GIVES.test(before)) return true;
  if (/(?:env|environ|ENV)(?:\.|\[\s*["'`])$/.test(before))
    return /^["'`]?\s*\]?\s*=(?!=)/.test(after) || /\bdelete\s+process\.env\.$/.test(before);
  return /(?:^|[{,])\s*["'`]?$/.test(before) && /^["'`]?\s*:\s*(?:["'`\d]|string\b|undefined\b)/.test(after);
}

/** `X=value`, `-e X=value`, `'X': value`, `-X value` of app settings; the name behind a sign that reads is none. */
function isGivenInText(line: string, column: number, length: number): boolean {
  const before = line.slice(0, column);
  const after = line.slice(column + length);
  if (/(?:^|[\s;&"'(])$/.test(before) && /^["']?\s*(?:[:?+]?=(?!=)|:\s)/.test(after)) return true;
  if (/^\s*(?:ENV|ARG)\s+$/.test(before)) return true;
  if (/(?:^|[\s"'])-$/.test(before) && /^\s/.test(after)) return true;
  if (/--set(?:-string)?[\s=]["']?(?:[\w.]+=[^,\s]*,)*(?:\w+\.)+$/.test(before) && after.startsWith("=")) return true;
  const given = /(?:^|[\s"'-])([\w:]+)["']?[\s=:]+["']?\$[({]+$/.exec(before)?.[1];
  if (given?.toLowerCase() === line.slice(column, column + length).toLowerCase()) return true;
  return /\bname\s*[:=]\s*["']$/.test(before);
}

/** Whether a name is only given to itself: `-X "$(x)"`, `X=${X}`, `X: ${{ secrets.X }}`, `X: {{ .Values.X }}`. */
function isGivenOn(name: string, before: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const value = String.raw`(?:\$[({]{1,2}\s*(?:\w+\.)?|\{\{-?\s*(?:\.\w+)*\.)`;
  return new RegExp(String.raw`(?:^|[\s"'-])${literal}["']?\s*[:= ]\s*["']?${value}$`, "i").test(before);
}

/** A list of names that are let through: `"globalEnv": ["COSMOS_KEY"]`, `- COSMOS_KEY` below `env`. */
function isListed(path: string, text: string, span: Span): boolean {
  if (!/(?:^|\/)(?:turbo|nx|vercel|now)\.json$/i.test(path)) return false;
  const before = text.slice(Math.max(0, span.start - 2000), span.start);
  return /\[\s*(?:"[^"]*"\s*,\s*)*"$/.test(before);
}

/** Whether code has a name of its own that is spelled alike. */
function isOwnName(text: string, name: string): boolean {
  return new RegExp(
    String.raw`(?:\b(?:const|let|var|val|final|static|readonly|string|String|def|class|enum)\b[^\n=;]*\b|^[ \t]*)${name}\b\s*(?::[^=\n]+)?=(?!=)`,
    "m",
  ).test(text);
}
