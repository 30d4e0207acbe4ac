import type { JSONPath, Node } from "jsonc-parser";
import { type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import { removal } from "../lines";
import { type Secret, secretUri, storedName, vaultName } from "../secret";
import { isBinding, oldExtension, saidInCode } from "../setting/conventions";
import type { FormatCase, FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** What becomes of a setting in JSON. */

/** A setting: its name as code reads it, and where it stands. */
export interface Setting {
  readonly name: string;
  readonly path: JSONPath;
  readonly property: Node;
  readonly value: Node;
  readonly secret: Secret;
}

/** How one kind of fix changes a setting. */
export type Rewrite = (setting: Setting, at: FormatCase) => FormatFix | NotFixable;

/** The setting goes; of a connection string the endpoint stays, under the same name. */
export const withoutKey: Rewrite = (setting, { text, workspace }) => {
  const { name, property, value, secret } = setting;
  const settings = [name, name.replaceAll(":", "__")];
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (secret.holds === "key") {
    return { edits: [without(text, property)], settings, secret, code: "keyless", afterwards };
  }
  if (secret.endpoint === undefined) return noEndpoint;
  if (isAspire(name, workspace)) {
    // Database and container are read from the same string.
    const kept = [`AccountEndpoint=${secret.endpoint}`, ...secret.extras].map((segment) => `${segment};`).join("");
    const edits = [replaceString(value, kept)];
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
export const reference: Rewrite = ({ name, value, secret }, { choice }) => {
  const stored = storedName(secret, name);
  const uri = secretUri(choice.vault ?? "", stored);
  return {
    edits: [replaceString(value, `@Microsoft.KeyVault(SecretUri=${uri}/)`)],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
    left: [`In the vault, store the secret ${stored}.`],
  };
};

/** The setting goes, and code reads the vault instead. */
export const readFromVault: Rewrite = ({ name, property, secret }, { text }) => ({
  configuration: name,
  edits: [without(text, property)],
  settings: [name, name.replaceAll(":", "__")],
  secret,
  code: "read",
  afterwards: ["store-secret", "rotate", "local-development"],
});

/** Configuration reads `Cosmos__Key` of the environment in the place of `Cosmos:Key` of the file. */
export const fromEnvironment: Rewrite = ({ name, property, secret }, { text }) => ({
  configuration: name,
  edits: [without(text, property)],
  settings: [],
  secret,
  code: "stays",
  afterwards: ["set-variable", "rotate"],
});

/** A Functions binding of that name finds the account by `NAME__accountEndpoint` and signs in by identity. */
export const bindingEndpoint: Rewrite = (setting, at) => {
  const { name, property, value, secret } = setting;
  if (secret.holds === "key" || secret.endpoint === undefined) return withoutKey(setting, at);
  const isRead = saidInCode(at.workspace, new RegExp(String.raw`\b${name.replace(/\W/g, "\\$&")}\b`));
  if (isRead && !isBinding(at.workspace, name)) return withoutKey(setting, at);
  const old = oldExtension(at.workspace);
  if (old !== undefined) return notFixable(old);
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
export const variable =
  (written: (name: string) => string): Rewrite =>
  ({ name, value, secret }) => ({
    edits: [replaceString(value, written(name))],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["set-variable", "rotate"],
  });

/** A template's parameter is asked for at deployment, as a secure one. */
export const askedAtDeployment: Rewrite = ({ property, secret }, { text }) => {
  const parameter = property.parent;
  const type = parameter?.children?.find((one) => one.children?.[0]?.value === "type")?.children?.[1];
  const secured =
    type !== undefined && /^string$/i.test(String(type.value)) ? [replaceString(type, "securestring")] : [];
  const edits = [...secured, without(text, property)];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
};

/** A parameter of a file of values goes; it is given on the command line instead. */
export const givenAtDeployment: Rewrite = ({ property, secret }, { text }) => {
  const parameter = property.parent?.parent ?? property;
  const edits = [without(text, parameter)];
  return { edits, settings: [], secret, code: "stays", afterwards: ["set-variable", "rotate"] };
};

/** A template's parameter comes from the vault where it is deployed; the vault goes by its resource id. */
export const vaultParameter: Rewrite = ({ name, value, property, secret }, { text, choice }) => {
  const vault = vaultName(choice.vault ?? "");
  const known = /"(\/subscriptions\/[^"]+\/vaults\/)[^"]+"/.exec(text)?.[1];
  const id = `${known ?? "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.KeyVault/vaults/"}${vault}`;
  const stored = storedName(secret, name);
  const reference = `"reference": { "keyVault": { "id": "${id}" }, "secretName": "${stored}" }`;
  return {
    edits: [{ start: property.offset, end: value.offset + value.length, text: reference }],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
    left: [
      ...(known === undefined ? [`Put the vault's subscription and resource group into the id of ${name}.`] : []),
      `Allow deployments to read the vault ${vault} (enabledForTemplateDeployment).`,
    ],
  };
};

/** No fix of this kind, and why. */
export const no =
  (reason: string): Rewrite =>
  () =>
    notFixable(reason);

function replaceString(node: Node, text: string): Edit {
  return { start: node.offset, end: node.offset + node.length, text: JSON.stringify(text) };
}

/** Takes a property or item out of its object or array, with its comma and the lines that only it stood on. */
export function without(text: string, node: Node): Edit {
  const siblings = node.parent?.children ?? [];
  const at = siblings.indexOf(node);
  const end = node.offset + node.length;
  const next = siblings[at + 1];
  const previous = siblings[at - 1];
  if (next !== undefined) {
    const comma = text.indexOf(",", end) + 1;
    const isBeside = /^[ \t]*$/.test(text.slice(comma, next.offset));
    return removal(text, { start: node.offset, end: isBeside ? next.offset : comma });
  }
  if (previous === undefined) return removal(text, { start: node.offset, end });
  const comma = text.indexOf(",", previous.offset + previous.length);
  const between = text.slice(comma + 1, node.offset);
  // A comment between the two stays; its comma goes.
  return between.trim() === "" ? { start: comma, end, text: "" } : { start: comma, end, text: between.trimEnd() };
}
