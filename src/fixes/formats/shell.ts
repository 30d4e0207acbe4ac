import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable } from "../fix";
import { lineStart, removal } from "../lines";
import { type Secret, secretOf, storedName, variableName, vaultName } from "../secret";
import { withEntraToken } from "./cosmosDbModule";
import { givenIn, withoutGiven } from "./commands";
import type { Entry } from "./entry";
import { type Block, hereDocumentAt, hereStringAt } from "./scriptText";
import type { Format, FormatCase, FormatFix } from "./format";

/** Scripts: the value gives way to a command that asks the vault, or to a variable. Read by lines, not parsed. */

/** The value that a secret is part of: with its quotes, and the variable it stands in for. */
interface Value {
  readonly start: number;
  readonly end: number;
  readonly content: string;
  readonly quote: string;
  /** `NAME` of `${NAME:-value}`. */
  readonly fallbackOf: string | undefined;
  /** `NAME` of `NAME=value`. */
  readonly name: string | undefined;
  /** The key alone, where the quotes hold more: `"x-key: K"`. */
  readonly inner: Span | undefined;
}

function valueAt(at: FormatCase): Value {
  const value = wholeAt(at);
  const { start, end } = at.finding;
  const isKey = at.finding.rule === "account-key";
  const isPart = isKey && value.quote !== "" && value.fallbackOf === undefined && value.content.length > end - start;
  return { ...value, inner: isPart ? { start, end } : undefined };
}

function wholeAt({ text, finding }: FormatCase): Omit<Value, "inner"> {
  const from = lineStart(text, finding.start);
  const before = text.slice(from, finding.start);
  const fallback = /\$\{(\w+):?-[^}]*$/.exec(before);
  if (fallback?.[1] !== undefined) {
    const end = text.indexOf("}", finding.end) + 1;
    const content = text.slice(from + fallback.index + fallback[0].indexOf("-") + 1, end - 1);
    return { start: from + fallback.index, end, content, quote: '"', fallbackOf: fallback[1], name: fallback[1] };
  }
  const quote = /(["'])[^"']*$/.exec(before);
  const name = /([A-Za-z_]\w*)\s*=\s*["']?[^"'=\s]*(?:=[^"']*)?$/.exec(before)?.[1];
  if (quote?.[1] !== undefined) {
    const start = from + quote.index;
    const end = text.indexOf(quote[1], finding.end) + 1;
    if (end > 0)
      return { start, end, content: text.slice(start + 1, end - 1), quote: quote[1], fallbackOf: undefined, name };
  }
  const start = from + before.length - (/[^\s=]*(?:AccountEndpoint=\S*)?$/i.exec(before)?.[0].length ?? 0);
  const end = finding.end + (/^[^\s"'|&)]*/.exec(text.slice(finding.end))?.[0].length ?? 0);
  return { start, end, content: text.slice(start, end), quote: "", fallbackOf: undefined, name };
}

const variableOf = (secret: Secret, name: string | undefined): string =>
  name !== undefined && /^[A-Z][A-Z0-9_]+$/.test(name) ? name : variableName(secret.name);

/** How a kind of script writes what takes the secret's place. */
interface Dialect {
  readonly ask: (vault: string, name: string, value: Value) => string;
  readonly variable: (name: string, value: Value) => string;
  /** The text over several lines that an offset stands in, and whether the script fills it in. */
  readonly block: (text: string, at: number) => Block | undefined;
}

/** A fix in a script: a question to the vault, or a variable, with the quotes that the dialect needs. */
export function inScript(at: FormatCase, { ask, variable, block }: Dialect): FormatFix | NotFixable {
  const { kind, vault = "" } = at.choice;
  const document = block(at.text, at.finding.start);
  const found = valueAt(at);
  const value = document === "open" ? inText(found) : found;
  const secret = secretOf(at.finding, value.content);
  if (kind === "managed-identity") {
    return (
      withoutExport(at, secret) ??
      withoutGiven(givenIn(at.text), at) ??
      notFixable(
        "This script hands the key to other programs. Read it from Key Vault, or let those programs sign in themselves.",
      )
    );
  }
  if (document === "quoted")
    return notFixable("The text is written as it stands (its end word is in quotes): nothing is filled in there.");
  const name = storedName(secret, /cosmos/i.test(value.name ?? "") ? value.name : "");
  const fromVault = kind === "key-vault";
  const text = fromVault ? ask(vaultName(vault), name, value) : variable(variableOf(secret, value.name), value);
  const { start, end } = value.inner ?? value;
  return {
    edits: [{ start, end, text }],
    settings: [],
    secret: { ...secret, name },
    code: "stays",
    afterwards: fromVault ? ["store-secret", "rotate", "local-development"] : ["set-variable", "rotate"],
  };
}

/** Within a text over several lines quotes are a part of it: only what they hold gives way. */
function inText(value: Value): Value {
  if (value.fallbackOf !== undefined) return value;
  const quotes = value.quote === "" ? 0 : 1;
  return { ...value, quote: '"', inner: value.inner ?? { start: value.start + quotes, end: value.end - quotes } };
}

/** A variable that a script gives the programs it starts, on a line of its own: it goes, and they do without. */
function withoutExport({ path, text, finding }: FormatCase, secret: Secret): FormatFix | undefined {
  const entry = entriesIn(path, text).find(({ value }) => value.start <= finding.start && finding.end <= value.end);
  if (entry?.removes === undefined) return undefined;
  const { name, names, value, removes } = entry;
  if (!/(?:export[ \t]+|\$env:)$/i.test(text.slice(lineStart(text, name.start), name.start))) return undefined;
  const common = {
    settings: names,
    code: "keyless",
    afterwards: ["grant-role", "rotate", "local-development"],
  } as const;
  if (secret.holds === "key") return { edits: [removes], secret, ...common };
  if (secret.endpoint === undefined) return undefined;
  return { edits: [{ ...value, text: secret.endpoint }], secret: { ...secret, remains: "endpoint" }, ...common };
}

export const POSIX: Dialect = {
  block: hereDocumentAt,
  ask(vault, name, value) {
    const ask = `$(az keyvault secret show --vault-name ${vault} --name ${name} --query value -o tsv)`;
    return value.fallbackOf === undefined ? inQuotes(ask, value) : `\${${value.fallbackOf}:-${ask}}`;
  },
  variable(name, value) {
    const read = `\${${name}:?set ${name}}`;
    return value.fallbackOf === undefined ? inQuotes(read, value) : read;
  },
};

/** Within double quotes as it is, within single quotes behind their end, else in quotes of its own. */
function inQuotes(code: string, { inner, quote }: Value): string {
  if (inner === undefined) return `"${code}"`;
  return quote === '"' ? code : `'"${code}"'`;
}

const POWERSHELL: Dialect = {
  block: hereStringAt,
  ask(vault, name, { inner, quote }) {
    const ask = `(Get-AzKeyVaultSecret -VaultName ${vault} -Name ${name} -AsPlainText)`;
    if (inner === undefined) return ask;
    return quote === '"' ? `$${ask}` : `' + ${ask} + '`;
  },
  variable(name, { inner, quote }) {
    if (inner === undefined) return `$env:${name}`;
    return quote === '"' ? `$($env:${name})` : `' + $env:${name} + '`;
  },
};

/** Every setting that a script gives: on a line of its own, or by a command. */
function settingsIn(path: string, text: string): readonly Entry[] {
  return [...entriesIn(path, text), ...givenIn(text), ...demandedIn(text)];
}

/** What a script's check says where a variable is missing: words, and the end. */
const SAYS = String.raw`(?:echo|printf|exit|return|throw|>&2|Write-(?:Error|Host|Warning|Output))\b[^\n;}]*`;
const DEMANDS: readonly RegExp[] = [
  // : "${COSMOS_KEY:?set it}"
  /^[ \t]*:[ \t]+"?\$\{(\w+):?\?[^}\n]*\}"?[ \t]*\r?$/gm,
  // [ -z "$COSMOS_KEY" ] && { echo …; exit 1; }
  new RegExp(
    String.raw`^[ \t]*\[\[?[ \t]+-z[ \t]+"?\$\{?(\w+)(?::?-)?\}?"?[ \t]+\]\]?[ \t]*&&[ \t]*\{?[ \t]*(?:${SAYS};?[ \t]*)+\}?[ \t]*\r?$`,
    "gm",
  ),
  // if [ -z "$COSMOS_KEY" ]; then … fi
  new RegExp(
    String.raw`^[ \t]*if[ \t]+\[\[?[ \t]+-z[ \t]+"?\$\{?(\w+)(?::?-)?\}?"?[ \t]+\]\]?[ \t]*;?\s*then\b(?:[;\s]*${SAYS})+[;\s]*fi[ \t]*\r?$`,
    "gm",
  ),
  // if (-not $env:COSMOS_KEY) { throw … }
  new RegExp(
    String.raw`^[ \t]*if[ \t]*\([ \t]*(?:-not[ \t]+|![ \t]*|\[string\]::IsNullOr(?:Empty|WhiteSpace)\()\(?[ \t]*\$env:(\w+)[ \t]*\)*[ \t]*\)[ \t\r\n]*\{(?:[;\s]*${SAYS})+[;\s]*\}[ \t]*\r?$`,
    "gim",
  ),
];

/** Checks that only stop a script where one variable is missing: they go with it. */
function demandedIn(text: string): readonly Entry[] {
  return DEMANDS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => {
      const [all, name = ""] = match;
      const start = match.index + all.indexOf(name);
      const end = match.index + all.trimEnd().length;
      return {
        names: [name],
        name: { start, end: start + name.length },
        value: { start, end: start },
        removes: removal(text, { start: match.index, end }),
      };
    }),
  );
}

/** Every line that gives a variable a value: `export NAME=value`, `$env:NAME = "value"`, `ENV NAME=value`. */
export function entriesIn(_path: string, text: string): readonly Entry[] {
  const pattern =
    /^([ \t]*(?:(?:export|readonly|declare(?:[ \t]+-\w+)*|set|ENV|ARG)[ \t]+|\$env:|\$)?)([A-Za-z_]\w*)[ \t]*=[ \t]*(?:(["'])([^"'\r\n]*)\3|([^\s"'|&;]*))/gim;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [all, lead = "", name = "", quote, quoted, bare = ""] = match;
    const value = quoted ?? bare;
    const end = match.index + all.length - (quote === undefined ? 0 : 1);
    const lineEnd = !text.includes("\n", end) ? text.length : text.indexOf("\n", end);
    const isAlone = /^\s*(?:#.*)?$/.test(text.slice(match.index + all.length, lineEnd));
    const label = match.index + lead.length;
    const span = { start: match.index, end: lineEnd - (text.charAt(lineEnd - 1) === "\r" ? 1 : 0) };
    return [
      {
        names: [name],
        name: { start: label, end: label + name.length },
        value: { start: end - value.length, end },
        removes: isAlone ? removal(text, span) : undefined,
      },
    ];
  });
}

export const shell: Format = {
  id: "shell",
  entries: settingsIn,
  matches: (path, text) =>
    /\.(?:sh|bash|zsh|ksh|command)$|(?:^|\/)\.(?:bashrc|zshrc|profile|bash_profile|envrc)$/i.test(path) ||
    /^#!.*\b(?:ba|z|k)?sh\b/.test(text.slice(0, 80)),
  fix: (at) => inScript(at, POSIX),
};

export const powershell: Format = {
  id: "powershell",
  entries: settingsIn,
  matches: (path) => /\.psm?1$/i.test(path),
  fix: (at) => (at.choice.kind === "managed-identity" ? withEntraToken(at) : undefined) ?? inScript(at, POWERSHELL),
};
