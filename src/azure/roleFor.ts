import type { DataRole } from "./grant";

/** The role that a program needs whose code this is, all of it: a writer's, unless nothing in it writes. */
export function roleFor(texts: Iterable<string>): DataRole {
  let isEmpty = true;
  for (const text of texts) {
    isEmpty = false;
    if (WRITES.test(text)) return "contributor";
  }
  return isEmpty ? "contributor" : "reader";
}

/** Calls of the SDKs that change items, in every language's spelling. */
const WRITES =
  /\b(?:create|upsert|replace|delete|patch|insert|bulk|execute_item_batch|new_?transactional_?batch|CreateTransactionalBatch)_?(?:Item|Document|Entity|StoredProcedure|Batch|AllItems)?s?(?:Async|Stream)?\s*(?:<[^>()]{0,80}>)?\(|\bSaveChanges(?:Async)?\(|\.(?:save|saveAll)\(/i;
