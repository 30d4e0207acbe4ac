import { type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { type Secret, secretOf, variableName } from "../secret";
import { appSetting } from "./appSettings";
import { containerAppSecret, isContainerAppSecret } from "./containerApps";
import type { Format, FormatCase, FormatFix } from "./format";
import { type Assignment, assignmentAt, entriesIn, itemAround } from "./hcl";
import { withoutName } from "./terraformNames";
import { withoutSecret } from "./terraformSecrets";
import { aligned, declared, handedIn } from "./terraformVariables";

/** Terraform, read by lines: variables, app settings, secrets of Container Apps. */
export const terraform: Format = {
  id: "terraform",
  matches: (path) => /\.(?:tf|tfvars|hcl)$/i.test(path),
  entries: entriesIn,
  fix(at) {
    const line = assignmentAt(at.text, at.finding.start);
    if (line === undefined) return notFixable("The value is not a plain string: change it by hand.");
    const secret = secretOf(at.finding, at.text.slice(line.start + 1, line.end - 1));
    if (at.choice.kind === "environment") return inVariable(line, secret, at);
    if (isContainerAppSecret(line, at.text)) {
      const fix =
        at.choice.kind === "managed-identity" ? withoutSecret(secret, at) : containerAppSecret(line, secret, at, '"');
      if (fix !== undefined) return fix;
    }
    const isItem = line.blocks.some((block) => /^(?:env|secret|app_setting)\s*\{$/.test(block));
    const isSetting = line.blocks.some((block) =>
      /\b(?:app_settings|environment_variables|connection_string|secure_environment_variables)\b/.test(block),
    );
    if (isSetting || (isItem && at.choice.kind === "managed-identity")) return appSetting(line, secret, at, '"');
    const named = at.choice.kind === "managed-identity" ? withoutName(line, secret, at) : undefined;
    if (named !== undefined) return named;
    return notFixable(
      "Terraform needs a value here: use a sensitive variable set with TF_VAR_… (environment), or a data source of the vault.",
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

/** The value is a variable's, which is marked sensitive and given by `TF_VAR_…`. */
function inVariable(line: Assignment, secret: Secret, at: FormatCase): FormatFix | NotFixable {
  const { path, text } = at;
  const fix = (name: string, edits: FormatFix["edits"], others: FormatFix["others"] = []): FormatFix => ({
    edits,
    others,
    settings: [],
    secret,
    code: "stays",
    afterwards: ["rotate"],
    left: [`Where Terraform runs, set TF_VAR_${name}.`],
  });
  if (/\.tfvars$/i.test(path)) {
    return fix(line.name, [removal(text, { start: line.lineStart, end: line.lineEnd })]);
  }
  const variable = /^variable\s+"(\w+)"/.exec(line.blocks[0] ?? "")?.[1];
  if (line.name === "default" && variable !== undefined) {
    const { others, problem } = handedIn(variable, at);
    return problem ?? fix(variable, aligned(line, text), others);
  }
  const item = line.name === "value" ? itemAround(text, line)?.name : line.name;
  const given = item !== undefined && /cosmos/i.test(item) && /^[\w-]+$/.test(item) ? item : variableName(secret.name);
  const name = given
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/\W+/g, "_")
    .toLowerCase();
  const declaration = declared(name, at);
  const use = { start: line.start, end: line.end, text: `var.${name}` };
  const own = declaration.filter((one) => one.path === path).flatMap(({ edits }) => edits);
  return fix(
    name,
    [use, ...own],
    declaration.filter((one) => one.path !== path),
  );
}
