import type { GetTokenOptions } from "@azure/core-auth";
import { ACTIONS } from "./actions";
import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";

/** The directories that a person belongs to: an account may lie in another than the one they sign in to. */

const API_VERSION = "2022-12-01";
/** Guests of very many directories are not made to wait for all of them. */
const MOST_TENANTS = 20;

/** What a token is asked for in a tenant that only may hold the account. */
export interface QuietOptions extends GetTokenOptions {
  /** Nobody is asked to sign in for it: without a token there, the tenant is passed over. */
  readonly quiet?: boolean;
}

/**
 * The same person in each of their tenants (learn.microsoft.com: Tenants - List); none where there is but the one that
 * they sign in to.
 */
export async function otherTenants(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly Connection[] | AzureFailure> {
  const url = `${connection.cloud.management}/tenants?api-version=${API_VERSION}`;
  const answer = await send(connection, { method: "GET", url }, ACTIONS.tenants, signal);
  if (isFailure(answer)) return answer;
  const { value } = answer.body as { readonly value?: readonly { readonly tenantId?: unknown }[] };
  const tenants = (value ?? []).flatMap(({ tenantId }) => (typeof tenantId === "string" ? [tenantId] : []));
  // One tenant is the one that was asked already.
  return tenants.length < 2 ? [] : tenants.slice(0, MOST_TENANTS).map((tenant) => inTenant(connection, tenant));
}

function inTenant(connection: Connection, tenantId: string): Connection {
  const { credential } = connection;
  const getToken: typeof credential.getToken = (scopes, options) => {
    const quiet: QuietOptions = { ...options, tenantId: options?.tenantId ?? tenantId, quiet: true };
    return credential.getToken(scopes, quiet);
  };
  return { ...connection, credential: { getToken } };
}
