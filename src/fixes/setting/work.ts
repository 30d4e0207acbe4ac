import type { Span } from "../../engine/finding";
import type { Desk } from "../desk";
import { type Choice, type Edit, type NotFixable, notFixable } from "../fix";
import { Changes } from "../follow/changes";
import type { FormatFix } from "../formats/format";
import type { Secret } from "../secret";

/** What a setting's fix does so far. */
export interface Work {
  readonly fix: FormatFix;
  readonly desk: Desk;
  readonly choice: Choice;
  readonly changes: Changes;
  /** Edits of files of configuration. */
  readonly files: Map<string, Edit[]>;
  /** Names that are still to be looked at, and those that were. */
  readonly waiting: string[];
  readonly names: Set<string>;
  /** Entries that hand the value on by names of their own. */
  readonly taken: { readonly names: readonly string[]; readonly place: Emulated }[];
  /** Names that something reads, or takes the value from. */
  readonly followed: Set<string>;
  /** Other settings that give a place in code its value, beside the one that is fixed. */
  readonly joined: readonly string[];
  /** Names whose readers were found, or a library that reads them by convention. */
  readers: number;
  /** The first place that takes the value. */
  read: Emulated | undefined;
  /** The first place that demands or gives the setting, and goes: right only where no code goes on taking the value. */
  gone: Emulated | undefined;
  /** A definition that gives the emulator's key by the same name, which code must go on taking. */
  emulator: Emulated | undefined;
}

/** The beginning of a setting's fix. */
export function workOn(fix: FormatFix, path: string, desk: Desk, choice: Choice, joined: readonly string[] = []): Work {
  const files = new Map([{ path, edits: fix.edits }, ...(fix.others ?? [])].map((one) => [one.path, [...one.edits]]));
  const waiting = fix.code === "stays" ? [] : [...fix.settings, ...joined];
  return {
    ...{
      fix,
      desk,
      choice,
      changes: new Changes(),
      files,
      waiting,
      joined,
      names: new Set<string>(),
      taken: [],
      followed: new Set<string>(),
    },
    ...{ readers: 0, read: undefined, gone: undefined, emulator: undefined },
  };
}

/** A place that gives the emulator's key. */
export interface Emulated {
  readonly path: string;
  readonly span: Span;
}

/** What the setting's value holds, for the code that takes it. */
export function secretIn({ fix, emulator }: Work): Secret {
  return emulator === undefined ? fix.secret : { ...fix.secret, emulator: true };
}

/** Why a program that also runs on the emulator is left. */
export function emulatorStays(place: Emulated): NotFixable {
  return notFixable(
    "The program also runs on the emulator, with its key by the same name: let the code take the key if there is one and else the identity, then remove this value.",
    place,
  );
}
