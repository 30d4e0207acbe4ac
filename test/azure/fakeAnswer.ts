import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";

/** Answers as Azure writes them. */

/** A request's body as an object. */
export function bodyOf({ body }: PipelineRequest): object {
  return (typeof body === "string" && body !== "" ? JSON.parse(body) : {}) as object;
}

/** An answer of Azure. */
export function answer(
  request: PipelineRequest,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PipelineResponse {
  return {
    request,
    status,
    bodyAsText: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
    headers: createHttpHeaders({
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(status === 429 ? { "retry-after": "1" } : {}),
      ...headers,
    }),
  };
}

/** An error of Resource Manager, or of a vault: in an envelope. */
export function resourceManager(
  request: PipelineRequest,
  status: number,
  code: string,
  more: object = {},
): PipelineResponse {
  return answer(request, status, { error: { code, message: "words of others", ...more } });
}

/** An error of the Cosmos DB provider: at the top. */
export function provider(request: PipelineRequest, status: number, code: string): PipelineResponse {
  const message =
    "words of others\r\nActivityId: 00000000-0000-0000-0000-000000000095, Microsoft.Azure.Documents.Common";
  return answer(request, status, { code, message }, { "x-ms-gatewayversion": "version=2.14.0" });
}

/** What a cancelled request throws. */
export function aborted(): Error {
  return Object.assign(new Error("words of others"), { name: "AbortError" });
}

/** Never answers; ends where the request is cancelled. */
export async function silence(request: PipelineRequest): Promise<never> {
  return new Promise((_done, fail) => {
    const end = (): void => {
      fail(aborted());
    };
    if (request.abortSignal?.aborted === true) end();
    request.abortSignal?.addEventListener("abort", end);
  });
}
