import { type Edit, type NotFixable, notFixable } from "../fix";
import { lineEnd, removal } from "../lines";
import { secretOf, variableName } from "../secret";
import type { Entry } from "./entry";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** HOCON: the settings of Akka, Play, Ktor and all that Typesafe's library reads. Read by its braces, line by line. */

interface Setting {
  readonly keys: readonly string[];
  readonly name: { readonly start: number; readonly end: number };
  /** The value without its quotes. */
  readonly start: number;
  readonly end: number;
  /** The value with its quotes. */
  readonly whole: { readonly start: number; readonly end: number };
  readonly isQuoted: boolean;
}

const TOKEN =
  /(?<comment>(?:#|\/\/)[^\n]*)|(?<text>"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*")|(?<open>[{[])|(?<close>[}\]])|(?<sign>\+?=|:)|(?<end>[\n,])|(?<word>(?:\$\{[^}\n]*\}|[^\s"{}[\],=:#/]|\/(?!\/)|:(?=\/\/))+)/g;

/** Every setting of a file with the way to it; what cannot be followed is left out. */
function settingsIn(text: string): readonly Setting[] {
  const found: Setting[] = [];
  const way: (readonly string[])[] = [];
  let key: { readonly keys: readonly string[]; readonly start: number; readonly end: number } | undefined;
  let isValue = false;
  for (const { index, 0: all, groups = {} } of text.matchAll(TOKEN)) {
    const end = index + all.length;
    if (groups.comment !== undefined) continue;
    if (groups.open !== undefined) {
      way.push(all === "{" ? (key?.keys ?? []) : ["[]"]);
      [key, isValue] = [undefined, false];
    } else if (groups.close !== undefined) {
      way.pop();
      [key, isValue] = [undefined, false];
    } else if (groups.end !== undefined) [key, isValue] = [undefined, false];
    else if (groups.sign !== undefined) isValue = key !== undefined;
    else if (!isValue) {
      const name = all.replace(/^"+|"+$/g, "");
      key = { keys: all.startsWith('"') ? [name] : name.split("."), start: index, end };
    } else if (key !== undefined) {
      const quotes = groups.text === undefined ? 0 : all.startsWith('"""') ? 3 : 1;
      const keys = [...way.flat(), ...key.keys];
      const name = {
        start: key.end - (key.keys.at(-1)?.length ?? 0) - (text.charAt(key.end - 1) === '"' ? 1 : 0),
        end: key.end,
      };
      found.push({
        keys,
        name,
        start: index + quotes,
        end: end - quotes,
        whole: { start: index, end },
        isQuoted: quotes > 0,
      });
      key = undefined;
    }
  }
  return found;
}

/** A setting with its line where it stands alone on it. */
function without(text: string, { name, whole, keys }: Setting): Edit {
  const start =
    name.start - (text.slice(0, name.start).length - text.slice(0, name.start).replace(/[\w.-]*\.$/, "").length);
  const comma = /^[ \t]*,/.exec(text.slice(whole.end, lineEnd(text, whole.end)))?.[0].length ?? 0;
  return removal(text, { start: keys.length === 0 ? name.start : start, end: whole.end + comma });
}

function entriesIn(_path: string, text: string): readonly Entry[] {
  return settingsIn(text).map((one) => ({
    names: [one.keys.join(".")],
    name: one.name,
    value: { start: one.start, end: one.end },
    removes: without(text, one),
    from: one.isQuoted ? undefined : /^\$\{\??([\w.-]+)\}$/.exec(text.slice(one.start, one.end))?.[1],
  }));
}

export const hocon: Format = {
  id: "hocon",
  matches: (path, text) =>
    /\.conf$/i.test(path) &&
    (/^(?:application|reference)\b/i.test(fileName(path)) || /^\s*[\w."-]+\s*\{[ \t]*\r?$/m.test(text)) &&
    !/^\s*(?:server|http|location|upstream)\b[^=\n]*\{/m.test(text),
  fix(at) {
    const one = settingsIn(at.text).find(({ start, end }) => start <= at.finding.start && at.finding.end <= end);
    if (one === undefined) return undefined;
    const isAll = one.start === at.finding.start && one.end === at.finding.end;
    const secret = secretOf(at.finding, at.text.slice(one.start, one.end));
    if (!isAll && secret.holds === "key") return notFixable("The key is a part of this value only.");
    return REWRITES[at.choice.kind](one, at);
  },
  entries: entriesIn,
};

const REWRITES: Readonly<
  Record<FormatCase["choice"]["kind"], (one: Setting, at: FormatCase) => FormatFix | NotFixable>
> = {
  "managed-identity": (one, { text, finding }) => {
    const secret = secretOf(finding, text.slice(one.start, one.end));
    const settings = [one.keys.join(".")];
    const afterwards = ["grant-role", "rotate", "local-development"] as const;
    if (secret.holds === "key") return { edits: [without(text, one)], settings, secret, code: "keyless", afterwards };
    if (secret.endpoint === undefined) return noEndpoint;
    const edits = [{ start: one.start, end: one.end, text: secret.endpoint }];
    return { edits, settings, secret: { ...secret, remains: "endpoint" }, code: "keyless", afterwards };
  },
  "key-vault": () =>
    notFixable("HOCON reads no vault: read the value from the environment, and fill that from the vault."),
  environment: (one, { text, finding }) => {
    const secret = secretOf(finding, text.slice(one.start, one.end));
    const path = one.keys.join(".");
    // `key = ${?COSMOS_KEY}` behind it: the variable is read already, and the literal only stood in for it.
    const again = settingsIn(text).find((other) => other.keys.join(".") === path && other.start > one.end);
    const named = again === undefined ? undefined : /^\$\{\?(\w+)\}$/.exec(text.slice(again.start, again.end))?.[1];
    const variable = named ?? freeVariable(one, text, variableName(secret.name));
    const edits = named === undefined ? [{ ...one.whole, text: `\${${variable}}` }] : [without(text, one)];
    return {
      edits,
      settings: [],
      secret,
      code: "stays",
      afterwards: ["set-variable", "rotate"],
      left: [`Set ${variable} where the program runs.`],
    };
  },
};

/** `COSMOS_KEY`, or the setting's own way as a variable where another setting has that. */
function freeVariable({ keys }: Setting, text: string, wanted: string): string {
  return text.includes(`{${wanted}}`) || text.includes(`{?${wanted}}`)
    ? keys.join("_").replaceAll("-", "_").toUpperCase()
    : wanted;
}
