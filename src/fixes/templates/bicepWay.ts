import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Span } from "../../engine/finding";
import { type Edit, type FileEdits, type NotFixable, notFixable, type Workspace } from "../fix";
import { without } from "../formats/jsonRewrites";
import { lineStart } from "../lines";
import { folderOf } from "../project/projects";
import { bodyOf, memberOf, namedOf, wayTo, withoutMember } from "./body";
import { type BicepFile, bicepFile } from "./bicepFile";
import { slotIn } from "./bicepSlot";

/** The way of a value through Bicep: from a parameter or variable, over modules, to the settings of apps. */

/** A parameter or variable of a file. */
export interface BicepName {
  readonly path: string;
  readonly name: string;
}

/** Where the value goes, and what takes it away from there. */
export interface BicepWay {
  readonly settings: readonly string[];
  readonly removes: readonly FileEdits[];
}

/** Follows a value to every app that gets it; where it goes elsewhere, why it cannot go. */
export function bicepWayOf(from: BicepName, workspace: Workspace): BicepWay | NotFixable {
  const settings = new Set<string>();
  const edits = new Map<string, Edit[]>();
  const met = new Set<string>();
  const waiting = [from];
  const add = (path: string, list: readonly Edit[]): void => {
    const known = edits.get(path) ?? [];
    edits.set(path, [
      ...known,
      ...list.filter((one) => !known.some((other) => other.start <= one.start && one.end <= other.end)),
    ]);
  };
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const key = `${at.path}\n${at.name}`;
    const file = met.has(key) ? undefined : bicepFile(at.path, workspace.read(at.path) ?? "");
    if (met.has(key)) continue;
    met.add(key);
    if (file === undefined)
      return notFixable("A file of Bicep cannot be read.", { path: at.path, span: { start: 0, end: 0 } });
    add(at.path, declarationIn(file, at.name));
    for (const one of [...givenTo(at, workspace), ...argumentsOf(at, workspace)]) add(one.path, one.edits);
    for (const span of usesIn(file, at.name)) {
      const next = followed(file, span, at.name);
      if ("fixable" in next) return next;
      for (const name of next.settings) settings.add(name);
      waiting.push(...next.on);
      add(at.path, next.edits);
    }
  }
  return { settings: [...settings], removes: [...edits].map(([path, list]) => ({ path, edits: list })) };
}

/** A declaration with its decorators. */
function declarationIn({ body, text }: BicepFile, name: string): readonly Edit[] {
  return body.members
    .filter((one) => new RegExp(String.raw`^(?:param|var)\s+${name}\b`).test(text.slice(one.start, one.end)))
    .map(({ start, end }) => withoutMember(text, { start: withDecorators(text, start), end }));
}

/** Where the decorators above a statement begin. */
export function withDecorators(text: string, start: number): number {
  let from = start;
  for (let line = lineStart(text, start); line > 0;) {
    line = lineStart(text, line - 1);
    if (!/^\s*(?:@|#disable-)/.test(text.slice(line, from))) break;
    from = line;
  }
  return from;
}

/** What files of parameters beside a template give it. */
function givenTo({ path, name }: BicepName, { paths, read }: Workspace): readonly FileEdits[] {
  const folder = folderOf(path);
  const own = path.slice(folder.length);
  return paths
    .filter((one) => folderOf(one) === folder && /\.bicepparam$|parameters[\w.-]*\.json$/i.test(one))
    .flatMap((one): readonly FileEdits[] => {
      const text = read(one) ?? "";
      if (one.endsWith(".json")) {
        const root = parseTree(text, [], { allowTrailingComma: true });
        const property = root === undefined ? undefined : findNodeAtLocation(root, ["parameters", name])?.parent;
        return property === undefined ? [] : [{ path: one, edits: [without(text, property)] }];
      }
      if (!new RegExp(String.raw`^using\s+'(?:\./)?${own.replace(/\W/g, "\\$&")}'`, "m").test(text)) return [];
      const members = bodyOf(text)?.members ?? [];
      const given = members.filter(({ start, end }) =>
        new RegExp(String.raw`^param\s+${name}\s*=`).test(text.slice(start, end)),
      );
      return [{ path: one, edits: given.map((member) => withoutMember(text, member)) }];
    });
}

/** What calls of a file as a module give its parameter. */
function argumentsOf({ path, name }: BicepName, { paths, read }: Workspace): readonly FileEdits[] {
  return paths
    .filter((one) => one.endsWith(".bicep") && one !== path && read(one)?.includes(name) === true)
    .flatMap((one): readonly FileEdits[] => {
      const text = read(one) ?? "";
      const calls = (bodyOf(text)?.members ?? []).filter(
        ({ start, end }) => moduleAt(text.slice(start, end), one) === path,
      );
      return calls.flatMap((call) => {
        const params = memberOf(call.bodies.at(-1), "params", text);
        const given = memberOf(params?.bodies.at(-1), name, text);
        return given === undefined ? [] : [{ path: one, edits: [withoutMember(text, given)] }];
      });
    });
}

/** The file of a module's statement; undefined for one from a registry. */
export function moduleAt(statement: string, path: string): string | undefined {
  const source = /^module\s+\w+\s+'([^':]+)'/.exec(statement)?.[1];
  if (source === undefined) return undefined;
  const parts = folderOf(path).split("/").slice(0, -1);
  for (const part of source.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Every place that takes a name; keys of objects and words in strings are none. */
export function usesIn({ body, text }: BicepFile, name: string): readonly Span[] {
  return [...text.matchAll(new RegExp(String.raw`(?<![\w.'])${name}(?![\w'])(?!\s*:)`, "g"))]
    .map(({ index }) => ({ start: index, end: index + name.length }))
    .filter(({ start }) => {
      const line = text.slice(lineStart(text, start), start);
      const own = body.members.find((one) => one.start <= start && start < one.end);
      const head = text.slice(own?.start ?? start, start);
      return !/^\s*(?:\/\/|@)/.test(line) && !/^(?:param|var)\s+$/.test(head);
    });
}

interface Step {
  readonly settings: readonly string[];
  readonly on: readonly BicepName[];
  readonly edits: readonly Edit[];
}

function followed({ path, text, body, resources }: BicepFile, span: Span, name: string): Step | NotFixable {
  const lookAt = { path, span };
  const own = body.members.find((one) => one.start <= span.start && span.start < one.end);
  if (own === undefined) return notFixable(`Where ${name} goes cannot be told.`, lookAt);
  const statement = text.slice(own.start, own.end);
  const [, kind = "", label = ""] = /^(\w+)\s+(\w+)/.exec(statement) ?? [];
  if (kind === "var")
    return new RegExp(String.raw`^var\s+\w+\s*=\s*${name}$`).test(statement.trim())
      ? { settings: [], on: [{ path, name: label }], edits: [] }
      : notFixable(`${name} is a part of ${label}: take the key out of it by hand.`, lookAt);
  const resource = resources.findLast((one) => one.start <= span.start && span.start < one.end);
  const way = wayTo(resource?.body ?? body, span.start);
  const last = way.findLastIndex((one) => namedOf(one, text) !== undefined);
  const member = way[last];
  const named = member === undefined ? undefined : namedOf(member, text);
  const written = named === undefined ? "" : text.slice(named.value.start, named.value.end).trim();
  if (member === undefined || named === undefined || (written !== name && written !== `'\${${name}}'`))
    return notFixable(`${name} is a part of a longer value: take the key out of it by hand.`, lookAt);
  if (kind === "module") {
    const target = moduleAt(statement, path);
    return target === undefined || way.length < 2
      ? notFixable(`The module ${label} takes the key, and is not to be found here.`, lookAt)
      : { settings: [], on: [{ path: target, name: named.name }], edits: [withoutMember(text, member)] };
  }
  const slot = resource === undefined ? undefined : slotIn(way.slice(0, last + 1), resource, text);
  return slot === undefined
    ? notFixable(`The key goes to ${kind} ${label}, and who takes it there cannot be told.`, lookAt)
    : { settings: slot.names, on: [], edits: slot.removes };
}
