/**
 * Lines of code that hang on account keys: without key access each of these breaks, at the next deployment or at once.
 * A line is enough to tell; what is around it may be anything.
 */
interface Sign {
  readonly what: "hands-out" | "uses";
  readonly pattern: RegExp;
}

const SIGNS: readonly Sign[] = [
  // Bicep and ARM templates.
  { what: "hands-out", pattern: /\blistKeys\s*\(/i },
  { what: "hands-out", pattern: /\blistConnectionStrings\s*\(/i },
  // Terraform.
  {
    what: "hands-out",
    pattern:
      /\bazurerm_cosmosdb_account\.[^\s.]+\.(?:(?:primary|secondary)_\w*(?:key|connection_string)|connection_strings)\b/,
  },
  // Pulumi, the Azure CLI, PowerShell.
  { what: "hands-out", pattern: /\blistDatabaseAccount(?:Keys|ConnectionStrings)(?:Output)?\s*\(/i },
  { what: "hands-out", pattern: /\baz\s+cosmosdb\s+(?:keys\s+list|list-keys|list-connection-strings)\b/ },
  { what: "hands-out", pattern: /\bGet-AzCosmosDBAccountKey\b/i },
  // Clients and settings that take a key from elsewhere.
  { what: "uses", pattern: /\bAccountKey\s*=/ },
  {
    what: "uses",
    pattern: /\b(?:authKeyOrResourceToken|AuthorizationKey|masterKey|AzureKeyCredential|CosmosKeyCredential)\b/,
  },
  { what: "uses", pattern: /\bcosmos\w{0,20}?(?:_|:|__|\.)?(?:account|auth|primary|secondary|access|master)?_?key\b/i },
];
const COSMOS = /Microsoft\.DocumentDB|cosmos/i;
const LONGEST_LINE = 2000;

/** A line, from 1, that hangs on keys of Cosmos DB accounts. */
export interface KeyLine {
  readonly line: number;
  readonly what: Sign["what"];
}

/** The lines of a text that hang on keys of Cosmos DB accounts. */
export function linesThatUseKeys(text: string): readonly KeyLine[] {
  if (!COSMOS.test(text)) return [];
  const lines = text.split("\n");
  return lines.flatMap((line, i) => {
    if (line.length > LONGEST_LINE) return [];
    const sign = SIGNS.find(({ pattern }) => pattern.test(line));
    // `listKeys` is every service's word: the account's type or name stands near.
    const isNear = sign !== undefined && lines.slice(Math.max(0, i - 5), i + 6).some((near) => COSMOS.test(near));
    return sign !== undefined && isNear ? [{ line: i + 1, what: sign.what }] : [];
  });
}
