import { findNodeAtLocation, findNodeAtOffset, getNodePath, type JSONPath, type Node, parseTree } from "jsonc-parser";
import { type Choice, type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import { removal } from "../lines";
import { type Secret, secretName, secretOf, secretUri } from "../secret";
import { fileName, type Format, type FormatCase, type FormatFix, isBinding, saidInCode } from "./format";
import { isRecord } from "./prose";

/** Settings in JSON, comments allowed: appsettings, Functions' local.settings, exported App Service settings, profiles. */

/** A setting: its name as code reads it, and where it stands. */
interface Setting {
  readonly name: string;
  readonly path: JSONPath;
  readonly property: Node;
  readonly value: Node;
  readonly secret: Secret;
}

export const json: Format = {
  id: "json",
  matches: (path) => /\.(?:jsonc?|code-workspace)$/i.test(path) && !isRecord(path),
  fix(at) {
    const { path, text, finding } = at;
    const root = parseTree(text, [], { allowTrailingComma: true });
    const value = root === undefined ? undefined : findNodeAtOffset(root, finding.start, true);
    if (root === undefined || value?.type !== "string") return undefined;
    const secret = secretOf(finding, String(value.value));
    const jsonPath = getNodePath(value);
    const listed =
      value.parent?.parent?.parent?.type === "array"
        ? findNodeAtLocation(root, [...jsonPath.slice(0, -1), "name"])
        : undefined;
    const kind = KINDS.find(({ is }) => is(fileName(path), jsonPath, listed !== undefined));
    if (kind === undefined || value.parent === undefined) {
      return notFixable(
        "The code that reads this file cannot be followed: move the setting to where your code can do without the key.",
      );
    }
    const name = listed === undefined ? kind.nameOf(jsonPath) : String(listed.value);
    const property = listed === undefined ? value.parent : (value.parent.parent ?? value.parent);
    return kind[at.choice.kind]({ name, path: jsonPath, property, value, secret }, at);
  },
};

type Rewrite = (setting: Setting, at: FormatCase) => FormatFix | NotFixable;

interface Kind extends Readonly<Record<Choice["kind"], Rewrite>> {
  readonly is: (name: string, path: JSONPath, listed: boolean) => boolean;
  readonly nameOf: (path: JSONPath) => string;
}

/** The setting goes; of a connection string the endpoint stays, under the same name. */
const withoutKey: Rewrite = (setting, { text, workspace }) => {
  const { name, property, value, secret } = setting;
  const settings = [name, name.replaceAll(":", "__")];
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (secret.holds === "key") {
    return { edits: [without(text, property)], settings, secret, code: "keyless", afterwards };
  }
  if (secret.endpoint === undefined) return notFixable("The connection string names no account endpoint.");
  if (isAspire(name, workspace)) {
    const edits = [replaceString(value, `AccountEndpoint=${secret.endpoint};`)];
    return { edits, settings: [], secret, code: "stays", afterwards };
  }
  return {
    edits: [replaceString(value, secret.endpoint)],
    settings,
    secret: { ...secret, remains: "endpoint" },
    code: "keyless",
    afterwards,
  };
};

/** Whether .NET Aspire reads a connection string: then one that names the endpoint alone means an identity. */
function isAspire(name: string, workspace: Workspace): boolean {
  if (name.startsWith("Aspire:")) return true;
  const connection = /^ConnectionStrings:(.+)$/.exec(name)?.[1];
  if (connection === undefined) return false;
  const given = connection.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return saidInCode(
    workspace,
    new RegExp(
      String.raw`\bAdd(?:Keyed)?(?:AzureCosmos\w*|Cosmos(?:Db)?Context|CosmosDb\w*)\s*(?:<[^>;]*>)?\(\s*"${given}"`,
      "i",
    ),
  );
}

/** App Service and Functions put the secret in the reference's place; code goes on reading the setting. */
const reference: Rewrite = ({ name, value, secret }, { choice }) => {
  const uri = secretUri(choice.vault ?? "", secretName(name) || secret.name);
  return {
    edits: [replaceString(value, `@Microsoft.KeyVault(SecretUri=${uri}/)`)],
    settings: [],
    secret: { ...secret, name: secretName(name) || secret.name },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
  };
};

/** The setting goes, and code reads the vault instead. */
const readFromVault: Rewrite = ({ name, property, secret }, { text }) => ({
  edits: [without(text, property)],
  settings: [name, name.replaceAll(":", "__")],
  secret,
  code: "read",
  afterwards: ["store-secret", "rotate", "local-development"],
});

/** Configuration reads `Cosmos__Key` of the environment in the place of `Cosmos:Key` of the file. */
const fromEnvironment: Rewrite = ({ property, secret }, { text }) => ({
  edits: [without(text, property)],
  settings: [],
  secret,
  code: "stays",
  afterwards: ["set-variable", "rotate"],
});

/** A Functions binding of that name finds the account by `NAME__accountEndpoint` and signs in by identity. */
const bindingEndpoint: Rewrite = (setting, at) => {
  const { name, property, value, secret } = setting;
  if (secret.holds === "key" || secret.endpoint === undefined) return withoutKey(setting, at);
  const isRead = saidInCode(at.workspace, new RegExp(String.raw`\b${name.replace(/\W/g, "\\$&")}\b`));
  if (isRead && !isBinding(at.workspace, name)) return withoutKey(setting, at);
  const key = property.children?.[0];
  if (key === undefined) return notFixable("The setting has no name.");
  return {
    edits: [replaceString(key, `${name}__accountEndpoint`), replaceString(value, secret.endpoint)],
    settings: [name],
    renamed: `${name}__accountEndpoint`,
    secret: { ...secret, remains: "endpoint" },
    code: "keyless",
    afterwards: ["grant-role", "rotate", "local-development"],
  };
};

/** The value is read from the environment where an editor or container is started. */
const variable =
  (written: (name: string) => string): Rewrite =>
  ({ name, value, secret }) => ({
    edits: [replaceString(value, written(name))],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["set-variable", "rotate"],
  });

/** A template's parameter is asked for at deployment, as a secure one. */
const askedAtDeployment: Rewrite = ({ property, secret }, { text }) => {
  const parameter = property.parent;
  const type = parameter?.children?.find((one) => one.children?.[0]?.value === "type")?.children?.[1];
  const secured =
    type !== undefined && /^string$/i.test(String(type.value)) ? [replaceString(type, "securestring")] : [];
  const edits = [...secured, without(text, property)];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
};

/** A parameter of a file of values goes; it is given on the command line instead. */
const givenAtDeployment: Rewrite = ({ property, secret }, { text }) => {
  const parameter = property.parent?.parent ?? property;
  const edits = [without(text, parameter)];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
};

const no =
  (reason: string): Rewrite =>
  () =>
    notFixable(reason);

const KINDS: readonly Kind[] = [
  {
    is: (_name, path) => path[0] === "parameters" && path.at(-1) === "defaultValue",
    nameOf: (path) => String(path[1]),
    "managed-identity": no("A parameter's default holds the key: ask for it at deployment (environment)."),
    "key-vault": no(
      "A parameter's default holds the key: ask for it at deployment (environment), or refer to the vault in the file of parameters.",
    ),
    environment: askedAtDeployment,
  },
  {
    is: (name, path) => /parameters.*\.json$/i.test(name) && path[0] === "parameters" && path.at(-1) === "value",
    nameOf: (path) => String(path[1]),
    "managed-identity": no(
      "A template takes this parameter: give it at deployment (environment), or refer to a vault.",
    ),
    "key-vault": no(
      "A file of parameters refers to a vault by its resource id, which names a subscription: write the reference by hand.",
    ),
    environment: givenAtDeployment,
  },
  {
    is: (name, path) => /^(?:launch|tasks)\.json$|\.code-workspace$/i.test(name) && path.at(-2) === "env",
    nameOf: (path) => String(path.at(-1)),
    "managed-identity": withoutKey,
    "key-vault": no("The editor's launch settings read no vault: read the value from the environment (environment)."),
    environment: variable((name) => `\${env:${name}}`),
  },
  {
    is: (name, path) => /^\.?devcontainer\.json$/i.test(name) && /^(?:container|remote)Env$/.test(String(path.at(-2))),
    nameOf: (path) => String(path.at(-1)),
    "managed-identity": withoutKey,
    "key-vault": no("A container's settings read no vault: read the value from the environment (environment)."),
    environment: variable((name) => `\${localEnv:${name}}`),
  },
  {
    is: (_name, path, listed) => listed && path.at(-1) === "value",
    nameOf: (path) => String(path.at(-1)),
    "managed-identity": withoutKey,
    "key-vault": reference,
    environment: () => notFixable("These are the environment's settings already: use a Key Vault reference."),
  },
  {
    is: (name, path) => /^local\.settings\b/i.test(name) && path[0] === "Values",
    nameOf: (path) => String(path.at(-1)),
    "managed-identity": bindingEndpoint,
    "key-vault": reference,
    environment: () =>
      notFixable("These settings are the environment of local development: use an identity or a Key Vault reference."),
  },
  {
    is: (name, path) => /^launchSettings\.json$/i.test(name) && path.includes("environmentVariables"),
    nameOf: (path) => String(path.at(-1)),
    "managed-identity": withoutKey,
    "key-vault": readFromVault,
    environment: fromEnvironment,
  },
  {
    is: (name) => /^(?:appsettings|usersettings|secrets)\b.*\.jsonc?$/i.test(name),
    nameOf: (path) => path.join(":"),
    "managed-identity": withoutKey,
    "key-vault": readFromVault,
    environment: fromEnvironment,
  },
];

function replaceString(node: Node, text: string): Edit {
  return { start: node.offset, end: node.offset + node.length, text: JSON.stringify(text) };
}

/** Takes a property or item out of its object or array, with its comma and the lines that only it stood on. */
function without(text: string, node: Node): Edit {
  const siblings = node.parent?.children ?? [];
  const at = siblings.indexOf(node);
  const end = node.offset + node.length;
  const next = siblings[at + 1];
  const previous = siblings[at - 1];
  if (next !== undefined) return removal(text, { start: node.offset, end: text.indexOf(",", end) + 1 });
  if (previous === undefined) return removal(text, { start: node.offset, end });
  const comma = text.indexOf(",", previous.offset + previous.length);
  const between = text.slice(comma + 1, node.offset);
  // A comment between the two stays; its comma goes.
  return between.trim() === "" ? { start: comma, end, text: "" } : { start: comma, end, text: between.trimEnd() };
}
