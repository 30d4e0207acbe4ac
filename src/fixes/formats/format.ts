import type { Finding } from "../../engine/finding";
import type { Afterwards, Choice, Edit, FileEdits, NotFixable, Workspace } from "../fix";
import type { Secret } from "../secret";
import type { Entry } from "./entry";

/** What a fix in a file of configuration or prose is made from. */
export interface FormatCase {
  readonly path: string;
  readonly text: string;
  readonly finding: Finding;
  readonly choice: Choice;
  readonly workspace: Workspace;
}

/** The change of the file itself, and what becomes of the code that reads the setting. */
export interface FormatFix {
  readonly edits: readonly Edit[];
  /** Changes of other files of configuration that go with it. */
  readonly others?: readonly FileEdits[];
  /** A new name for the setting in code that reads it: `X__accountEndpoint`. */
  readonly renamed?: string;
  /** Names that code reads the setting by; none where no code does. */
  readonly settings: readonly string[];
  /** Where the value stands in the file, for code that loads the file itself: `config.json`, `config.ini`. */
  readonly keys?: readonly string[];
  readonly secret: Secret;
  /** The setting's name in .NET's configuration, which other providers may give it in the file's place: a vault, variables. */
  readonly configuration?: string;
  /**
   * `keyless`: every client that gets the setting's value is made keyless. `read`: every read is replaced by a read
   * from the vault, and there must be one. `stays`: code goes on reading the setting.
   */
  readonly code: "keyless" | "read" | "stays";
  readonly afterwards: readonly Afterwards[];
  /** What a person must still do, in sentences that name it. */
  readonly left?: readonly string[];
  readonly title?: string;
}

/** A kind of file that is no program code. */
export interface Format {
  readonly id: string;
  readonly matches: (path: string, text: string) => boolean;
  /** The change; undefined where this format does not know the place, so that the next may try. */
  readonly fix: (at: FormatCase) => FormatFix | NotFixable | undefined;
  /** Every setting that a file gives a value; none where the format cannot tell. Never throws. */
  readonly entries?: (path: string, text: string) => readonly Entry[];
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a tool made a template from another file, which alone is worth changing: Bicep's output. */
export function isGenerated(text: string): boolean {
  return /"_generator"\s*:\s*\{\s*"name"\s*:\s*"bicep"/.test(text.slice(0, 2000));
}
