import type { Endpoint } from "./endpoints";
import type { Part } from "./owner";
import { areItemsApart, commonGroup, type Group, wordsAround } from "./page";
import { areOnTwoSides, areRivals, wordsOf } from "./words";

/** Whether names, a list's items or a table's rows say that a value and an endpoint are of two things. */
export function areTwoThings(part: Part, { group, words, value, account }: Endpoint): boolean {
  if (areItemsApart(part.group, group)) return true;
  // Of two rows one has the endpoint and the other the key, in columns of their own.
  const areRows = part.group.kind === "row" && group.kind === "row" && part.group !== group;
  if (areRows && part.name !== undefined && part.name !== value?.name) return true;
  const common = commonGroup(part.group, group);
  const own = [...wordsOf(part.name ?? ""), ...wordsAround(part.group, common)];
  const theirs = [...words, ...wordsAround(group, common)];
  const host = account?.host.split(/[.-]/) ?? [];
  if (own.some((word) => host.includes(word))) return false;
  const areCalled = !isCall(part.name, part.group) && !isCall(value?.name, group);
  if (areCalled ? areRivals(own, theirs) : areOnTwoSides(own, theirs)) return true;
  return areOnTwoSides(headerWords(part.group, common), headerWords(group, common));
}

/** Whether a value goes by the name of the call that it is an argument of. */
function isCall(name: string | undefined, { kind, label }: Group): boolean {
  return name !== undefined && kind === "bracket" && label.endsWith(name);
}

/** The words of the headers of the blocks around a value, below `outermost`: `module "dev" {`, `class Prod {`. */
function headerWords(group: Group, outermost: Group): readonly string[] {
  const words: string[] = [];
  for (let one: Group | undefined = group; one !== undefined && one !== outermost; one = one.parent)
    if (one.closes === "}") words.push(...wordsOf(one.label.slice(-60)));
  return words;
}
