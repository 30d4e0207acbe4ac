import { scan } from "../../engine/scan";
import type { Desk } from "../desk";
import type { Entry } from "../formats/entry";
import type { Secret } from "../secret";
import { wordsOf } from "./names";

/** The second key of an account, beside the first: `PrimaryKey` and `SecondaryKey`, of which a program reads one. */

/** Entries of the same file, named as the other key of the pair, that hold a key of their own. */
export function twinsOf(name: string, path: string, desk: Desk): readonly Entry[] {
  const text = desk.workspace.read(path) ?? "";
  const own = stemOf(name);
  const twins = desk
    .entries(path)
    .filter(({ names }) => names.every((one) => one !== name) && names.some((one) => stemOf(one) === own));
  if (twins.length === 0) return [];
  const keys = scan(text, { path }).filter(({ certainty, rule }) => certainty !== "hint" && rule === "account-key");
  return twins.filter(({ value }) => keys.some(({ start, end }) => start >= value.start && end <= value.end));
}

/** Whether code reads a setting by this name, in a way that is followed or not. */
export function isRead(name: string, desk: Desk, secret: Secret): boolean {
  return desk.readersOf(wordsOf(name)).some((source) => {
    const { uses, declared = [], removes, lost } = source.language.reads(source, name, desk, secret);
    return uses.length + declared.length + removes.length > 0 || lost !== undefined;
  });
}

function stemOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/primary|secondary|second|first|main|backup|spare|master|read[-_]?write|read[-_]?only|\d+/g, "")
    .replace(/[^a-z]+/g, "");
}
