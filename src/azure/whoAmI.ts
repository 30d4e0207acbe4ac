import { ACTIONS } from "./actions";
import { type Connection, scopeOf } from "./connection";
import { answerOf, type AzureFailure, failure, isFailure } from "./failure";

/** Who asks Azure, as the token says. */
export interface Caller {
  /** The object id in Entra ID: what a role is granted to. */
  readonly objectId: string | undefined;
  /** A name for the audit log: the sign-in name, else the application's id. */
  readonly name: string;
}

/** Who asks, by the claims of a token that stays in this function. */
export async function whoAmI(connection: Connection, signal: AbortSignal): Promise<Caller | AzureFailure> {
  const { credential, cloud } = connection;
  const answer = await answerOf(credential.getToken(scopeOf(cloud), { abortSignal: signal }), ACTIONS.signIn);
  if (answer === null) return failure("sign-in", "To go on, sign in to Azure again.");
  if (isFailure(answer)) return answer;
  const claims = claimsOf(answer.token);
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" ? value : undefined;
  };
  const name = text("upn") ?? text("preferred_username") ?? text("unique_name") ?? text("appid") ?? text("oid");
  return { objectId: text("oid"), name: name ?? "somebody whose token names nobody" };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
