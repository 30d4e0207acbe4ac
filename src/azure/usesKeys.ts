import { LineMap } from "../engine/position";
import { isQuiet } from "../engine/rules/index";
import { scan } from "../engine/scan";
import { callsThatTakeKeys } from "./keyCalls";

/**
 * Code that hangs on account keys: without key access each of these breaks, at the next deployment or at once. Told by
 * text alone, whatever the language: rather one too many, which a person looks at, than one too few.
 */
interface Sign {
  readonly what: "hands-out" | "uses";
  readonly pattern: RegExp;
}

/** What a line is enough to tell. */
const SIGNS: readonly Sign[] = [
  // Infrastructure code and scripts beside what the engine's rule for them reads: SDKs in any language.
  { what: "hands-out", pattern: /\blist(?:Keys|ConnectionStrings)\s*\(/i },
  { what: "hands-out", pattern: /\bazurerm_cosmosdb_account\.[^\s.]+\.connection_strings\b/ },
  { what: "hands-out", pattern: /\blistDatabaseAccount(?:Keys|ConnectionStrings)(?:Output)?\s*\(/i },
  // Clients and settings that take a key from elsewhere.
  { what: "uses", pattern: /\bAccountKey\s*=/ },
  {
    what: "uses",
    pattern: /\b(?:authKeyOrResourceToken|AuthorizationKey|masterKey|AzureKeyCredential|CosmosKeyCredential)\b/,
  },
  { what: "uses", pattern: /\bcosmos\w{0,20}?(?:_|:|__|\.)?(?:account|auth|primary|secondary|access|master)?_?key\b/i },
];
/** A key's name by itself: it is Cosmos DB's where the block that it stands in is. */
const KEY_SETTING =
  /^\s*(?:-\s+)?["']?(?:account|auth|primary|secondary|master|access|read(?:write|only)?)?[_-]?key["']?\s*[:=]/i;
const COSMOS = /Microsoft\.DocumentDB|cosmos|\bDocumentClient\b/i;
const LONGEST_LINE = 2000;
/** Lines above a setting in which its block's name is looked for. */
const LONGEST_BLOCK = 40;

/** A line, from 1, that hangs on keys of Cosmos DB accounts. */
export interface KeyLine {
  readonly line: number;
  readonly what: Sign["what"];
  /** The account whose key is handed out, where the code names it. */
  readonly account?: string;
}

/** Whether a line may hang on the keys of an account. */
export function isOf(account: string, line: KeyLine): boolean {
  return line.account === undefined || line.account === account.toLowerCase();
}

/** The lines of a text that hang on keys of Cosmos DB accounts, in order. */
export function linesThatUseKeys(text: string, path: string): readonly KeyLine[] {
  if (!COSMOS.test(text)) return [];
  const found = new Map<number, Omit<KeyLine, "line">>();
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    if (line.length > LONGEST_LINE) continue;
    const sign = SIGNS.find(({ pattern }) => pattern.test(line));
    // `listKeys` is every service's word: the account's type or name stands near.
    const isNear = sign !== undefined && lines.slice(Math.max(0, i - 5), i + 6).some((near) => COSMOS.test(near));
    if (sign !== undefined && isNear) found.set(i + 1, { what: sign.what });
    else if (KEY_SETTING.test(line) && isInCosmosBlock(lines, i)) found.set(i + 1, { what: "uses" });
  }
  const places = new LineMap(text);
  for (const at of callsThatTakeKeys(text)) {
    const line = places.at(at).line + 1;
    if (!found.has(line)) found.set(line, { what: "uses" });
  }
  for (const { rule, start, account } of scan(text, { path }))
    if (isQuiet(rule))
      found.set(places.at(start).line + 1, {
        what: "hands-out",
        ...(account === undefined ? {} : { account: account.name }),
      });
  return [...found].sort(([a], [b]) => a - b).map(([line, one]) => ({ line, ...one }));
}

/** Whether a line stands in a block, by its indentation, that is named after Cosmos DB. */
function isInCosmosBlock(lines: readonly string[], i: number): boolean {
  let depth = depthOf(lines[i] ?? "");
  for (let above = i - 1; above >= 0 && above >= i - LONGEST_BLOCK && depth > 0; above--) {
    const line = lines[above] ?? "";
    if (line.trim() === "" || depthOf(line) >= depth || line.length > LONGEST_LINE) continue;
    if (COSMOS.test(line)) return true;
    depth = depthOf(line);
  }
  return false;
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
