/** The words that names are made of, in many languages, by what they say. Tables alone. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** What a password is called. */
export const PASSWORD_WORDS = set(
  `password passwd pass pwd pw pswd passwrd psw passwort kennwort contraseña contrasena contrasenia senha mdp motdepasse wachtwoord hasło haslo
  пароль 密码 密碼 口令 パスワード 비밀번호 sifre şifre parola heslo jelszo jelszó salasana adgangskode lösenord losenord sandi geslo lozinka`,
);
/** What an address is called. */
export const ENDPOINT_WORDS = set(
  "endpoint endpoints host hostname hosts uri uris url urls server servers fqdn address addr account connection datasource contact point points domain",
);
/** What a key, or what opens in another way, is called. */
export const KEY_WORDS = set(
  `key keys keystring keystr passphrase secret secrets token credential credentials cred creds
  schlüssel schluessel clave llave chave clé cle chiave sleutel nyckel nøgle nøkkel klucz klíč klic kulcs cheie ключ anahtar anahtari kunci avain 密钥 密鑰 密匙 主键 キー 鍵 키`,
);

/** What any part of a connection is called. */
export const NOUNS: ReadonlySet<string> = new Set([...PASSWORD_WORDS, ...ENDPOINT_WORDS, ...KEY_WORDS]);

/** Words that say which part a value is, or nothing at all of whose it is. They name no owner and tell no two apart. */
export const PARTS = set(
  `value values val data text string str name names id ids primary secondary master read write only readonly readwrite ro rw access auth authorization authentication
  authkey masterkey primarykey accountkey dsn conn connectionstring connectionstrings strings cs db1 config configuration conf cfg settings setting options option
  opts properties props parameters parameter params param arguments argument args arg env environment variables variable vars var default defaults
  fallback const static final private public protected internal readonly let export declare new return with for from to in is of or and not the a an my our your this self
  set get put add use using create make build builder append concat format f s u b r k v x y i n e c key1 key2 raw plain plaintext decoded encoded decode encode base64 b64
  bytes byte buffer hex secure securestring print printf println echo log logger debug info warn error write line writeline cell output outputs result results input inputs
  initial temporary current its their new given chosen details info information overview setup quick start started getting prerequisites usage step steps how install
  installation guide notes note connect connecting sign signin creating configure first then next
  force pk sk port ssl sslmode tls type content item items entry entries list array map dict dictionary object literal literals json yaml xml insert into select where having as id exec lines source cells stdout stderr event message msg request requests response responses headers header td th tr li span pre div dd dt exports module init execute exec eval evidence command query statement mast prim pri mk ak
  os environ getenv process system convert client clients api service services resource fields field column row case if else then when try catch func function def
  provider authenticator authenticate sasl negotiator evidence identity body user username login admin administrator usr uid account acct http https com net windows`,
);

/** Words that go with any Cosmos DB account or database: they name no other owner, but tell two connections apart. */
export const GENERIC = set(
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

/** What stands behind the word for a password in its name. */
export const AFTER_PASSWORD = set(
  "prod production prd dev development staging stage stg test qa uat local live old new value string str text plain plaintext default fallback env raw b64 base64 or else encode encoded quote escape quoted plus evidence",
);

/** Of the parts those that tell two keys apart. */
export const TELLING = set("primary secondary");

/** Of the words that go with any database those that cannot go with each other: stages, ends of a copy, ages, regions. */
export const RIVALS: readonly (readonly ReadonlySet<string>[])[] = [
  ["dev development", "test tests testing tst qa uat", "staging stage stg preprod", "prod production prd live"],
  ["source src from", "target dest dst destination sink to"],
  ["old previous legacy", "new current"],
  ["eu europe", "us", "uk", "asia"],
  ["east", "west", "north", "south"],
  ["first one", "second two", "third three"],
].map((sides) => sides.map(set));

/** What calls are named after that only give a value in another form. */
export const CONVERTING = set(
  "base std encoding utf ascii memory stream array span char chars of reveal sensitive unsecure wrap unwrap trim strip format dec enc decoder encoder parse binary 2b lenient strict quote plus urlencode",
);

/** Of these those that decode, or hand out what they hold. */
export const DECODING = set(
  "decode dec encode base64 b64 base bytes unwrap else reveal trim strip string securestring buffer quote urlencode",
);

/** Whose a password is, in a name that is no account key's. */
export const PASSWORD_OWNERS = set("admin administrator sql postgres postgresql postgre pg psql citus npgsql");

/** What is mostly another's. */
export const WEAK = set("secret secrets token tokens passphrase");
/** What only an account or a database has. */
export const STRONG = set(
  "cosmos cosmosdb documentdb docdb db database account acct primary secondary master mongo table gremlin cassandra document endpoint",
);

/** What sections are called after that say who may come in. */
export const AUTH = set("auth authentication authorization token tokens login user users admin");

/** What stands behind it in their names. */
export const SETTINGS = set("options settings config configuration");

/** What tells things apart or goes through them. */
export const IDENTIFYING = set("id ids uuid guid rid etag cursor continuation");

/** What stands in a value's place. */
export const FILLERS = set(
  `your yours you enter insert put type goes go fill replace change me here there some any strong weak complex very super secure safe long short random generated generate
  dummy fake mock foo bar baz qux abc xyz xxx todo tbd fixme none null nil undefined true false redacted hidden masked omitted removed sanitized confidential not real valid
  invalid wrong empty blank please unknown example sample placeholder portal azure paste number char chars character characters must be at least no yes ok changeme actual
  votre vos mon mot de passe ici mettez ihr ihre dein deine hier einfügen eingeben ersetzen tu tus su sus mi clave aquí aqui sua seu minha tuo tua il qui jouw uw twoje hasło
  ваш секрет pswd passw passwrd psw super top stored kept saved found managed from keyvault bitwarden`,
);

/** Words that people make passwords of, too. */
export const PLAIN = set("true false yes no ok azure portal top pswd passw passwrd psw");

/** What parts of settings, of pipelines and of documents are called, whoever they are about. */
export const FRAME = set(
  `usage example examples note notes details description help command commands run runs script scripts steps jobs stages tasks
  stage on spec specs template templates metadata labels annotations stringdata containers container pod volumes inputs outputs matrix
  strategy profiles profile configurations launch environments secretstore kubernetes docker compose helm release chart`,
);
