import type { GetTokenOptions } from "@azure/core-auth";
import { ACTIONS } from "./actions";
import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";

/** The directories that a person belongs to: an account may lie in another than the one they sign in to. */

const API_VERSION = "2022-12-01";

/** What a token is asked for in a tenant that only may hold the account. */
export interface QuietOptions extends GetTokenOptions {
  /** Nobody is asked to sign in for it: without a token there, the tenant is passed over. */
  readonly quiet?: boolean;
}

/** A person in one of their tenants. */
export interface TenantConnection extends Connection {
  readonly tenantId: string;
}

/**
 * The same person in each of their tenants (learn.microsoft.com: Tenants - List); none where there is but the one that
 * they sign in to.
 */
export async function otherTenants(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly TenantConnection[] | AzureFailure> {
  const tenants: string[] = [];
  let url: string | undefined = `${connection.cloud.management}/tenants?api-version=${API_VERSION}`;
  while (url !== undefined) {
    const answer = await send(connection, { method: "GET", url }, ACTIONS.tenants, signal);
    if (isFailure(answer)) return answer;
    const { value, nextLink } = answer.body as TenantPage;
    for (const { tenantId } of value ?? []) if (typeof tenantId === "string") tenants.push(tenantId);
    // A page's address is followed only to where the token is meant for.
    url = typeof nextLink === "string" && nextLink.startsWith(`${connection.cloud.management}/`) ? nextLink : undefined;
  }
  // One tenant is the one that was asked already.
  return tenants.length < 2 ? [] : tenants.map((tenant) => inTenant(connection, tenant));
}

interface TenantPage {
  readonly value?: readonly { readonly tenantId?: unknown }[];
  readonly nextLink?: unknown;
}

/** A person in one tenant; without a sign-in there already, they are asked for none. */
export function inTenant(connection: Connection, tenantId: string): TenantConnection {
  const { credential } = connection;
  const getToken: typeof credential.getToken = (scopes, options) => {
    const quiet: QuietOptions = { ...options, tenantId: options?.tenantId ?? tenantId, quiet: true };
    return credential.getToken(scopes, quiet);
  };
  return { ...connection, credential: { getToken }, tenantId };
}
