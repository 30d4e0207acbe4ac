import { type NotFixable, notFixable } from "../fix";
import { lineEndOf, lineStart } from "../lines";
import { secretOf, variableName } from "../secret";
import { appSetting } from "./appSettings";
import { containerAppSecret, isContainerAppSecret } from "./containerApps";
import type { Format, FormatCase, FormatFix } from "./format";
import { assignmentAt, entriesIn, itemAround, withoutAssignment } from "./hcl";

/** Bicep: parameters, app settings, secrets of Container Apps. Read by lines. */
export const bicep: Format = {
  id: "bicep",
  matches: (path) => /\.bicep(?:param)?$/i.test(path),
  entries: entriesIn,
  fix(at) {
    const { text, finding } = at;
    if (/\.bicepparam$/i.test(at.path)) return parameterValue(at);
    const parameter = defaultOf(at);
    if (parameter !== undefined) return parameter;
    const line = assignmentAt(text, finding.start);
    if (line === undefined) return notFixable("The value is not a plain string: change it by hand.");
    const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
    if (!isContainerAppSecret(line, text)) return appSetting(line, secret, at, "'");
    return (
      containerAppSecret(line, secret, at, "'") ??
      (at.choice.kind === "managed-identity"
        ? withoutSecret(at)
        : notFixable("A secret of the app is where the environment comes from: use a Key Vault reference."))
    );
  },
};

/** A secret of the app goes, with the variables that containers take from it. */
function withoutSecret({ text, finding }: FormatCase): FormatFix | NotFixable {
  const line = assignmentAt(text, finding.start);
  const item = line === undefined ? undefined : itemAround(text, line);
  if (line === undefined || item === undefined) return notFixable("The secret's name is not to be found.");
  const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
  const common = { settings: [item.name], code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") return { edits: [withoutAssignment(text, line, item)], secret, ...common };
  if (secret.endpoint === undefined) return notFixable("The connection string names no account endpoint.");
  const edits = [{ start: line.start, end: line.end, text: `'${secret.endpoint}'` }];
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}

/** `param cosmosKey string = '…'`: it is asked for at deployment, as a secure one. */
function defaultOf({ text, finding, choice }: FormatCase): FormatFix | NotFixable | undefined {
  const from = lineStart(text, finding.start);
  const parameter = /^([ \t]*)param\s+(\w+)\s+string(\s*=\s*'[^'\n]*')/.exec(text.slice(from));
  if (parameter === null) return undefined;
  if (choice.kind !== "environment")
    return notFixable(
      "A parameter's default holds the key: read the parameter from outside (environment), as a secure one.",
    );
  const [all, indent = "", name = "", value = ""] = parameter;
  const above = text.slice(lineStart(text, Math.max(0, from - 1)), from);
  const secure = above.includes("@secure()")
    ? []
    : [{ start: from, end: from, text: `${indent}@secure()${lineEndOf(text)}` }];
  const edits = [...secure, { start: from + all.length - value.length, end: from + all.length, text: "" }];
  return {
    edits,
    settings: [],
    secret: secretOf(finding, value),
    code: "stays",
    afterwards: ["rotate"],
    left: [`Give the parameter ${name} where the template is deployed.`],
  };
}

/** `param cosmosKey = '…'`: the value comes from the environment where the deployment starts. */
function parameterValue({ text, finding, choice }: FormatCase): FormatFix | NotFixable {
  const line = assignmentAt(text, finding.start);
  if (line === undefined) return notFixable("The value is not a plain string: change it by hand.");
  if (choice.kind !== "environment")
    return notFixable(
      "A vault is read here by az.getSecret with a subscription and a group, which the file does not tell: read the environment instead, or write that call by hand.",
    );
  const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
  const edits = [{ start: line.start, end: line.end, text: `readEnvironmentVariable('${variableName(secret.name)}')` }];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
}
