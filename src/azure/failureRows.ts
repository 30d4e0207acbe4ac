import type { AnswerFacts } from "./answerFacts";
import type { AzureAction, AzureFailure } from "./failure";

/** Azure's ways to say no, and ours to tell a person. Read from recorded answers; the first row that applies speaks. */

/** What is known of a call that failed. */
export interface FailureFacts extends AnswerFacts {
  /** The error's own name and code, where no answer came. */
  readonly name: string;
  readonly code: string;
}

/** A way to say no: when it is meant, and what a person is told. */
export interface FailureRow {
  readonly when: (facts: FailureFacts, action: AzureAction) => boolean;
  readonly why: AzureFailure["why"];
  readonly says: (action: AzureAction, facts: FailureFacts) => string;
  /** Who asked makes a difference. */
  readonly personal?: true;
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
const OTHER_OPERATION = [
  "AnotherOperationInProgress",
  "RetryableErrorDueToAnotherOperation",
  "PreconditionFailed",
  "ObjectIsBeingRecovered",
  "ObjectIsBeingDeleted",
] as const;

/** What happened to the thing that was tried, where no answer says. */
export const outcome = ({ changes }: AzureAction): string =>
  changes === true ? "It may have been done. Run it again: it looks first." : "Nothing was changed.";
const coded =
  (...codes: readonly string[]) =>
  (facts: FailureFacts): boolean =>
    codes.some((code) => facts.codes.includes(code));
const inWords = (seconds: number): string =>
  seconds < 100 ? `${Math.max(1, Math.ceil(seconds))} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/** All of them; where none applies the answer was unexpected. */
export const FAILURE_ROWS: readonly FailureRow[] = [
  { when: ({ name }) => name === "AbortError", why: "cancelled", says: (action) => `Cancelled. ${outcome(action)}` },
  {
    when: ({ name }) => name === "SignInCancelled",
    why: "cancelled",
    says: () => "Sign-in cancelled. Nothing was changed.",
  },

  // Signing in.
  {
    when: ({ wantsClaims, status }) => wantsClaims && status === 401,
    why: "sign-in",
    says: ({ tried }) => `Your organization wants you to sign in again before you ${tried}.`,
    personal: true,
  },
  {
    when: ({ tenant, codes }) => tenant !== undefined || codes.includes("InvalidAuthenticationTokenTenant"),
    why: "other-tenant",
    says: ({ tried }, { tenant }) =>
      `To ${tried}, sign in to ${tenant === undefined ? "the tenant that it belongs to" : `tenant ${tenant}`}.`,
    personal: true,
  },
  { when: ({ keysOff }) => keysOff, why: "refused", says: () => "Key access is switched off on this account." },
  {
    when: coded("ExpiredAuthenticationToken"),
    why: "sign-in",
    says: ({ tried }) => `Your sign-in has expired. To ${tried}, sign in to Azure again.`,
    personal: true,
  },
  {
    when: ({ status, name }) => status === 401 || NOT_SIGNED_IN.has(name),
    why: "sign-in",
    says: ({ tried }) => `To ${tried}, sign in to Azure again.`,
    personal: true,
  },

  {
    when: ({ keysStay }) => keysStay,
    why: "refused",
    says: () => "Accounts of this API cannot do without keys. Nothing was changed.",
  },

  // Operations that were taken and ended badly.
  {
    when: ({ principal }) => principal === "unknown",
    why: "refused",
    says: () =>
      "The identity is not in the account's tenant. A new identity can take some minutes: check its object id, then try again.",
  },
  {
    when: ({ principal }) => principal === "application",
    why: "refused",
    says: () =>
      "This is the id of an app registration. Use the object id of its service principal (Enterprise applications).",
  },
  {
    when: ({ operationFailed, codes }) => operationFailed && codes.includes("ServiceUnavailable"),
    why: "unreachable",
    says: () => "Azure has no capacity in this region just now. Nothing was changed. Try again later.",
  },
  {
    when: ({ operationFailed }) => operationFailed,
    why: "refused",
    says: ({ tried }, { codes }) => `Azure began to ${tried}, and gave up${codeOf(codes)}. Look at the account.`,
  },

  // Locks, policies, subscriptions.
  {
    when: (facts) => facts.status === 423 || coded("ScopeLocked")(facts),
    why: "locked",
    says: ({ tried }, { locked }) =>
      `A lock${locked.length === 0 ? "" : ` on ${locked.map(lastName).join(", ")}`} does not let you ${tried}. Ask its owner to lift it.`,
  },
  {
    when: coded("RequestDisallowedByPolicy"),
    why: "locked",
    says: ({ tried }, { policies }) =>
      `The policy${policies.length === 0 ? "" : ` ${policies.join(", ")}`} does not let you ${tried}.`,
  },
  {
    when: coded("ReadOnlyDisabledSubscription"),
    why: "refused",
    says: () => "The subscription is disabled, so nothing in it can be changed. Its keys still exist.",
  },
  {
    when: coded("NoValidSubscriptionsInQueryRequest"),
    why: "no-subscription",
    says: () => "You have no subscription in this tenant.",
    personal: true,
  },
  {
    when: coded("SubscriptionNotFound"),
    why: "unclear",
    says: () => "You cannot see the subscription. Whether the account still exists is not known.",
    personal: true,
  },
  {
    when: coded("ResourceGroupNotFound"),
    why: "unclear",
    says: () => "The resource group is gone. The account may have been moved: check again.",
    personal: true,
  },

  // Vaults: five causes of one 403.
  {
    when: coded("ForbiddenByRbac"),
    why: "forbidden",
    says: ({ tried, role }) => `You may not ${tried}: ask for the role ${role} on the vault.`,
    personal: true,
  },
  {
    when: coded("AccessDenied"),
    why: "forbidden",
    says: ({ tried }) => `You may not ${tried}: the vault's access policy must allow it. A role does not help here.`,
    personal: true,
  },
  {
    when: coded("ForbiddenByFirewall"),
    why: "forbidden",
    says: ({ tried }) => `The vault's firewall does not let you ${tried} from here: your address must be allowed.`,
  },
  {
    when: coded("ForbiddenByConnection"),
    why: "forbidden",
    says: ({ tried }) => `The vault has no public access: ${tried} from its private network.`,
  },
  {
    when: coded("SecretDisabled"),
    why: "refused",
    says: () => "The secret's version is disabled, so nobody can read it. A new version can be stored.",
  },
  {
    when: coded("ObjectIsDeletedButRecoverable"),
    why: "deleted-secret",
    says: () => "The vault still keeps a deleted secret of this name. Recover it, or choose another name.",
  },
  {
    when: coded("RequestNotAllowedOnNonDeletedObject"),
    why: "refused",
    says: () => "The secret is not deleted any more.",
  },
  { when: coded("SecretNotFound"), why: "gone", says: () => "The vault has no secret of this name." },

  // Rights.
  {
    when: coded("LinkedAuthorizationFailed"),
    why: "forbidden",
    says: ({ tried }) => `You may not ${tried}: it also needs a right on another resource, such as an identity.`,
    personal: true,
  },
  {
    when: ({ status }) => status === 403,
    why: "forbidden",
    says: ({ tried, permission, role }, { action }) =>
      `You may not ${tried}: that needs ${action ?? permission}. The smallest role that has it is ${role}.`,
    personal: true,
  },

  // What the API does not do, or not yet, or no more.
  {
    when: ({ status }) => status === 405,
    why: "refused",
    says: ({ tried }) => `The account's API cannot ${tried}.`,
  },
  {
    when: coded("InvalidQuery", "ParserFailure"),
    why: "unclear",
    says: ({ tried }) => `Azure did not take the query to ${tried}. Please report it.`,
  },
  {
    when: coded("SEM0100"),
    why: "gone",
    says: () => "The workspace has no such log table yet.",
  },
  {
    when: ({ status, codes }, { appearsLater }) => appearsLater === true && status === 404 && codes[0] === "NotFound",
    why: "not-yet",
    says: () => "Azure does not show it yet. Check again in some minutes.",
  },
  {
    when: ({ status }) => status === 404,
    why: "gone",
    says: ({ gone }) => gone ?? "You cannot see the account. It was deleted or moved, or you have no access to it.",
    personal: true,
  },
  {
    when: (facts) => facts.status === 412 || coded(...OTHER_OPERATION)(facts),
    why: "busy",
    says: () => "Another operation is running there. Wait until it has ended, then try again.",
  },
  {
    when: ({ status }) => status === 409,
    why: "busy",
    says: () => "Another operation is running there. Wait until it has ended, then try again.",
  },
  {
    when: ({ status }) => status === 429,
    why: "throttled",
    says: (_action, { waitSeconds }) =>
      `Azure has too many requests. Try again in ${waitSeconds === undefined ? "a minute" : inWords(waitSeconds)}.`,
  },
  {
    when: ({ status }) => status === 400,
    why: "refused",
    says: ({ tried }, { codes }) => `Azure refused to ${tried}${codeOf(codes)}.`,
  },
  {
    when: ({ status }) => status >= 500,
    why: "unreachable",
    says: (action, { status }) => `Azure returned an error (${status}). ${outcome(action)} Try again later.`,
  },
  {
    when: ({ name }) => name === "Silence",
    why: "unreachable",
    says: (action) => `Azure did not answer for 30 seconds. ${outcome(action)}`,
  },
  {
    when: ({ code, name, status }) => NO_NETWORK.has(code) || (name === "RestError" && status === 0),
    why: "unreachable",
    says: (action) => `Azure cannot be reached. ${outcome(action)}`,
  },
];

/** " (BadRequest)": a code is a word, never a quotation. */
function codeOf(codes: readonly string[]): string {
  return codes[0] === undefined ? "" : ` (${codes[0]})`;
}

/** "resource group shop-rg", "account contoso". */
function lastName(id: string): string {
  const name = id.slice(id.lastIndexOf("/") + 1);
  if (/\/resourceGroups\/[^/]+$/i.test(id)) return `resource group ${name}`;
  if (/\/databaseAccounts\/[^/]+$/i.test(id)) return `account ${name}`;
  return /^\/subscriptions\/[^/]+$/i.test(id) ? `subscription ${name}` : name;
}
