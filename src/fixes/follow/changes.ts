import type { Span } from "../../engine/finding";
import type { Afterwards, Edit } from "../fix";
import type { Secret } from "../secret";
import type { Declaration, Need, Package, Rewrite, Source } from "./language";

/** What a fix changes in each file so far. */
export class Changes {
  readonly files = new Map<
    string,
    { readonly source: Source; readonly edits: Edit[]; readonly needs: Set<Need>; readonly packages: Package[] }
  >();
  readonly afterwards = new Set<Afterwards>();
  /** What a person must still do, by name. */
  readonly left = new Set<string>();
  /** Other settings that give a changed place its value. */
  readonly joined = new Set<string>();
  /** Settings that code takes the endpoint from where the value is missing. */
  readonly movedTo = new Set<string>();
  /** How many places go on taking the value where there is one. */
  kept = 0;
  /** How many places took the value to open Cosmos DB, and do without it now. */
  opened = 0;
  /** Places that were followed, whether an edit changes them or not. */
  private readonly followed = new Map<string, Span[]>();
  /** Declarations that were met, by place and name. */
  private readonly met = new Set<string>();

  /** Notes that a place is known: what it does with the value has been followed. */
  know({ path }: Pick<Source, "path">, span: Span): void {
    const spans = this.followed.get(path);
    if (spans === undefined) this.followed.set(path, [span]);
    else spans.push(span);
  }

  add(source: Source, { edits, needs, afterwards = [], packages = [], keeps }: Rewrite): void {
    if (keeps === true) this.kept++;
    const known = this.files.get(source.path) ?? { source, edits: [], needs: new Set<Need>(), packages: [] };
    this.files.set(source.path, known);
    for (const edit of edits) {
      if (known.edits.some((other) => isWithin(edit, other))) continue;
      const kept = known.edits.filter((other) => !isWithin(other, edit));
      known.edits.splice(0, known.edits.length, ...kept, edit);
    }
    for (const need of needs) known.needs.add(need);
    known.packages.push(...packages);
    for (const step of afterwards) this.afterwards.add(step);
  }

  /** Whether a declaration is met for the first time with a secret: names may lead to each other in circles. */
  isNew({ nameNode, name, path }: Declaration, source: Source, { holds, remains }: Secret): boolean {
    const count = this.met.size;
    return count < this.met.add([source.path, nameNode.startIndex, name, ...path, holds, remains].join("\n")).size;
  }

  /** Whether a place goes away or is written anew. */
  covers({ path }: Pick<Source, "path">, start: number, end: number): boolean {
    const spans = [...(this.files.get(path)?.edits ?? []), ...(this.followed.get(path) ?? [])];
    return spans.some((span) => span.start <= start && span.end >= end);
  }
}

/** Whether an edit changes nothing besides another: the same again, or a part of what goes away. */
function isWithin(edit: Edit, other: Edit): boolean {
  if (edit.start === other.start && edit.end === other.end) return edit.text === other.text || other.text === "";
  const isInserted = edit.start === edit.end;
  const begins = isInserted ? other.start < edit.start : other.start <= edit.start;
  return other.text === "" && begins && edit.end <= other.end && edit.start < other.end;
}
