import { type Edit, type NotFixable, notFixable } from "../fix";
import { folderOf } from "../project/projects";
import { type Secret, secretOf } from "../secret";
import { isBinding } from "../setting/conventions";
import { type BicepName, bicepWayOf } from "../templates/bicepWay";
import type { FormatCase, FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** A key in a parameter or variable of Bicep: it goes with every setting that gets it. */

/** The parameter of the template that a file of parameters gives a value; undefined where that is not beside it. */
export function parameterOf(
  path: string,
  name: string,
  text: string,
  { paths }: FormatCase["workspace"],
): BicepName | undefined {
  const folder = folderOf(path);
  const used = /^using\s+'(?:\.\/)?([^'/]+\.bicep)'/m.exec(text)?.[1];
  const stem = path
    .slice(folder.length)
    .replace(/\.(?:[\w-]+\.)*?(?:parameters\.json|bicepparam)$/i, "")
    .replace(/\.parameters.*$/i, "");
  const beside = paths.filter((one) => one.endsWith(".bicep") && folderOf(one) === folder);
  const template =
    [`${folder}${used ?? ""}`, `${folder}${stem}.bicep`].find((one) => beside.includes(one)) ??
    (beside.length === 1 ? beside[0] : undefined);
  return template === undefined ? undefined : { path: template, name };
}

/** The whole change; `value` is where the value stands in the finding's own file, without its quotes. */
export function withoutBicepName(
  held: BicepName,
  value: { readonly start: number; readonly end: number },
  at: FormatCase,
): FormatFix | NotFixable {
  const { path, text, finding, workspace } = at;
  const secret: Secret = secretOf(finding, text.slice(value.start, value.end));
  const way = bicepWayOf(held, workspace);
  if ("fixable" in way) return way;
  if (way.settings.length === 0)
    return notFixable(`No app here gets ${held.name}, so what would miss it cannot be told.`);
  const common = { settings: way.settings, code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") {
    const given = commandThatGives(held, at);
    if (given !== undefined) return given;
    return {
      edits: way.removes.find((one) => one.path === path)?.edits ?? [],
      others: way.removes.filter((one) => one.path !== path && one.edits.length > 0),
      secret,
      ...common,
    };
  }
  const bound = way.settings.find((name) => isBinding(workspace, name));
  if (bound !== undefined)
    return notFixable(`A Functions binding needs ${bound}__accountEndpoint in the place of ${bound}: rename it first.`);
  if (secret.endpoint === undefined) return noEndpoint;
  const edits: readonly Edit[] = [{ ...value, text: secret.endpoint }];
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}

/** A command or a pipeline that gives the parameter, which would not be declared any more. */
export function commandThatGives({ name }: Pick<BicepName, "name">, { workspace }: FormatCase): NotFixable | undefined {
  for (const path of workspace.paths.filter((one) => /\.(?:ya?ml|sh|ps1|cmd|bat|mk)$|(?:^|\/)Makefile$/i.test(one))) {
    const match = new RegExp(String.raw`(?<![\w$.])-?${name}(?=[\s=:])`).exec(workspace.read(path) ?? "");
    if (match !== null)
      return notFixable(`${name} is given here, and would not be declared any more: take it out first.`, {
        path,
        span: { start: match.index, end: match.index + match[0].length },
      });
  }
  return undefined;
}
