import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { type Secret, secretName, secretOf, variableName, vaultName } from "../secret";
import { withEntraToken } from "./cosmosDbModule";
import type { Entry } from "./entry";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";

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
  const from = text.lastIndexOf("\n", finding.start - 1) + 1;
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

function storedName(secret: Secret, name: string | undefined): string {
  return name !== undefined && /cosmos/i.test(name) ? secretName(name) : secret.name;
}

const variableOf = (secret: Secret, name: string | undefined): string =>
  name !== undefined && /^[A-Z][A-Z0-9_]+$/.test(name) ? name : variableName(secret.name);

/** How a kind of script writes what takes the secret's place. */
interface Dialect {
  readonly ask: (vault: string, name: string, value: Value) => string;
  readonly variable: (name: string, value: Value) => string;
}

/** A fix in a script: a question to the vault, or a variable, with the quotes that the dialect needs. */
function inScript(at: FormatCase, { ask, variable }: Dialect): FormatFix | NotFixable {
  const { kind, vault = "" } = at.choice;
  const value = valueAt(at);
  const secret = secretOf(at.finding, value.content);
  if (kind === "managed-identity") {
    return notFixable(
      "This script hands the key to other programs. Read it from Key Vault, or let those programs sign in themselves.",
    );
  }
  const name = storedName(secret, value.name);
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

const POSIX: Dialect = {
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

/** Every line that gives a variable a value: `export NAME=value`, `$env:NAME = "value"`, `ENV NAME=value`. */
function entriesIn(_path: string, text: string): readonly Entry[] {
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
  entries: entriesIn,
  matches: (path, text) =>
    /\.(?:sh|bash|zsh|ksh|command)$|(?:^|\/)\.(?:bashrc|zshrc|profile|bash_profile|envrc)$/i.test(path) ||
    /^#!.*\b(?:ba|z|k)?sh\b/.test(text.slice(0, 80)),
  fix: (at) => inScript(at, POSIX),
};

export const powershell: Format = {
  id: "powershell",
  entries: entriesIn,
  matches: (path) => /\.psm?1$/i.test(path),
  fix: (at) => (at.choice.kind === "managed-identity" ? withEntraToken(at) : undefined) ?? inScript(at, POWERSHELL),
};

/** An image keeps what ENV and ARG say for ever: the line goes, the value comes when the container starts. */
export const dockerfile: Format = {
  id: "dockerfile",
  entries: entriesIn,
  matches: (path) => /^(?:Dockerfile|Containerfile)\b|\.dockerfile$/i.test(fileName(path)),
  fix({ text, finding, choice }) {
    const start = text.lastIndexOf("\n", finding.start - 1) + 1;
    const next = text.indexOf("\n", finding.end);
    const end = next < 0 ? text.length : next;
    const line = /^\s*(?:ENV|ARG)\s+(\w+)[ =](?:"[^"]*"|'[^']*'|\S+)\s*$/i.exec(text.slice(start, end));
    const pair = line === null ? pairAt(text, finding.start) : undefined;
    const name = line?.[1] ?? pair?.name;
    if (name === undefined) return notFixable("The line says more than one thing: take the key out of it by hand.");
    if (choice.kind === "key-vault")
      return notFixable("An image reads no vault: fill the variable from the vault where the container starts.");
    const edits: readonly Edit[] = [
      pair?.edit ?? removal(text, { start, end: end - (text.charAt(end - 1) === "\r" ? 1 : 0) }),
    ];
    const secret = secretOf(finding, text.slice(start, end));
    return choice.kind === "environment"
      ? { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] }
      : { edits, settings: [name], secret, code: "keyless", afterwards: ["grant-role", "rotate"] };
  },
};

/** One `NAME=value` of an ENV that sets several, over one line or more. */
function pairAt(text: string, at: number): { readonly name: string; readonly edit: Edit } | undefined {
  const from = /(?:^|\n)[ \t]*ENV[ \t](?:[^\n]*\\\r?\n)*[^\n]*$/i.exec(text.slice(0, at))?.index;
  if (from === undefined) return undefined;
  const pairs = [
    ...text.slice(from).matchAll(/(?:ENV[ \t]+|(?:[ \t]*\\\r?\n)?[ \t]+)(\w+)=(?:"[^"]*"|'[^']*'|[^\s"'\\]+)/gi),
  ];
  const i = pairs.findIndex(({ index, 0: all }) => from + index <= at && at < from + index + all.length);
  const [pair, next] = [pairs[i], pairs[i + 1]];
  const name = pair?.[1];
  if (pair === undefined || name === undefined) return undefined;
  const start = from + pair.index;
  if (i > 0) return { name, edit: { start, end: start + pair[0].length, text: "" } };
  const first = start + pair[0].indexOf(name);
  const second = next?.[1] === undefined ? undefined : from + next.index + next[0].indexOf(next[1]);
  return second === undefined ? undefined : { name, edit: { start: first, end: second, text: "" } };
}
