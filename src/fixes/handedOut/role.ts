import type { Workspace } from "../fix";
import { languageOf } from "../languages/index";
import { ROLES } from "./handover";

/** Which of the two built-in data roles the program needs. */

/** Calls of any SDK that read items. */
const READS =
  /\b(?:ReadItem\w*|ReadMany\w*|GetItem(?:Linq)?Query\w*|readItem|queryItems|readAllItems|read_item|query_items|read_all_items|NewQueryItemsPager)\b|\.items\s*\.\s*(?:query|readAll)\b|\.item\([^)]*\)\s*\.\s*read\b/;

/** Calls and libraries that write or may, of any SDK: items, stored procedures, repositories, bindings, change feeds. */
const WRITES =
  /\b(?:create|upsert|replace|delete|patch|bulk|batch|execute)_?(?:Item|Document|Many|StoredProcedure|Container|Database|Bulk|Batch)\w*|\.\s*(?:create|upsert|replace|delete|patch|bulk|batch|save|saveAll|insert|update|remove)\s*\(|IfNotExists|if_not_exists|SaveChanges|TransactionalBatch|ChangeFeed|change_feed|CosmosDB(?:Trigger|Output)|cosmosDBTrigger|UseCosmos|CosmosRepository|"cosmosDB/i;

/** The role's id: the reader's where the key could only read, or the program's code does nothing else. */
export function roleFor(isReadOnly: boolean, { paths, read }: Workspace): string {
  if (isReadOnly) return ROLES.reader;
  const code = paths.filter((path) => languageOf(path) !== undefined || path.endsWith("function.json"));
  const texts = code.map((path) => read(path) ?? "");
  const onlyReads = texts.some((text) => READS.test(text)) && !texts.some((text) => WRITES.test(text));
  return onlyReads ? ROLES.reader : ROLES.contributor;
}
