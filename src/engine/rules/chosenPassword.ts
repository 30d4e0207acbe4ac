import type { Candidate } from "../candidate";
import type { Api, Span } from "../finding";
import { accountIn } from "../hosts";
import { linesAround } from "../lines";
import type { TextRule } from "./rule";

/** A password that a person chose for a vCore cluster of MongoDB: it has no shape, its host is the sign. */
export const mongoVcorePassword: TextRule = {
  id: "mongo-vcore-password",
  title: "Password of a MongoDB vCore cluster",
  help: "A chosen password of an Azure DocumentDB (MongoDB vCore) cluster, beside its host. Where the driver speaks OpenID Connect use Microsoft Entra ID; otherwise keep it in Key Vault. Change the password: it stays in git's history.",
  reads: "text",
  anchors: ["mongocluster.cosmos.azure."],
  propose: (text, at) => passwordAt(text, at, mongoVcorePassword.id, "mongo-vcore"),
};

/** A password that a person chose for a PostgreSQL cluster. */
export const postgresPassword: TextRule = {
  id: "postgres-password",
  title: "Password of a PostgreSQL cluster",
  help: "A chosen password of an Azure Cosmos DB for PostgreSQL cluster, beside its host. Keep it in Key Vault, or sign in with a Microsoft Entra token. Change the password: it stays in git's history.",
  reads: "text",
  anchors: ["postgres.cosmos.azure."],
  propose: (text, at) => passwordAt(text, at, postgresPassword.id, "postgresql"),
};

function passwordAt(text: string, at: number, rule: string, api: Api): Candidate | undefined {
  const span = inUrl(text, at) ?? asKeyword(text, at);
  if (span === undefined) return undefined;
  const account = accountIn(
    text
      .slice(Math.max(0, at - 120), at + 40)
      .split(/[@/\s"'=]/)
      .find((part) => part.includes("cosmos.azure.")) ?? "",
  );
  const value = text.slice(span.start, span.end);
  return {
    ...span,
    rule,
    shape: "password",
    value,
    pieces: [span],
    api,
    account,
    beside: true,
    partOfLongerRun: false,
  };
}

const URL_REACH = 600;

/** `scheme://user:PASSWORD@host`: from the first colon after the scheme to the last `@` before the host. */
function inUrl(text: string, at: number): Span | undefined {
  const from = Math.max(0, at - URL_REACH);
  const before = text.slice(from, at);
  const scheme = Math.max(before.lastIndexOf("://"), before.lastIndexOf("%3A%2F%2F"));
  if (scheme < 0) return undefined;
  const authority = scheme + (before.startsWith("://", scheme) ? 3 : 9);
  if (/[\s"'`]/.test(before.slice(authority).replace(/<[^>\n]*>|\$?\{[^}\n]*\}/g, ""))) return undefined;
  const close = before.lastIndexOf("@");
  const colon = before.indexOf(":", authority);
  return colon < 0 || close < colon ? undefined : { start: from + colon + 1, end: from + close };
}

const KEYWORD =
  /(?<![a-z])(?:[a-z_.-]{0,40}?)(?:password|passwd|pwd)(["'\])]{0,2}\s{0,8}(?:=>|->|:=|[:=,])\s{0,8})(?:(?:[urbf@$]{0,2})(["'])([^"'\r\n]{1,200})\2|([^\s"';&,)<>}]{1,200}))/gi;

/** `Password=…;` in the same string, or a keyword, property or variable named password a few lines away. */
function asKeyword(text: string, at: number): Span | undefined {
  const around = linesAround(text, { start: at, end: at }, 8);
  let best: Span | undefined;
  for (const match of text.slice(around.start, around.end).matchAll(KEYWORD)) {
    const value = match[3] ?? match[4] ?? "";
    if (match[4] !== undefined && isVariable(value, text.charAt(around.start + match.index + match[0].length)))
      continue;
    const end = around.start + match.index + match[0].length - (match[3] === undefined ? 0 : 1);
    const span = { start: end - value.length, end };
    if (best === undefined || Math.abs(span.start - at) < Math.abs(best.start - at)) best = span;
  }
  return best;
}

/** Code hands over a variable, a member or what a call returns without quotes; connection strings end otherwise. */
function isVariable(value: string, next: string): boolean {
  return (
    /^[A-Za-z_][A-Za-z_.]*\(?$/.test(value) && (value.endsWith("(") || next === ")" || next === "," || next === "(")
  );
}
