import type { AccessToken, TokenCredential } from "@azure/core-auth";
import * as vscode from "vscode";
import type { Cloud } from "../azure/connection";
import type { QuietOptions } from "../azure/tenants";

/** The person's Microsoft account in VS Code, as the Azure libraries want it. */

/**
 * A credential for one command that the person has started. The first token may ask them to sign in; refusing makes it
 * reject. Nothing is asked for before.
 */
export function editorCredential(cloud: Cloud): TokenCredential {
  const provider = cloud.name === "Azure" ? "microsoft" : "microsoft-sovereign-cloud";
  return {
    async getToken(scopes, options?: QuietOptions): Promise<AccessToken> {
      const wanted = [
        ...(typeof scopes === "string" ? [scopes] : scopes),
        ...(options?.tenantId === undefined ? [] : [`VSCODE_TENANT:${options.tenantId}`]),
      ];
      const quiet = options?.quiet === true;
      // A claims challenge: the session that there is does not do any more.
      const session = await sessionOf(provider, wanted, { quiet, anew: options?.claims !== undefined });
      // VS Code renews its sessions itself; the library is told to ask again soon.
      return { token: session.accessToken, expiresOnTimestamp: Date.now() + 5 * 60_000 };
    },
  };
}

async function sessionOf(
  provider: string,
  scopes: readonly string[],
  { quiet, anew }: { readonly quiet: boolean; readonly anew: boolean },
): Promise<vscode.AuthenticationSession> {
  const known = anew ? undefined : await silently(provider, scopes);
  if (known !== undefined) return known;
  if (quiet) throw new NotSignedIn("nobody signed in");
  try {
    const detail = vscode.l10n.t("Your organization wants you to sign in again before Keyless asks Azure.");
    return anew
      ? await vscode.authentication.getSession(provider, scopes, { forceNewSession: { detail } })
      : await vscode.authentication.getSession(provider, scopes, { createIfNone: true });
  } catch {
    throw new SignInCancelled("the person did not sign in");
  }
}

async function silently(
  provider: string,
  scopes: readonly string[],
): Promise<vscode.AuthenticationSession | undefined> {
  try {
    return await vscode.authentication.getSession(provider, scopes, { silent: true });
  } catch {
    return undefined;
  }
}

/** Nobody is signed in, and nobody is asked: told in the words of a failure that asks to sign in. */
class NotSignedIn extends Error {
  override readonly name = "AuthenticationRequiredError";
}

/** The person was asked and did not sign in: as good as Cancel. */
class SignInCancelled extends Error {
  override readonly name = "SignInCancelled";
}
