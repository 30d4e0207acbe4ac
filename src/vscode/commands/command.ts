import type { SweptAccounts } from "../accountsTree";
import type { FindingStore } from "../findingStore";
import type { Fixer } from "../fixer";
import type { AfterCommands } from "../afterCommands";
import type { FollowUps } from "../followUps";
import type { IgnoreLists } from "../ignoreLists";
import type { KeyChecks } from "../keyChecks";
import type { Preview } from "../preview";
import type { WorkspaceScans } from "../workspaceScan";

/** What commands work with. */
export interface Desk {
  readonly store: FindingStore;
  readonly checks: KeyChecks;
  readonly fixer: Fixer;
  readonly lists: IgnoreLists;
  readonly followUps: FollowUps;
  readonly after: AfterCommands;
  readonly preview: Preview;
  readonly swept: SweptAccounts;
  readonly scans: WorkspaceScans;
}

/** What a command does. Arguments come from links and menus and are not trusted. */
export type Command = (desk: Desk, argument: unknown) => Promise<void> | void;

/** A named text of a command's argument; undefined where there is none. */
export function textIn(argument: unknown, name: string): string | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const value: unknown = (argument as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : undefined;
}

/** A named number of a command's argument; undefined where there is none. */
export function numberIn(argument: unknown, name: string): number | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const value: unknown = (argument as Readonly<Record<string, unknown>>)[name];
  return typeof value === "number" ? value : undefined;
}
