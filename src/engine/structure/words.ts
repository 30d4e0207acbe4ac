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

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** What a part of a connection is called. */
export const PASSWORD_WORDS = set(
  `password passwd pass pwd pw pswd passwrd psw passphrase passwort kennwort contraseña contrasena contrasenia senha mdp motdepasse wachtwoord hasło haslo
  пароль 密码 密碼 口令 パスワード 비밀번호 sifre şifre parola heslo jelszo jelszó salasana adgangskode lösenord losenord sandi geslo lozinka`,
);
const ENDPOINT_WORDS = set(
  "endpoint endpoints host hostname hosts uri uris url urls server servers fqdn address addr account connection datasource contact point points domain",
);
const KEY_WORDS = set(
  `key keys keystring keystr secret secrets token credential credentials cred creds
  schlüssel schluessel clave llave chave clé cle chiave sleutel nyckel nøgle nøkkel klucz klíč klic kulcs cheie ключ anahtar anahtari kunci avain 密钥 密鑰 密匙 主键 キー 鍵 키`,
);

const NOUNS: ReadonlySet<string> = new Set([...PASSWORD_WORDS, ...ENDPOINT_WORDS, ...KEY_WORDS]);

/** Words that say which part a value is, or nothing at all of whose it is. They name no owner and tell no two apart. */
const PARTS = set(
  `value values val data text string str name names id ids primary secondary master read write only readonly readwrite ro rw access auth authorization authentication
  authkey masterkey primarykey accountkey dsn conn connectionstring connectionstrings strings cs db1 config configuration conf cfg settings setting options option
  opts properties props parameters parameter params param arguments argument args arg env environment variables variable vars var default defaults
  fallback const static final private public protected internal readonly let export declare new return with for from to in is of or and not the a an my our your this self
  set get put add use using create make build builder append concat format f s u b r k v x y i n e c key1 key2 raw plain plaintext decoded encoded decode encode base64 b64
  bytes byte buffer hex secure securestring print printf println echo log logger debug info warn error write line writeline cell output outputs result results input inputs
  initial temporary current its their new given chosen details info information overview setup quick start started getting prerequisites usage step steps how install
  installation guide notes note connect connecting sign signin creating configure first then next
  force pk sk port ssl sslmode tls type content item items entry entries list array map dict dictionary object literal literals json yaml xml insert into select where having as id exec lines source cells stdout stderr event message msg request requests response responses headers header td th tr li span pre div dd dt exports module mast prim pri mk ak
  os environ getenv process system convert client clients api service services resource fields field column row case if else then when try catch func function def
  provider authenticator authenticate sasl negotiator body user username login admin administrator usr uid account acct http https com net www windows`,
);

/** Words that go with any Cosmos DB account or database: they name no other owner, but tell two connections apart. */
const GENERIC = set(
  `cosmos cosmosdb cosmo cosmodb comos comosdb cosmobd cosmsodb cosomosdb comsosdb comsos csomosdb docdb documentdb documents document azure az ms microsoft db database databases nosql sql mongo mongodb vcore mongocluster
  table tables gremlin graph cassandra postgres postgresql postgre psql pg citus npgsql jdbc odbc spring datasource mongoose sequelize knex prisma typeorm pool ado
  prod production prd dev development staging stage stg test tests testing tst qa uat int integration local localhost live shared named preprod preview sandbox demo
  old new current previous legacy temp tmp backup bak copy main base root core common global shared app apps application web site website backend frontend server srv
  store storing repo repository dal dao persistence cluster node coordinator source src target dest dst destination sink reader writer
  east west north south central us eu uk europe asia region one two three first second third other another region hub spoke emulator remote
  tenant customer organization org team project solution company general misc sample example tutorial quickstart settings section secrets vault kv
  プライマリ セカンダリ マスター アクセス データベース 主 主要 访问 数据库 datenbank banco banque datos dados données donnees baza bazy veritabani basedatos primaria primario primaire principal principale primär primaer glowny główny glowna maestra maestro mestra mestre
  haupt zugriff konto cuenta conta compte hôte hote servidor serveur servidora servizio acceso acesso accès acces de la el da do du des del di van der die das
  code script run job jobs step steps task tasks stage stages pipeline build deploy deployment release module component feature`,
);

/** Whether a name is a password's: its last word is, but for a number or a stage behind it. */
export function isPasswordName(words: readonly string[]): boolean {
  const last = words.findLastIndex((word) => PASSWORD_WORDS.has(word));
  if (last < 0) return false;
  return words.slice(last + 1).every((word) => AFTER_PASSWORD.has(word) || /^\d+$/.test(word));
}

const AFTER_PASSWORD = set(
  "prod production prd dev development staging stage stg test qa uat local live old new value string str text plain plaintext default fallback env raw b64 base64 or else encode encoded quote escape quoted plus",
);

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

const TELLING = set("primary secondary");

/** A conversion, or a name that says nothing: the value is called what its result is called. */
export function isConversion(words: readonly string[]): boolean {
  return (
    words.join(" ") === "network credential" ||
    words.every((word) => (PARTS.has(word) && !TELLING.has(word)) || CONVERTING.has(word) || /^\d+$/.test(word))
  );
}

const CONVERTING = set(
  "base std encoding utf ascii memory stream array span char chars of reveal sensitive unsecure wrap unwrap trim strip format dec enc decoder encoder parse",
);

/** A call that gives its argument in another form, whatever it is a method of: `ngx.decode_base64`, `.unwrap_or_else`. */
export function isDecoding(call: readonly string[]): boolean {
  return call.length > 0 && isConversion(call) && call.some((word) => DECODING.has(word));
}

const DECODING = set(
  "decode dec encode base64 b64 base bytes unwrap else reveal trim strip string securestring buffer",
);

const PASSWORD_OWNERS = set("admin administrator sql postgres postgresql postgre pg psql citus npgsql");

const WEAK = set("secret secrets token tokens passphrase");
const STRONG = set(
  "cosmos cosmosdb documentdb docdb db database account acct primary secondary master mongo table gremlin cassandra document endpoint",
);

/** A name that is mostly another's: `SECRET_KEY`, `API_TOKEN`, `HOST_KEY`. It goes only with an endpoint that is named alike. */
export function isWeakName(words: readonly string[]): boolean {
  if (namesDatabase(words)) return false;
  // An account's key is no password of a server that is called after SQL, and none of a person.
  if (words.some((word) => PASSWORD_OWNERS.has(word)) && words.some((word) => PASSWORD_WORDS.has(word))) return true;
  return (
    words.some((word) => WEAK.has(word)) ||
    (words.length > 1 && /^(?:api|app|host|private|priv)$/.test(words.at(-2) ?? ""))
  );
}

/** Whether a name is that of an account or a database, or of a part that only these have. */
export function namesDatabase(words: readonly string[]): boolean {
  return words.some((word) => STRONG.has(word) || /cosmos|documentdb|docdb/.test(word));
}

/** Whether a section is called after who may come in: what stands in it signs or checks tokens. */
export function isAuthName(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => AUTH.has(word));
}

const AUTH = set("auth authentication authorization token tokens login user users admin");

/** Whether a name is that of something that tells things apart or goes through them: no secret. */
export function isIdentifierName(words: readonly string[]): boolean {
  return IDENTIFYING.has(words.at(-1) ?? "");
}

const IDENTIFYING = set("id ids uuid guid rid etag cursor continuation");

/** The words that tell one connection from another: without the nouns of its parts. */
export function ownerWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => !NOUNS.has(word) && (!PARTS.has(word) || TELLING.has(word) || word.length === 1));
}

/** How well two names go together: words in common, less those that only one has. */
export function affinity(a: readonly string[], b: readonly string[]): number {
  const common = a.filter((word) => b.includes(word)).length;
  return 2 * common - (a.length - common) - (b.length - common);
}

const FILLERS = set(
  `your yours you enter insert put type goes go fill replace change me here there some any strong weak complex very super secure safe long short random generated generate
  dummy fake mock foo bar baz qux abc xyz xxx todo tbd fixme none null nil undefined true false redacted hidden masked omitted removed sanitized confidential not real valid
  invalid wrong empty blank please unknown example sample placeholder portal azure paste number char chars character characters must be at least no yes ok changeme actual
  votre vos mon mot de passe ici mettez ihr ihre dein deine hier einfügen eingeben ersetzen tu tus su sus mi clave aquí aqui sua seu minha tuo tua il qui jouw uw twoje hasło
  ваш секрет pswd passw passwrd psw super top`,
);

/** Words that people make passwords of, too. */
const PLAIN = set("true false yes no ok azure portal top pswd passw passwrd psw");

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
