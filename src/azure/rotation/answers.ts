import { type AzureFailure, isFailure } from "../failure";
import { lastUse } from "../keyUse";
import type { RotationQuestion } from "./decide";
import type { RotationStep, StoreStep } from "./plan";
import { NO_CONSENT, note, type RotationOutcome, type Run } from "./run";

/** Where a rotation hangs on a person: a question, or a secret that is not its own. */

/** Asks a person; what they said is remembered for this run alone. Waiting where they said no. */
export async function ask(
  question: RotationQuestion,
  step: RotationStep,
  run: Run,
): Promise<RotationOutcome | undefined> {
  const { key, print, use } = question;
  if (!(await run.desk.confirm(question))) {
    run.desk.audit({ step: step.step, key, result: "declined" });
    return { state: "waiting", at: step, question };
  }
  const { yes, switched } = run.words;
  run.words =
    question.ask === "apps"
      ? { yes, switched: { ...switched, [key]: print } }
      : { yes: { ...yes, [key]: { print, sawUse: lastUse(use, key) !== undefined } }, switched };
  return undefined;
}

/** Puts a key where apps read it; asks first where the secret is another's, or was deleted. */
export async function store(step: StoreStep, run: Run): Promise<RotationOutcome | AzureFailure | undefined> {
  const answer = await run.world.store(step, run.consent);
  if (!isFailure(answer)) {
    run.consent = NO_CONSENT;
    note(step, run.state, run);
    return undefined;
  }
  const about = answer.why === "foreign-secret" ? "overwrite" : answer.why === "deleted-secret" ? "recover" : undefined;
  if (about === undefined || run.consent[about]) {
    run.desk.audit({ step: "store", key: step.key, result: answer.why });
    return answer;
  }
  if (!(await run.desk.consent(about, step))) {
    run.desk.audit({ step: "store", key: step.key, result: "declined" });
    return { state: "waiting", at: step, question: undefined };
  }
  run.consent = { ...run.consent, [about]: true };
  return undefined;
}
