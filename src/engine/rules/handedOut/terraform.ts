import { accessIn, apiOf, declarationNear, type Handed, named, type Reader, REACH } from "./handed";

/** Terraform: attributes of an account, of modules and objects that hold one, and actions of the management API. */
export const TERRAFORM_READERS: readonly Reader[] = [
  { anchors: ["azurerm_cosmosdb_account"], reads: attribute },
  { anchors: ["module.cosmos", "module.Cosmos", "module.azure_cosmos"], reads: moduleOutput },
  { anchors: ["var.cosmos"], reads: object },
  { anchors: ['"listKeys"', '"listConnectionStrings"', '"readonlykeys"'], isShared: true, reads: action },
];

const INDEX = String.raw`(?:\[[^\]\n]{0,60}\]|\.\*|\.\d+)?`;
const ATTRIBUTE = String.raw`((?:primary|secondary)_(?:readonly_)?(?:key|master_key|sql_connection_string|mongodb_connection_string)|connection_strings(?:\[\d+\])?)(?![\w-])`;

/** Also of a data source that people write for an account's keys. */
const OF_ACCOUNT = new RegExp(String.raw`^azurerm_cosmosdb_account(?:_keys)?\.([\w-]+)${INDEX}\.${ATTRIBUTE}`);

/** `azurerm_cosmosdb_account.shop.primary_key`, also of a data source and of one of several. */
function attribute(text: string, at: number): Handed | undefined {
  const match = OF_ACCOUNT.exec(text.slice(at, at + REACH));
  if (match === null) return ofEach(text, at);
  const isData = text.slice(Math.max(0, at - 5), at) === "data.";
  const [whole, label = "", property = ""] = match;
  const declared = declarationNear(text, at, [`${isData ? "data" : "resource"} "azurerm_cosmosdb_account" "${label}"`]);
  return {
    start: isData ? at - 5 : at,
    end: at + whole.length,
    access: accessIn(property),
    api: property.includes("mongodb") ? "mongo" : apiOf(declared),
    account: named(/\bname\s*=\s*"([^"$]+)"/.exec(declared?.slice(0, REACH) ?? "")?.[1]),
  };
}

const FOR_EACH = /\bfor\s+(?:\w+\s*,\s*)?(\w+)\s+in\s+(?:data\.)?$/;
const OF_EACH = new RegExp(
  String.raw`^(azurerm_cosmosdb_account\.([\w-]+)\s*:\s*(?:[\w.]+\s*=>\s*)?)(\w+)\.${ATTRIBUTE}`,
);

/** `for name, account in azurerm_cosmosdb_account.all : name => account.primary_key`: the key of each of many. */
function ofEach(text: string, at: number): Handed | undefined {
  const match = OF_EACH.exec(text.slice(at, at + REACH));
  const variable = FOR_EACH.exec(text.slice(Math.max(0, at - REACH), at))?.[1];
  if (match === null || match[3] !== variable) return undefined;
  const [whole, before = "", label = "", , property = ""] = match;
  const api = property.includes("mongodb")
    ? "mongo"
    : apiOf(declarationNear(text, at, [`resource "azurerm_cosmosdb_account" "${label}"`]));
  return { start: at + before.length, end: at + whole.length, access: accessIn(property), api };
}

const OF_MODULE = new RegExp(String.raw`^module\.([\w-]+)${INDEX}\.(?:\w+[_.])?${ATTRIBUTE}`);

/** `module.cosmos.primary_key`, `module.cosmos.cosmosdb_keys.primary_key` of a module that lies elsewhere: what one of these folders hands out is found there. */
function moduleOutput(text: string, at: number): Handed | undefined {
  const match = OF_MODULE.exec(text.slice(at, at + REACH));
  if (match === null) return undefined;
  const [whole, label = "", property = ""] = match;
  const source = /\bsource\s*=\s*"([^"]+)"/.exec(declarationNear(text, at, [`module "${label}"`]) ?? "")?.[1];
  if (source === undefined || source.startsWith(".")) return undefined;
  return handedBy(whole, property, at);
}

const OF_OBJECT = new RegExp(String.raw`^var\.[\w-]+${INDEX}\.${ATTRIBUTE}`);

/** `var.cosmosdb_account.primary_key`: a module that is given the account as a whole. */
function object(text: string, at: number): Handed | undefined {
  const match = OF_OBJECT.exec(text.slice(at, at + REACH));
  return match === null ? undefined : handedBy(match[0], match[1] ?? "", at);
}

function handedBy(whole: string, property: string, at: number): Handed {
  const api = property.includes("mongodb") ? "mongo" : undefined;
  return { start: at, end: at + whole.length, access: accessIn(property), api };
}

/** UTF-16 units of a block that are looked back and ahead on. */
const LONGEST_BLOCK = 1500;

/** `action = "listKeys"` of an `azapi_resource_action` on an account. */
function action(text: string, at: number, path: string): Handed | undefined {
  const before = text.slice(Math.max(0, at - LONGEST_BLOCK), at);
  const opening = before.lastIndexOf('"azapi_resource_action"');
  const name = /\baction\s*=\s*$/.exec(before);
  if (!/\.tf$/i.test(path) || opening < 0 || name === null) return undefined;
  const block = before.slice(opening) + text.slice(at, at + LONGEST_BLOCK);
  const end = block.search(/\n\}/);
  if (!/DocumentDB\/databaseAccounts@/i.test(end < 0 ? block : block.slice(0, end))) return undefined;
  const word = /^"\w+"/.exec(text.slice(at, at + 40))?.[0] ?? "";
  return { start: at - name[0].length, end: at + word.length, access: accessIn(word) };
}
