import { isMap, isSeq, type Node, parseAllDocuments } from "yaml";
import { type FileEdits, type NotFixable, notFixable } from "../fix";
import { atTextEnd, indentOf, lineEndOf, lineStart, removal } from "../lines";
import { secretName, storedName, vaultName } from "../secret";
import type { FormatCase, FormatFix } from "./format";
import type { Place } from "./yamlPlace";

/** Kubernetes: External Secrets makes a Secret from the vault, and containers read that. */

/** What an ExternalSecret is made of. */
interface Entry {
  /** Name of the Secret that it makes, or adds to. */
  readonly secret: string;
  readonly namespace: string | undefined;
  /** Key in the Secret, and name of the secret in the vault. */
  readonly key: string;
  readonly stored: string;
  readonly policy: "Owner" | "Merge";
}

/** The manifest of an ExternalSecret, as a document of its own. */
export function externalSecretText(entry: Entry, vault: string, eol: string): string {
  const lines = [
    "apiVersion: external-secrets.io/v1",
    "kind: ExternalSecret",
    "metadata:",
    `  name: ${entry.secret}`,
    ...(entry.namespace === undefined ? [] : [`  namespace: ${entry.namespace}`]),
    "spec:",
    `  # A SecretStore for the vault ${vault}, with workload identity.`,
    "  secretStoreRef:",
    "    kind: SecretStore",
    `    name: ${vault}`,
    "  target:",
    `    name: ${entry.secret}`,
    `    creationPolicy: ${entry.policy}`,
    "  data:",
    `    - secretKey: ${entry.key}`,
    "      remoteRef:",
    `        key: ${entry.stored}`,
  ];
  return lines.join(eol) + eol;
}

/** An entry more for the ExternalSecret that makes a Secret already, beside its others; undefined where there is none. */
function madeAlready(
  secret: string,
  { key, stored }: Pick<Entry, "key" | "stored">,
  { paths, read }: FormatCase["workspace"],
): FileEdits | undefined {
  for (const path of paths.filter((one) => /\.ya?ml$/i.test(one))) {
    const text = read(path) ?? "";
    if (!/^kind:\s*ExternalSecret\b/m.test(text)) continue;
    for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
      if (!("contents" in document) || document.get("kind") !== "ExternalSecret") continue;
      const target = document.getIn(["spec", "target", "name"]) ?? document.getIn(["metadata", "name"]);
      const data = document.getIn(["spec", "data"], true);
      const first = isSeq(data) ? (data.items[0] as Node | undefined) : undefined;
      const last = isSeq(data) ? (data.items.at(-1) as Node | undefined) : undefined;
      if (target !== secret || first?.range == null || last?.range == null) continue;
      const dash = lineStart(text, first.range[0]);
      const indent = indentOf(text, first.range[0]);
      const eol = lineEndOf(text);
      if (!/^[ \t]*-[ \t]+$/.test(text.slice(dash, first.range[0]))) continue;
      const lines = [`- secretKey: ${key}`, "  remoteRef:", `    key: ${stored}`];
      const end = text.slice(0, last.range[1]).trimEnd().length;
      return { path, edits: [{ start: end, end, text: lines.map((line) => eol + indent + line).join("") }] };
    }
  }
  return undefined;
}

/** The Secret's entry is made from the vault, under the same name: pods see no difference. */
export function externalSecret(
  { document, name, secret, whole }: Place,
  { path, text, choice, workspace }: FormatCase,
): FormatFix | NotFixable {
  const given = document.getIn(["metadata", "name"]);
  const own = typeof given === "string" ? given : "cosmos";
  const namespace = document.getIn(["metadata", "namespace"]);
  const stored = storedName(secret, name.includes("cosmos") ? name : `${own}-${name}`);
  const entries = ["data", "stringData"].flatMap((group) => {
    const map = document.get(group, true);
    return isMap(map) ? map.items : [];
  });
  const isAlone = entries.length === 1;
  const eol = lineEndOf(text);
  const made = externalSecretText(
    {
      secret: own,
      namespace: typeof namespace === "string" ? namespace : undefined,
      key: name,
      stored,
      policy: isAlone ? "Owner" : "Merge",
    },
    vaultName(choice.vault ?? ""),
    eol,
  );
  const there = madeAlready(own, { key: name, stored }, workspace);
  if (there !== undefined) {
    const [start, end] = isAlone ? (document.contents?.range ?? whole) : whole;
    const gone = [removal(text, { start, end: isAlone ? start + text.slice(start, end).trimEnd().length : end })];
    const isHere = there.path === path;
    return {
      edits: isHere ? [...gone, ...there.edits] : gone,
      others: isHere ? [] : [there],
      settings: [],
      secret: { ...secret, name: stored },
      code: "stays",
      afterwards: ["store-secret", "workload-identity", "rotate"],
    };
  }
  const contents = document.contents?.range;
  if (contents === null || contents === undefined) return notFixable("The document is empty.");
  const replaced = text.slice(contents[0], contents[1]);
  const edits = isAlone
    ? [{ start: contents[0], end: contents[1], text: replaced.endsWith("\n") ? made : made.slice(0, -eol.length) }]
    : [removal(text, { start: whole[0], end: whole[1] }), behind(text, made)];
  return {
    edits,
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "workload-identity", "rotate"],
  };
}

/** A container's variable reads a Secret, which is made from the vault. */
export function fromSecret(place: Place, { text, choice }: FormatCase): FormatFix | NotFixable {
  const { document, item, secret, isAll } = place;
  const [start, end] = place.whole;
  if (item === undefined || !isAll)
    return notFixable("The value is part of a command, which hands the key to a program.");
  const namespace = document.getIn(["metadata", "namespace"]);
  const own = secretFor(document, item.name);
  const stored = storedName(secret, /cosmos/i.test(item.name) ? item.name : "");
  const eol = lineEndOf(text);
  const made = externalSecretText(
    {
      secret: own,
      namespace: typeof namespace === "string" ? namespace : undefined,
      key: item.name,
      stored,
      policy: "Owner",
    },
    vaultName(choice.vault ?? ""),
    eol,
  );
  return {
    edits: [{ start, end, text: referenceTo(own, item.name, text, start) }, behind(text, made)],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "workload-identity", "rotate"],
  };
}

/** A container's variable reads a Secret, which a person makes in the cluster. */
export function fromClusterSecret(place: Place, { text }: FormatCase): FormatFix | NotFixable {
  const { document, item, secret, isAll } = place;
  const [start, end] = place.whole;
  if (item === undefined || !isAll)
    return notFixable("The value is part of a command, which hands the key to a program.");
  const own = secretFor(document, item.name);
  return {
    edits: [{ start, end, text: referenceTo(own, item.name, text, start) }],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["rotate"],
    left: [`In the cluster, make the Secret ${own} with the key ${item.name} (kubectl create secret generic).`],
  };
}

/** The Secret that a workload's variable comes from: one for each variable, so that two never share a name. */
function secretFor(document: Place["document"], variable: string): string {
  const given = document.getIn(["metadata", "name"]);
  return `${typeof given === "string" ? `${given}-` : ""}${secretName(variable)}`;
}

function referenceTo(secret: string, key: string, text: string, at: number): string {
  const lines = ["valueFrom:", "  secretKeyRef:", `    name: ${secret}`, `    key: ${key}`];
  return lines.join(lineEndOf(text) + indentOf(text, at));
}

/** A further document at a text's end. */
export function behind(text: string, made: string): FormatFix["edits"][number] {
  return atTextEnd(text, ["---", made.trimEnd()]);
}
