import { accessIn, closing, type Handed, lineBefore, named, PROGRAM, type Reader, REACH } from "./handed";

/** Commands of shells that print a key, and requests that they send for one. */
export const COMMAND_READERS: readonly Reader[] = [
  { anchors: ["cosmosdb keys list", "cosmosdb list-keys", "cosmosdb list-connection-strings"], reads: azureCli },
  { anchors: ["connection create cosmos-"], reads: serviceConnector },
  { anchors: ['"cosmosdb",', "'cosmosdb',"], reads: argumentList },
  { anchors: ["Get-AzCosmosDBAccountKey", "Get-CosmosDbAccountMasterKey"], reads: powershell },
  { anchors: ["Invoke-AzResourceAction", "Invoke-AzureRmResourceAction"], reads: resourceAction },
  {
    anchors: ["/listKeys?", "/listkeys?", "/listConnectionStrings?", "/readonlykeys?"],
    isShared: true,
    reads: request,
  },
];

/** `az cosmosdb keys list --name shop …`, to the command's end. */
function azureCli(text: string, at: number, path: string): Handed | undefined {
  const start = commandAt(text, at, path);
  const command = start === undefined ? undefined : invocation(text, start);
  if (command === undefined || !/\s(?:-\w\b|--\w|[@$<{])/.test(command.text)) return undefined;
  return handedBy(command, /(?:--name|-n)[= ]+["']?([\w-]+)/);
}

/** `az webapp connection create cosmos-sql --secret …`: the key becomes a setting of the app. */
function serviceConnector(text: string, at: number, path: string): Handed | undefined {
  const app = /\b(?:\w+\s)?$/.exec(text.slice(Math.max(0, at - 20), at));
  const start = commandAt(text, at - (app?.[0].length ?? 0), path);
  const command = start === undefined ? undefined : invocation(text, start);
  if (command === undefined || !/\s--secret\b/.test(command.text)) return undefined;
  return handedBy(command, /--account[= ]+["']?([\w-]+)/);
}

/** Where `az` begins the command that goes on at a place; undefined where it is only spoken of. */
function commandAt(text: string, at: number, path: string): number | undefined {
  const az = /\baz(?:\.cmd|\.exe)?\s+$/.exec(text.slice(Math.max(0, at - 12), at));
  if (az === null || /\.json$/i.test(path)) return undefined;
  const start = at - az[0].length;
  const before = lineBefore(text, start);
  return (PROGRAM.test(path) ? IN_STRING : IN_SHELL).test(before) && !PRINTED.test(before) ? start : undefined;
}

/** What a command begins behind, in a shell: a line's start, a sign, a word that runs what follows. */
const IN_SHELL =
  /(?:^|[=(`"'|;&{!>@:$,[]|\b(?:sudo|do|then|else|if|while|exec|eval|call|time|run|return|and|or|not)|(?:^|\s)-)\s*$/i;
/** In a program, a command is a string's start. */
const IN_STRING = /["'`!]\s*$/;
const PRINTED = /\b(?:echo|printf?|println|cat|write-\w+|log|info|warn\w*|error)\b[^;|&$]*["'`][^"'$`]*$/i;

/** `["az", "cosmosdb", "keys", "list", "--name", "shop"]` */
function argumentList(text: string, at: number): Handed | undefined {
  if (!/^["']cosmosdb["'],\s*["']keys["'],\s*["']list["']/.test(text.slice(at, at + 120))) return undefined;
  const before = text.slice(Math.max(0, at - REACH), at);
  const open = Math.max(before.lastIndexOf("["), before.lastIndexOf("("));
  const end = open < 0 ? undefined : closing(text, at - before.length + open);
  if (end === undefined || before.endsWith("InlineData(")) return undefined;
  const start = at - (/["']az["'],\s*$/.exec(before)?.[0].length ?? 0);
  const all = text.slice(start, end - 1).replace(/[\s,]+$/, "");
  return handedBy({ start, text: all }, /["'](?:--name|-n)["'],\s*["']([\w-]+)["']/);
}

/** `Get-AzCosmosDBAccountKey -Name shop …` */
function powershell(text: string, at: number): Handed | undefined {
  const before = lineBefore(text, at);
  const command = invocation(text, at);
  const isGiven = /^[\w-]+\s+[-@$"`]/.test(command.text) || /\|\s*$/.test(before);
  if (!isGiven || /(?:\b(?:Mock|function|Get-Command)|-CommandName|-Name|['"])\s*$/i.test(before)) return undefined;
  return handedBy(command, /-Name\s+["']?([\w-]+)/i);
}

/** `Invoke-AzResourceAction -Action listKeys -ResourceType "Microsoft.DocumentDb/databaseAccounts" …` */
function resourceAction(text: string, at: number): Handed | undefined {
  const command = invocation(text, at);
  const isAccount = /DocumentDB\/databaseAccounts\b(?!\/)/i.test(command.text);
  if (!isAccount || !/-Action\s+["']?(?:listKeys|readonlykeys|listConnectionStrings)\b/i.test(command.text))
    return undefined;
  return handedBy(command, /-(?:Resource)?Name\s+["']?([\w-]+)/i);
}

/** `https://management.azure.com/…/databaseAccounts/shop/listKeys?api-version=…`, sent by a script or given to an app. */
function request(text: string, at: number, path: string): Handed | undefined {
  const url = /[^\s"'`]*$/.exec(lineBefore(text, at))?.[0] ?? "";
  const account = /DocumentDB\/databaseAccounts\/([^/]+)$/i.exec(url)?.[1];
  if (account === undefined || PROGRAM.test(path)) return undefined;
  const rest = /^[^\s"'`]*/.exec(text.slice(at, at + REACH))?.[0] ?? "";
  return { start: at - url.length, end: at + rest.length, access: accessIn(rest), account: named(account) };
}

interface Invocation {
  readonly start: number;
  readonly text: string;
}

const COMMAND_END = /\\\r?\n|`\r?\n|\^\r?\n/;
/** A command in a folded block of YAML goes on with its options. */
const FOLDED = /^\r?\n[ \t]+--?[A-Za-z]/;

/** A command from its first word to where the shell ends it. */
function invocation(text: string, start: number): Invocation {
  const lines = text.slice(start, start + 2 * REACH).split(COMMAND_END);
  let length = 0;
  for (const line of lines) {
    const end = endIn(line);
    length += end ?? line.length;
    if (end !== undefined) break;
    const joint = COMMAND_END.exec(text.slice(start + length, start + length + 4));
    if (joint === null) break;
    length += joint[0].length;
  }
  const command = text.slice(start, start + length);
  // A quote that nothing in the command opened closes the string that the command stands in.
  const isOpen = command.split('"').length % 2 === 0;
  return { start, text: (isOpen ? command.slice(0, command.lastIndexOf('"')) : command).trimEnd() };
}

/** Where the shell ends a command on a line, or on the lines that a folded block makes one. */
function endIn(line: string): number | undefined {
  for (const { index } of line.matchAll(/[\n)|;>&]|`(?![\r\n])/g))
    if (!FOLDED.test(line.slice(index - (line[index - 1] === "\r" ? 1 : 0), index + 200))) return index;
  return undefined;
}

function handedBy({ start, text }: Invocation, name: RegExp): Handed {
  return { start, end: start + text.length, access: accessIn(text), account: named(name.exec(text)?.[1]) };
}
