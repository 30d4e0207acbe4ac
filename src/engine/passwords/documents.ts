import type { Endpoint } from "../structure/endpoints";
import { type Group, isIn, type Page } from "../structure/page";
import { foreignWords, wordsOf } from "../structure/words";

/**
 * Documents of one file, each of a thing with a name: `kind: Secret`, `metadata: { name: grafana }`, between `---`; and
 * blocks with an `id`: `<server><id>nexus</id>…`.
 */
export class Documents {
  /** By document, the words of its name that are nobody's but its own. */
  private readonly words = new Map<Group, readonly string[]>();

  constructor(text: string, { values }: Page) {
    for (const { name, group, start, end } of values) {
      const isDocuments = name === "name" && group.name === "metadata";
      if (!isDocuments && (name !== "id" || group.parent === undefined)) continue;
      this.words.set(
        isDocuments ? documentOf(group) : group,
        foreignWords(wordsOf(text.slice(start, Math.min(end, start + 80)))),
      );
    }
  }

  /** Whether a value's document is another than the endpoint's, and called after something that the endpoint is not. */
  areApart(group: Group, endpoint: Endpoint): boolean {
    const own = this.words.has(group) ? group : documentOf(group);
    if (own === group && isIn(endpoint.group, group)) return false;
    const other = documentOf(endpoint.group);
    const words = this.words.get(own) ?? [];
    if (own === other || words.length === 0) return false;
    const theirs = [...(this.words.get(other) ?? []), ...endpoint.words, ...(endpoint.account?.name.split("-") ?? [])];
    return !words.some((word) => theirs.includes(word));
  }
}

/** The document that a group stands in: a section, or what stands before the first. */
function documentOf(group: Group): Group {
  let one = group;
  while (one.parent !== undefined && one.kind !== "section") one = one.parent;
  return one;
}
