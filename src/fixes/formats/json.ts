import { findNodeAtLocation, findNodeAtOffset, getNodePath, type JSONPath, type Node, parseTree } from "jsonc-parser";
import type { Span } from "../../engine/finding";
import { type Choice, notFixable } from "../fix";
import { secretOf } from "../secret";
import { withoutParameter } from "./armNames";
import { type Entry, namesAt } from "./entry";
import { fileName, type Format } from "./format";
import {
  askedAtDeployment,
  bindingEndpoint,
  fromEnvironment,
  givenAtDeployment,
  no,
  readFromVault,
  reference,
  type Rewrite,
  variable,
  vaultParameter,
  without,
  withoutKey,
} from "./jsonRewrites";
import { isRecord } from "./prose";

/** Settings in JSON, comments allowed: appsettings, Functions' local.settings, exported App Service settings, profiles. */

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
    const kind = KINDS.find(({ is }) => is(fileName(path), jsonPath, listed !== undefined)) ?? DATA;
    if (value.parent?.type !== "property")
      return notFixable("The value stands in a list, which nothing reads by name.");
    const name = listed === undefined ? kind.nameOf(jsonPath) : String(listed.value);
    const property = listed === undefined ? value.parent : (value.parent.parent ?? value.parent);
    const fix = kind[at.choice.kind]({ name, path: jsonPath, property, value, secret }, at);
    const keys = jsonPath.filter((key): key is string => typeof key === "string");
    return "fixable" in fix || kind !== DATA ? fix : { ...fix, keys };
  },
  entries(path, text) {
    const root = parseTree(text, [], { allowTrailingComma: true });
    const lists = LETS_THROUGH.test(fileName(path));
    return root === undefined
      ? []
      : stringsIn(root).flatMap((node) => entryOf(node, text) ?? (lists ? listedIn(node, text) : undefined) ?? []);
  },
};

/** Task runners that let only the variables through which they list: `"globalEnv": ["COSMOS_KEY"]` (turborepo). */
const LETS_THROUGH = /^(?:turbo|nx)\.json$/;

function listedIn(node: Node, text: string): Entry | undefined {
  const { start, end } = inside(node);
  return node.parent?.type === "array"
    ? { names: [String(node.value)], name: { start, end }, value: { start: end, end }, removes: without(text, node) }
    : undefined;
}

function stringsIn(node: Node): readonly Node[] {
  if (node.type === "property") return node.children?.[1] === undefined ? [] : stringsIn(node.children[1]);
  return node.type === "string" ? [node] : (node.children ?? []).flatMap(stringsIn);
}

/** A string as a setting's value: of a property, or of an item `{ "name": …, "value": … }`. */
function entryOf(node: Node, text: string): Entry | undefined {
  const property = node.parent;
  const [key] = property?.children ?? [];
  if (property?.type !== "property" || key === undefined) return undefined;
  const item = key.value === "value" && property.parent?.parent?.type === "array" ? property.parent : undefined;
  const label = item?.children?.find((one) => one.children?.[0]?.value === "name")?.children?.[1];
  const names = label === undefined ? namesAt(getNodePath(node)) : [String(label.value)];
  return {
    names,
    name: inside(label ?? key),
    value: inside(node),
    removes: without(text, item ?? property),
  };
}

const inside = ({ offset, length }: Node): Span => ({ start: offset + 1, end: offset + length - 1 });

/** A file that the program loads itself: `config.json`. */
const DATA: Kind = {
  is: () => true,
  nameOf: (path) => path.join("."),
  "managed-identity": withoutKey,
  "key-vault": readFromVault,
  environment: no("Nothing fills a variable in here: use an identity or a Key Vault reference."),
};

interface Kind extends Readonly<Record<Choice["kind"], Rewrite>> {
  readonly is: (name: string, path: JSONPath, listed: boolean) => boolean;
  readonly nameOf: (path: JSONPath) => string;
}

const KINDS: readonly Kind[] = [
  {
    is: (_name, path) => path[0] === "parameters" && path.at(-1) === "defaultValue",
    nameOf: (path) => String(path[1]),
    "managed-identity": withoutParameter,
    "key-vault": no(
      "A parameter's default holds the key: ask for it at deployment (environment), or refer to the vault in the file of parameters.",
    ),
    environment: askedAtDeployment,
  },
  {
    is: (name, path) => /parameters.*\.json$/i.test(name) && path[0] === "parameters" && path.at(-1) === "value",
    nameOf: (path) => String(path[1]),
    "managed-identity": withoutParameter,
    "key-vault": vaultParameter,
    environment: givenAtDeployment,
  },
  {
    is: (name, path) => /\bdab-config\b/i.test(name) && path.at(-1) === "connection-string",
    nameOf: () => "COSMOS_CONNECTION_STRING",
    "managed-identity": no(
      "Data API builder takes an identity by settings of its own, which need facts that are not here: read the string from the environment.",
    ),
    "key-vault": no("Data API builder reads the environment here: fill the variable from the vault where it runs."),
    environment: variable((name) => `@env('${name}')`),
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
    is: (name, path) => /(?:^|[.-])local\.settings\b/i.test(name) && path[0] === "Values",
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
