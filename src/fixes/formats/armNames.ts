import { findNodeAtLocation, findNodeAtOffset, type Node, parseTree } from "jsonc-parser";
import { type Edit, type FileEdits, type NotFixable, notFixable } from "../fix";
import { folderOf } from "../project/projects";
import { armSlot } from "../templates/armSlot";
import { resourceAround } from "../templates/armTemplate";
import { commandThatGives, parameterOf, withoutBicepName } from "./bicepNames";
import type { FormatCase, FormatFix } from "./format";
import { type Rewrite, type Setting, without } from "./jsonRewrites";
import { noEndpoint } from "../follow/reasons";

/** A key in a parameter of an ARM template, or in its file of parameters: it goes with every setting that gets it. */
export const withoutParameter: Rewrite = (setting, at) => {
  const name = String(setting.path[1]);
  const { path, text, workspace } = at;
  const isTemplate = setting.path.at(-1) === "defaultValue";
  const value = { start: setting.value.offset + 1, end: setting.value.offset + setting.value.length - 1 };
  const bicep = isTemplate ? undefined : parameterOf(path, name, text, workspace);
  if (bicep !== undefined) return withoutBicepName(bicep, value, at);
  const template = isTemplate ? path : templateOf(path, at);
  return template === undefined
    ? notFixable("The template of these parameters is not to be found beside them.")
    : withoutName(name, template, setting, at);
};

/** The template of a file of parameters: `azuredeploy.json` of `azuredeploy.parameters.json`, else the only one beside it. */
function templateOf(path: string, { workspace }: FormatCase): string | undefined {
  const folder = folderOf(path);
  const own = path.replace(/\.parameters[\w.-]*\.json$/i, ".json");
  if (own !== path && workspace.paths.includes(own)) return own;
  const beside = workspace.paths.filter(
    (one) => folderOf(one) === folder && one.endsWith(".json") && /"resources"\s*:/.test(workspace.read(one) ?? ""),
  );
  return beside.length === 1 ? beside[0] : undefined;
}

function withoutName(
  name: string,
  template: string,
  { secret, value }: Setting,
  at: FormatCase,
): FormatFix | NotFixable {
  const { path, workspace } = at;
  const text = template === path ? at.text : (workspace.read(template) ?? "");
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return notFixable("The template cannot be read.");
  const settings = new Set<string>();
  const edits: Edit[] = [];
  for (const { index, 0: word } of text.matchAll(new RegExp(String.raw`parameters\('${name}'\)`, "gi"))) {
    const use = findNodeAtOffset(root, index, true);
    const span = { start: index, end: index + word.length };
    const own = use === undefined ? undefined : resourceAround(use);
    const slot =
      use === undefined || own === undefined || use.value !== `[${word}]` ? undefined : armSlot(use, own, text);
    if (slot === undefined)
      return notFixable(`The parameter ${name} goes where what takes it cannot be told.`, { path: template, span });
    for (const one of slot.names) settings.add(one);
    edits.push(...slot.removes);
  }
  if (settings.size === 0) return notFixable(`No app here gets ${name}, so what would miss it cannot be told.`);
  const common = { settings: [...settings], code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds !== "key") {
    if (secret.endpoint === undefined) return noEndpoint;
    const own = { start: value.offset, end: value.offset + value.length, text: JSON.stringify(secret.endpoint) };
    return { edits: [own], secret: { ...secret, remains: "endpoint" }, ...common };
  }
  const command = commandThatGives({ name }, at);
  if (command !== undefined) return command;
  const files = [{ path: template, edits: [...edits, ...declared(root, name, text)] }, ...givenBy(name, template, at)];
  return {
    edits: files.find((one) => one.path === path)?.edits ?? [],
    others: files.filter((one) => one.path !== path && one.edits.length > 0),
    secret,
    ...common,
  };
}

function declared(root: Node, name: string, text: string): readonly Edit[] {
  const property = findNodeAtLocation(root, ["parameters", name])?.parent;
  return property === undefined ? [] : [without(text, property)];
}

/** Files of parameters beside a template. */
function givenBy(name: string, template: string, { workspace }: FormatCase): readonly FileEdits[] {
  return workspace.paths
    .filter((one) => folderOf(one) === folderOf(template) && /parameters[\w.-]*\.json$/i.test(one) && one !== template)
    .map((one) => {
      const text = workspace.read(one) ?? "";
      const root = parseTree(text, [], { allowTrailingComma: true });
      return { path: one, edits: root === undefined ? [] : declared(root, name, text) };
    });
}
