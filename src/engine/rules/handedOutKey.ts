import type { Candidate } from "../candidate";
import type { Access, Account, Api, Span } from "../finding";
import { accountNamed } from "../hosts";
import type { TextRule } from "./rule";

/** A key that infrastructure code hands out: no literal, but what takes it holds the key all the same. */
export const handedOutKey: TextRule = {
  id: "handed-out-key",
  title: "Key handed out by infrastructure",
  help: "Infrastructure code reads an account key and hands it on: to app settings, an output, a pipeline's environment. No secret stands here, but whoever reads the setting, the output or the state file holds the key, and the app stops when keys are switched off. Give the app an identity and a data role in its place.",
  reads: "text",
  isQuiet: true,
  anchors: [
    "listKeys(",
    "ListKeys(",
    "listkeys(",
    "listConnectionStrings(",
    "azurerm_cosmosdb_account.",
    "cosmosdb keys list",
    "cosmosdb list-keys",
    "cosmosdb list-connection-strings",
    "Get-AzCosmosDBAccountKey",
    "ListDatabaseAccountKeys",
    "listDatabaseAccountKeys",
    "list_database_account_keys",
  ],
  // Every service of Azure lists keys; those of Cosmos DB are known by their resource, or by what they are called.
  shared: {
    anchors: ["listKeys(", "ListKeys(", "listkeys(", "listConnectionStrings("],
    beside: [
      "asterKey",
      "asterkey",
      "ocumentDB/databaseAccounts",
      "ocumentDb/databaseAccounts",
      "ocumentDB/DatabaseAccounts",
      "ocumentdb/databaseaccounts",
      "OCUMENTDB/DATABASEACCOUNTS",
    ],
  },
  propose: (text, at, anchor, path) => {
    if (/\.(?:md|mdx|markdown|rst|adoc|txt|html?|log)$|_history$|(?:^|\/)(?:METADATA|PKG-INFO)$/i.test(path))
      return undefined;
    for (const { anchors, reads } of READERS) {
      if (!anchors.test(anchor)) continue;
      const read = reads(text, at, path);
      if (read !== undefined) return candidateOf(text, read);
    }
    return undefined;
  },
};

/** An expression that yields a key, and what it says of it. */
interface Handed extends Span {
  readonly access: Access;
  readonly api?: Api;
  readonly account?: Account | undefined;
}

interface Reader {
  readonly anchors: RegExp;
  readonly reads: (text: string, at: number, path: string) => Handed | undefined;
}

const REACH = 400;
const NAME = /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/;
const COMMAND_END = /\\\r?\n|`\r?\n|\^\r?\n/;

const READERS: readonly Reader[] = [
  { anchors: /^list(?:Keys|keys|ConnectionStrings)\($|^ListKeys\($/, reads: listKeys },
  { anchors: /^azurerm/, reads: terraform },
  { anchors: /^cosmosdb /, reads: command },
  { anchors: /^Get-Az/, reads: powershell },
  { anchors: /account_?keys$/i, reads: pulumi },
];

function candidateOf(text: string, { start, end, access, api = "nosql", account }: Handed): Candidate {
  const span = { start, end };
  return {
    ...span,
    rule: handedOutKey.id,
    shape: "reference",
    value: text.slice(start, end).replace(/\s+/g, " "),
    pieces: [span],
    api,
    account,
    access,
    beside: false,
    partOfLongerRun: false,
  };
}

/** `account.listKeys().primaryMasterKey`, `listKeys(resourceId('Microsoft.DocumentDB/…', …), '…').primaryMasterKey`. */
function listKeys(text: string, at: number, path: string): Handed | undefined {
  if (!/\.(?:bicep|bicepparam|json|jsonc|json5|template)$/i.test(path)) return undefined;
  const open = text.indexOf("(", at);
  const close = closing(text, open);
  if (close === undefined) return undefined;
  const owner = /([A-Za-z_]\w*)(?:!?\.|::)$/.exec(text.slice(Math.max(0, at - 80), at));
  const start = owner === null ? at : at - owner[0].length;
  const member = /^(?:\.\w+|\[\d+\]|\?\.\w+|!)+/.exec(text.slice(close, close + 120))?.[0] ?? "";
  const whole = text.slice(at, close) + member;
  const near = nearby(text, at);
  const isNamed = /(?:Readonly)?MasterKey\b/i.test(member);
  const isResource =
    /DocumentDB\/databaseAccounts/i.test(whole) ||
    (owner?.[1] !== undefined && isAccountResource(near, owner[1])) ||
    argumentsOf(whole).some((name) => isAccountResource(near, name));
  if (!isNamed && !isResource) return undefined;
  return {
    start,
    end: close + member.length,
    access: accessIn(whole),
    account: accountIn(near, owner?.[1] ?? argumentsOf(whole)[0] ?? ""),
  };
}

/** UTF-16 units on each side in which a resource's declaration is looked for. */
const FARTHEST_DECLARATION = 60_000;

function nearby(text: string, at: number): string {
  return text.slice(Math.max(0, at - FARTHEST_DECLARATION), at + FARTHEST_DECLARATION);
}

function argumentsOf(call: string): readonly string[] {
  return [...call.slice(0, REACH).matchAll(/[(,]\s*([A-Za-z_]\w*)\.(?:id|name|apiVersion)/g)].map(
    (match) => match[1] ?? "",
  );
}

/** Whether a Bicep symbol is declared as a Cosmos DB account. */
function isAccountResource(text: string, symbol: string): boolean {
  return declaration(text, symbol) !== undefined;
}

/** What follows a Bicep symbol's declaration as a Cosmos DB account. */
function declaration(text: string, symbol: string): string | undefined {
  const opening = text.indexOf(`resource ${symbol} 'Microsoft.DocumentDB/databaseAccounts@`);
  const other = opening < 0 ? text.indexOf(`resource ${symbol} 'Microsoft.DocumentDb/databaseAccounts@`) : opening;
  return other < 0 ? undefined : text.slice(other, other + REACH);
}

function accountIn(text: string, symbol: string): Account | undefined {
  const name = /\bname:\s*'([^'$]+)'/.exec(declaration(text, symbol) ?? "")?.[1];
  return named(name);
}

/** `azurerm_cosmosdb_account.shop.primary_key`, also of a data source and of one of several. */
function terraform(text: string, at: number): Handed | undefined {
  const match =
    /^azurerm_cosmosdb_account\.([\w-]+)(?:\[[^\]\n]{0,60}\]|\[\*\])?\.((?:primary|secondary)_(?:readonly_)?(?:key|master_key|sql_connection_string|mongodb_connection_string)|connection_strings(?:\[\d+\])?)/.exec(
      text.slice(at, at + REACH),
    );
  if (match === null) return undefined;
  const isData = text.slice(Math.max(0, at - 5), at) === "data.";
  const [whole, label = "", property = ""] = match;
  const near = nearby(text, at);
  const declared = near.indexOf(`"azurerm_cosmosdb_account" "${label}"`);
  const name = declared < 0 ? undefined : /\bname\s*=\s*"([^"$]+)"/.exec(near.slice(declared, declared + REACH))?.[1];
  return {
    start: isData ? at - 5 : at,
    end: at + whole.length,
    access: property.includes("readonly") ? "read-only" : "read-write",
    api: property.includes("mongodb") ? "mongo" : "nosql",
    account: named(name),
  };
}

/** `az cosmosdb keys list --name shop …`, to the command's end. */
function command(text: string, at: number, path: string): Handed | undefined {
  if (/\.json$/i.test(path)) return undefined;
  const az = /\baz(?:\.cmd|\.exe)?\s+$/.exec(text.slice(Math.max(0, at - 12), at));
  if (az === null) return undefined;
  return invocation(text, at - az[0].length, /(?:--name|-n)[= ]+["']?([\w-]+)/);
}

function powershell(text: string, at: number): Handed | undefined {
  return invocation(text, at, /-Name\s+["']?([\w-]+)/i);
}

/** A command from its first word to where the shell ends it. */
function invocation(text: string, start: number, name: RegExp): Handed | undefined {
  const lines = text.slice(start, start + 2 * REACH).split(COMMAND_END);
  let length = 0;
  for (const line of lines) {
    const end = /[\n)|;>&]|`(?![\r\n])/.exec(line);
    length += end?.index ?? line.length;
    if (end !== null) break;
    const joint = COMMAND_END.exec(text.slice(start + length, start + length + 4));
    if (joint === null) break;
    length += joint[0].length;
  }
  const command = text.slice(start, start + length);
  // A quote that nothing in the command opened closes the string that the command stands in.
  const isOpen = command.split('"').length % 2 === 0;
  const whole = (isOpen ? command.slice(0, command.lastIndexOf('"')) : command).trimEnd();
  const isReadOnly = /read-only-keys|-Type\s+["']?ReadOnly/i.test(whole) || /readonly/i.test(whole);
  return {
    start,
    end: start + whole.length,
    access: isReadOnly ? "read-only" : "read-write",
    account: named(name.exec(whole)?.[1]),
  };
}

/** `documentdb.listDatabaseAccountKeysOutput({ … })`. */
function pulumi(text: string, at: number): Handed | undefined {
  const match =
    /^(?:list|List)(?:_d|D)atabase(?:_a|A)ccount(?:_k|K)eys(?:Output|_output)?(?:\.Invoke(?:Async)?)?\(/.exec(
      text.slice(at, at + 80),
    );
  if (match === null) return undefined;
  const close = closing(text, at + match[0].length - 1);
  const whole = close === undefined ? undefined : text.slice(at, close);
  if (whole === undefined || !/account_?name/i.test(whole)) return undefined;
  return { start: at, end: at + whole.length, access: "read-write" };
}

function named(name: string | undefined): Account | undefined {
  return name !== undefined && NAME.test(name) ? accountNamed(name) : undefined;
}

function accessIn(expression: string): Access {
  return /readonly/i.test(expression) ? "read-only" : "read-write";
}

/** Behind the parenthesis that closes the one at `open`, at most 400 UTF-16 units away. */
function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + REACH); at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}
