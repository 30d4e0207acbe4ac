import { type CosmosDBManagementContext, createCosmosDBManagement } from "@azure/arm-cosmosdb/api";
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
} from "@azure/core-rest-pipeline";
import { type Connection, scopeOf } from "./connection";
import { type AzureAction, type AzureFailure, failureOf } from "./failure";

/** A client of Azure Resource Manager for the accounts of one subscription. */
export function clientFor(connection: Connection, subscription: string): CosmosDBManagementContext {
  const { credential, cloud } = connection;
  return createCosmosDBManagement(credential, subscription, {
    endpoint: cloud.management,
    credentials: { scopes: [scopeOf(cloud)] },
    httpClient: impatientClient(connection),
  });
}

const SILENCE_MS = 30_000;

/** The network, or what stands in its place; an answer that does not come within 30 seconds is given up. */
export function impatientClient({ httpClient = createDefaultHttpClient() }: Connection): HttpClient {
  return {
    async sendRequest(request) {
      const { abortSignal } = request;
      const giveUp = new AbortController();
      const stop = (): void => {
        giveUp.abort();
      };
      const timer = setTimeout(stop, SILENCE_MS);
      if (abortSignal?.aborted === true) stop();
      abortSignal?.addEventListener("abort", stop);
      request.abortSignal = giveUp.signal;
      try {
        return await httpClient.sendRequest(request);
      } catch (error) {
        if (giveUp.signal.aborted && abortSignal?.aborted !== true) throw new Silence();
        throw error;
      } finally {
        clearTimeout(timer);
        abortSignal?.removeEventListener("abort", stop);
        if (abortSignal === undefined) delete request.abortSignal;
        else request.abortSignal = abortSignal;
      }
    },
  };
}

/** No answer came. */
class Silence extends Error {
  override readonly name = "Silence";
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
  try {
    const response = await pipeline.sendRequest(impatientClient(connection), request);
    if (response.status !== 200) return failureOf({ statusCode: response.status }, action);
    return { body: JSON.parse(response.bodyAsText ?? "") as unknown };
  } catch (error) {
    return failureOf(error, action);
  }
}
