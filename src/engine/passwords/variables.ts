import type { Span } from "../finding";
import type { UrlNames } from "./connectionUrl";
import type { Value } from "../structure/page";
import { isAssigned } from "../structure/syntax";
import { isPasswordName, wordsOf } from "../structure/words";
import { CONVERSION } from "./named";
import { isCode, isStrong, lastSegment, mayBeLiteral } from "./literal";

/** Passwords that stand elsewhere on the page under a name: what a URL, a setting or an argument refers to. */
export class Variables {
  private byName: Map<string, Value[]> | undefined;

  constructor(
    private readonly text: string,
    private readonly values: readonly Value[],
    private readonly path: string,
  ) {}

  /** The literals that one of these variables takes, in order of place. */
  called(names: readonly string[], isPassword = false): readonly Value[] {
    if (names.length === 0) return [];
    this.byName ??= this.read();
    const found = new Set<Value>();
    for (const name of names) for (const value of this.byName.get(name) ?? []) found.add(value);
    return [...found].filter((value) => mayBePassword(this.text, value, this.path, isPassword));
  }

  /** The literals that the expression in a URL leads to: a name alone is a variable's, no property's. */
  referredTo({ names, isMember }: UrlNames): readonly Value[] {
    const found = this.called(names, true);
    return !isMember ? found.filter((value) => !isProperty(this.text, value, this.path)) : found;
  }

  private read(): Map<string, Value[]> {
    const byName = new Map<string, Value[]>();
    for (const value of this.values) {
      const own = lastSegment(value.name ?? "");
      const variable =
        isPassword(value) || CONVERSION.test(value.name ?? "") ? variableOf(this.text, value) : undefined;
      for (const name of new Set([own, variable ?? own])) {
        const known = byName.get(name);
        if (known === undefined) byName.set(name, [value]);
        else known.push(value);
      }
    }
    return byName;
  }
}

/** A property of an object, an argument behind another or with a name: `f(secret, "…")`, `f(password = "…")`. */
function isProperty(text: string, { group, start }: Value, path: string): boolean {
  if (group.kind !== "bracket") return false;
  const before = text.slice(Math.max(0, start - 12), start);
  const isArgument = text[group.start] === "(";
  if (isArgument && /[\w$]\s?,[ \t]*[\w@$]{0,2}\\*["'`]$/.test(before)) return true;
  if (!isCode(path) || /\.json[c5]?$/i.test(path)) return false;
  if (/\b(?:function|def|func?|fn|constructor)\b/.test(group.label)) return false;
  return (isArgument ? /(?::|=>?)[ \t]*[\w@$]{0,2}["'`]$/ : /(?::|=>)[ \t]*[\w@$]{0,2}["'`]$/).test(before);
}

/** `password = os.getenv("MONGO_PASSWORD", "…")`: what the statement gives its value to. */
function variableOf(text: string, { start }: Value): string | undefined {
  const before = text.slice(Math.max(0, start - 240), start);
  const statement = before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf(";")) + 1);
  return /^\s*(?:[\w<>[\]]+(?:::[\w<>]+)*[ \t]+){0,4}\$?(\w{1,60})(?:\s?:[\w.<>|? ]{1,40})?[ \t]*:?=(?![=>])[^=]{1,160}$/.exec(
    statement,
  )?.[1];
}

function isPassword({ name }: Value): boolean {
  return isPasswordName(wordsOf(name ?? ""));
}

/** A literal whose name says that it is a password, or that looks like one; without quotes where it is known to be. */
function mayBePassword(text: string, value: Value, path: string, isKnown: boolean): boolean {
  if (!mayBeLiteral(text, value, path)) return false;
  const mayLook = value.form === "quoted" || isKnown;
  return isPassword(value) || (mayLook && isStrong(text.slice(value.start, value.end)));
}

/** The variable or parameter that a reference names: `var.admin_password`, `[parameters('adminPassword')]`, `$PG_PW`. */
export function nameReferredTo(reference: string): readonly string[] {
  const name = /^(?:\$?\{?|var\.|local\.|\[(?:parameters|variables)\(')([A-Za-z_]\w*)(?:\}?|'\)\])$/.exec(
    reference,
  )?.[1];
  return name === undefined ? [] : [name];
}

/** The text behind YAML's `&pw` that `*pw` repeats. */
export function anchored(text: string, values: readonly Value[], alias: string): Span | undefined {
  const name = /^\*[\w-]{1,60}$/.exec(alias)?.[0].slice(1);
  if (name === undefined) return undefined;
  const value = values.find(({ start }) => text.startsWith(`&${name} `, start));
  if (value === undefined) return undefined;
  const start = value.start + name.length + 2;
  const quoted = /^["']/.test(text.slice(start, value.end)) ? 1 : 0;
  return { start: start + quoted, end: value.end - quoted };
}

/** Whether a value is a variable's own: `const pw = "…"`, no argument and no part of an object. */
export function isVariables(text: string, { group, start }: Value, path: string): boolean {
  const isArgument = group.kind === "bracket" && text[group.start] === "(";
  return isCode(path) && !isArgument && isAssigned(text, start);
}
