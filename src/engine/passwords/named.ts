import { nameAround } from "../belonging";
import type { Page, Value } from "../structure/page";
import { isPasswordName, wordsOf } from "../structure/words";
import { isStrong } from "./literal";
import { stringsOf } from "./placed";

/** The values that are called a password: by their name, by the call or the flag that takes them. */

const LONGEST = 300;

/** The values of a page in a password's place, whatever stands there; of a variable with a default, the default. */
export function namedPasswords(text: string, page: Page): readonly Value[] {
  const named: Value[] = [];
  for (const value of page.values) {
    if (value.name === undefined || value.end - value.start > LONGEST) continue;
    if (ENCRYPTED.test(value.name) || ENCRYPTED.test(value.group.name ?? "")) continue;
    if (isPasswordName(wordsOf(value.name)) || isPasswordFlag(text, value)) named.push(defaultOf(text, value));
    else if (CONVERSION.test(value.name) || FALLBACK.test(value.name)) {
      const name = nameOfResult(value.group.label) ?? nameAround(value.group);
      if (name !== undefined && isPasswordName(wordsOf(name))) named.push({ ...value, name });
    } else if (isPairOf(text, page, value)) named.push({ ...value, name: PAIR_OF.exec(value.group.label)?.[1] });
    else if (isCredential(text, page, value) || isSecureString(text, value) || isSecured(text, value))
      named.push({ ...value, name: "password" });
  }
  return named;
}

/** What is named so opens nothing as it stands there. */
const ENCRYPTED = /encrypted|sealed|hashed|(?<!de)cipher/i;

/** Calls that give a password on as they were given it. */
export const CONVERSION =
  /(?:^|\.)(?:encodeURI(?:Component)?|quote(?:_plus)?|url_?encode|urlencode|encode|QueryEscape|PathEscape|EscapeDataString|escape|(?:to_?)?string|to_?s|from|SecretString|Secret|SecureString|ConvertTo|AsPlainText|toCharArray|secret|ptr|of)$/i;

/** Calls that give a value where none is set. */
const FALLBACK = /(?:^|\.)(?:default(?:_?to|_?value)?|with_?default|unwrap_or|or_?else|get_?or_?else|fallback)$/i;

/** `Password: pulumi.String`, `PGPASSWORD: z.string().default`, `env::var("PGPASSWORD").unwrap_or`: what the call's value is for. */
function nameOfResult(label: string): string | undefined {
  const match = /^["']?([\p{L}_$][\p{L}\p{N}_$]*)["']?\s*:\s*[\w.()]*$|["']([\w.]+)["'][)\]]*\.\w+$/u.exec(label);
  return match?.[1] ?? match?.[2];
}

/** `${PGPASSWORD:…}` of Spring, `${PGPASSWORD:-…}` of shells; `${env:…}` asks for one. */
const WITH_DEFAULT =
  /^\$\{(?!(?:env|sys|vault|file|opt|self|ssm|cf|secrets?|kv|sops|param|lookup|op)[.:])[A-Za-z_][\w.]*:-?([^\s${}:?+-][^\s${}]*)\}$/;

function defaultOf(text: string, value: Value): Value {
  const given = WITH_DEFAULT.exec(text.slice(value.start, value.end))?.[1];
  return given === undefined ? value : { ...value, start: value.end - 1 - given.length, end: value.end - 1 };
}

const PAIR_OF =
  /^(?:(?:const|let|var|val|my)\s+)?[$@]?((?:\w{1,40}_)?(?:auth|credentials?|creds|login))\s*(?::[^=]{1,40})?=$/i;

/** `AUTH = ("citus", "…")`: the second of two. */
function isPairOf(text: string, page: Page, { form, group, start, end }: Value): boolean {
  if (form !== "quoted" || !PAIR_OF.test(group.label)) return false;
  const strings = stringsOf(page, group, start);
  return strings.length === 2 && strings[1]?.start === start && isStrong(text.slice(start, end));
}

/** The last of a credential's arguments: `MongoCredential.createCredential("app", "admin", "…")`, `db.auth("app", "…")`. */
function isCredential(text: string, page: Page, { name, form, group, start, end }: Value): boolean {
  if (form !== "quoted" || name === undefined) return false;
  if (/network_?credential/i.test(name)) return false;
  if (!/credential|basic_?auth|authenticat|set_?auth|\bdb\.auth$/i.test(name)) return false;
  const strings = stringsOf(page, group, start);
  return strings.length > 1 && strings.at(-1)?.start === start && isStrong(text.slice(start, end));
}

/** `New-Object PSCredential("citus", (ConvertTo-SecureString "…"))`. */
function isSecureString(text: string, { name, group, start, end }: Value): boolean {
  if (!/secure-?string/i.test(name ?? "") || !isStrong(text.slice(start, end))) return false;
  const label = `${group.label} ${group.parent?.label ?? ""}`;
  return /credential/i.test(label) && !isUsedElsewhere(text, /\$(\w+)\s*=/.exec(label)?.[1], end);
}

/** Commands that sign in elsewhere: on machines, in Azure, on the web. */
const ELSEWHERE =
  /^[^\n]*(?:PSSession|Invoke-(?:Command|RestMethod|WebRequest)|Connect-Az|Send-MailMessage|New-PSDrive|Add-Computer|New-AzVM|CimSession|Start-Process)\b/im;

/** Whether a credential in a variable signs in elsewhere than on a cluster. */
function isUsedElsewhere(text: string, variable: string | undefined, from: number): boolean {
  if (variable === undefined) return false;
  const behind = text.slice(from, from + 2000).split("\n");
  return behind.some((line) => line.includes(`$${variable}`) && ELSEWHERE.test(line));
}

/** `$pw = ConvertTo-SecureString "…"`. */
function isSecured(text: string, { name, start }: Value): boolean {
  if (!/^(?:ConvertTo-SecureString|-String)$/i.test(name ?? "")) return false;
  const given = /\$(\w+)\s*=\s*\(?\s*ConvertTo-SecureString\s[^\n]{0,40}$/i.exec(
    text.slice(Math.max(0, start - 120), start),
  )?.[1];
  return given !== undefined && isPasswordName(wordsOf(given));
}

/** `-p` of MongoDB's tools; `psql -p` is a port. */
function isPasswordFlag(text: string, { name, start }: Value): boolean {
  if ((name !== "-p" && name !== "/p") || text[start] === "/") return false;
  const line = text.slice(Math.max(0, start - 400), start);
  return /\b(?:mongosh|mongo|mongodump|mongorestore|mongoimport|mongoexport|mongostat|mongotop|mongofiles)\b(?:[^\n]|[\\`^]\r?\n)*$/.test(
    line,
  );
}
