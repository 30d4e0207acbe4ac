import type { Edit, FileEdits, NotFixable } from "../fix";
import type { FormatCase } from "../formats/format";

/** What a template hands out, and what takes its place. */

/** A place where a template gives an app a key, turned into an identity with a role. */
export interface Handover {
  readonly edits: readonly FileEdits[];
  /** The setting's names as code reads it; none where nothing reads what goes: an output. */
  readonly settings: readonly string[];
  /** What the setting held. */
  readonly holds: "key" | "connection-string";
  /** A new name for the setting: `X__accountEndpoint`. */
  readonly renamed?: string;
  /** Sentences for a person. */
  readonly left?: readonly string[];
  /** Turns keys off for the account, where the template makes it. */
  readonly closes?: Closing;
}

/** What a place in one file becomes. */
export function handover(
  path: string,
  edits: readonly Edit[],
  {
    settings,
    holds,
    renamed,
    ...closing
  }: Pick<Handover, "settings" | "holds" | "closes"> & {
    readonly renamed: string | undefined;
  },
): Handover {
  return { edits: [{ path, edits }], settings, holds, ...(renamed === undefined ? {} : { renamed }), ...closing };
}

/** How keys are turned off. */
export interface Closing {
  readonly path: string;
  /** None where they are off already, or where another place must say so. */
  readonly edit: Edit | undefined;
  /** The property in the template's words. */
  readonly property: string;
}

/** Reads what stands at a finding in a template of one kind. */
export type Handing = (at: FormatCase) => Handover | NotFixable;

/** What a value is: nothing but the key, a connection string alone, or something that cannot be told apart. */
export type Holds = Handover["holds"] | undefined;

/** What a string with the key in it holds, each expression in it written as `${…}`. */
export function holdsOf(written: string, isKey: (expression: string) => boolean): Holds {
  const parts = written.split(";").map((segment) => segment.trim());
  const key = /^AccountKey=\$\{(.+)\}$/.exec(parts.find((segment) => segment.startsWith("AccountKey=")) ?? "")?.[1];
  const isOnly = parts.every((segment) => segment === "" || /^Account(?:Key|Endpoint)=/.test(segment));
  return key !== undefined && isOnly && isKey(key) ? "connection-string" : undefined;
}

/** Roles of the account's data that every account has. */
export const ROLES = {
  reader: "00000000-0000-0000-0000-000000000001",
  contributor: "00000000-0000-0000-0000-000000000002",
} as const;

/** Several apps as one; undefined where there is none, or two want another name for their setting. */
export function together(all: readonly Handover[]): Handover | undefined {
  const first = all.find(({ settings }) => settings.length > 0) ?? all[0];
  const isOne = (one: Handover): boolean => one.settings.length === 0 || one.renamed === first?.renamed;
  if (first === undefined || !all.every(isOne)) return undefined;
  return {
    ...first,
    edits: all.flatMap(({ edits }) => edits),
    settings: [...new Set(all.flatMap(({ settings }) => settings))],
    left: all.flatMap(({ left }) => left ?? []),
  };
}
