import { isStrong } from "./passwords/literal";
import { isFiller } from "./structure/words";

/** Values that stand where a chosen password would, and are none. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^\s*$/,
  // Variables and templates, as shells, languages and tools write them.
  /\$\{|\$\(|\\\(|\{\{|#\{|<%|%[A-Za-z_]\w*%|@Microsoft\.KeyVault|\{[A-Za-z_][\w.\-[\]'"]*\}|%\(\w+\)s/,
  /^[$@:!*&?][\w.:[\]{}'"-]*$|^\$env:/i,
  /^[<{[(«‹].*[>}\])»›]\$?$/,
  /^%[sdv@q]$|^\{\d*\}$|^%\d\$s$/,
  // One marker on both sides: __Password__, @@PASSWORD@@, ~password~.
  /^(__?|@@?|%%?|##?|--|\$\$?|~~?|!!?|\|\|?|::?|\+\+|==)\w+\1$/,
  /^(.)\1*$/,
  // Azure takes no password of letters alone: these are words.
  /^[\p{Ll}_-]{1,16}$|^[\p{Lu}_-]{1,24}$|^\p{L}{1,24}$/u,
  /^[x*.#_•…?-]+$/i,
  // "n/a", "t.b.d.": too short for a password, and no word.
  /^[^\d]{0,5}$/,
  /^.{0,3}(?:\*{3,}|\.{3,}|x{4,}|•{3,}|…).{0,3}$/i,
  /placeholder|redacted|change[-_ ]?me|replace[-_ ]?(?:me|with|this)|example|(?:password|secret|key)[-_ ]?here|not[-_ ]?real|dummy|fill[-_ ]?in|(?<![a-z\d])to[-_ ]?do(?![a-z\d])/i,
  /^(?:your|Your|YOUR)(?:[-_ .@]|[A-Z])/,
  // "Password" in the languages that documentation is written in, with nothing but words around it.
  /^\D*(?:密码|密碼|パスワード|пароль|비밀번호|contrase|passwort|kennwort|mot[-_ ]?de[-_ ]?passe|senha|wachtwoord|has[łl]o|[şs]ifre|heslo|jelsz|l[öo]senord|adgangskode|salasana|parol|wpisz|clave)\D*$/i,
  // What code or another tool writes in a value's place: a call, a member, an index, a reference to a vault.
  /^(?:process|os|env|config|cfg|conf|settings|options|opts|args|argv|params|system|environment|var|local|module|data|self|this|secrets|each|random_password|builder|app|ctx)[.[(]/i,
  /^(?:secretref|secret|secrets|vault|ssm|op|env|file|ref|sm|kv|akv|keyvault|doppler|sops|awssm|gcpsm|bws|pass|resolve)[:+]/i,
  /^(?:ENC|AES|CIPHER)[([]|^\{(?:cipher|noop|bcrypt)\}|^!vault/i,
  /^[a-zA-Z_$][\w.$]*\(.*\)?$/,
  /^(?:[a-z_$]\w*\.)+[a-z_]\w*$/,
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)[\w./\\-]+$/,
  /^[a-z][a-z_-]*(?:\/[a-z][a-z_-]*)+$/,
  /^[a-z][a-z+]*:\/\//i,
  // What a server keeps in place of a password, and a pattern that one is to match.
  /^SCRAM-SHA-\d+\$|^md5[\da-f]{32}$|^\$(?:2[abxy]|5|6|argon2\w*|pbkdf2[\w-]*)\$/,
  /^\(\?[<:=!P]|^\(?\[\^/,
];

/** Whether a chosen password's text is only a placeholder, a variable or a reference. Linear. */
export function isPlaceholder(value: string): boolean {
  const plain = /^(?:%3C|%7B|%24).*(?:%3E|%7D)$/i.test(value) ? "<>" : value.slice(0, 200);
  return PLACEHOLDERS.some((pattern) => pattern.test(plain)) || isFiller(plain, isStrong(plain));
}
