import { type Choice, type Edit, type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { variableName } from "../secret";
import { HOLDS_VARIABLES, isVariable } from "./entry";
import { fileName, type Format, type FormatCase, type FormatFix } from "./format";
import { helmValues } from "./helm";
import { fromVaultTask } from "./azurePipelines";
import { fromVaultStep } from "./githubActions";
import { takesSecrets } from "./githubSecrets";
import { externalSecret, fromClusterSecret, fromSecret } from "./kubernetes";
import { variableOf as variableOfSpring, vaultSecretOf, vaultSource } from "./spring";
import { entriesIn, type Place, placeAt } from "./yamlPlace";

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
  const { secret, value, item, isAll } = place;
  const name = item?.name ?? place.name;
  const whole = item?.whole ?? place.whole;
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (!isAll) return notFixable("The value is part of a command, which hands the key to a program.");
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
  (place, { text, finding }) => {
    const [start, end] = place.value;
    const quoted =
      /["']/.test(text.charAt(place.scalar.range?.[0] ?? start)) || place.value[0] !== place.scalar.range?.[0];
    const value = textOf(place);
    return settled(
      place,
      [{ start, end, text: quoted || !/[{}:#,&*?|>%@`"']/.test(value.charAt(0)) ? value : `"${value}"` }],
      afterwards,
      finding.encoding === "base64"
        ? { left: [`Give ${variableOf(place)} the value in base64, as it stood here.`] }
        : {},
    );
  };

const no =
  (reason: string): Rewrite =>
  () =>
    notFixable(reason);

/** The value goes, and code reads the vault instead. */
const readFromVault: Rewrite = (place, { text }) => {
  const [start, end] = place.item?.whole ?? place.whole;
  return settled(place, [removal(text, { start, end })], ["store-secret", "rotate", "local-development"], {
    settings: [place.path.join(".")],
    code: "read",
  });
};

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

/** The value's own name as a variable, where it looks like one; else the secret's. */
const variableOf = ({ name, item, secret }: Place): string => {
  const own = item?.name ?? name;
  return /^[A-Z][A-Z0-9_]+$/.test(own) ? own : variableName(secret.name);
};

const KINDS: readonly Kind[] = [
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
    is: (path) => /(?:^|\/)(?:azure-pipelines|\.azure-pipelines|\.azuredevops)/i.test(path),
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

function withName(fix: FormatFix | NotFixable, name: string): FormatFix | NotFixable {
  return "fixable" in fix ? fix : { ...fix, secret: { ...fix.secret, name } };
}
