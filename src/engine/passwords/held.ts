import type { Endpoint } from "../structure/endpoints";
import { neighbours, ownersOf, type Part } from "../structure/owner";
import { commonGroup, type Group, isIn, type Page, type Value, wordsAround } from "../structure/page";
import { Documents } from "./documents";
import { Persons } from "./persons";
import { areParagraphsApart, areTitledApart } from "../structure/titles";
import { ownerWords, wordsOf } from "../structure/words";
import { lastSegment } from "./literal";
import { isAdministrators, isAnotherProducts, isAnotherUsers, isNoServers, isElsewhere } from "./others";

/** Which of the endpoints around a password it belongs to: not each that stands beside it opens with it. */

/** A value in a password's place, and what stands around it. */
export interface Named {
  readonly value: Value;
  readonly part: Part;
  /** The endpoints that hold it most tightly. */
  readonly owners: readonly Endpoint[];
  /** The words of its name and its groups' that tell one connection from another. */
  readonly words: readonly string[];
}

/**
 * The values, each with its owners among the endpoints, in order. A resource that only stands beside a value, such as one
 * that another refers to, is no owner to choose from.
 */
export function withOwners(
  values: readonly Value[],
  endpoints: readonly Endpoint[],
  text: string,
  path: string,
): readonly Named[] {
  return values.map((value) => {
    const part = partOf(value);
    const words = ownerWords([...wordsOf(part.name ?? ""), ...wordsAround(part.group)]);
    const near = neighbours(part, endpoints).filter(
      (one) => one.kind !== "resource" || isHeldByResource(text, one, part, path),
    );
    return { value, part, owners: ownersOf(part, near), words };
  });
}

function partOf({ start, end, name, group, paragraph, line, form }: Value): Part {
  return { start, end, name, group, paragraph, line, isFlag: form === "flag" || name?.startsWith("-") === true };
}

/** What stands with an endpoint most tightly in a password's place. */
interface Own {
  readonly depth: number;
  /** The endpoint's words. */
  readonly words: readonly string[];
  /** Variables and settings that stand there. */
  readonly names: Set<string>;
  /** Something stands there that is no plain name: a call, a setting, a literal. */
  isSet: boolean;
  /** It is called as the endpoint is. */
  isAlike: boolean;
}

/** Who may hold what on a page. */
export class Holders {
  private readonly own = new Map<Endpoint, Own>();
  /** Names to which the page gives what a call or a member has. */
  private readonly computed = new Set<string>();
  private readonly documents: Documents;
  private readonly persons: Persons;

  constructor(
    private readonly text: string,
    private readonly page: Page,
    all: readonly Named[],
  ) {
    this.persons = new Persons(text, page);
    this.documents = new Documents(text, page);
    for (const { value } of all)
      if (value.form === "bare" && /\w[.([]/.test(text.slice(value.start, value.end)))
        this.computed.add(lastSegment(value.name ?? ""));
    for (const one of all) {
      const is = text.slice(one.value.start, one.value.end);
      const names = is.split(/\W+/);
      const isSet = !/^[\w$]*$/.test(is) || names.some((name) => this.computed.has(name));
      for (const endpoint of one.owners) this.note(one, endpoint, names, isSet);
    }
  }

  private note(one: Named, endpoint: Endpoint, names: readonly string[], isSet: boolean): void {
    const depth = depthOf(one, endpoint);
    const known = this.own.get(endpoint);
    if (known !== undefined && depth < known.depth) return;
    const own =
      known?.depth === depth
        ? known
        : { depth, words: wordsOfEndpoint(endpoint), names: new Set<string>(), isSet: false, isAlike: false };
    this.own.set(endpoint, own);
    for (const name of names) own.names.add(name);
    own.isSet ||= isSet;
    own.isAlike ||= one.words.some((word) => own.words.includes(word));
  }

  /** The owners of a value that it opens. */
  of(one: Named): readonly Endpoint[] {
    const isNone = one.owners.length > 0 && isNoServers(this.text, one.part);
    return one.owners.filter((endpoint) => {
      if (endpoint.kind === "resource") return true;
      if (isNone) return false;
      if (endpoint.kind === "management")
        return isAdministrators(one.part) && !isElsewhere(this.text, one.part, endpoint);
      return (
        !isAnotherProducts(one.words, endpoint) &&
        !isElsewhere(this.text, one.part, endpoint) &&
        !isAnotherUsers(this.text, one.part, endpoint) &&
        !this.documents.areApart(one.part.group, endpoint) &&
        !this.persons.have(one.part, endpoint) &&
        !this.isUnderAnother(one, endpoint) &&
        !this.yields(one, endpoint)
      );
    });
  }

  /** A value with a name of anybody's stands under a title, the endpoint under another: `Mail server`, `Database`. */
  private isUnderAnother({ part, words }: Named, endpoint: Endpoint): boolean {
    const isBeside = part.group === endpoint.group && part.paragraph === endpoint.paragraph;
    if (words.length > 0 || isBeside) return false;
    const known = [...endpoint.words, ...(endpoint.account?.name.split("-") ?? [])];
    return (
      areTitledApart(part.group, endpoint.group, known) ||
      areParagraphsApart(this.page, part.start, endpoint.start, known)
    );
  }

  /** The endpoint has a password of its own: one that stands with it more closely, or is called alike. */
  private yields(one: Named, endpoint: Endpoint): boolean {
    const own = this.own.get(endpoint);
    if (own === undefined || own.names.has(lastSegment(one.value.name ?? ""))) return false;
    if (depthOf(one, endpoint) < own.depth) return own.isSet;
    return own.isAlike && one.words.length === 0;
  }
}

function wordsOfEndpoint({ words, group }: Endpoint): readonly string[] {
  return ownerWords([...words, ...wordsAround(group)]);
}

function depthOf({ part }: Named, { group }: Endpoint): number {
  return commonGroup(part.group, group).depth;
}

/** A resource speaks for what stands in its own block, or on its command's line. */
function isHeldByResource(text: string, { group, start, line }: Endpoint, part: Part, path: string): boolean {
  if (part.line === line && part.isFlag) return true;
  for (let one: Group | undefined = part.group; one !== undefined && one.kind !== "page"; one = one.parent) {
    if (one === group) return true;
    if (one.start > start && one.parent === group && !text.slice(start, one.start).includes("\n")) return true;
    if (one.kind === "item" && isIn(group, one)) return true;
  }
  return group.kind !== "page" && isIn(part.group, group) && !/\.md$/i.test(path);
}
