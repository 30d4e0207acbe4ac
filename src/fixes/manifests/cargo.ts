import type { Workspace } from "../fix";
import { lineAfter } from "../lines";
import { isOlder, type Version, versionIn } from "../project/version";
import { type Manifest, nearest } from "./manifest";

/** The version of azure_identity that goes with a version of azure_data_cosmos: both build on one azure_core (crates.io). */
const IDENTITY_FOR: Readonly<Record<string, string>> = {
  "0.28": "0.29",
  "0.29": "0.30",
  "0.30": "0.31",
  "0.31": "0.32",
  "0.32": "0.34",
};

const COSMOS = /^([ \t]*)azure_data_cosmos\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"[\^~=]?(\d+\.\d+)/m;
const COSMOS_TABLE = /^\[[\w.-]*dependencies\.azure_data_cosmos\][^[]*?^\s*version\s*=\s*"[\^~=]?(\d+\.\d+)/m;
const FROM_WORKSPACE = /^[ \t]*azure_data_cosmos(?:\.workspace\s*=\s*true|\s*=\s*\{[^}\n]*workspace\s*=\s*true)/m;

/** Cargo.toml: azure_identity behind azure_data_cosmos, in the version that goes with it. */
export const cargo: Manifest = {
  id: "Cargo.toml",
  language: "rust",
  matches: (name) => name === "Cargo.toml",
  afterwards: (_path, text, packages, { paths }) =>
    packages.some(({ name }) => !text.includes(name)) && paths.some((one) => /(?:^|\/)Cargo\.lock$/.test(one))
      ? ["Run cargo check: Cargo.lock must follow."]
      : [],
  add(path, text, packages, workspace) {
    const { version: found, identity } = cosmosCrate(workspace, path);
    const cosmos = COSMOS.exec(text) ?? FROM_WORKSPACE.exec(text);
    const version = identity ?? IDENTITY_FOR[found?.slice(0, 2).join(".") ?? ""];
    if (cosmos === null || version === undefined) return [];
    const indent = /^[ \t]*/.exec(cosmos[0])?.[0] ?? "";
    const edits = packages
      .filter(({ name }) => !hasCrate(text, name))
      .map(({ name }) => lineAfter(text, cosmos.index + cosmos[0].length, `${indent}${name} = "${version}"`));
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};

function hasCrate(text: string, name: string): boolean {
  return new RegExp(String.raw`^\s*${name}\s*(?:=|\.workspace)|\[[\w.-]*dependencies\.${name}\]`, "m").test(text);
}

/** The version of azure_data_cosmos that a file's package has, and that of azure_identity where it has one already. */
export function cosmosCrate(
  workspace: Workspace,
  path: string,
): { readonly version: Version | undefined; readonly identity: string | undefined; readonly hasIdentity: boolean } {
  const own = nearest(workspace, path, (name) => name === "Cargo.toml");
  const text = own === undefined ? "" : (workspace.read(own) ?? "");
  const shared = FROM_WORKSPACE.test(text)
    ? workspace.paths
        .filter((one) => /(?:^|\/)Cargo\.toml$/.test(one) && one !== own)
        .map((one) => workspace.read(one) ?? "")
        .find((one) => /^\[workspace\.dependencies\]/m.test(one))
    : undefined;
  const where = shared ?? text;
  const written = COSMOS.exec(where)?.[2] ?? COSMOS_TABLE.exec(where)?.[1];
  const identity = /^[ \t]*azure_identity\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"[\^~=]?(\d+\.\d+)/m.exec(where)?.[1];
  return {
    version: written === undefined ? undefined : versionIn(written),
    identity,
    hasIdentity: hasCrate(text, "azure_identity"),
  };
}

/** Why the version of azure_data_cosmos that a package has cannot be worked with; undefined where it can. */
export function unknownCosmosCrate(workspace: Workspace, path: string): string | undefined {
  const { version, identity, hasIdentity } = cosmosCrate(workspace, path);
  const isKnown = version !== undefined && !isOlder(version, [0, 28]) && isOlder(version, [0, 35]);
  if (!isKnown)
    return "The client's constructors differ between versions of azure_data_cosmos, and Cargo.toml names none of 0.28 to 0.34: the version is unknown, change them by hand.";
  const fits = hasIdentity || identity !== undefined || IDENTITY_FOR[version.slice(0, 2).join(".")] !== undefined;
  return fits
    ? undefined
    : "The version of azure_identity that goes with this azure_data_cosmos is unknown: add the crate first.";
}
