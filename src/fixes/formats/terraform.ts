import { type NotFixable, notFixable } from "../fix";
import { isBinding, oldExtension } from "../setting/conventions";
import { lineEndOf, removal } from "../lines";
import { type Secret, secretName, secretOf, secretUri, variableName } from "../secret";
import type { Entry } from "./entry";
import type { Format, FormatCase, FormatFix } from "./format";

/** Terraform and Bicep, read by lines: `name = "value"` and `name: 'value'`. */

interface Assignment {
  readonly name: string;
  /** The value with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly lineStart: number;
  readonly lineEnd: number;
  /** The words of the blocks around it, inmost first. */
  readonly blocks: readonly string[];
}

function assignmentAt(text: string, at: number): Assignment | undefined {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const next = text.indexOf("\n", at);
  const lineEnd = next < 0 ? text.length : next - (text.charAt(next - 1) === "\r" ? 1 : 0);
  const match = /^(\s*["']?([\w.:-]+)["']?\s*[=:]\s*)(["'])([^"']*)\3/.exec(text.slice(lineStart, lineEnd));
  if (match === null) return undefined;
  const [, lead = "", name = "", , value = ""] = match;
  const start = lineStart + lead.length;
  return { name, start, end: start + value.length + 2, lineStart, lineEnd, blocks: blocksAround(text, lineStart) };
}

/** The opening lines of the blocks that a line stands in, by indentation. */
function blocksAround(text: string, lineStart: number): readonly string[] {
  const blocks: string[] = [];
  let indent = indentAt(text, lineStart);
  for (let end = lineStart - 1; end > 0 && indent > 0 && blocks.length < 12;) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    if (/[{[]\s*$/.test(line) && indentAt(text, start) < indent) {
      blocks.push(line.trim());
      indent = indentAt(text, start);
    }
    end = start - 1;
  }
  return blocks;
}

function lineEndAfter(text: string, at: number): number {
  const next = text.indexOf("\n", at);
  return next < 0 ? text.length : next + 1;
}

function indentAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

/** Every line that gives a name a string, in a block of settings by that name alone. */
function entriesIn(_path: string, text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < text.length; at = lineEndAfter(text, at)) {
    const line = assignmentAt(text, at);
    if (line === undefined) continue;
    const isReference = /^secret(?:Ref|_name)$/.test(line.name);
    const item = line.name === "value" || isReference ? itemAround(text, line) : undefined;
    const start = item?.label ?? text.indexOf(line.name, line.lineStart);
    const name = item?.name ?? line.name;
    entries.push({
      names: [name],
      name: { start, end: start + name.length },
      value: { start: line.start + 1, end: line.end - 1 },
      removes: removal(text, item ?? { start: line.lineStart, end: line.lineEnd }),
      ...(isReference && item !== undefined ? { from: text.slice(line.start + 1, line.end - 1) } : {}),
    });
  }
  return entries;
}

export const terraform: Format = {
  id: "terraform",
  matches: (path) => /\.(?:tf|tfvars|hcl)$/i.test(path),
  entries: entriesIn,
  fix(at) {
    const line = assignmentAt(at.text, at.finding.start);
    if (line === undefined) return notFixable("The value is no plain string.");
    const secret = secretOf(at.finding, at.text.slice(line.start + 1, line.end - 1));
    const isSetting = line.blocks.some((block) =>
      /\b(?:app_settings|environment_variables|connection_string)\b/.test(block),
    );
    if (isSetting) return appSetting(line, secret, at, '"');
    if (at.choice.kind === "environment") {
      if (/\.tfvars$/i.test(at.path)) return gone(line, secret, at);
      const isDefault = line.name === "default" && line.blocks[0]?.startsWith("variable") === true;
      return isDefault ? withoutDefault(line, secret, at) : asVariable(line, secret, at);
    }
    return notFixable(
      "Here Terraform takes a value: use a variable that is marked sensitive and set by TF_VAR_…, or a data source of the vault.",
    );
  },
};

/** Terraform's state holds what it deployed: no edit of it lasts. */
export const terraformState: Format = {
  id: "terraform-state",
  matches: (path) => /\.tfstate(?:\.backup)?$/i.test(path),
  fix: () =>
    notFixable(
      "Terraform's state is written by Terraform: rotate the key, and keep the state in a backend that encrypts it.",
    ),
};

export const bicep: Format = {
  id: "bicep",
  matches: (path) => /\.bicep(?:param)?$/i.test(path),
  entries: entriesIn,
  fix(at) {
    const { text, finding } = at;
    if (/\.bicepparam$/i.test(at.path)) return parameterValue(at);
    const lineStart = text.lastIndexOf("\n", finding.start - 1) + 1;
    const parameter = /^([ \t]*)param\s+\w+\s+string(\s*=\s*'[^']*')/.exec(text.slice(lineStart));
    const line = assignmentAt(text, finding.start);
    const secret = secretOf(finding, line === undefined ? "" : text.slice(line.start + 1, line.end - 1));
    if (parameter !== null) {
      if (at.choice.kind !== "environment")
        return notFixable(
          "A parameter's default holds the key: read the parameter from outside (environment), as a secure one.",
        );
      const [all, indent = "", value = ""] = parameter;
      const edits = [
        { start: lineStart, end: lineStart, text: `${indent}@secure()${lineEndOf(text)}` },
        { start: lineStart + all.length - value.length, end: lineStart + all.length, text: "" },
      ];
      return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
    }
    return line === undefined ? notFixable("The value is no plain string.") : appSetting(line, secret, at, "'");
  },
};

/** `param cosmosKey = '…'`: the value comes from the environment where the deployment starts. */
function parameterValue({ text, finding, choice }: FormatCase): FormatFix | NotFixable {
  const line = assignmentAt(text.replace(/^(\s*)param /gm, "$1      "), finding.start);
  if (line === undefined) return notFixable("The value is no plain string.");
  if (choice.kind !== "environment")
    return notFixable(
      "A vault is read here by az.getSecret with a subscription and a group, which the file does not tell: read the environment instead, or write that call by hand.",
    );
  const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
  const edits = [{ start: line.start, end: line.end, text: `readEnvironmentVariable('${variableName(secret.name)}')` }];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
}

/** A setting of App Service: a reference to the vault, or nothing at all. */
function appSetting(
  line: Assignment,
  secret: Secret,
  { text, choice, workspace }: FormatCase,
  quote: string,
): FormatFix | NotFixable {
  if (choice.kind === "environment")
    return notFixable("These are the environment's settings already: use a Key Vault reference.");
  if (choice.kind === "key-vault") {
    const name = /^(?:value|connectionString)$/i.test(line.name) ? secret.name : secretName(line.name);
    const value = `${quote}@Microsoft.KeyVault(SecretUri=${secretUri(choice.vault ?? "", name)}/)${quote}`;
    return {
      edits: [{ start: line.start, end: line.end, text: value }],
      settings: [],
      secret: { ...secret, name },
      code: "stays",
      afterwards: ["store-secret", "rotate"],
    };
  }
  const item = line.name === "value" ? itemAround(text, line) : undefined;
  const name = line.name === "value" ? item?.name : line.name;
  if (name === undefined) return notFixable("The setting's name is not to be found: use a Key Vault reference.");
  if (secret.holds === "key")
    return {
      ...gone(line, secret, { text }),
      ...(item === undefined ? {} : { edits: [removal(text, item)] }),
      settings: [name],
      code: "keyless",
      afterwards: ["grant-role", "rotate"],
    };
  if (secret.endpoint === undefined) return notFixable("The connection string names no account endpoint.");
  const edits = [{ start: line.start, end: line.end, text: quote + secret.endpoint + quote }];
  const label = /^[ \t]*/.exec(text.slice(line.lineStart))?.[0].length ?? 0;
  const at = line.lineStart + label;
  if (item === undefined && isBinding(workspace, name)) {
    const old = oldExtension(workspace);
    if (old !== undefined) return notFixable(old);
    const renamed = `${name}__accountEndpoint`;
    const start = text.indexOf(name, at);
    return {
      edits: [{ start, end: start + name.length, text: renamed }, ...edits],
      settings: [name],
      renamed,
      secret: { ...secret, remains: "endpoint" },
      code: "keyless",
      afterwards: ["grant-role", "rotate"],
    };
  }
  return {
    edits,
    settings: [name],
    secret: { ...secret, remains: "endpoint" },
    code: "keyless",
    afterwards: ["grant-role", "rotate"],
  };
}

/** The braces around a `value:` with the `name:` in them, on lines of their own. */
function itemAround(
  text: string,
  line: Assignment,
): { readonly name: string; readonly label: number; readonly start: number; readonly end: number } | undefined {
  const open = text.lastIndexOf("{", line.lineStart);
  const close = text.indexOf("}", line.lineEnd);
  const match = /\bname\s*[:=]\s*["']([^"']+)["']/.exec(text.slice(open, close));
  const name = match?.[1];
  if (open < 0 || close < 0 || match === null || name === undefined) return undefined;
  const label = open + match.index + match[0].lastIndexOf(name);
  // A block of Terraform goes with its word, a label of Bicep's list has none.
  const head = /[ \t]*(?:env|secret|dynamic "\w+")[ \t]*$/.exec(text.slice(lineStartBefore(text, open), open));
  return { name, label, start: open - (head?.[0].trimStart().length ?? 0), end: close + 1 };
}

function lineStartBefore(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** A variable's default goes: it is asked for, and marked sensitive. */
function withoutDefault(line: Assignment, secret: Secret, { text }: FormatCase): FormatFix {
  const block = text.slice(text.lastIndexOf("variable", line.lineStart), text.indexOf("}", line.lineEnd));
  const { start, end } = removal(text, { start: line.lineStart, end: line.lineEnd });
  const indent = /^[ \t]*/.exec(text.slice(line.lineStart))?.[0] ?? "";
  const sensitive = /\bsensitive\s*=/.test(block) ? "" : `${indent}sensitive = true${lineEndOf(text)}`;
  const edits = [{ start, end, text: sensitive }];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
}

function gone(line: Assignment, secret: Secret, { text }: Pick<FormatCase, "text">): FormatFix {
  const edits = [removal(text, { start: line.lineStart, end: line.lineEnd })];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
}

/** A variable that is marked sensitive, declared once at the file's end. */
function asVariable(line: Assignment, secret: Secret, { text }: FormatCase): FormatFix {
  const name = variableName(secret.name).toLowerCase();
  const eol = lineEndOf(text);
  const declared = new RegExp(String.raw`^variable\s+"${name}"`, "m").test(text);
  const declaration = ["", `variable "${name}" {`, "  type      = string", "  sensitive = true", "}", ""].join(eol);
  const end = text.length;
  const edits = [
    { start: line.start, end: line.end, text: `var.${name}` },
    ...(declared ? [] : [{ start: end, end, text: (text.endsWith("\n") ? "" : eol) + declaration }]),
  ];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
}
