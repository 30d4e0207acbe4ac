import type { Edit } from "../fix";
import type { Declaration, Reads, Source, Use } from "./language";

/** What a file does with a setting, as its readers are found. */
export interface Found {
  readonly uses: Use[];
  readonly declared: { readonly declaration: Declaration; readonly source: Source }[];
  readonly removes: { readonly source: Source; readonly edits: readonly Edit[] }[];
  readonly loosens: { readonly source: Source; readonly edits: readonly Edit[] }[];
  /** Whether something demands the setting that cannot be told to let it be missing. */
  demands: boolean;
  lost: Reads["lost"];
}

/** Nothing found so far. */
export function nothingFound(): Found {
  return { uses: [], declared: [], removes: [], loosens: [], demands: false, lost: undefined };
}

/**
 * Notes edits that take a mention away. `otherwise` stands in their place where code goes on taking the value if there is
 * one: nothing changes by an empty list, and undefined says that the mention demands the setting.
 */
export function goes(
  found: Found,
  source: Source,
  edits: readonly Edit[],
  otherwise: readonly Edit[] | undefined,
): void {
  found.removes.push({ source, edits });
  if (otherwise === undefined) found.demands = true;
  else found.loosens.push({ source, edits: otherwise });
}

/** What was found, as the way of a value takes it. */
export function readsIn({ uses, declared, removes, loosens, demands, lost }: Found): Reads {
  return {
    ...{ uses, declared, removes },
    ...(demands ? {} : { loosens }),
    ...(lost === undefined ? {} : { lost }),
  };
}
