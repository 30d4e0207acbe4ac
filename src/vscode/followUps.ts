import * as vscode from "vscode";
import type { Finding } from "../engine/finding";
import type { Afterwards, Fix, FixKind } from "../fixes/fix";
import type { EditorPlan } from "./planner";

/** What fixes leave to do, by account: told once after each, and to be had again from the tree. */

/** An account that a fix touched, and the credential that was taken out. */
export interface TouchedAccount {
  readonly name: string;
  readonly host: string;
  readonly fingerprint: string;
}

/** What is told once a fix is in. Carries no secret, and is kept over a reload. */
export interface FollowUp {
  /** The file that was fixed, or undefined where there were several. */
  readonly path: string | undefined;
  readonly kind: FixKind | "placeholder";
  /** How many findings were fixed. */
  readonly fixed: number;
  readonly accounts: readonly TouchedAccount[];
  readonly afterwards: readonly Afterwards[];
  /** What the fix itself says is left, by name: a variable to set, an option to give. */
  readonly left: readonly string[];
  /** All files that were changed, by path. */
  readonly changed: readonly string[];
  /** Files to be saved with the one that is being saved. */
  readonly alsoSave?: readonly string[];
  /** Where the secret is to be stored, as the code now refers to it. */
  readonly vault?: { readonly address: string; readonly secret: string; readonly holds: "key" | "connection-string" };
}

interface Done {
  readonly kind: FixKind;
  readonly title: string;
  readonly fixes: readonly {
    readonly fix: Pick<Fix, "edits" | "afterwards" | "left">;
    readonly finding: Finding;
    readonly path: string;
  }[];
  readonly vault?: FollowUp["vault"];
}

/** The follow-up of fixes of one kind. */
export function followUp({ kind, title, fixes, vault }: Done): FollowUp {
  const paths = [...new Set(fixes.map(({ path }) => path))];
  return {
    path: paths.length === 1 ? paths[0] : undefined,
    kind: title.includes("placeholder") ? "placeholder" : kind,
    fixed: fixes.length,
    accounts: accountsOf(fixes.map(({ finding }) => finding)),
    afterwards: [...new Set(fixes.flatMap(({ fix }) => fix.afterwards))],
    left: [...new Set(fixes.flatMap(({ fix }) => fix.left))],
    changed: [...new Set(fixes.flatMap(({ fix }) => fix.edits.map((edit) => edit.path)))],
    ...(vault === undefined ? {} : { vault }),
  };
}

/** The follow-up of a plan. */
export function followUpOf({ plan }: EditorPlan, kind: FixKind = "managed-identity"): FollowUp {
  const changed = plan.files.map(({ path }) => path);
  const paths = [...new Set(plan.done.map(({ path }) => path))];
  return {
    path: paths.length === 1 ? paths[0] : undefined,
    kind,
    fixed: plan.done.length,
    accounts: accountsOf(plan.done.map(({ finding }) => finding)),
    afterwards: [...new Set(plan.done.flatMap(({ afterwards }) => afterwards))],
    left: [...new Set(plan.done.flatMap((one) => one.left))],
    changed,
  };
}

function accountsOf(findings: readonly Finding[]): readonly TouchedAccount[] {
  const accounts = new Map<string, TouchedAccount>();
  for (const { account, fingerprint } of findings)
    if (account !== undefined) accounts.set(`${account.host} ${fingerprint}`, { ...account, fingerprint });
  return [...accounts.values()];
}

const KEPT = "followUps";
const MOST_KEPT = 20;

/** The follow-ups that a person has not put away yet, newest first; kept with the workspace. */
export class FollowUps implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  all(): readonly FollowUp[] {
    return this.memory.get<readonly FollowUp[]>(KEPT, []);
  }

  async add(one: FollowUp): Promise<void> {
    await this.keep([one, ...this.all()].slice(0, MOST_KEPT));
  }

  async clear(): Promise<void> {
    await this.keep([]);
  }

  private async keep(all: readonly FollowUp[]): Promise<void> {
    await this.memory.update(KEPT, all);
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
