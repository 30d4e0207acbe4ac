import type { AnswerFacts } from "./answerFacts";
import { askerInWords } from "./asker";
import type { AzureAction, AzureFailure } from "./failure";
import { FAILURE_ROWS, type FailureFacts, outcome } from "./failureRows";
import type { Trace } from "./wire";

/** A failure from whatever an Azure library threw, and what was seen on the wire. Passes on none of its text. */
export function failureOf(error: unknown, action: AzureAction, { last, asker }: Trace): AzureFailure {
  const facts: FailureFacts = { ...(last ?? NO_ANSWER), ...ownOf(error) };
  const row = FAILURE_ROWS.find(({ when }) => when(facts, action));
  const why = row?.why ?? "unclear";
  const says =
    row?.says(action, facts) ?? `Unexpected response from Azure while trying to ${action.tried}. ${outcome(action)}`;
  return {
    failed: true,
    why,
    says: row?.personal === true && asker !== undefined ? `${says} (You asked ${askerInWords(asker)}.)` : says,
    ...(asker === undefined ? {} : { asker }),
    ...(facts.tenant === undefined ? {} : { tenant: facts.tenant }),
    ...(facts.locked.length === 0 ? {} : { locked: facts.locked }),
  };
}

const NO_ANSWER: AnswerFacts = {
  status: 0,
  codes: [],
  waitSeconds: undefined,
  wantsClaims: false,
  operationFailed: false,
  principal: undefined,
  keysStay: false,
  tenant: undefined,
  locked: [],
  policies: [],
  action: undefined,
  keysOff: false,
};

function ownOf(error: unknown): { readonly name: string; readonly code: string } {
  if (typeof error !== "object" || error === null) return { name: "", code: "" };
  const { code, name } = error as Readonly<Record<string, unknown>>;
  return { name: typeof name === "string" ? name : "", code: typeof code === "string" ? code : "" };
}
