import { lineAfter } from "../lines";
import type { Manifest } from "./manifest";

/** The version of azure_identity that goes with a version of azure_data_cosmos: both build on one azure_core (crates.io). */
const IDENTITY_FOR: Readonly<Record<string, string>> = {
  "0.28": "0.29",
  "0.29": "0.30",
  "0.30": "0.31",
  "0.31": "0.32",
  "0.32": "0.34",
};

const COSMOS = /^([ \t]*)azure_data_cosmos\s*=\s*(?:\{[^}\n]*?version\s*=\s*)?"[\^~=]?(\d+\.\d+)/m;

/** Cargo.toml: azure_identity behind azure_data_cosmos, in the version that goes with it. */
export const cargo: Manifest = {
  id: "Cargo.toml",
  language: "rust",
  matches: (name) => name === "Cargo.toml",
  command: (_path, { paths }) => (paths.some((one) => /(?:^|\/)Cargo\.lock$/.test(one)) ? "cargo check" : undefined),
  add(path, text, packages) {
    const cosmos = COSMOS.exec(text);
    const version = IDENTITY_FOR[cosmos?.[2] ?? ""];
    if (cosmos === null || version === undefined) return [];
    const edits = packages
      .filter(({ name }) => !new RegExp(String.raw`^\s*${name}\s*=|\[[\w.]*dependencies\.${name}\]`, "m").test(text))
      .map(({ name }) => lineAfter(text, cosmos.index + cosmos[0].length, `${cosmos[1] ?? ""}${name} = "${version}"`));
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};

/** Why the version of azure_data_cosmos that a Cargo.toml names cannot be worked with; undefined where it can. */
export function unknownCosmosCrate(text: string): string | undefined {
  const version = COSMOS.exec(text)?.[2];
  if (version !== undefined && IDENTITY_FOR[version] !== undefined) return undefined;
  return "The client's constructors differ between versions of azure_data_cosmos, and Cargo.toml names none of 0.28 to 0.32: change them by hand.";
}
