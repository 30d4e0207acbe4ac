import type { DataRole } from "./grant";

/** The role that code needs which does this with the data: a writer's, unless nothing in it writes. */
export function roleFor(texts: readonly string[]): DataRole {
  return texts.some((text) => WRITES.test(text)) || texts.length === 0 ? "contributor" : "reader";
}

/** Calls of the SDKs that change items, in every language's spelling. */
const WRITES =
  /\b(?:create|upsert|replace|delete|patch|insert|bulk|execute_item_batch|new_?transactional_?batch|CreateTransactionalBatch)_?(?:Item|Document|Entity|StoredProcedure|Batch|AllItems)?s?(?:Async|Stream)?\s*(?:<[^>()]{0,80}>)?\(|\bSaveChanges(?:Async)?\(|\.(?:save|saveAll)\(/i;
