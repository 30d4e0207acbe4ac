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
  /** The setting that the value comes from, where it is nothing but that. */
  readonly from?: string | undefined;
}

/** What files of configuration say of a setting. */
export interface Definitions {
  readonly gives: readonly Definition[];
  /** Entries of other settings whose value is this one's: `key: ${COSMOS_KEY}`. */
  readonly takes: readonly Definition[];
}

/** Files whose values are the names of the variables that fill the settings: npm's `config` package. */
export const NAMES_VARIABLES = /(?:^|\/)custom-environment-variables\.\w+$/;

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
      const from = entry.from ?? placeholderIn(value) ?? (NAMES_VARIABLES.test(path) ? value : undefined);
      if (entry.names.some(isOne)) gives.push({ path, entry, value, from });
      else if (from !== undefined && sameSetting(from, name)) takes.push({ path, entry, value, from });
    }
  }
  return { gives, takes };
}

/** An address at which the emulator answers, in its pipelines and containers too. */
const EMULATOR_ADDRESS =
  /https?:\/\/(?:localhost|127\.0\.0\.1|host\.docker\.internal|[\w-]*(?:cosmos|emulator)[\w-]*):/i;
const EMULATOR_STRING = new RegExp(String.raw`AccountEndpoint\s*=\s*${EMULATOR_ADDRESS.source}`, "i");

/** Whether a definition gives the emulator's key, which opens no account, or a connection string of its address. */
export function isEmulator({ path, value }: Definition): boolean {
  if (EMULATOR_STRING.test(value)) return true;
  return value.length >= 60 && scan(value, { path }).some(({ certainty }) => certainty === "hint");
}

/** Whether a value that is filled in stands beside the emulator's address, so that it can be nothing but its key. */
export function isForEmulator({ path, entry, value }: Definition, desk: Desk): boolean {
  if (entry.from === undefined && placeholderIn(value) === undefined) return false;
  const stem = (entry.names[0] ?? "").replace(/[A-Za-z]+$/, "");
  const text = desk.workspace.read(path) ?? "";
  return (
    stem !== "" &&
    desk
      .entries(path)
      .some(
        (one) =>
          one !== entry &&
          Math.abs(one.name.start - entry.name.start) < 1000 &&
          one.names[0]?.startsWith(stem) === true &&
          EMULATOR_ADDRESS.test(text.slice(one.value.start, one.value.end)),
      )
  );
}

/**
 * The entry beside a setting that gives the emulator's address, whose key a developer sets by that setting's name:
 * `COSMOS_ENDPOINT=https://localhost:8081` beside `COSMOS_KEY`.
 */
export function emulatorBeside(name: string, desk: Desk): Definition | undefined {
  const stem = stemOf(name);
  if (stem === "") return undefined;
  for (const path of desk.configuration) {
    const text = desk.workspace.read(path) ?? "";
    if (!text.includes(":8081")) continue;
    for (const entry of desk.entries(path)) {
      const value = text.slice(entry.value.start, entry.value.end);
      if (EMULATOR.test(value) && entry.names.some((one) => stemOf(one) === stem)) return { path, entry, value };
    }
  }
  return undefined;
}

const EMULATOR = /^https?:\/\/[\w.-]+:8081\/?$/;

/** What names have in common that belong together: all but the last part. */
function stemOf(name: string): string {
  return /^(.+)(?:[.:_]|__)[^.:_]+$/.exec(name)?.[1]?.toLowerCase() ?? "";
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
    if (desk.source(path) !== undefined) continue;
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
