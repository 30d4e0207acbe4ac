import { ACTIONS } from "./actions";
import { answerOf } from "./ask";
import { type Asker, askerOf } from "./asker";
import { type Connection, scopeOf } from "./connection";
import { type AzureFailure, failure, isFailure } from "./failure";

/** Who asks, by the claims of a token that stays in this function. */
export async function whoAmI(connection: Connection, signal: AbortSignal): Promise<Asker | AzureFailure> {
  const { credential, cloud } = connection;
  const answer = await answerOf(ACTIONS.signIn, () => credential.getToken(scopeOf(cloud), { abortSignal: signal }));
  if (answer === null) return failure("sign-in", "To go on, sign in to Azure again.");
  if (isFailure(answer)) return answer;
  return (
    askerOf(`Bearer ${answer.token}`) ?? {
      name: "an identity without a name",
      tenant: undefined,
      objectId: undefined,
    }
  );
}
