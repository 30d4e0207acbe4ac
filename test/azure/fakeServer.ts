import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpHeaders, createPipelineRequest, type HttpClient } from "@azure/core-rest-pipeline";
import { callOf, type FakeAzure } from "./fakeAzure";

/** The fake as a server, for processes of their own; and the HTTP client that reaches it from there. */

/** What is told of each request, before and after the fake has acted on it; a promise is waited for. */
export interface ServerEvents {
  readonly before?: (call: string) => void | Promise<void>;
  readonly after?: (call: string) => void | Promise<void>;
}

/** Starts the fake as a server; the real host of a request stands in a header. */
export async function serve(azure: FakeAzure, events: ServerEvents = {}): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { authorization } = incoming.headers;
      const origin = incoming.headers["x-real-origin"];
      const request = createPipelineRequest({
        url: `${typeof origin === "string" ? origin : "http://127.0.0.1"}${incoming.url ?? "/"}`,
        method: (incoming.method ?? "GET") as "GET",
        body: Buffer.concat(chunks).toString(),
        headers: createHttpHeaders(authorization === undefined ? {} : { authorization }),
        allowInsecureConnection: true,
      });
      const call = callOf(request);
      void Promise.resolve(events.before?.(call))
        .then(() => azure.httpClient.sendRequest(request))
        .then(async (response) => {
          await events.after?.(call);
          return response;
        })
        .then(({ status, headers, bodyAsText }) => {
          outgoing.writeHead(status, headers.toJSON()).end(bodyAsText ?? "");
        });
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

/** A server's port. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Reaches the fake behind a port, in the place of Azure. */
export function clientTo(port: number): HttpClient {
  return {
    async sendRequest(request) {
      const { pathname, search, origin } = new URL(request.url);
      const { body } = request;
      const response = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
        method: request.method,
        headers: { ...request.headers.toJSON(), "x-real-origin": origin },
        ...(typeof body === "string" ? { body } : {}),
      });
      const headers = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status: response.status, bodyAsText: await response.text(), headers };
    },
  };
}
