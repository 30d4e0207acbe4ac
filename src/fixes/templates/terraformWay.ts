import type { Span } from "../../engine/finding";
import { type Edit, type FileEdits, type NotFixable, notFixable, type Workspace } from "../fix";
import { folderOf } from "../project/projects";
import { bodyOf, memberOf, namedOf, wayTo, withoutMember } from "./body";
import { type Block, HOST, moduleIn, sourceFolder } from "./terraformModule";
import { slotOf } from "./terraformSlot";

/** The way of a value through Terraform: from a variable or a local value, over modules, to the settings of apps. */

/** A name that holds the value in a module's folder: `var.cosmos_key`, `local.cosmos_key`. */
export interface Held {
  readonly folder: string;
  readonly kind: "var" | "local";
  readonly name: string;
}

/** Where the value goes, and what takes it away from there. */
export interface Way {
  /** The settings that apps get it by. */
  readonly settings: readonly string[];
  /** Takes the value away everywhere: declarations, arguments, settings. */
  readonly removes: readonly FileEdits[];
}

/** Follows a value to every app that gets it; where it goes elsewhere, why it cannot go. */
export function wayOf(held: Held, workspace: Workspace): Way | NotFixable {
  const settings = new Set<string>();
  const edits = new Map<string, Edit[]>();
  const met = new Set<string>();
  const waiting = [held];
  const add = (path: string, list: readonly Edit[]): void => {
    const known = edits.get(path) ?? [];
    const isNew = (edit: Edit): boolean => !known.some(({ start, end }) => start <= edit.start && edit.end <= end);
    edits.set(path, [...known, ...list.filter(isNew)]);
  };
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const key = `${at.folder}\n${at.kind}.${at.name}`;
    if (met.has(key)) continue;
    met.add(key);
    for (const one of declarationsOf(at, workspace)) add(one.path, one.edits);
    for (const { block, span } of usesOf(at, workspace)) {
      const next = followed(block, span, `${at.kind}.${at.name}`, workspace);
      if ("fixable" in next) return next;
      for (const name of next.settings) settings.add(name);
      waiting.push(...next.on);
      add(block.path, next.edits);
    }
  }
  return { settings: [...settings], removes: [...edits].map(([path, list]) => ({ path, edits: list })) };
}

/** Where a name is declared and given values: its block, files of values, the local itself. */
function declarationsOf({ folder, kind, name }: Held, workspace: Workspace): readonly FileEdits[] {
  const own = moduleIn(folder, workspace).flatMap((block) => {
    if (kind === "var")
      return block.kind === "variable" && block.labels[0] === name
        ? [{ path: block.path, edits: [withoutMember(block.text, block)] }]
        : [];
    const member = block.kind === "locals" ? memberOf(block.body, name, block.text) : undefined;
    return member === undefined ? [] : [{ path: block.path, edits: [withoutMember(block.text, member)] }];
  });
  const given = kind === "local" ? [] : linesOf(folder, name, workspace);
  const all = [...own, ...given.map(({ path, text, member }) => ({ path, edits: [withoutMember(text, member)] }))];
  return kind === "local" ? all : [...all, ...argumentsOf(folder, name, workspace)];
}

/** What calls of the module in a folder give its variable, which would not be declared any more. */
function argumentsOf(folder: string, name: string, workspace: Workspace): readonly FileEdits[] {
  return workspace.paths
    .filter(
      (path) => path.endsWith(".tf") && folderOf(path) !== folder && workspace.read(path)?.includes(name) === true,
    )
    .flatMap((path) => moduleIn(folderOf(path), workspace).filter((block) => block.path === path))
    .flatMap((block) => {
      const { kind, labels, path, text } = block;
      const isCall = kind === "module" && sourceFolder(labels[0] ?? "", path, text) === folder;
      const member = isCall ? memberOf(block.body, name, text) : undefined;
      return member === undefined ? [] : [{ path, edits: [withoutMember(text, member)] }];
    });
}

/** What a file gives a variable by default or by `*.tfvars`, as it is written with its quotes. */
export function givenTo(
  { folder, name }: Held,
  workspace: Workspace,
): readonly { readonly path: string; readonly value: Span }[] {
  const defaults = moduleIn(folder, workspace).flatMap((block) => {
    const isOwn = block.kind === "variable" && block.labels[0] === name;
    const member = isOwn ? memberOf(block.body, "default", block.text) : undefined;
    return member === undefined ? [] : [{ path: block.path, value: member.value }];
  });
  return [...defaults, ...linesOf(folder, name, workspace).map(({ path, member }) => ({ path, value: member.value }))];
}

/** The folder of the module whose variable a file of values gives: its own, else the nearest above, else the only one. */
export function folderOfValues(path: string, name: string, workspace: Workspace): string | undefined {
  const declares = (folder: string): boolean =>
    moduleIn(folder, workspace).some(({ kind, labels }) => kind === "variable" && labels[0] === name);
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    if (declares(folder)) return folder;
    if (folder === "") break;
  }
  const folders = new Set(workspace.paths.filter((one) => one.endsWith(".tf")).map(folderOf));
  const all = [...folders].filter(declares);
  const roots = all.filter((folder) => moduleIn(folder, workspace).some(({ kind }) => kind === "provider"));
  const [only, ...more] = roots.length > 0 ? roots : all;
  return more.length === 0 ? only : undefined;
}

/** Lines of `*.tfvars` that give a root's variable a value. */
function linesOf(folder: string, name: string, workspace: Workspace) {
  return workspace.paths
    .filter((path) => path.endsWith(".tfvars"))
    .flatMap((path) => {
      const text = workspace.read(path) ?? "";
      const member = memberOf(bodyOf(text), name, text);
      return member !== undefined && folderOfValues(path, name, workspace) === folder ? [{ path, text, member }] : [];
    });
}

/** Every place in a module that takes a name. */
export function usesOf(
  { folder, kind, name }: Held,
  workspace: Workspace,
): readonly { readonly block: Block; readonly span: Span }[] {
  const pattern = new RegExp(String.raw`(?<![\w.-])${kind}\.${name}(?![\w-])`, "g");
  return moduleIn(folder, workspace).flatMap((block) =>
    [...block.text.slice(block.start, block.end).matchAll(pattern)].map((match) => ({
      block,
      span: { start: block.start + match.index, end: block.start + match.index + match[0].length },
    })),
  );
}

/** What one place does with the value. */
interface Step {
  readonly settings: readonly string[];
  readonly on: readonly Held[];
  readonly edits: readonly Edit[];
}

function followed(block: Block, span: Span, word: string, workspace: Workspace): Step | NotFixable {
  const { text, path, kind, labels, body } = block;
  const lookAt = { path, span };
  const way = wayTo(body, span.start);
  const named = way.map((one) => namedOf(one, text));
  const last = named.findLastIndex((one) => one !== undefined);
  const [member, name] = [way[last], named[last]];
  if (member === undefined || name === undefined) return notFixable(`${word} is a part of a longer value.`, lookAt);
  const written = text.slice(name.value.start, name.value.end).trim();
  if (written !== word && written !== `"\${${word}}"`)
    return notFixable(`${word} is a part of a longer value: take the key out of it by hand.`, lookAt);
  const whole = [withoutMember(text, member)];
  if (kind === "locals" && last === 0)
    return { settings: [], on: [{ folder: folderOf(path), kind: "local", name: name.name }], edits: [] };
  if (kind === "module" && last === 0) {
    const folder = sourceFolder(labels[0] ?? "", path, text);
    const isHere =
      folder !== undefined &&
      moduleIn(folder, workspace).some((one) => one.kind === "variable" && one.labels[0] === name.name);
    return isHere
      ? { settings: [], on: [{ folder, kind: "var", name: name.name }], edits: whole }
      : notFixable(`The module ${labels[0] ?? ""} takes the key, and is not to be found here.`, lookAt);
  }
  const slot =
    kind === "resource" && HOST.test(labels[0] ?? "") ? slotOf(way.slice(0, last + 1), member, block) : undefined;
  if (slot === undefined)
    return notFixable(`The key goes to ${[kind, ...labels].join(" ")}, and who takes it there cannot be told.`, lookAt);
  return "fixable" in slot ? slot : { settings: slot.names, on: [], edits: slot.removes };
}
