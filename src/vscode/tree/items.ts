import * as vscode from "vscode";
import { SEVERITIES, type Severity } from "../../engine/finding";
import { targetOf } from "../commands/target";
import type { PlacedFinding } from "../findingStore";
import type { GitState } from "../gitState";

/** What the view lists: groups, credentials and places, the loudest first. Pure: findings in, items out. */

/** By what the view groups. */
export type Grouping = "account" | "file" | "git";

/** A row of the view. What commands ask of it (`host`, `fingerprint`, `uri`, `start`) stands on it by that name. */
export type Item =
  | { readonly kind: "steps"; readonly count: number }
  | {
      readonly kind: "group";
      readonly by: Grouping;
      readonly label: string;
      /** The account's endpoint host, where the group is an account. */
      readonly host: string | undefined;
      readonly uri: string | undefined;
      readonly severity: Severity;
      readonly children: readonly Item[];
      readonly credentials: number;
    }
  | Credential
  | PlaceItem;

/** One credential with all its places. */
export interface Credential {
  readonly kind: "credential";
  readonly fingerprint: string;
  readonly host: string | undefined;
  readonly severity: Severity;
  readonly places: readonly PlacedFinding[];
}

/** One place of a credential; `inFile` where the file stands above it already. */
export interface PlaceItem {
  readonly kind: "place";
  readonly fingerprint: string;
  readonly host: string | undefined;
  readonly uri: string;
  readonly start: number;
  readonly place: PlacedFinding;
  readonly inFile: boolean;
}

/** The view's first level. */
export function itemsOf(
  places: readonly PlacedFinding[],
  by: Grouping,
  gitState: (uri: vscode.Uri) => GitState,
): readonly Item[] {
  const groups = new Map<string, PlacedFinding[]>();
  const accounts = accountsByKey(places);
  for (const place of places) {
    const name = nameOf(place, by, accounts, gitState);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [place]);
    else group.push(place);
  }
  return [...groups]
    .map(([name, members]) => groupOf(name, members, by))
    .sort((a, b) => louder(a, b) || Number(a.label === "") - Number(b.label === "") || a.label.localeCompare(b.label));
}

/** Whether a place is meant by what a person typed: its account, its path or its severity. */
export function matches({ uri, finding }: PlacedFinding, filter: string): boolean {
  const said = `${finding.account?.name ?? ""} ${vscode.workspace.asRelativePath(uri)} ${finding.severity} ${finding.rule}`;
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.toLowerCase().includes(word));
}

/** A credential is one account's wherever it stands: the place that names the account speaks for the others. */
function accountsByKey(places: readonly PlacedFinding[]): ReadonlyMap<string, string> {
  return new Map(
    places.flatMap(({ finding }) =>
      finding.account === undefined ? [] : [[finding.fingerprint, finding.account.name] as const],
    ),
  );
}

function nameOf(
  { uri, finding }: PlacedFinding,
  by: Grouping,
  accounts: ReadonlyMap<string, string>,
  gitState: (uri: vscode.Uri) => GitState,
): string {
  if (by === "account") return accounts.get(finding.fingerprint) ?? "";
  return by === "file" ? vscode.workspace.asRelativePath(uri) : gitState(uri);
}

function groupOf(name: string, places: readonly PlacedFinding[], by: Grouping): Extract<Item, { kind: "group" }> {
  const credentials = credentialsOf(places);
  return {
    kind: "group",
    by,
    label: name,
    host:
      by === "account" ? places.find(({ finding }) => finding.account !== undefined)?.finding.account?.host : undefined,
    uri: by === "file" ? places[0]?.uri.toString() : undefined,
    severity: loudest(places),
    children: by === "file" ? inOrder(places).map((place) => placeItem(place, true)) : credentials,
    credentials: credentials.length,
  };
}

function credentialsOf(places: readonly PlacedFinding[]): readonly Credential[] {
  const byKey = new Map<string, PlacedFinding[]>();
  for (const place of places) {
    const known = byKey.get(place.finding.fingerprint);
    if (known === undefined) byKey.set(place.finding.fingerprint, [place]);
    else known.push(place);
  }
  return [...byKey]
    .map(([fingerprint, list]): Credential => ({
      kind: "credential",
      fingerprint,
      host: list.find(({ finding }) => finding.account !== undefined)?.finding.account?.host,
      severity: loudest(list),
      places: inOrder(list),
    }))
    .sort(louder);
}

/** The places of a credential, as rows. */
export function placesOf({ places }: Credential): readonly PlaceItem[] {
  return places.map((place) => placeItem(place, false));
}

function placeItem(place: PlacedFinding, inFile: boolean): PlaceItem {
  return { kind: "place", ...targetOf(place), host: place.finding.account?.host, place, inFile };
}

function inOrder(places: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return [...places].sort(
    (a, b) => louder(a.finding, b.finding) || a.uri.path.localeCompare(b.uri.path) || a.finding.start - b.finding.start,
  );
}

function loudest(places: readonly PlacedFinding[]): Severity {
  return SEVERITIES.find((one) => places.some(({ finding }) => finding.severity === one)) ?? "hint";
}

function louder(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
