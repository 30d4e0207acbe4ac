import { type Edit, type FileEdits, type NotFixable, notFixable, type Workspace } from "../fix";
import { atTextEnd, indentOf, indentUnit, lineEnd, lineEndOf, lineStart, removal } from "../lines";
import { folderOf } from "../project/projects";
import type { FormatCase } from "./format";
import type { Assignment } from "./hcl";

/** Variables of Terraform: where they are declared, and how modules are handed them. */

/** The declaration of a sensitive variable in a module's folder; none where it is declared already. */
export function declared(
  name: string,
  { path, workspace }: Pick<FormatCase, "path" | "workspace">,
): readonly FileEdits[] {
  const folder = folderOf(path);
  const files = filesIn(folder, workspace);
  const pattern = new RegExp(String.raw`^variable\s+"${name}"`, "m");
  if (files.some((one) => pattern.test(workspace.read(one) ?? ""))) return [];
  const file = files.find((one) => one.endsWith("/variables.tf") || one === "variables.tf") ?? path;
  const text = workspace.read(file) ?? "";
  const indent = indentUnit(text);
  const lines = ["", `variable "${name}" {`, `${indent}type      = string`, `${indent}sensitive = true`, "}"];
  return [{ path: file, edits: [atTextEnd(text, text === "" ? lines.slice(1) : lines)] }];
}

/** A module's variable loses its default: every call of the module hands it in, up to the root, which declares it. */
export function handedIn(
  variable: string,
  at: Pick<FormatCase, "path" | "workspace">,
): { readonly others: readonly FileEdits[]; readonly problem?: NotFixable } {
  const edits = new Map<string, Edit[]>();
  const add = (path: string, list: readonly Edit[]): void => {
    edits.set(path, [...(edits.get(path) ?? []), ...list]);
  };
  const folders = [folderOf(at.path)];
  for (const folder of folders) {
    for (const { path, from, block } of callsOf(folder, at.workspace)) {
      if (new RegExp(String.raw`^\s*${variable}\s*=`, "m").test(block)) continue;
      const text = at.workspace.read(path) ?? "";
      const source = /^([ \t]*)source(\s*)=/m.exec(block);
      if (source === null) return { others: [], problem: notFixable("A call of this module cannot be read.") };
      const end = lineEnd(text, from + source.index + source[0].length);
      const indent = source[1] ?? "  ";
      const name = variable.padEnd("source".length + (source[2] ?? " ").length - 1);
      add(path, [{ start: end, end, text: `${indent}${name} = var.${variable}${lineEndOf(text)}` }]);
      for (const one of declared(variable, { path, workspace: at.workspace })) add(one.path, one.edits);
      const caller = folderOf(path);
      if (!folders.includes(caller)) folders.push(caller);
    }
  }
  return { others: [...edits].map(([path, list]) => ({ path, edits: list })) };
}

/** The calls of the module in a folder. */
function callsOf(
  folder: string,
  workspace: Workspace,
): readonly { readonly path: string; readonly from: number; readonly block: string }[] {
  return workspace.paths
    .filter((path) => path.endsWith(".tf") && folderOf(path) !== folder)
    .flatMap((path) => {
      const text = workspace.read(path) ?? "";
      return [...text.matchAll(/^module\s+"[^"]+"\s*\{[\s\S]*?^\}/gm)].flatMap(({ index, 0: block }) => {
        const source = /^\s*source\s*=\s*"(\.[^"]*)"/m.exec(block)?.[1];
        return source !== undefined && resolved(folderOf(path), source) === folder
          ? [{ path, from: index, block }]
          : [];
      });
    });
}

function resolved(from: string, relative: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}

function filesIn(folder: string, { paths }: Workspace): readonly string[] {
  return paths.filter((path) => path.endsWith(".tf") && folderOf(path) === folder);
}

/** `default = "…"` becomes `sensitive = true`, in line with the attributes around it, as `terraform fmt` has it. */
export function aligned(line: Assignment, text: string): readonly Edit[] {
  const open = text.lastIndexOf("variable", line.lineStart);
  const close = text.indexOf("}", line.lineEnd);
  if (/\bsensitive\s*=/.test(text.slice(open, close)))
    return [removal(text, { start: line.lineStart, end: line.lineEnd })];
  const indent = indentOf(text, line.at);
  const column = text.indexOf("=", line.at) - line.at;
  const word = "sensitive";
  const own: Edit = {
    start: line.at,
    end: line.lineEnd,
    text: `${word.padEnd(Math.max(column, word.length + 1))}= true`,
  };
  if (column > word.length) return [own];
  // The attributes on the lines around move, too.
  const moved: Edit[] = [];
  for (const step of [-1, 1]) {
    for (let at = step < 0 ? line.lineStart - 1 : lineEnd(text, line.lineEnd); at > open && at < close;) {
      const from = lineStart(text, at);
      const attribute = new RegExp(String.raw`^${indent}(\w+)\s*=`).exec(text.slice(from, lineEnd(text, at)));
      if (attribute?.[1] === undefined) break;
      const start = from + indent.length;
      moved.push({ start, end: from + attribute[0].length, text: `${attribute[1].padEnd(word.length + 1)}=` });
      at = step < 0 ? from - 1 : lineEnd(text, at);
    }
  }
  return [...moved, own];
}
