import { type Edit, type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { type Secret, secretName, secretOf, variableName, vaultName } from "../secret";
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
}

function valueAt({ text, finding }: FormatCase): Value {
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
      "A script that hands out a key cannot sign in for others. Use the vault, or let the program sign in itself.",
    );
  }
  const name = storedName(secret, value.name);
  const fromVault = kind === "key-vault";
  const text = fromVault ? ask(vaultName(vault), name, value) : variable(variableOf(secret, value.name), value);
  return {
    edits: [{ start: value.start, end: value.end, text }],
    settings: [],
    secret: { ...secret, name },
    code: "stays",
    afterwards: fromVault ? ["store-secret", "rotate", "local-development"] : ["set-variable", "rotate"],
  };
}

const POSIX: Dialect = {
  ask(vault, name, { fallbackOf }) {
    const ask = `$(az keyvault secret show --vault-name ${vault} --name ${name} --query value -o tsv)`;
    return fallbackOf === undefined ? `"${ask}"` : `\${${fallbackOf}:-${ask}}`;
  },
  variable(name, { fallbackOf }) {
    const read = `\${${name}:?set ${name}}`;
    return fallbackOf === undefined ? `"${read}"` : read;
  },
};

const POWERSHELL: Dialect = {
  ask: (vault, name) => `(Get-AzKeyVaultSecret -VaultName ${vault} -Name ${name} -AsPlainText)`,
  variable: (name) => `$env:${name}`,
};

export const shell: Format = {
  id: "shell",
  matches: (path, text) =>
    /\.(?:sh|bash|zsh|ksh|command)$|(?:^|\/)\.(?:bashrc|zshrc|profile|bash_profile|envrc)$/i.test(path) ||
    /^#!.*\b(?:ba|z|k)?sh\b/.test(text.slice(0, 80)),
  fix: (at) => inScript(at, POSIX),
};

export const powershell: Format = {
  id: "powershell",
  matches: (path) => /\.psm?1$/i.test(path),
  fix: (at) => inScript(at, POWERSHELL),
};

/** An image keeps what ENV and ARG say for ever: the line goes, the value comes when the container starts. */
export const dockerfile: Format = {
  id: "dockerfile",
  matches: (path) => /^(?:Dockerfile|Containerfile)\b|\.dockerfile$/i.test(fileName(path)),
  fix({ text, finding, choice }) {
    const start = text.lastIndexOf("\n", finding.start - 1) + 1;
    const next = text.indexOf("\n", finding.end);
    const end = next < 0 ? text.length : next;
    const line = /^\s*(?:ENV|ARG)\s+(\w+)[ =](?:"[^"]*"|'[^']*'|\S+)\s*$/i.exec(text.slice(start, end));
    if (line?.[1] === undefined)
      return notFixable("The line says more than one thing: take the key out of it by hand.");
    if (choice.kind === "key-vault")
      return notFixable("An image reads no vault: fill the variable from the vault where the container starts.");
    const edits: readonly Edit[] = [removal(text, { start, end: end - (text.charAt(end - 1) === "\r" ? 1 : 0) })];
    const secret = secretOf(finding, text.slice(start, end));
    return choice.kind === "environment"
      ? { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] }
      : { edits, settings: [line[1]], secret, code: "keyless", afterwards: ["grant-role", "rotate"] };
  },
};
