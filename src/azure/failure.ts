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
}

/** Whether an answer is a failure. */
export function isFailure(answer: object): answer is AzureFailure {
  return "failed" in answer;
}

/** A failure from whatever an Azure library threw. Reads its status and code, never its text. */
export function failureOf(error: unknown, { tried, permission, role }: AzureAction): AzureFailure {
  const { status, code, name } = factsOf(error);
  const failure = (why: AzureFailure["why"], says: string): AzureFailure => ({ failed: true, why, says });
  if (name === "AbortError") return failure("cancelled", `Cancelled. Nothing was changed.`);
  if (
    status === 401 ||
    /^(?:CredentialUnavailableError|AuthenticationRequiredError|AuthenticationError|AggregateAuthenticationError)$/.test(
      name,
    )
  ) {
    return failure("sign-in", `To ${tried}, sign in to Azure again.`);
  }
  if (status === 423 || code === "ScopeLocked")
    return failure("locked", `A lock on the account does not let you ${tried}.`);
  if (code === "RequestDisallowedByPolicy") return failure("locked", `A policy does not let you ${tried}.`);
  if (status === 403) {
    return failure(
      "forbidden",
      `You may not ${tried}: that needs ${permission}. The smallest role that has it is ${role}.`,
    );
  }
  if (status === 404)
    return failure(
      "gone",
      `The account is gone, or lies in another tenant or cloud. The key of a deleted account is dead.`,
    );
  if (status === 409 || status === 412)
    return failure("busy", `Another operation is running on the account: wait until it is done, then try again.`);
  if (status === 429) return failure("throttled", `Azure asks to wait: try again in a minute.`);
  if (status !== undefined && status >= 500)
    return failure("unreachable", `Azure is out of order just now (${status}). Nothing was changed.`);
  if (
    /^(?:ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|REQUEST_SEND_ERROR)$/.test(code) ||
    name === "RestError"
  ) {
    return failure("unreachable", `Azure could not be reached. Nothing was changed.`);
  }
  return failure("unclear", `Azure's answer to the attempt to ${tried} was not understood. Nothing was changed.`);
}

function factsOf(error: unknown): {
  readonly status: number | undefined;
  readonly code: string;
  readonly name: string;
} {
  if (typeof error !== "object" || error === null) return { status: undefined, code: "", name: "" };
  const { statusCode, status, code, name } = error as {
    statusCode?: unknown;
    status?: unknown;
    code?: unknown;
    name?: unknown;
  };
  const number = Number(statusCode ?? status);
  return {
    status: Number.isInteger(number) && number >= 100 ? number : undefined,
    code: typeof code === "string" ? code : "",
    name: typeof name === "string" ? name : "",
  };
}
