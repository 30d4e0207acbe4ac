import { type NotFixable, notFixable } from "../fix";
import { lineEnd, lineEndOf, lineStart } from "../lines";
import { type Secret, secretOf, variableName } from "../secret";
import { parameterOf, withoutBicepName } from "./bicepNames";
import { fileName, type FormatCase, type FormatFix } from "./format";
import { type Assignment, assignmentAt, itemAround } from "./hcl";

/** Parameters of Bicep: what holds a key becomes one that is marked secure and has no default. */

/** `param cosmosKey string = '…'`: it is asked for at deployment, as a secure one. */
export function defaultOf(at: FormatCase): FormatFix | NotFixable | undefined {
  const { path, text, finding, choice, workspace } = at;
  const from = lineStart(text, finding.start);
  const parameter = /^([ \t]*)(?:param\s+(\w+)\s+string|var\s+(\w+))(\s*=\s*'[^'\n]*')(?=[ \t]*(?:\/\/.*)?\r?$)/m.exec(
    text.slice(from, lineEnd(text, from)),
  );
  if (parameter === null) return undefined;
  if (choice.kind === "managed-identity") {
    const [all, , given, made, written = ""] = parameter;
    const end = from + all.length - 1;
    const start = end - written.length + written.indexOf("'") + 2;
    return withoutBicepName({ path, name: given ?? made ?? "" }, { start, end }, at);
  }
  if (choice.kind !== "environment")
    return notFixable(
      "A parameter's default holds the key: read the parameter from outside (environment), as a secure one.",
    );
  const [all, indent = "", given, made, value = ""] = parameter;
  const name = given ?? made ?? "";
  const caller = callerWithout(name, path, workspace);
  if (caller !== undefined) return caller;
  const above = text.slice(lineStart(text, Math.max(0, from - 1)), from);
  const secure = above.includes("@secure()")
    ? []
    : [{ start: from, end: from, text: `${indent}@secure()${lineEndOf(text)}` }];
  const end = from + all.length;
  // A variable becomes a parameter: a `var` is never asked for.
  const edits = [...secure, { start: from + indent.length, end, text: `param ${name} string` }];
  return {
    edits,
    settings: [],
    secret: secretOf(finding, value),
    code: "stays",
    afterwards: ["rotate"],
    left: [`Give the parameter ${name} where the template is deployed.`],
  };
}

/** A module that is called without the parameter needs its default: every call must hand it in first. */
function callerWithout(name: string, path: string, { paths, read }: FormatCase["workspace"]): NotFixable | undefined {
  const file = fileName(path);
  for (const one of paths) {
    if (one === path || !/\.bicep(?:param)?$/i.test(one)) continue;
    const text = read(one) ?? "";
    const call = new RegExp(
      String.raw`(?:^module\s+\w+\s+|^using\s+)'(?:[^'\n]*/)?${file.replace(/\W/g, "\\$&")}'`,
      "m",
    ).exec(text);
    if (call !== null && !new RegExp(String.raw`\b${name}\b\s*[:=]`).test(text))
      return notFixable("The template is used elsewhere without this parameter: hand it in there first.", {
        path: one,
        span: { start: call.index, end: call.index + call[0].length },
      });
  }
  return undefined;
}

/** `param cosmosKey = '…'`: the value comes from the environment where the deployment starts. */
export function parameterValue(at: FormatCase): FormatFix | NotFixable {
  const { path, text, finding, choice, workspace } = at;
  const line = assignmentAt(text, finding.start);
  if (line === undefined) return notFixable("The value is no plain string.");
  if (choice.kind === "managed-identity") {
    const held = parameterOf(path, line.name, text, workspace);
    return held === undefined
      ? notFixable("The template of these parameters is not to be found beside them.")
      : withoutBicepName(held, { start: line.start + 1, end: line.end - 1 }, at);
  }
  if (choice.kind !== "environment")
    return notFixable(
      "A vault is read here by az.getSecret with a subscription and a group, which the file does not tell: read the environment instead, or write that call by hand.",
    );
  const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
  const edits = [{ start: line.start, end: line.end, text: `readEnvironmentVariable('${variableName(secret.name)}')` }];
  const left = [`Where the deployment starts, set ${variableName(secret.name)}.`];
  return { edits, settings: [], secret, code: "stays", afterwards: ["rotate"], left };
}

/** A value in a template becomes a parameter, which is asked for where the template is deployed. */
export function inParameter(line: Assignment, secret: Secret, at: FormatCase): FormatFix | NotFixable {
  const { path, text, workspace } = at;
  const given = line.name === "value" ? itemAround(text, line)?.name : line.name;
  const named = given !== undefined && /cosmos/i.test(given) ? given : secret.name;
  const name = named
    .toLowerCase()
    .replace(/[^a-z\d]+([a-z\d]?)/g, (_all, letter: string) => letter.toUpperCase())
    .replace(/^\d+/, "");
  const own = /^[a-z]\w*$/.test(named) ? named : name;
  const caller = callerWithout(own, path, workspace);
  if (caller !== undefined) return caller;
  const isTaken = new RegExp(String.raw`^[ \t]*(?:param|var|resource|module|output|func|type)\s+${own}\b`, "m").test(
    text,
  );
  if (isTaken) return notFixable(`The template has something called ${own} already: hand the value in by hand.`);
  const first = /^(?:@|param\s|var\s|resource\s|module\s|import\s|type\s|func\s)/m.exec(text)?.index ?? 0;
  const eol = lineEndOf(text);
  return {
    edits: [
      { start: first, end: first, text: `@secure()${eol}param ${own} string${eol}${eol}` },
      { start: line.start, end: line.end, text: own },
    ],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["rotate"],
    left: [`Give the parameter ${own} where the template is deployed.`],
  };
}
