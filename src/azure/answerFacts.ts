/** What an answer of Azure tells besides its words. Another's words may quote what was sent: only names are read. */
export interface AnswerFacts {
  /** The HTTP status. */
  readonly status: number;
  /** Every error code in the body, the outermost first: with and without the `error` envelope, details, inner errors. */
  readonly codes: readonly string[];
  /** How long Azure asks to wait, in seconds; undefined where it does not say. */
  readonly waitSeconds: number | undefined;
  /** It wants a sign-in that answers a claims challenge. */
  readonly wantsClaims: boolean;
  /** An operation that ended `Failed` or `Canceled`, told with status 200. */
  readonly operationFailed: boolean;
  /** What a principal's refusal was about. */
  readonly principal: "unknown" | "application" | undefined;
  /** The account's API cannot do without keys. */
  readonly keysStay: boolean;
  /** The tenant that a token should have been of. */
  readonly tenant: string | undefined;
  /** The scopes that a lock lies on, as resource ids. */
  readonly locked: readonly string[];
  /** The names or ids of the policies that refused. */
  readonly policies: readonly string[];
  /** The action that is missing, as Azure names it. */
  readonly action: string | undefined;
  /** The data plane says that keys are switched off (sub-status 5202). */
  readonly keysOff: boolean;
}

/** Reads an answer. A body that is no JSON (a page of HTML, cut off) gives its status and headers alone. */
export function answerFacts(
  status: number,
  header: (name: string) => string | undefined,
  body: string | null | undefined,
): AnswerFacts {
  const parsed = parse(body);
  const error = errorIn(parsed);
  const codes = codesIn(error);
  const message = textOf(error?.message);
  return {
    status,
    codes,
    waitSeconds: waitSeconds(header),
    wantsClaims: /\bclaims="/i.test(header("www-authenticate") ?? ""),
    operationFailed: status === 200 && /^(?:failed|cancell?ed)$/i.test(textOf(parsed?.status)),
    principal: principalIn(message),
    keysStay: /^DisableLocalAuth is only allowed/i.test(message),
    tenant: tenantIn(codes, message, header("www-authenticate") ?? ""),
    locked: codes.includes("ScopeLocked") ? idsIn(message.slice(message.indexOf("locked:"))) : [],
    policies: policiesIn(error),
    action: /perform action '([\w./]{1,120})'/.exec(message)?.[1] ?? /Action: '([\w./]{1,120})'/.exec(message)?.[1],
    keysOff: header("x-ms-substatus") === "5202",
  };
}

type Body = Readonly<Record<string, unknown>>;

function parse(body: string | null | undefined): Body | undefined {
  try {
    const value: unknown = JSON.parse(body ?? "");
    return isBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The provider's own errors stand at the top, Resource Manager's in an envelope. */
function errorIn(body: Body | undefined): Body | undefined {
  return isBody(body?.error) ? body.error : body;
}

const MOST_CODES = 12;

function codesIn(error: Body | undefined): readonly string[] {
  const codes: string[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && codes.length < MOST_CODES) {
    const one = waiting.shift();
    if (Array.isArray(one)) waiting.unshift(...(one as readonly unknown[]));
    if (!isBody(one)) continue;
    const code = textOf(one.code) || textOf(one.Code);
    if (/^[\w.-]{1,80}$/.test(code)) codes.push(code);
    waiting.push(one.innererror, one.details);
  }
  return codes;
}

/** Names the one thing in a `BadRequest` that only its words tell: what is wrong with a principal. */
function principalIn(message: string): AnswerFacts["principal"] {
  if (/principal ID \[[^\]]*\] was not found in the AAD tenant/i.test(message)) return "unknown";
  return /principal ID \[[^\]]*\] was found to be of an unsupported type : \[Application\]/i.test(message)
    ? "application"
    : undefined;
}

const GUID = "[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";

function tenantIn(codes: readonly string[], message: string, challenge: string): string | undefined {
  if (codes.includes("InvalidAuthenticationTokenTenant"))
    return new RegExp(`must match the tenant 'https://[\\w./-]*?(${GUID})`, "i").exec(message)?.[1];
  if (!message.startsWith("AKV10032")) return undefined;
  return new RegExp(`authorization="https://[\\w./-]*?(${GUID})`, "i").exec(challenge)?.[1];
}

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/'(\/subscriptions\/[\w./() -]{1,300})'/gi)].map((match) => match[1] ?? "");
}

function policiesIn(error: Body | undefined): readonly string[] {
  const all = Array.isArray(error?.additionalInfo) ? (error.additionalInfo as readonly unknown[]) : [];
  return all.flatMap((one) => {
    if (!isBody(one) || !isBody(one.info)) return [];
    const { policyAssignmentDisplayName, policyAssignmentName, policyDefinitionDisplayName, policyDefinitionId } =
      one.info;
    const names = [policyAssignmentDisplayName, policyAssignmentName, policyDefinitionDisplayName, policyDefinitionId];
    const name = names.map(textOf).find((text) => /^[\w ./()[\]'&:-]{1,200}$/.test(text));
    return name === undefined ? [] : [name.slice(name.lastIndexOf("/") + 1)];
  });
}

/** `Retry-After` in seconds or as a date; Resource Graph's quota says when by a time span, once none is left. */
function waitSeconds(header: (name: string) => string | undefined): number | undefined {
  const milliseconds = Number(header("retry-after-ms") ?? header("x-ms-retry-after-ms") ?? "x");
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds / 1000;
  const after = header("retry-after");
  if (after !== undefined) {
    const seconds = /^\d{1,6}$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
    return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
  }
  const span = /^(\d{1,2}):(\d{2}):(\d{2})/.exec(header("x-ms-user-quota-resets-after") ?? "");
  if (span === null || header("x-ms-user-quota-remaining") !== "0") return undefined;
  return Number(span[1]) * 3600 + Number(span[2]) * 60 + Number(span[3]);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
