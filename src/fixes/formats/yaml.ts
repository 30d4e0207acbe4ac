import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from "yaml";
import { type Choice, type Edit, type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { type Secret, secretName, secretOf, variableName, vaultName } from "../secret";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";

/** YAML: Kubernetes, Compose, GitHub Actions, Azure Pipelines, Spring. The parser locates, edits are by offset. */

/** A scalar that holds a secret, and the way to it. */
interface Place {
  /** Keys from the document's root; a list's item is its number. */
  readonly path: readonly (string | number)[];
  readonly scalar: Scalar;
  /** The name that the value goes by: its key, or what stands before `=` in a list's item. */
  readonly name: string;
  /** What goes when the value goes: its pair or item, with a parent that it would leave empty. */
  readonly whole: readonly [start: number, end: number];
  /** The value within the scalar: behind `NAME=` in a list's item. */
  readonly value: readonly [start: number, end: number];
  readonly document: Document;
  readonly secret: Secret;
}

export const yaml: Format = {
  id: "yaml",
  matches: (path) => /\.ya?ml$/i.test(path),
  fix(at) {
    const place = placeAt(at);
    if (place === undefined) return undefined;
    const kind = KINDS.find(({ is }) => is(at.path, place));
    if (kind === undefined)
      return notFixable("What reads this file cannot be followed: fill the value in where it is deployed.");
    return kind[at.choice.kind](place, at);
  },
};

type Rewrite = (place: Place, at: FormatCase) => FormatFix | NotFixable;

interface Kind extends Readonly<Record<Choice["kind"], Rewrite>> {
  readonly is: (path: string, place: Place) => boolean;
}

const settled = (
  place: Place,
  edits: readonly Edit[],
  afterwards: FormatFix["afterwards"],
  more: Partial<FormatFix> = {},
): FormatFix => ({
  edits,
  settings: [],
  secret: place.secret,
  code: "stays",
  afterwards,
  ...more,
});

/** The value goes, or keeps the endpoint; code that reads it becomes keyless. */
const withoutKey: Rewrite = (place, { text }) => {
  const { secret, name, whole, value } = place;
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (secret.holds === "key")
    return settled(place, [removal(text, { start: whole[0], end: whole[1] })], afterwards, {
      settings: [name],
      code: "keyless",
    });
  if (secret.endpoint === undefined) return notFixable("The connection string names no account endpoint.");
  const edits = [{ start: value[0], end: value[1], text: secret.endpoint }];
  return settled(place, edits, afterwards, {
    settings: [name],
    code: "keyless",
    secret: { ...secret, remains: "endpoint" },
  });
};

const written =
  (textOf: (place: Place) => string, afterwards: FormatFix["afterwards"]): Rewrite =>
  (place, { text }) => {
    const [start, end] = place.value;
    const quoted =
      /["']/.test(text.charAt(place.scalar.range?.[0] ?? start)) || place.value[0] !== place.scalar.range?.[0];
    const value = textOf(place);
    return settled(
      place,
      [{ start, end, text: quoted || !/[{}:#,&*?|>%@`"']/.test(value.charAt(0)) ? value : `"${value}"` }],
      afterwards,
    );
  };

const no =
  (reason: string): Rewrite =>
  () =>
    notFixable(reason);

/** The value's own name as a variable, where it looks like one; else the secret's. */
const variableOf = ({ name, secret }: Place): string =>
  /^[A-Z][A-Z0-9_]+$/.test(name) ? name : variableName(secret.name);

const KINDS: readonly Kind[] = [
  {
    is: (_path, { document, path }) =>
      document.get("kind") === "Secret" && /^(?:data|stringData)$/.test(String(path[0])),
    "managed-identity": (place, { text }) =>
      settled(
        place,
        [removal(text, { start: place.whole[0], end: place.whole[1] })],
        ["workload-identity", "grant-role", "rotate"],
      ),
    "key-vault": externalSecret,
    environment: no(
      "A Kubernetes Secret is where the environment comes from: use a Key Vault reference or workload identity.",
    ),
  },
  {
    is: (path) => /(?:^|\/)\.github\/(?:workflows|actions)\//.test(path),
    "managed-identity": withoutKey,
    "key-vault": no(
      "A workflow reads a vault by a step of its own after azure/login: use the repository's secrets instead.",
    ),
    environment: written((place) => `\${{ secrets.${variableOf(place)} }}`, ["set-variable", "rotate"]),
  },
  {
    is: (path) => /(?:^|\/)(?:azure-pipelines|\.azure-pipelines|\.azuredevops)/i.test(path),
    "managed-identity": withoutKey,
    "key-vault": no(
      "A pipeline reads a vault by the task AzureKeyVault@2, then as a variable: use the environment fix, and add that task.",
    ),
    environment: (place, at) =>
      place.path.includes("variables")
        ? settled(place, [removal(at.text, { start: place.whole[0], end: place.whole[1] })], ["set-variable", "rotate"])
        : written((one) => `$(${variableOf(one)})`, ["set-variable", "rotate"])(place, at),
  },
  {
    is: (_path, { path }) => path[0] === "services" && path.includes("environment"),
    "managed-identity": withoutKey,
    "key-vault": no("Compose reads no vault: read the value from the environment, and fill that from the vault."),
    environment: written((place) => `\${${variableOf(place)}:?set ${variableOf(place)}}`, ["set-variable", "rotate"]),
  },
  {
    is: (path, place) =>
      /^(?:application|bootstrap)\b.*\.ya?ml$/i.test(fileName(path)) && /cosmos/i.test(place.path.join(".")),
    "managed-identity": withoutKey,
    "key-vault": (place, at) => {
      const name = secretName(place.path.slice(-2).join("-"));
      return withName(written(() => `\${${name}}`, ["store-secret", "rotate"])(place, at), name);
    },
    environment: written((place) => `\${${variableName(place.secret.name)}}`, ["set-variable", "rotate"]),
  },
];

function withName(fix: FormatFix | NotFixable, name: string): FormatFix | NotFixable {
  return "fixable" in fix ? fix : { ...fix, secret: { ...fix.secret, name } };
}

/** The Secret's entry is made by External Secrets from the vault, under the same name: pods see no difference. */
function externalSecret(
  { document, name, secret, whole }: Place,
  { text, choice }: FormatCase,
): FormatFix | NotFixable {
  const given = document.getIn(["metadata", "name"]);
  const own = typeof given === "string" ? given : "cosmos";
  const namespace = document.getIn(["metadata", "namespace"]);
  const stored = secretName(name.includes("cosmos") ? name : `${own}-${name}`);
  const entries = ["data", "stringData"].flatMap((group) => {
    const map = document.get(group, true);
    return isMap(map) ? map.items : [];
  });
  const isAlone = entries.length === 1;
  const vault = vaultName(choice.vault ?? "");
  const lines = [
    "apiVersion: external-secrets.io/v1",
    "kind: ExternalSecret",
    "metadata:",
    `  name: ${own}`,
    ...(typeof namespace === "string" ? [`  namespace: ${namespace}`] : []),
    "spec:",
    `  # A SecretStore for the vault ${vault}, with workload identity.`,
    "  secretStoreRef:",
    "    kind: SecretStore",
    `    name: ${vault}`,
    "  target:",
    `    name: ${own}`,
    `    creationPolicy: ${isAlone ? "Owner" : "Merge"}`,
    "  data:",
    `    - secretKey: ${name}`,
    "      remoteRef:",
    `        key: ${stored}`,
  ];
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const made = lines.join(eol) + eol;
  const contents = document.contents?.range;
  if (contents === null || contents === undefined) return notFixable("The document is empty.");
  const end = text.length;
  const edits = isAlone
    ? [
        {
          start: contents[0],
          end: contents[1],
          text: made.slice(0, text.slice(contents[0], contents[1]).endsWith("\n") ? undefined : -eol.length),
        },
      ]
    : [
        removal(text, { start: whole[0], end: whole[1] }),
        { start: end, end, text: `${text.endsWith("\n") ? "" : eol}---${eol}${made}` },
      ];
  return {
    edits,
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "workload-identity", "rotate"],
  };
}

function placeAt({ text, finding }: FormatCase): Place | undefined {
  for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
    if (!("contents" in document)) return undefined;
    const way = wayTo(document.contents, finding.start);
    const last = way?.at(-1);
    if (way === undefined || last === undefined) continue;
    const scalar = last.scalar;
    const range = scalar?.range;
    if (scalar === undefined || range === null || range === undefined) return undefined;
    const path = way.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const content = text.slice(range[0], range[1]);
    const assigned = typeof path.at(-1) === "number" ? /^["']?([\w.]+)=/.exec(content) : null;
    const quote = /^["']/.test(content) ? 1 : 0;
    const start = range[0] + (assigned === null ? quote : assigned[0].length);
    const end = range[1] - quote;
    const named = path.findLast((key) => typeof key === "string") ?? "";
    const secret = secretOf(
      finding,
      finding.encoding === "base64" ? atobSafe(text.slice(start, end)) : text.slice(start, end),
    );
    return {
      path,
      scalar,
      document,
      secret,
      name: assigned?.[1] ?? named,
      value: [start, end],
      whole: wholeOf(way),
    };
  }
  return undefined;
}

interface Step {
  readonly key: string | number | undefined;
  readonly scalar: Scalar | undefined;
  /** The range of the pair or item. */
  readonly range: readonly [number, number];
  readonly siblings: number;
}

/** The steps from a node to the scalar that holds an offset. */
function wayTo(node: Node | null | undefined, at: number): readonly Step[] | undefined {
  if (isMap(node)) {
    for (const pair of node.items) {
      const inside = stepInto(pair, pair.value, pair.key, at, node.items.length);
      if (inside !== undefined) return inside;
    }
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const inside = isPair(item) ? undefined : stepInto(undefined, item, i, at, node.items.length);
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

function stepInto(
  pair: Pair | undefined,
  value: unknown,
  key: unknown,
  at: number,
  siblings: number,
): readonly Step[] | undefined {
  const node = value as Node | null | undefined;
  const range = node?.range;
  if (range === null || range === undefined || at < range[0] || at >= range[2]) return undefined;
  const keyNode = pair?.key as Node | null | undefined;
  const name = isScalar(key) ? String(key.value) : typeof key === "number" ? key : undefined;
  const step: Step = {
    key: name,
    scalar: isScalar(node) ? node : undefined,
    range: [keyNode?.range?.[0] ?? range[0], range[1]],
    siblings,
  };
  if (isScalar(node)) return [step];
  const inside = wayTo(node, at);
  return inside === undefined ? undefined : [step, ...inside];
}

/** The range that goes with the value: also its parent's, where it is the only child. */
function wholeOf(way: readonly Step[]): readonly [number, number] {
  const last = way.at(-1);
  const parent = way.at(-2);
  const step = last?.siblings === 1 && parent !== undefined ? parent : last;
  return step?.range ?? [0, 0];
}

function atobSafe(text: string): string {
  try {
    return atob(text.replace(/\s/g, ""));
  } catch {
    return "";
  }
}
