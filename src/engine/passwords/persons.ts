import type { Endpoint } from "../structure/endpoints";
import type { Part } from "../structure/owner";
import { commonGroup, type Group, type Page } from "../structure/page";
import { isPartName, ownerWords, wordsOf } from "../structure/words";

const MAIL = /e?mail$/i;
const USER = /(?:user(?:_?name)?|login|account)$/i;
const ADDRESS = /^[^\s@"'`]{1,60}@[\w.-]{1,60}\.[a-z]{2,10}$/i;
/** Who is made up for tests: `TEST_PASSWORD`, `E2E_USER_PASSWORD`, `demoPassword`. */
const MADE_UP =
  /^((?:test|demo|sample|guest|seed|dummy)(?=_?-?users?_?-?p)|test|demo|e2e|cypress|playwright|selenium)_?-?(?:users?_?-?)?p(?:ass|wd?$)/i;
/** A connection's user may be a person. */
const OF_DATABASE = /^(?:pg|db|postgres|postgresql|psql|citus|mongo|mongodb|vcore|cosmos|cosmosdb|database|sql)$/;
const USERS = /(?:^|[a-z_])users?$/i;

/** Whose e-mail addresses stand on a page: `ADMIN_EMAIL` is the admin's, who signs in with `ADMIN_PASSWORD`. */
export class Persons {
  private readonly prefixes = new Map<Group, Set<string>>();

  constructor(text: string, { values }: Page) {
    for (const { name, group, start, end } of values) {
      if (name === undefined || (!MAIL.test(name) && !isAddress(text, name, start, end))) continue;
      this.prefixes.set(group, (this.prefixes.get(group) ?? new Set()).add(ownPrefix(name)));
    }
  }

  /** Whether a person signs in with a password: it goes with an e-mail address, or is a user's apart from the endpoint. */
  have(part: Part, endpoint: Endpoint): boolean {
    const made = MADE_UP.exec(part.name ?? "")?.[1];
    if (made !== undefined && !endpoint.words.includes(made.toLowerCase())) return true;
    const { kind } = commonGroup(part.group, endpoint.group);
    if ((kind === "page" || kind === "section") && USERS.test(part.group.name ?? "")) return true;
    const prefixes = this.prefixes.get(part.group);
    if (prefixes === undefined) return false;
    const own = ownPrefix(part.name);
    if (own === "" && endpoint.group === part.group && ownerWords(endpoint.words).length === 0) return false;
    return prefixes.has(own);
  }
}

function isAddress(text: string, name: string, start: number, end: number): boolean {
  if (!USER.test(name) || end - start > 120 || wordsOf(name).some((word) => OF_DATABASE.test(word))) return false;
  return ADDRESS.test(text.slice(start, end));
}

/** A name's words before the part of a connection, or of a person, that it names. */
function ownPrefix(name: string | undefined): string {
  const words = wordsOf(name ?? "").filter((word) => word !== "default");
  const last = words.findIndex(
    (word, i) =>
      isPartName([word]) || (i > 0 && /^(?:e|email|mail|user|username)$/.test(word)) || /^(?:e|email|mail)$/.test(word),
  );
  return (last < 0 ? words : words.slice(0, last)).join(" ");
}
