import { type AccountId, parseAccountId } from "./accountId";
import { ACTIONS } from "./actions";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";
import { askGraph } from "./resourceGraph";
import { otherTenants } from "./tenants";

/** Rows of one question to Resource Graph, asked in every tenant of a person. */
export interface EverywhereRows {
  readonly rows: readonly { readonly row: readonly unknown[]; readonly connection: Connection }[];
  /** Tenants that gave no answer, or no token without a sign-in of their own. */
  readonly silentTenants: number;
  /** Whether every tenant that answered told all. */
  readonly complete: boolean;
}

/** Asks in the tenant that a person signs in to, then in each of the others. A row's first value makes it one of its kind. */
export async function askEverywhere(
  home: Connection,
  query: string,
  signal: AbortSignal,
): Promise<EverywhereRows | AzureFailure> {
  const rows = new Map<string, { readonly row: readonly unknown[]; readonly connection: Connection }>();
  let complete = true;
  let silentTenants = 0;
  const ask = async (connection: Connection): Promise<AzureFailure | undefined> => {
    const answer = await askGraph(connection, query, ACTIONS.find, signal);
    // A tenant without a subscription has no account to tell of.
    if (isFailure(answer)) return answer.why === "no-subscription" ? undefined : answer;
    complete &&= answer.complete;
    for (const row of answer.rows) {
      const id = String(row[0]).toLowerCase();
      if (!rows.has(id)) rows.set(id, { row, connection });
    }
    return undefined;
  };
  const failed = await ask(home);
  if (failed !== undefined) return failed;
  const tenants = await otherTenants(home, signal);
  if (isFailure(tenants)) return tenants;
  for (const tenant of tenants) {
    const silent = await ask(tenant);
    if (silent?.why === "cancelled") return silent;
    if (silent !== undefined) silentTenants++;
  }
  return { rows: [...rows.values()], silentTenants, complete };
}

const ACCOUNTS = "resources | where type =~ 'microsoft.documentdb/databaseaccounts' | project id | order by id asc";

/** Every account that a person sees, in every tenant, and how each is reached. */
export async function allAccounts(
  home: Connection,
  signal: AbortSignal,
): Promise<
  | {
      readonly accounts: readonly { readonly account: AccountId; readonly connection: Connection }[];
      readonly complete: boolean;
      readonly silentTenants: number;
    }
  | AzureFailure
> {
  const answer = await askEverywhere(home, ACCOUNTS, signal);
  if (isFailure(answer)) return answer;
  const accounts = answer.rows.flatMap(({ row: [id], connection }) => {
    const account = typeof id === "string" ? parseAccountId(id) : undefined;
    return account === undefined ? [] : [{ account, connection }];
  });
  return { accounts, complete: answer.complete, silentTenants: answer.silentTenants };
}
