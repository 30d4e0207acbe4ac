import type { Api } from "../../finding";
import {
  accessIn,
  apiOf,
  closing,
  declarationNear,
  type Handed,
  lineBefore,
  named,
  type Reader,
  REACH,
} from "./handed";

/** Bicep and ARM: functions of a resource that list keys, and what modules of the public registry hand out. */
export const TEMPLATE_READERS: readonly Reader[] = [
  { anchors: ["listKeys(", "ListKeys(", "listkeys(", "listConnectionStrings("], isShared: true, reads: listKeys },
  { anchors: [".outputs.primaryRead", ".outputs.secondaryRead"], isShared: true, reads: moduleOutput },
  { anchors: ["KeySecretName:", "ConnectionStringSecretName:"], isShared: true, reads: moduleExport },
];

const TEMPLATE = /\.(?:bicep|bicepparam|json|jsonc|json5|template)$/i;

/** `account.listKeys().primaryMasterKey`, `listKeys(resourceId('Microsoft.DocumentDB/…', …), '…').primaryMasterKey`. */
function listKeys(text: string, at: number, path: string): Handed | undefined {
  const open = text.indexOf("(", at);
  const close = closing(text, open);
  if (close === undefined) return undefined;
  const owner = /([A-Za-z_]\w*)(?:\[[^\]\n]{0,60}\])?(?:!?\.|::)$/.exec(text.slice(Math.max(0, at - 140), at));
  const start = owner === null ? at : at - owner[0].length;
  const member = /^(?:\??\.\w+|\[(?:\d+|'\w+')\]|!)+/.exec(text.slice(close, close + 120))?.[0] ?? "";
  const whole = text.slice(at, close) + member;
  const isResource = /DocumentDB\/databaseAccounts/i.test(whole);
  // Programs hold templates as strings; in them, a call is Cosmos DB's only where it names the resource.
  if (!TEMPLATE.test(path) && !isResource) return undefined;
  const symbols = [...(owner?.[1] === undefined ? [] : [owner[1]]), ...argumentsOf(whole)];
  const [declared] = symbols.flatMap((symbol) => declarationOf(text, at, symbol, "databaseAccounts") ?? []);
  const isNamed = /(?:Readonly)?MasterKey\b/i.test(member);
  // Of a vCore cluster the same function lists strings without a password.
  const isStrings =
    whole.startsWith("listConnectionStrings") &&
    member.includes("connectionString") &&
    !/mongoClusters/i.test(whole) &&
    !symbols.some((symbol) => declarationOf(text, at, symbol, "mongoClusters") !== undefined);
  if (!isNamed && !isResource && !isStrings && declared === undefined) return undefined;
  return {
    start,
    end: close + member.length,
    access: accessIn(whole),
    api: apiOf(declared) ?? apiBeside(lineBefore(text, at)),
    account: named(/\bname:\s*'([^'$]+)'/.exec(declared?.slice(0, REACH) ?? "")?.[1]),
  };
}

function argumentsOf(call: string): readonly string[] {
  return [...call.slice(0, REACH).matchAll(/[(,]\s*([A-Za-z_]\w*)\.(?:id|name|apiVersion)/g)].map(
    (match) => match[1] ?? "",
  );
}

/** A Bicep symbol's declaration as a resource of Cosmos DB. */
function declarationOf(text: string, at: number, symbol: string, type: string): string | undefined {
  const providers = ["Microsoft.DocumentDB", "Microsoft.DocumentDb", "microsoft.documentdb"];
  return declarationNear(
    text,
    at,
    providers.map((provider) => `resource ${symbol} '${provider}/${type}@`),
  );
}

/** What the string that a key is put into says of its API. */
function apiBeside(before: string): Api | undefined {
  if (/mongodb(?:\+srv)?:\/\//.test(before)) return "mongo";
  return before.includes("TableEndpoint=") ? "table" : undefined;
}

/** The account's module in the registry of Azure Verified Modules. */
const REGISTRY_MODULE = "document-db/database-account";

/** `cosmos.outputs.primaryReadWriteKey` of the registry's module. */
function moduleOutput(text: string, at: number, path: string): Handed | undefined {
  const match = /^\.outputs\.(?:primary|secondary)Read(?:Write|Only)(?:Key|ConnectionString)\b/.exec(
    text.slice(at, at + 80),
  );
  const owner = /[A-Za-z_]\w*(?:\[[^\]\n]{0,60}\])?[!?]?$/.exec(text.slice(Math.max(0, at - 140), at));
  if (match === null || owner === null || !/\.bicep$/i.test(path) || !text.includes(REGISTRY_MODULE)) return undefined;
  return { start: at - owner[0].length, end: at + match[0].length, access: accessIn(match[0]) };
}

/** `primaryWriteKeySecretName: 'cosmos-key'`: the registry's module writes the key into a vault. */
function moduleExport(text: string, at: number, path: string): Handed | undefined {
  if (!/\.bicep$/i.test(path) || !text.includes(REGISTRY_MODULE)) return undefined;
  const match = /(?:primary|secondary)(?:Write|Read[Oo]nly)$/.exec(text.slice(Math.max(0, at - 20), at));
  const value = /^\w+:[ \t]*[^\s,}]+/.exec(text.slice(at, at + REACH));
  if (match === null || value === null) return undefined;
  return { start: at - match[0].length, end: at + value[0].length, access: accessIn(match[0]) };
}
