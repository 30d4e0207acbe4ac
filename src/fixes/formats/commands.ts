import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart } from "../lines";
import { secretOf } from "../secret";
import { isBinding, oldExtension } from "../setting/conventions";
import { type Entry, isVariable } from "./entry";
import type { FormatCase, FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** Commands that give a program its settings, in scripts and pipelines: `az webapp config appsettings set --settings …`. */

/** A flag that `NAME=value` words follow, and what the names are. */
interface Flag {
  readonly flag: RegExp;
  /** Whether more than one word may follow. */
  readonly many: boolean;
  /** Whether names are paths of a chart's values. */
  readonly isPath?: true;
}

const FLAGS: readonly Flag[] = [
  { flag: /--(?:settings|set-env-vars|replace-env-vars|env-vars)/, many: true },
  { flag: /--(?:secure-)?environment-variables/, many: true },
  { flag: /--(?:env|env-add)|(?<=\s)-e/, many: false },
  { flag: /--from-literal/, many: false },
  { flag: /--secrets/, many: true },
  { flag: /--set(?:-string|-literal)?/, many: false, isPath: true },
];

const WORD = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\{\{[^}]*\}\}|\$\([^)]*\)|\\[^\s]|[^\s"'\\|;&<>`])+/y;
/** Blanks, and the sign by which a command goes on on the next line. */
const JOINT = /(?:[ \t]|[\\`^]\r?\n)+/y;
const FOLDED_JOINT = /(?:[ \t]|[\\`^]?\r?\n)+/y;

/** Every value that `helm … --set` gives a chart, by its path. */
export function chartValuesIn(text: string): readonly Entry[] {
  return givenBy(
    FLAGS.filter(({ isPath }) => isPath === true),
    text,
    { start: 0, end: text.length },
    false,
  );
}

/**
 * Every setting that the commands of a text give. In a folded text a line's end is a blank. What becomes of a chart's
 * value its templates tell, but where its name is a variable's.
 */
export function givenIn(text: string, span: Span = { start: 0, end: text.length }, isFolded = false): readonly Entry[] {
  const settings = FLAGS.filter(({ isPath }) => isPath !== true);
  const values = FLAGS.filter(({ isPath }) => isPath === true);
  return [
    ...inlineIn(text, span),
    ...givenBy(settings, text, span, isFolded),
    ...givenBy(values, text, span, isFolded).filter(({ names }) => isVariable(names.at(-1) ?? "")),
  ];
}

/** `NAME=value OTHER=value command`: what a shell gives one program. */
function inlineIn(text: string, { start, end }: Span): readonly Entry[] {
  const pattern =
    /(?<=^[ \t]*(?:-[ \t]+)?(?:run:[ \t]+)?@?)((?:[A-Za-z_]\w*=(?:"[^"\n]*"|'[^'\n]*'|(?:\$\{\{[^}]*\}\}|[^\s"';&|])*)[ \t]+)+)(?=[\w./$"'-])/gm;
  // Where a command goes on on a line, what stands first is a word of it.
  const begins = ({ index }: RegExpExecArray): boolean => {
    const line = lineStart(text, start + index);
    return !/[\\`^]\r?\n$/.test(text.slice(Math.max(0, line - 3), line));
  };
  return [...text.slice(start, end).matchAll(pattern)].filter(begins).flatMap((match) =>
    [...match[0].matchAll(/([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|(?:\$\{\{[^}]*\}\}|[^\s"';&|])*)[ \t]+/g)].map(
      (word) => {
        const [all, name = "", written = ""] = word;
        const at = start + match.index + word.index;
        const quote = /^["']/.test(written) ? 1 : 0;
        const from = at + name.length + 1 + quote;
        return {
          names: [name],
          name: { start: at, end: at + name.length },
          value: { start: from, end: at + name.length + 1 + written.length - quote },
          removes: { start: at, end: at + all.length, text: "" },
        };
      },
    ),
  );
}

function givenBy(flags: readonly Flag[], text: string, { start, end }: Span, isFolded: boolean): readonly Entry[] {
  const joint = isFolded ? FOLDED_JOINT : JOINT;
  return flags.flatMap(({ flag, many, isPath }) =>
    [...text.slice(start, end).matchAll(new RegExp(`(?<=[\\s"'])(?:${flag.source})(?=[\\s=])`, "g"))].flatMap(
      (match) => {
        const at = start + match.index;
        const words = wordsFrom(text, at + match[0].length, end, joint).slice(0, many ? undefined : 1);
        return words.flatMap((word) => {
          const whole = many ? word : { start: at, end: word.end };
          const removes = many && words.length === 1 ? undefined : withoutWord(text, whole, isFolded);
          return entryOf(text, word, removes, isPath === true);
        });
      },
    ),
  );
}

function wordsFrom(text: string, from: number, end: number, joint: RegExp): readonly Span[] {
  const words: Span[] = [];
  for (
    let at = text.charAt(from) === "=" ? from + 1 : skipped(text, from, joint);
    at < end;
    at = skipped(text, at, joint)
  ) {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined || (word.startsWith("-") && !word.includes("="))) break;
    words.push({ start: at, end: Math.min(end, at + word.length) });
    const next = at + word.length;
    at = next;
    if (skipped(text, at, joint) === at) break;
  }
  return words;
}

function skipped(text: string, at: number, joint: RegExp): number {
  joint.lastIndex = at;
  return at + (joint.exec(text)?.[0].length ?? 0);
}

/** `NAME=value`, `NAME="value"`, `"NAME=value"`. */
function entryOf(text: string, { start, end }: Span, removes: Edit | undefined, isPath: boolean): readonly Entry[] {
  const match = /^(["']?)([A-Za-z_][\w.:-]*)=/.exec(text.slice(start, end));
  const [all, outer = "", name = ""] = match ?? [];
  if (all === undefined) return [];
  const from = start + all.length;
  const inner = /^["']/.exec(text.slice(from, end))?.[0] ?? "";
  const value = { start: from + inner.length, end: end - Math.max(outer.length, inner.length) };
  if (value.end < value.start) return [];
  const last = name.split(".").at(-1) ?? name;
  const label = start + outer.length;
  const written = text.slice(value.start, value.end);
  return [
    {
      names: isPath ? [...new Set([name, ...(isVariable(last) ? [last] : [])])] : [name],
      name: { start: label, end: label + name.length },
      value,
      // `--set a=1,b=2` gives more than one.
      removes: isPath && written.includes(",") ? undefined : removes,
      from: /^secretref:([\w-]+)$/i.exec(written)?.[1],
    },
  ];
}

/** A word goes with the blank before it; where it has a line of its own, the line goes, and the command goes on. */
function withoutWord(text: string, { start, end }: Span, isFolded: boolean): Edit {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const isFirst = text.slice(from, start).trim() === "";
  const rest = text.slice(end, to);
  const goesOn = /^[ \t]*[\\`^]\r?\n$/.test(rest);
  if (isFirst && (goesOn || (isFolded && rest.trim() === ""))) return { start: from, end: to, text: "" };
  if (isFirst && rest.trim() === "") {
    // The command ends on the line before, whose sign to go on goes too.
    const sign = /[ \t]*[\\`^](?=\r?\n$)/.exec(text.slice(Math.max(0, from - 200), from))?.[0].length ?? 0;
    const ending = /\r?\n$/.exec(text.slice(Math.max(0, from - 2), from))?.[0].length ?? 0;
    return sign > 0 ? { start: from - ending - sign, end, text: "" } : { start: from, end: to, text: "" };
  }
  const blank = /[ \t]*$/.exec(text.slice(from, start))?.[0].length ?? 0;
  return isFirst || blank === 0
    ? { start, end: end + (/^[ \t]*/.exec(rest)?.[0].length ?? 0), text: "" }
    : { start: start - blank, end, text: "" };
}

/** `NAME=value OTHER=value` alone: what an action hands a container. */
export function wordsIn(text: string, { start, end }: Span): readonly Entry[] {
  const from = start + (/^["']?[|>]?[-+\d]*\s*/.exec(text.slice(start, end))?.[0].length ?? 0);
  const words = wordsFrom(text, from, end, FOLDED_JOINT);
  return words.flatMap((word) =>
    entryOf(text, word, words.length === 1 ? undefined : withoutWord(text, word, true), false),
  );
}

/** `-NAME "value" -OTHER value`: settings as tasks of Azure Pipelines take them in one text. */
export function taskSettingsIn(text: string, { start, end }: Span): readonly Entry[] {
  const pattern = /(?<=^|[\s'"|>-])-([A-Za-z_][\w.:]*)[ \t]+("(?:[^"\\]|\\.)*"|'[^']*'|(?!-)\S+)/g;
  return [...text.slice(start, end).matchAll(pattern)].map((match) => {
    const at = start + match.index;
    const [all, name = "", written = ""] = match;
    const quote = /^["']/.test(written) ? 1 : 0;
    const valueStart = at + all.length - written.length + quote;
    return {
      names: [name],
      name: { start: at + 1, end: at + 1 + name.length },
      value: { start: valueStart, end: at + all.length - quote },
      removes: withoutWord(text, { start: at, end: at + all.length }, true),
    };
  });
}

/** The setting goes from the command that gives it, or keeps the endpoint; undefined where no entry holds the finding. */
export function withoutGiven(
  entries: readonly Entry[],
  { text, finding, workspace }: FormatCase,
): FormatFix | NotFixable | undefined {
  const entry = entries.find(({ value }) => value.start <= finding.start && finding.end <= value.end);
  if (entry === undefined) return undefined;
  const { names, name, value, removes } = entry;
  const secret = secretOf(finding, text.slice(value.start, value.end));
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  const common = { settings: names, code: "keyless", afterwards } as const;
  if (secret.holds === "key")
    return removes === undefined
      ? notFixable("The command gives nothing but this: take it out by hand.")
      : { edits: [removes], secret, ...common };
  if (secret.endpoint === undefined) return noEndpoint;
  const [own = ""] = names;
  const rest = { ...secret, remains: "endpoint" } as const;
  const edits = [{ ...value, text: secret.endpoint }];
  if (!isBinding(workspace, own)) return { edits, secret: rest, ...common };
  const old = oldExtension(workspace);
  if (old !== undefined) return notFixable(old);
  const renamed = `${own}__accountEndpoint`;
  return { edits: [{ ...name, text: renamed }, ...edits], secret: rest, renamed, ...common };
}
