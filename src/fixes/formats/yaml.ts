import { isSeq } from "yaml";
import { type Choice, notFixable } from "../fix";
import { removal } from "../lines";
import { HOLDS_VARIABLES, isVariable } from "./entry";
import { fileName, type Format, type FormatCase } from "./format";
import { helmValues } from "./helm";
import { fromVaultTask } from "./azurePipelines";
import { fromDaprStore, isDaprKey, withoutDaprKey } from "./dapr";
import { fromVaultStep } from "./githubActions";
import { takesSecrets } from "./githubSecrets";
import { externalSecret, fromClusterSecret, fromSecret } from "./kubernetes";
import { variableOf as variableOfSpring, vaultSecretOf, vaultSource } from "./spring";
import { entriesIn, type Place, placeAt } from "./yamlPlace";
import { no, readFromVault, type Rewrite, settled, variableOf, withName, withoutKey, written } from "./yamlRewrites";

/** YAML: Kubernetes, Compose, GitHub Actions, Azure Pipelines, Spring. The parser locates, edits are by offset. */

export const yaml: Format = {
  id: "yaml",
  matches: (path) => /\.ya?ml$/i.test(path),
  fix(at) {
    const place = placeAt(at);
    if (place === undefined) return undefined;
    const helm = helmValues(place, at);
    if (helm !== undefined) return helm;
    const kind = KINDS.find(({ is }) => is(at.path, place)) ?? DATA;
    const fix = kind[at.choice.kind](place, at);
    const keys = place.path.filter((key): key is string => typeof key === "string");
    return "fixable" in fix || kind !== DATA ? fix : { ...fix, keys };
  },
  entries: entriesIn,
};

interface Kind extends Readonly<Record<Choice["kind"], Rewrite>> {
  readonly is: (path: string, place: Place) => boolean;
}

/** A file that the program, or a tool, loads itself: `config.yaml`, `serverless.yml`. */
const DATA: Kind = {
  is: () => true,
  "managed-identity": (place, at) => {
    const name = place.path.join(".");
    const own = place.item?.name ?? place.name;
    return withoutKey(
      isVariable(own) || HOLDS_VARIABLES.test(String(place.path.at(-2))) ? place : { ...place, name },
      at,
    );
  },
  "key-vault": readFromVault,
  environment: no("Nothing fills a variable in here: use an identity or a Key Vault reference."),
};

/** What kubectl keeps of a manifest in it, key and all: it writes it anew. */
const APPLIED: Rewrite = (place, { text }) =>
  settled(place, [removal(text, { start: place.whole[0], end: place.whole[1] })], ["rotate"]);

const KINDS: readonly Kind[] = [
  {
    is: (_path, { path }) => path.at(-1) === "kubectl.kubernetes.io/last-applied-configuration",
    "managed-identity": APPLIED,
    "key-vault": APPLIED,
    environment: APPLIED,
  },
  {
    is: (_path, place) => isDaprKey(place),
    "managed-identity": withoutDaprKey,
    "key-vault": no("Dapr reads its own secret store: let the key come from there (environment)."),
    environment: fromDaprStore,
  },
  {
    is: (path, { path: keys }) => /^serverless\.ya?ml$/i.test(fileName(path)) && keys.includes("environment"),
    "managed-identity": withoutKey,
    "key-vault": no("This reads no vault: read the value from the environment, and fill that from the vault."),
    environment: written((place) => `\${env:${variableOf(place)}}`, ["set-variable", "rotate"]),
  },
  {
    is: (_path, { document, path }) =>
      document.get("kind") === "Secret" && /^(?:data|stringData)$/.test(String(path[0])),
    "managed-identity": (place, at) => {
      const { secret, value, name, path } = place;
      const afterwards = ["workload-identity", "grant-role", "rotate"] as const;
      if (secret.holds === "key" || secret.endpoint === undefined) {
        const [start, end] = place.whole;
        return settled(place, [removal(at.text, { start, end })], afterwards, { settings: [name], code: "keyless" });
      }
      const text = path[0] === "data" ? btoa(secret.endpoint) : secret.endpoint;
      return settled(place, [{ start: value[0], end: value[1], text }], afterwards, {
        settings: [name],
        code: "keyless",
        secret: { ...secret, remains: "endpoint" },
      });
    },
    "key-vault": externalSecret,
    environment: no(
      "A Kubernetes Secret is where the environment comes from: use a Key Vault reference or workload identity.",
    ),
  },
  {
    is: (path, { path: keys }) =>
      /(?:^|\/)\.github\/(?:workflows|actions)\//.test(path) ||
      (/(?:^|\/)action\.ya?ml$/.test(path) && (keys[0] === "runs" || keys[0] === "inputs")),
    "managed-identity": withoutKey,
    "key-vault": fromVaultStep,
    environment: (place, at) =>
      takesSecrets(at.path, place.path)
        ? written((one) => `\${{ secrets.${variableOf(one)} }}`, ["set-variable", "rotate"])(place, at)
        : notFixable("GitHub fills in no secret here: hand it in as an input or a variable of the job."),
  },
  {
    is: (path, { document }) =>
      /(?:^|\/)(?:azure-pipelines|\.azure-pipelines|\.azuredevops)/i.test(path) ||
      document.has("stages") ||
      isSeq(document.get("jobs", true)) ||
      isSeq(document.get("steps", true)),
    "managed-identity": withoutKey,
    "key-vault": fromVaultTask,
    environment: (place, at) => {
      const [start, end] = place.item?.whole ?? place.whole;
      return place.path.includes("variables")
        ? settled(place, [removal(at.text, { start, end })], ["set-variable", "rotate"])
        : written((one) => `$(${variableOf(one)})`, ["set-variable", "rotate"])(place, at);
    },
  },
  {
    is: (_path, { path, item, document }) =>
      item !== undefined && path.includes("env") && typeof document.get("kind") === "string",
    "managed-identity": (place, at) => {
      const fix = withoutKey(place, at);
      return "fixable" in fix ? fix : { ...fix, afterwards: ["workload-identity", ...fix.afterwards] };
    },
    "key-vault": fromSecret,
    environment: fromClusterSecret,
  },
  {
    is: (_path, { document, path }) => document.get("kind") === "ConfigMap" && /^data$/.test(String(path[0])),
    "managed-identity": (place, at) => {
      const fix = withoutKey(place, at);
      return "fixable" in fix ? fix : { ...fix, afterwards: ["workload-identity", ...fix.afterwards] };
    },
    "key-vault": no("A ConfigMap is no place for a secret: move it to a Secret first, which the vault can fill."),
    environment: no("A ConfigMap is where the environment comes from: use workload identity."),
  },
  {
    is: (_path, { path, document }) =>
      (path[0] === "services" && (path.includes("environment") || path.includes("args") || path.includes("command"))) ||
      (isExtension(path) && document.has("services")),
    "managed-identity": withoutKey,
    "key-vault": no("Compose reads no vault: read the value from the environment, and fill that from the vault."),
    environment: written((place) => `\${${variableOf(place)}:?set ${variableOf(place)}}`, ["set-variable", "rotate"]),
  },
  {
    is: (path, place) =>
      /^(?:application|bootstrap)\b.*\.ya?ml$/i.test(fileName(path)) && /cosmos/i.test(place.path.join(".")),
    "managed-identity": (place, at) => {
      const name = place.path.join(".");
      const filled = placeholderBefore(place, at);
      const fix = withoutKey({ ...place, name, isAll: place.isAll || filled !== undefined }, at);
      return "fixable" in fix || filled === undefined ? fix : { ...fix, settings: [...fix.settings, filled] };
    },
    "key-vault": (place, at) => {
      const name = vaultSecretOf(place.path.join("."));
      const source = vaultSource(at);
      if ("fixable" in source) return source;
      const fix = withName(written(() => `\${${name}}`, ["store-secret", "rotate"])(place, at), name);
      return "fixable" in fix ? fix : { ...fix, edits: [...source.edits, ...fix.edits], others: source.others };
    },
    environment: (place, at) => {
      const filled = placeholderBefore(place, at);
      const [start, end] = place.value;
      const variable = filled ?? variableOfSpring(place.path.join("."), "", at);
      const left = [`Set ${variable} where the program runs.`];
      if (filled !== undefined)
        return settled(place, [{ start: start - 1, end, text: "" }], ["set-variable", "rotate"], { left });
      const fix = written(() => `\${${variable}}`, ["set-variable", "rotate"])(place, at);
      return "fixable" in fix ? fix : { ...fix, left };
    },
  },
];

/** Below `x-…` Compose keeps what services take by anchors. */
const isExtension = ([first]: Place["path"]): boolean => typeof first === "string" && first.startsWith("x-");

/** The variable whose default a value is: `${COSMOS_KEY:value}`. */
function placeholderBefore({ value }: Place, { text }: FormatCase): string | undefined {
  const before = /\$\{([\w.-]+):$/.exec(text.slice(Math.max(0, value[0] - 200), value[0]));
  return text.charAt(value[1]) === "}" ? before?.[1] : undefined;
}
