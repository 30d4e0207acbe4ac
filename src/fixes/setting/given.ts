import type { Span } from "../../engine/finding";
import type { Edit } from "../fix";
import { placeholderIn } from "../formats/entry";
import type { FormatFix } from "../formats/format";
import { isBindingBefore } from "./conventions";
import {
  besideEmulator,
  type Definition,
  definitionsOf,
  emulatorBeside,
  emulatorLine,
  isEmulator,
  isForEmulator,
} from "./definitions";
import type { Work } from "./work";

/** What becomes of every place that gives a setting its value. */

/** Whether a place goes, is written anew, or has been followed. */
export function isCovered(path: string, span: Span, { changes, files, desk }: Work): boolean {
  const holds = (one: Span): boolean => one.start <= span.start && one.end >= span.end;
  if (changes.covers({ path }, span.start, span.end) || files.get(path)?.some(holds) === true) return true;
  return isBindingBefore(desk.workspace.read(path)?.slice(Math.max(0, span.start - 60), span.start) ?? "");
}

/** Every place that gives the setting a value, by whatever name: settings that take its value are the same one. */
export function definitionsIn(work: Work): readonly Definition[] {
  const given: Definition[] = [];
  for (let name = work.waiting.shift(); name !== undefined; name = work.waiting.shift()) {
    if (work.names.has(name)) continue;
    work.names.add(name);
    const { gives, takes: all } = definitionsOf(name, work.desk);
    const takes = all.filter((one) => !isChanged(one, work));
    const emulator =
      gives.find((one) => !isChanged(one, work) && (isEmulator(one) || isForEmulator(one, work.desk))) ??
      besideEmulator(gives, work.desk) ??
      emulatorBeside(name, work.desk);
    work.emulator ??= emulatorLine(name, work.desk) ?? (emulator && { path: emulator.path, span: emulator.entry.name });
    given.push(...gives);
    if (takes.length > 0) work.followed.add(name);
    for (const { path, entry } of takes) work.taken.push({ names: entry.names, place: { path, span: entry.name } });
    work.waiting.push(...takes.flatMap(({ entry }) => entry.names));
  }
  return given;
}

/** Whether a definition goes or changes by an edit. */
export const isChanged = ({ path, entry }: Definition, work: Work): boolean => isCovered(path, entry.value, work);

/** Another place that gives the setting a value changes with it; what gives the emulator's key, or may, goes on doing so. */
export function withDefinition(definition: Definition, work: Work): void {
  const { path, entry } = definition;
  const edits = editsOf(definition, work.fix);
  // What a script reads elsewhere goes on being a connection string: the place is named.
  const isRead = isScript(path) && edits.length === 0 && /[$`%]/.test(definition.value);
  if (work.fix.secret.remains === "endpoint" && !isRead) work.changes.know({ path }, entry.name);
  if (isChanged(definition, work)) return;
  if (isEmulator(definition) || (work.fix.secret.stays === true && definition.value.trim() === "")) return;
  // Code that takes a key where there is one may go on being given it by what asks a vault for it.
  if (work.fix.secret.stays === true && definition.value.includes("@Microsoft.KeyVault(")) return;
  if (isFilled(definition) && (work.emulator !== undefined || isScript(path))) return;
  if (definition.value === "" && work.emulator !== undefined) return;
  work.files.set(path, [...(work.files.get(path) ?? []), ...edits]);
}

/** A script that hands on what it got elsewhere asks for it too: it stays, and is named. */
const isScript = (path: string): boolean => /\.(?:ps1|psm1|sh|bash|zsh|cmd|bat)$/i.test(path);

/** Whether a value is filled in elsewhere, maybe with the emulator's key: `${{ secrets.COSMOS_KEY }}`. */
function isFilled({ from, entry, value }: Definition): boolean {
  return (from ?? entry.from ?? placeholderIn(value)) !== undefined;
}

/** What becomes of a definition: it goes, or keeps what the connection string holds besides its key. */
function editsOf({ entry, value }: Definition, { secret, code, renamed }: FormatFix): readonly Edit[] {
  if (secret.remains === "nothing" || code === "read") return entry.removes === undefined ? [] : [entry.removes];
  const endpoint = /AccountEndpoint\s*=\s*([^;"'\s]+)/i.exec(value)?.[1];
  return [
    ...(renamed === undefined ? [] : [{ ...entry.name, text: renamed }]),
    ...(endpoint !== undefined && /AccountKey\s*=/i.test(value) ? [{ ...entry.value, text: endpoint }] : []),
  ];
}
