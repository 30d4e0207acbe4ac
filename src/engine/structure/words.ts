import {
  AFTER_PASSWORD,
  AUTH,
  CONVERTING,
  DECODING,
  ENDPOINT_WORDS,
  FILLERS,
  GENERIC,
  IDENTIFYING,
  KEY_WORDS,
  NOUNS,
  PARTS,
  PASSWORD_OWNERS,
  PASSWORD_WORDS,
  PLAIN,
  RIVALS,
  SETTINGS,
  STRONG,
  TELLING,
  WEAK,
} from "./vocabulary";

/** What the words of a name say: whose the value is, and which part of a connection. Knows nothing of places. */

/** A name's words, lower case: `DB_pwd` is db and pwd, `dbAuthKey` is db, auth and key, `PGPASSWORD` is pg and password. */
export function wordsOf(name: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of name.slice(0, 160).matchAll(WORD)) add(words, word.toLowerCase());
  return words;
}

/** Adds a word, or what it makes of the words before it: a key store is no key, `mot_de_passe` is one word. */
function add(words: string[], word: string): void {
  const before = words.at(-1);
  if (word === "store" && (before === "key" || before === "trust")) words.splice(-1, 1, `${before}store`);
  else if (word === "passe" && before === "de" && words.at(-2) === "mot") words.splice(-2, 2, "motdepasse");
  else words.push(...unglued(word));
}

/** Capitals, a word with or without its capital, a number with or without a letter behind it: `DB`, `Auth`, `key`, `2`, `4k`. */
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{Lt}]+|\p{N}+(?:\p{Ll}(?!\p{Ll}))?/gu;

/** `pgpassword`, `mongouri`: a word that ends in a part's noun is two, where what is left of it is a word. */
function unglued(word: string): readonly string[] {
  if (word.startsWith("pg") && word.length > 5 && GENERIC.has(word.slice(2))) return ["pg", word.slice(2)];
  const noun = GLUED.get(word.slice(-2))?.find((one) => word.endsWith(one) && word.length > one.length + 1);
  if (noun === undefined || NOUNS.has(word) || GENERIC.has(word) || word.length > 40) return [word];
  const rest = word.slice(0, -noun.length);
  if (AFTER_GENERIC.has(noun)) return GENERIC.has(rest) ? [...unglued(rest), noun] : [word];
  const kind = KINDS.find((one) => rest.endsWith(one) && rest.length > one.length + 1);
  return kind === undefined ? [...unglued(rest), noun] : [...unglued(rest.slice(0, -kind.length)), kind, noun];
}

/** The nouns, by what they end in: most words are none. */
const GLUED = new Map<string, readonly string[]>();
for (const noun of "password passwd pwd secret token key keys host hostname server endpoint uri url pass pw username user".split(
  " ",
))
  GLUED.set(noun.slice(-2), [...(GLUED.get(noun.slice(-2)) ?? []), noun]);

/** Those that also end other words: `compass`, `superuser`. */
const AFTER_GENERIC = new Set(["pass", "pw", "user", "username"]);
const KINDS = ["readonly", "read", "write", "auth", "access", "account", "master", "primary", "secondary"];

/** Whether a name is a password's: its last word is, but for a number, a letter or a stage behind it. */
export function isPasswordName(words: readonly string[]): boolean {
  const last = words.findLastIndex((word) => PASSWORD_WORDS.has(word));
  if (last < 0) return false;
  return words.slice(last + 1).every((word) => AFTER_PASSWORD.has(word) || /^(?:\d+|\p{L})$/u.test(word));
}

/** Whether a name says which part of a connection a value is. */
export function isPartName(words: readonly string[]): boolean {
  return words.some((word) => NOUNS.has(word));
}

/** Languages that write words in one. */
const KEY_ENDINGS = /(?:schl(?:ü|ue)ssel|nyckel|sleutel|密钥|密鑰|密匙|キー|鍵|키)$/;

/** Whether a name is that of a key, in whatever language. */
export function isKeyName(words: readonly string[]): boolean {
  return words.some((word) => KEY_WORDS.has(word) || PASSWORD_WORDS.has(word) || KEY_ENDINGS.test(word));
}

/** Whether a name is that of an address: a host, a URL, a connection. */
export function isEndpointName(words: readonly string[]): boolean {
  return words.some((word) => ENDPOINT_WORDS.has(word));
}

/** The words that name an owner who is not Cosmos DB's: none where the name could be that of any key. */
export function foreignWords(words: readonly string[]): readonly string[] {
  return words.filter(
    (word) =>
      word.length > 1 &&
      !NOUNS.has(word) &&
      !PARTS.has(word) &&
      !GENERIC.has(word) &&
      !/^\d+$|cosmos|documentdb|docdb/.test(word) &&
      !KEY_ENDINGS.test(word),
  );
}

/** A conversion, or a name that says nothing: the value is called what its result is called. */
export function isConversion(words: readonly string[]): boolean {
  return (
    words.join(" ") === "network credential" ||
    words.every((word) => (PARTS.has(word) && !TELLING.has(word)) || CONVERTING.has(word) || /^\d+$/.test(word))
  );
}

/** A call that gives its argument in another form, whatever it is a method of: `ngx.decode_base64`, `.unwrap_or_else`. */
export function isDecoding(call: readonly string[]): boolean {
  return call.length > 0 && isConversion(call) && call.some((word) => DECODING.has(word));
}

/** A name that is mostly another's: `SECRET_KEY`, `API_TOKEN`, `HOST_KEY`. It goes only with an endpoint that is named alike. */
export function isWeakName(words: readonly string[]): boolean {
  if (namesDatabase(words)) return false;
  // An account's key is no password of a server that is called after SQL, and none of a person.
  if (words.some((word) => PASSWORD_OWNERS.has(word)) && words.some((word) => PASSWORD_WORDS.has(word))) return true;
  return (
    words.some((word) => WEAK.has(word)) ||
    (words.length > 1 &&
      /^(?:api|app|host|private|priv|public|internal|admin|deploy|release)$/.test(words.at(-2) ?? ""))
  );
}

/** Whether a name is that of an account or a database, or of a part that only these have. */
export function namesDatabase(words: readonly string[]): boolean {
  return words.some((word) => STRONG.has(word) || /cosmos|documentdb|docdb/.test(word));
}

/** Whether a section is called after who may come in: what stands in it signs or checks tokens. */
export function isAuthName(words: readonly string[]): boolean {
  return AUTH.has(words[0] ?? "") && words.every((word) => AUTH.has(word) || SETTINGS.has(word));
}

/** Whether a name is that of something that tells things apart or goes through them: no secret. */
export function isIdentifierName(words: readonly string[]): boolean {
  return IDENTIFYING.has(words.at(-1) ?? "");
}

/** The words that tell one connection from another: without the nouns of its parts. */
export function ownerWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => !NOUNS.has(word) && (!PARTS.has(word) || TELLING.has(word) || word.length === 1));
}

/** How well two names go together: words in common, less those that only one has. */
export function affinity(a: readonly string[], b: readonly string[]): number {
  const common = a.filter((word) => b.includes(word)).length;
  return 2 * common - (a.length - common) - (b.length - common);
}

/** Whether two names are of two things: `DEV_KEY` and `PROD_URI`, `ORDERS_KEY` and `USERS_URI`, but not `ORDERS_KEY` and `URI`. */
export function areRivals(a: readonly string[], b: readonly string[]): boolean {
  const [own, theirs] = [foreignWords(a), foreignWords(b)];
  const areOthers = own.length > 0 && theirs.length > 0 && !own.some((word) => theirs.includes(word));
  return areOthers || areOnTwoSides(a, b);
}

/** Whether words are of two stages, two ends of a copy, two ages, two regions. */
export function areOnTwoSides(a: readonly string[], b: readonly string[]): boolean {
  return RIVALS.some((sides) => {
    const own = sides.filter((side) => a.some((word) => side.has(word)));
    const theirs = sides.filter((side) => b.some((word) => side.has(word)));
    return own.length > 0 && theirs.length > 0 && !own.some((side) => theirs.includes(side));
  });
}

/**
 * Whether a text consists of words that stand in for a value: `your-db-password-1`, `VOTRE_PASSWORD`. One as strong as
 * Azure asks is a password all the same, unless a word of it says that it is none: `Cosmos2024!`, but not `ChangeMe1!`.
 */
export function isFiller(text: string, isStrong: boolean): boolean {
  if (!/^[\p{L}\p{N}\s_.!?@#$*:'"<>()[\]-]+$/u.test(text)) return false;
  const words = wordsOf(text);
  const isMadeOf = (word: string): boolean =>
    FILLERS.has(word) || NOUNS.has(word) || PARTS.has(word) || GENERIC.has(word) || /^\d{1,4}$/.test(word);
  const isNoun = (word: string): boolean => NOUNS.has(word) || /^\d+$/.test(word);
  if (!words.every(isMadeOf) || /\d{5}/.test(text)) return false;
  if (!isStrong || words.some((word) => FILLERS.has(word) && !PLAIN.has(word)) || words.includes("my")) return true;
  // `dbPassword1` is a variable's name.
  return /^[a-z]+[A-Z][A-Za-z]*\d{0,2}$/.test(text) || (/^\w+$/.test(text) && words.every(isNoun));
}
