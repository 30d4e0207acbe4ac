/** Why Azure gave no answer, in our words. Another's error text may quote what was sent: none of it is passed on. */
export interface AzureFailure {
  readonly failed: true;
  readonly why:
    "sign-in" | "forbidden" | "locked" | "gone" | "busy" | "throttled" | "unreachable" | "unclear" | "cancelled";
  /** A sentence for a person, with what to do. */
  readonly says: string;
}

/** An action on Azure and what it needs, for the words of a failure. */
export interface AzureAction {
  /** What was tried: "list the account's keys". */
  readonly tried: string;
  /** The permission that it needs. */
  readonly permission: string;
  /** The smallest built-in role that holds it. */
  readonly role: string;
  /** What a 404 says; the account by default. */
  readonly gone?: string;
  /** It changes something: where its answer was lost, it may have been done. */
  readonly changes?: true;
}

/** Whether an answer is a failure. */
export function isFailure(answer: object): answer is AzureFailure {
  return "failed" in answer;
}

/** A failure of our own finding. */
export function failure(why: AzureFailure["why"], says: string): AzureFailure {
  return { failed: true, why, says };
}

/** A failure that a row of the table recognises. */
interface Row {
  readonly when: (facts: Facts) => boolean;
  readonly why: AzureFailure["why"];
  readonly says: (action: AzureAction, facts: Facts) => string;
}

/** What an error of another tells besides its words. */
interface Facts {
  readonly status: number;
  readonly code: string;
  readonly name: string;
}

const NOT_SIGNED_IN = new Set([
  "CredentialUnavailableError",
  "AuthenticationRequiredError",
  "AuthenticationError",
  "AggregateAuthenticationError",
]);
const NO_NETWORK = new Set([
  "ENOTFOUND",
  "ETIMEDOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "EAI_AGAIN",
  "REQUEST_SEND_ERROR",
]);

/** What happened to the thing that was tried, where no answer says. */
const outcome = ({ changes }: AzureAction): string =>
  changes === true ? "It may have been done: going on looks at what Azure says first." : "Nothing was changed.";

/** Azure's ways to say no. The first row that applies speaks. */
const ROWS: readonly Row[] = [
  { when: ({ name }) => name === "AbortError", why: "cancelled", says: (action) => `Cancelled. ${outcome(action)}` },
  {
    when: ({ status, name }) => status === 401 || NOT_SIGNED_IN.has(name),
    why: "sign-in",
    says: ({ tried }) => `To ${tried}, sign in to Azure again.`,
  },
  {
    when: ({ status, code }) => status === 423 || code === "ScopeLocked",
    why: "locked",
    says: ({ tried }) => `A lock does not let you ${tried}: whoever set it must lift it.`,
  },
  {
    when: ({ code }) => code === "RequestDisallowedByPolicy",
    why: "locked",
    says: ({ tried }) => `A policy does not let you ${tried}.`,
  },
  {
    when: ({ status }) => status === 403,
    why: "forbidden",
    says: ({ tried, permission, role }) =>
      `You may not ${tried}: that needs ${permission}. The smallest role that has it is ${role}.`,
  },
  {
    when: ({ status }) => status === 404,
    why: "gone",
    says: ({ gone }) =>
      gone ?? "The account is gone, or lies in another tenant or cloud. The key of a deleted account is dead.",
  },
  {
    when: ({ status }) => status === 409 || status === 412,
    why: "busy",
    says: () => "Another operation is running on it: wait until that is done, then try again.",
  },
  { when: ({ status }) => status === 429, why: "throttled", says: () => "Azure asks to wait: try again in a minute." },
  {
    when: ({ status }) => status >= 500,
    why: "unreachable",
    says: (action, { status }) => `Azure is out of order just now (${status}). ${outcome(action)}`,
  },
  {
    when: ({ name }) => name === "Silence",
    why: "unreachable",
    says: (action) => `Azure gave no answer for 30 seconds. ${outcome(action)}`,
  },
  {
    when: ({ code, name, status }) => NO_NETWORK.has(code) || (name === "RestError" && status === 0),
    why: "unreachable",
    says: (action) => `Azure could not be reached. ${outcome(action)}`,
  },
];

/** A failure from whatever an Azure library threw. Reads its status and code, never its text. */
export function failureOf(error: unknown, action: AzureAction): AzureFailure {
  const facts = factsOf(error);
  const row = ROWS.find(({ when }) => when(facts));
  return row === undefined
    ? failure("unclear", `Azure's answer to the attempt to ${action.tried} was not understood. ${outcome(action)}`)
    : failure(row.why, row.says(action, facts));
}

/** What a call answers, or why it did not. */
export async function answerOf<T>(call: PromiseLike<T>, action: AzureAction): Promise<T | AzureFailure> {
  try {
    return await call;
  } catch (error) {
    return failureOf(error, action);
  }
}

function factsOf(error: unknown): Facts {
  if (typeof error !== "object" || error === null) return { status: 0, code: "", name: "" };
  const { statusCode, status, code, name } = error as Readonly<Record<string, unknown>>;
  const number = Number(statusCode ?? status);
  return {
    status: Number.isInteger(number) && number >= 100 ? number : 0,
    code: typeof code === "string" ? code : "",
    name: typeof name === "string" ? name : "",
  };
}
