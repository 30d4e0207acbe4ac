import type { Span } from "../../engine/finding";
import { scan } from "../../engine/scan";
import type { Desk } from "../desk";
import { lineStart } from "../lines";
import { type Entry, placeholderIn } from "../formats/entry";
import { sameRelaxed, sameSetting, SPRING_FILE, wordOf } from "./names";

/** Every place in the program's files of configuration that gives a setting a value, or takes a value from it. */

/** An entry with its file. */
export interface Definition {
  readonly path: string;
  readonly entry: Entry;
  /** The value as it is written. */
  readonly value: string;
}

/** What files of configuration say of a setting. */
export interface Definitions {
  readonly gives: readonly Definition[];
  /** Entries of other settings whose value is this one's: `key: ${COSMOS_KEY}`. */
  readonly takes: readonly Definition[];
}

/** All definitions of a setting in the program. */
export function definitionsOf(name: string, desk: Desk): Definitions {
  const word = wordOf(name).toLowerCase();
  const gives: Definition[] = [];
  const takes: Definition[] = [];
  for (const path of desk.configuration) {
    const isSpring = SPRING_FILE.test(path);
    const text = desk.workspace.read(path) ?? "";
    if (!isSpring && !text.toLowerCase().includes(word)) continue;
    for (const entry of desk.entries(path)) {
      const value = text.slice(entry.value.start, entry.value.end);
      const isOne = (own: string): boolean =>
        sameSetting(own, name) || (isSpring && own.includes(".") && sameRelaxed(own, name));
      const from = entry.from ?? placeholderIn(value);
      if (entry.names.some(isOne)) gives.push({ path, entry, value });
      else if (from !== undefined && sameSetting(from, name)) takes.push({ path, entry, value });
    }
  }
  return { gives, takes };
}

/** Whether a definition gives the emulator's key, which opens no account. */
export function isEmulator({ path, value }: Definition): boolean {
  return value.length >= 60 && scan(value, { path }).some(({ certainty }) => certainty === "hint");
}

/** A definition that may be filled with the emulator's key: its file runs the emulator beside what takes the setting. */
export function besideEmulator(gives: readonly Definition[], desk: Desk): Definition | undefined {
  return gives.find(
    ({ path, entry, value }) =>
      (entry.from ?? placeholderIn(value)) !== undefined && EMULATOR_IMAGE.test(desk.workspace.read(path) ?? ""),
  );
}

/** mcr.microsoft.com/cosmosdb/linux/azure-cosmos-emulator, and the same under another registry's name. */
const EMULATOR_IMAGE = /^\s*image:\s*["']?\S*azure-cosmos-emulator/m;

/** Where a file of no known format gives a name the emulator's key, on one line: a Makefile, a script's command. */
export function emulatorLine(name: string, desk: Desk): { readonly path: string; readonly span: Span } | undefined {
  for (const path of desk.holding(name)) {
    if (desk.entries(path).length > 0 || desk.source(path) !== undefined) continue;
    const text = desk.workspace.read(path) ?? "";
    for (const { certainty, start, end } of scan(text, { path })) {
      const from = Math.max(lineStart(text, start), start - 200);
      const at = certainty === "hint" ? text.slice(from, start).lastIndexOf(name) : -1;
      if (at >= 0 && /^["']?\s*[=:]/.test(text.slice(from + at + name.length, start)))
        return { path, span: { start, end } };
    }
  }
  return undefined;
}
