import { type CosmosDBManagementContext, createCosmosDBManagement } from "@azure/arm-cosmosdb/api";
import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from "@azure/core-rest-pipeline";
import { type Connection, scopeOf } from "./connection";
import type { AzureAction, AzureFailure } from "./failure";
import { failureOf } from "./failureOf";
import { traced, wire } from "./wire";

/** A client of Azure Resource Manager for the accounts of one subscription. */
export function clientFor(connection: Connection, subscription: string): CosmosDBManagementContext {
  const { credential, cloud } = connection;
  return createCosmosDBManagement(credential, subscription, {
    endpoint: cloud.management,
    credentials: { scopes: [scopeOf(cloud)] },
    httpClient: wire(connection),
  });
}

/** A request that Microsoft's libraries have no light-weight client for. */
export interface PlainRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** What the token is asked for; Resource Manager's by default. */
  readonly scope?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Sends a request with a token and answers its parsed body, or why there is none. Retries as Microsoft's clients do. */
export async function send(
  connection: Connection,
  { method, url, scope, body }: PlainRequest,
  action: AzureAction,
  signal: AbortSignal,
): Promise<{ readonly body: unknown } | AzureFailure> {
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 3 } });
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({
      credential: connection.credential,
      scopes: scope ?? scopeOf(connection.cloud),
    }),
  );
  const request = createPipelineRequest({
    url,
    method,
    headers: createHttpHeaders({ "content-type": "application/json", accept: "application/json" }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    abortSignal: signal,
  });
  return traced(async (trace) => {
    try {
      const response = await pipeline.sendRequest(wire(connection), request);
      if (response.status !== 200) return failureOf(undefined, action, trace);
      return { body: JSON.parse(response.bodyAsText ?? "") as unknown };
    } catch (error) {
      return failureOf(error, action, trace);
    }
  });
}
