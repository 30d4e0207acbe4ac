import { type NotFixable, notFixable } from "../fix";
import { secretOf } from "../secret";
import { appSetting } from "./appSettings";
import { defaultOf, inParameter, parameterValue } from "./bicepParameters";
import { containerAppSecret, isContainerAppSecret } from "./containerApps";
import type { Format, FormatCase, FormatFix } from "./format";
import { type Assignment, assignmentAt, entriesIn, itemAround, withoutAssignment } from "./hcl";
import { noEndpoint } from "../follow/reasons";

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
    if (at.choice.kind === "environment") return inParameter(line, secret, at);
    if (at.choice.kind === "managed-identity" && /^module\s/.test(line.blocks.at(-1) ?? ""))
      return notFixable("A module takes the key as it is: make it a parameter first.");
    if (!isContainerAppSecret(line, text))
      return at.choice.kind === "key-vault" && !isSetting(line, text)
        ? notFixable("Only settings of App Service refer to a vault by themselves: make it a parameter (environment).")
        : appSetting(line, secret, at, "'");
    return containerAppSecret(line, secret, at, "'") ?? withoutSecret(at);
  },
};

/** Whether an assignment is a setting of App Service or Functions: in `appSettings`, or a resource of settings. */
function isSetting({ blocks }: Assignment, text: string): boolean {
  const outer = blocks.at(-1) ?? "";
  return (
    blocks.some((block) => /\b(?:appSettings|app_settings|connectionStrings)\b/i.test(block)) ||
    /Microsoft\.Web\/sites\/(?:slots\/)?config@/i.test(outer) ||
    (/'appsettings'/i.test(text) && /\bconfig\b/.test(outer))
  );
}

/** A secret of the app goes, with the variables that containers take from it. */
function withoutSecret({ text, finding }: FormatCase): FormatFix | NotFixable {
  const line = assignmentAt(text, finding.start);
  const item = line === undefined ? undefined : itemAround(text, line);
  if (line === undefined || item === undefined) return notFixable("The secret's name is not to be found.");
  const secret = secretOf(finding, text.slice(line.start + 1, line.end - 1));
  const common = { settings: [item.name], code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") return { edits: [withoutAssignment(text, line, item)], secret, ...common };
  if (secret.endpoint === undefined) return noEndpoint;
  const edits = [{ start: line.start, end: line.end, text: `'${secret.endpoint}'` }];
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}
