import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from "@azure/core-rest-pipeline";
import { type Connection, scopeOf } from "./connection";
import { type AzureFailure, failureOf } from "./failure";

/** Where an account lies. */
export interface AccountId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** The whole resource id. */
  readonly id: string;
}

const FIND = {
  tried: "look up the account",
  permission: "Microsoft.DocumentDB/databaseAccounts/read",
  role: "Cosmos DB Account Reader Role",
};

const API_VERSION = "2021-03-01";

/**
 * The account of that name in any subscription the person sees, by one question to Resource Graph. An account's name is
 * unique in its cloud. Undefined where none is seen. Needs `Microsoft.DocumentDB/databaseAccounts/read`.
 */
export async function findAccount(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<AccountId | AzureFailure | undefined> {
  const { cloud, credential, httpClient } = connection;
  // Names have letters, digits and dashes; anything else would be another query.
  if (!/^[a-z0-9-]{3,50}$/.test(name)) return undefined;
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2 } });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scopeOf(cloud) }));
  const request = createPipelineRequest({
    url: `${cloud.management}/providers/Microsoft.ResourceGraph/resources?api-version=${API_VERSION}`,
    method: "POST",
    headers: createHttpHeaders({ "content-type": "application/json", accept: "application/json" }),
    body: JSON.stringify({
      query: `resources | where type =~ 'microsoft.documentdb/databaseaccounts' and name =~ '${name}' | project id`,
      // A table: the one form of answer that the API description knows.
      options: { resultFormat: "table" },
    }),
    abortSignal: signal,
  });
  try {
    const response = await pipeline.sendRequest(httpClient ?? createDefaultHttpClient(), request);
    if (response.status !== 200) return failureOf({ statusCode: response.status }, FIND);
    const { data } = JSON.parse(response.bodyAsText ?? "") as {
      data?: { rows?: readonly (readonly unknown[])[] };
    };
    const id = data?.rows?.[0]?.[0];
    return typeof id === "string" ? parseAccountId(id) : undefined;
  } catch (error) {
    return failureOf(error, FIND);
  }
}

/** An account's id taken apart; undefined where the text is none. */
export function parseAccountId(id: string): AccountId | undefined {
  const match =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.DocumentDB\/databaseAccounts\/([^/]+)$/i.exec(
      id,
    );
  if (match === null) return undefined;
  const [, subscription = "", resourceGroup = "", name = ""] = match;
  return { subscription, resourceGroup, name, id };
}
