import { type NotFixable, notFixable } from "../fix";
import { lineEndOf, removal } from "../lines";
import { type Secret, secretName, secretOf, secretUri, variableName } from "../secret";
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

function indentAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

export const terraform: Format = {
  id: "terraform",
  matches: (path) => /\.(?:tf|tfvars|hcl)$/i.test(path),
  fix(at) {
    const line = assignmentAt(at.text, at.finding.start);
    if (line === undefined) return notFixable("The value is no plain string.");
    const secret = secretOf(at.finding, at.text.slice(line.start + 1, line.end - 1));
    const isSetting = line.blocks.some((block) =>
      /\b(?:app_settings|environment_variables|connection_string)\b/.test(block),
    );
    if (isSetting) return appSetting(line, secret, at, '"');
    if (at.choice.kind === "environment")
      return /\.tfvars$/i.test(at.path) ? gone(line, secret, at) : asVariable(line, secret, at);
    return notFixable(
      "Here Terraform takes a value: use a variable that is marked sensitive and set by TF_VAR_…, or a data source of the vault.",
    );
  },
};

export const bicep: Format = {
  id: "bicep",
  matches: (path) => /\.bicep$/i.test(path),
  fix(at) {
    const { text, finding } = at;
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

/** A setting of App Service: a reference to the vault, or nothing at all. */
function appSetting(
  line: Assignment,
  secret: Secret,
  { text, choice }: FormatCase,
  quote: string,
): FormatFix | NotFixable {
  if (choice.kind === "environment")
    return notFixable("These are the environment's settings already: use a Key Vault reference.");
  if (choice.kind === "key-vault") {
    const name = line.name === "value" ? secret.name : secretName(line.name);
    const value = `${quote}@Microsoft.KeyVault(SecretUri=${secretUri(choice.vault ?? "", name)}/)${quote}`;
    return {
      edits: [{ start: line.start, end: line.end, text: value }],
      settings: [],
      secret: { ...secret, name },
      code: "stays",
      afterwards: ["store-secret", "rotate"],
    };
  }
  if (line.name === "value") return notFixable("The setting's name stands on another line: use a Key Vault reference.");
  if (secret.holds === "key")
    return {
      ...gone(line, secret, { text }),
      settings: [line.name],
      code: "keyless",
      afterwards: ["grant-role", "rotate"],
    };
  if (secret.endpoint === undefined) return notFixable("The connection string names no account endpoint.");
  const edits = [{ start: line.start, end: line.end, text: quote + secret.endpoint + quote }];
  return {
    edits,
    settings: [line.name],
    secret: { ...secret, remains: "endpoint" },
    code: "keyless",
    afterwards: ["grant-role", "rotate"],
  };
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
