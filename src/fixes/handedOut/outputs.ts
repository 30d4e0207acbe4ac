import { LineMap } from "../../engine/position";
import type { Span } from "../../engine/finding";
import { isGenerated } from "../formats/format";
import { type NotFixable, notFixable, type Workspace } from "../fix";
import { languageOf } from "../languages/index";
import { lineEnd, lineStart } from "../lines";
import { folderOf } from "../project/projects";
import { moduleIn, sourceFolder } from "../templates/terraformModule";

/** Outputs of templates: one that hands out a key goes where nothing takes it. */

/** An output that hands out a key. */
export interface Output {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
}

/** Where an output is taken, or may be: templates say whose they take, other files only name one. */
export interface User {
  readonly path: string;
  readonly span: Span;
  readonly text: string;
  readonly isSure: boolean;
}

const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt|log|html?|svg|png|jpe?g|lock|map)$/i;

/** Where an output is taken, or may be; undefined where nothing in the workspace names it, but documents. */
export function takenAt(output: Output, workspace: Workspace): User | undefined {
  const { name, path: own, span } = output;
  // Pipelines put a prefix before the names of outputs: `RGDO_cosmosKey`.
  const pattern = new RegExp(String.raw`(?<![A-Za-z\d])${literally(name)}(?![\w-])`, "gi");
  for (const path of workspace.paths) {
    if (PROSE.test(path)) continue;
    const text = workspace.read(path) ?? "";
    if (isGenerated(text)) continue;
    const takes = takingIn(path, text, output, workspace);
    for (const { index } of text.matchAll(pattern)) {
      const isOwn = path === own && index >= span.start && index < span.end;
      const isInComment = /^\s*(?:#|\/\/|\*)/.test(text.slice(text.lastIndexOf("\n", index) + 1, index + 1));
      if (!isOwn && !isInComment && takes(index))
        return {
          path,
          span: { start: index, end: index + name.length },
          text,
          isSure: /\.(?:tf|bicep)$/i.test(path) || /\boutputs?\b/i.test(lineAt(text, index)),
        };
    }
  }
  return undefined;
}

const lineAt = (text: string, at: number): string => text.slice(lineStart(text, at), lineEnd(text, at));

/** Whether a name in a file is the output that is taken: templates of one kind say whose output they take. */
function takingIn(path: string, text: string, output: Output, workspace: Workspace): (at: number) => boolean {
  const before = (at: number): string => text.slice(Math.max(0, at - 200), at);
  if (path.endsWith(".tf"))
    return (at) => {
      const module = /\bmodule\.([\w-]+)(?:\[[^\]]*\])?\.$/.exec(before(at))?.[1];
      if (module === undefined) return /\boutputs(?:\.|\[")$/.test(before(at));
      const source = moduleSource(module, folderOf(path), workspace);
      return source === undefined || source === folderOf(output.path);
    };
  if (path.endsWith(".bicep"))
    return (at) => {
      const module = /\b(\w+)(?:\[[^\]]*\])?[!?]*\.outputs(?:\.|\[')$/.exec(before(at))?.[1];
      if (module === undefined) return false;
      const source = new RegExp(String.raw`^\s*module\s+${module}\s+'([^']*)'`, "m").exec(text)?.[1];
      return source === undefined || source.slice(source.lastIndexOf("/") + 1) === output.path.split("/").at(-1);
    };
  if (/\.jsonc?$/i.test(path) && isArmTemplate(text)) return (at) => /\boutputs(?:\.|\[')$/.test(before(at));
  // Programs take outputs that azd makes their environment, or that they ask a deployment for.
  const isTakenByPrograms = /^[A-Z\d_]+$/.test(output.name) || /\boutputs?\b|terraform/i.test(text);
  return () => languageOf(path) === undefined || isTakenByPrograms;
}

const isArmTemplate = (text: string): boolean => /deploymentTemplate\.json#/i.test(text.slice(0, 1000));

/** The folder of a module that Terraform calls; undefined where it lies elsewhere, or is not to be found. */
function moduleSource(label: string, folder: string, workspace: Workspace): string | undefined {
  const call = moduleIn(folder, workspace).find(({ kind, labels }) => kind === "module" && labels[0] === label);
  return call === undefined ? undefined : sourceFolder(label, call.path, call.text);
}

/** What must be known of an output that goes: a person, or a pipeline that is not here, may read it off a deployment. */
export function goneFrom(name: string, path: string): string {
  return `The output ${name} goes from ${path.slice(path.lastIndexOf("/") + 1)}: what reads it off a deployment elsewhere must do without it.`;
}

/** Why an output that is taken elsewhere stays. */
export function taken(name: string, { path, span, text, isSure }: User): NotFixable {
  const place = `${path.slice(path.lastIndexOf("/") + 1)}:${String(new LineMap(text).at(span.start).line + 1)}`;
  const user = isSure
    ? `The output ${name} hands the key to ${place}: what takes it there must do without it first.`
    : `${place} names ${name}, and may take the key from the output of that name: it must do without it first.`;
  return notFixable(user, { path, span });
}

/**
 * Why an output of a module stays that nothing here calls: others may. A folder of Terraform is a root where it sets
 * up a provider or a backend; a file of Bicep may be one wherever it does not lie among modules.
 */
export function takenByOthers(path: string, span: Span, { paths, read }: Workspace): NotFixable | undefined {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = path.slice(folder.length);
  const isTerraform = name.endsWith(".tf");
  const own = paths.filter((one) => one.endsWith(".tf") && one.slice(0, one.lastIndexOf("/") + 1) === folder);
  const isRoot = isTerraform
    ? own.some((one) => /^\s*provider\s+"|^\s*(?:backend|cloud)\b/m.test(read(one) ?? ""))
    : !/(?:^|\/)modules?\//i.test(path);
  if (isRoot) return undefined;
  const last = folder.split("/").at(-2) ?? "";
  const isCalled = paths.some((one) =>
    isTerraform
      ? one.endsWith(".tf") &&
        !own.includes(one) &&
        new RegExp(String.raw`source\s*=\s*"\.[^"]*${literally(last)}/?"`).test(read(one) ?? "")
      : one.endsWith(".bicep") &&
        new RegExp(String.raw`^module\s+\w+\s+'[^']*${literally(name)}'`, "m").test(read(one) ?? ""),
  );
  return isCalled
    ? undefined
    : notFixable("This is a module that nothing here calls: who takes its output cannot be told.", { path, span });
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
