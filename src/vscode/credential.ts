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
      const session = await sessionOf(provider, wanted, options?.quiet === true);
      // VS Code renews its sessions itself; the library is told to ask again soon.
      return { token: session.accessToken, expiresOnTimestamp: Date.now() + 5 * 60_000 };
    },
  };
}

async function sessionOf(
  provider: string,
  scopes: readonly string[],
  quiet: boolean,
): Promise<vscode.AuthenticationSession> {
  try {
    const known = await vscode.authentication.getSession(provider, scopes, { silent: true });
    if (known !== undefined) return known;
    if (!quiet) return await vscode.authentication.getSession(provider, scopes, { createIfNone: true });
  } catch {
    // The person refused.
  }
  throw new NotSignedIn("nobody signed in");
}

/** The person refused to sign in, or the sign-in failed: told in the words of a failure that asks to sign in again. */
class NotSignedIn extends Error {
  override readonly name = "AuthenticationRequiredError";
}
