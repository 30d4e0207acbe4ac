import type { Span } from "../finding";
import type { Surroundings } from "../surroundings";
import type { Asked, Opinion } from "./scope";

/** The secret of a database's credential, `CREATE CREDENTIAL [shop] WITH IDENTITY = '…', SECRET = '…'`, and what uses it. */

const REACH = 240;
const SECRET = /secret\s{0,4}=\s{0,4}N?'$/i;
const CREDENTIAL =
  /\bcredential\s{1,8}[["]?([\w.-]{1,128})[\]"]?\s{1,8}with\s{1,8}\(?\s{0,8}identity\s{0,4}=[^;]{1,100}$/i;

/** What the credential is called whose secret stands at a span. */
export function credentialOf(text: string, { start }: Span): string | undefined {
  const before = text.slice(Math.max(0, start - REACH), start);
  return SECRET.test(before) ? CREDENTIAL.exec(before)?.[1] : undefined;
}

const USED = /credential\s{0,4}=\s{0,4}N?['"[]?$/i;
const MOST_USES = 8;
/** UTF-16 units of a statement before and behind the name of its credential. */
const STATEMENT = 400;
const STATEMENTS_END = /;[ \t]*\r?\n|\n[ \t]*GO[ \t]*\r?\n/i;

/** What the credential opens: the query or data source that names it, `OPENROWSET(PROVIDER = 'CosmosDB', … CREDENTIAL = 'shop')`. */
export function ofCredential({ text, signs }: Surroundings, { span, subject: { page } }: Asked): Opinion | undefined {
  const name = credentialOf(text, span);
  if (name === undefined) return undefined;
  let at = page.start;
  for (let uses = 0; uses < MOST_USES; uses++) {
    at = text.indexOf(name, at + 1);
    if (at < 0 || at > page.end) return undefined;
    if (!USED.test(text.slice(Math.max(0, at - 40), at))) continue;
    const before =
      text
        .slice(Math.max(page.start, at - STATEMENT), at)
        .split(STATEMENTS_END)
        .at(-1) ?? "";
    const behind = text.slice(at, at + STATEMENT).split(STATEMENTS_END)[0] ?? "";
    const on = signs.within(at - before.length, at + behind.length);
    const sign =
      on.find(({ meaning, reach }) => meaning === "cosmos" && reach === "file") ??
      on.find(({ meaning, reach }) => meaning === "other" && reach === "block");
    if (sign !== undefined) return { meaning: sign.meaning, scope: "use", names: sign.names };
  }
  return undefined;
}
