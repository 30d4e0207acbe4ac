/** Calls that open Cosmos DB with a key or a connection string, over as many lines as they take. */

/** What opens Cosmos DB in the SDKs and what is built upon them, by the name before its arguments. */
const OPENERS =
  /\b(?:CosmosClient|CosmosClientBuilder|CosmosAsyncClient|CosmosDatabase|DocumentClient|CreateAndInitializeAsync|UseCosmos|AddCosmos\w*|AddAzureCosmos\w*|CosmosDBContainer|TableServiceClient|TableClient|GremlinServer|from_connection_string|fromConnectionString|NewClientWithKey|NewKeyCredential|NewClientFromConnectionString|with_key|primary_(?:from_base64|key))\s*(?:<[\w<>, ]{0,80}>)?\s*\(/g;
/** Calls whose name says that they take a key. */
const TAKES_KEY =
  /^(?:from_?connection_?string|NewClientWithKey|NewKeyCredential|NewClientFromConnectionString|with_key|primary_)/i;
const IDENTITY =
  /\b(?:Default|ManagedIdentity|AzureCli|AzureDeveloperCli|WorkloadIdentity|ClientSecret|ClientCertificate|ClientAssertion|ChainedToken|Environment|VisualStudio\w*|InteractiveBrowser|DeviceCode|Token)(?:Azure)?Credential\w*|\baad_?credentials?\b/i;
/** Names of keys and of strings that hold one; a partition's key and a vault are others. */
const KEY_NAME =
  /(?<!partition[_-]?|row[_-]?|sort[_-]?|public[_-]?)key(?![_-]?vault)|secret|passw|conn(?:ection)?[_-]?str/i;
/** Other names of what is no key. */
const NO_KEY = /credential|identity|token|options|serviceProvider|=>/i;
/** A builder's chain: `.key(…)`, or `.credential(…)` with a key's name in it. */
const CHAINED_KEY =
  /\.\s*(?:key|WithConnectionString|connectionString)\s*\(|\.\s*credential\s*\(\s*new\s+AzureKeyCredential/i;
const LONGEST_CALL = 4000;

/** Where calls that take a key begin, or the key's name in them. */
export function callsThatTakeKeys(text: string): readonly number[] {
  const found: number[] = [];
  for (const match of text.matchAll(OPENERS)) {
    const open = match.index + match[0].length - 1;
    const { parts, end } = partsOf(text, open);
    const name = match[0].slice(0, match[0].search(/[\s<(]/));
    const key = TAKES_KEY.test(name) ? match.index : keyAmong(parts, name);
    const chained = name.endsWith("Builder") ? CHAINED_KEY.exec(statementFrom(text, end)) : null;
    if (key !== undefined) found.push(key);
    else if (chained !== null) found.push(end + chained.index);
  }
  return found;
}

/** One argument and where it begins. */
interface Part {
  readonly at: number;
  readonly text: string;
}

function keyAmong(parts: readonly Part[], name: string): number | undefined {
  const all = parts.map(({ text }) => text).join(",");
  const named = parts.find(({ text }) => KEY_NAME.test(text));
  if (named !== undefined) return named.at + named.text.search(KEY_NAME);
  if (IDENTITY.test(all)) return undefined;
  // The second of two is the key, unless its name says otherwise; one alone is a connection string in C#.
  const [first, second] = parts;
  const isObject = first?.text.startsWith("{") === true;
  if (isObject || first === undefined) return undefined;
  if (second !== undefined) return NO_KEY.test(second.text) ? undefined : second.at;
  return name === "CosmosClient" && /conn/i.test(first.text) ? first.at : undefined;
}

/** A call's arguments, strings and nested brackets whole, comments left out; where the call ends. */
function partsOf(text: string, open: number): { readonly parts: readonly Part[]; readonly end: number } {
  const parts: Part[] = [];
  const last = Math.min(text.length, open + LONGEST_CALL);
  let depth = 0;
  let at = open + 1;
  let part = "";
  const close = (next: number): void => {
    if (part.trim() !== "") parts.push({ at: at + part.length - part.trimStart().length, text: part.trim() });
    at = next;
    part = "";
  };
  for (let i = open; i < last; i++) {
    const one = text[i] ?? "";
    const comment = one === "/" || one === "#" ? /^(?:\/\/|#(?=\s)|\/\*)/.exec(text.slice(i, i + 2))?.[0] : undefined;
    if (comment !== undefined) {
      const end = text.indexOf(comment === "/*" ? "*/" : "\n", i);
      const next = end < 0 ? last : comment === "/*" ? end + 1 : end - 1;
      part += " ".repeat(Math.max(0, Math.min(next, last) - i + 1));
      i = next;
    } else if (one === '"' || one === "'" || one === "`") {
      const end = endOfString(text, i, last);
      part += text.slice(i, end + 1);
      i = end;
    } else {
      if ("([{".includes(one)) depth++;
      if (")]}".includes(one) && --depth === 0) {
        close(i);
        return { parts, end: i + 1 };
      }
      if (one === "," && depth === 1) close(i + 1);
      else if (i > open) part += one;
    }
  }
  close(last);
  return { parts, end: last };
}

function endOfString(text: string, start: number, last: number): number {
  for (let i = start + 1; i < last; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[start]) return i;
  }
  return last;
}

/** What follows a builder up to the end of its statement. */
function statementFrom(text: string, at: number): string {
  const rest = text.slice(at, at + LONGEST_CALL);
  const end = rest.search(/;|\n\s*\n|\.\s*build\w*\s*\(/i);
  return end < 0 ? rest : rest.slice(0, end);
}
