import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { legacyKey } from "../keys";
import { contractFolder } from "./contract";

/** Answers that the real Azure gave, replayed word for word in the place of the network. */

export interface Recorded {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

/** All recorded answers, with made-up keys and tokens put in; undefined on machines that have none. */
export function recordedAnswers(): readonly Recorded[] | undefined {
  const folder = contractFolder();
  if (folder === undefined) return undefined;
  const keys = new Map<string, string>();
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: "1752041837" } } }));
  const text = readFileSync(join(folder, "recorded-azure.json"), "utf8")
    .replace(/\{\{key:(\d+)\}\}/g, (_marker, number: string) => {
      const key = keys.get(number) ?? legacyKey();
      keys.set(number, key);
      return key;
    })
    .replaceAll("{{token}}", "made-up")
    .replaceAll("{{secret}}", "made-up")
    .replaceAll("{{claims}}", claims.toString("base64"));
  return JSON.parse(text) as readonly Recorded[];
}

/** Where a replay is: the calls that were made, and the answers that are given to them. */
export class Replay {
  readonly calls: string[] = [];
  readonly tokens: string[] = [];

  /** `answers`: by method and the end of the path, each in order, the last one again and again. */
  constructor(private readonly answers: readonly (readonly [RegExp, ...Recorded["response"][]])[]) {}

  readonly httpClient: HttpClient = {
    sendRequest: (request) => {
      const { pathname, search } = new URL(request.url);
      const call = `${request.method} ${pathname}${search}`;
      this.calls.push(call);
      this.tokens.push(request.headers.get("authorization") ?? "");
      const row = this.answers.find(([pattern]) => pattern.test(call));
      if (row === undefined) return Promise.reject(new Error(`nothing recorded for ${call}`));
      const before = this.calls.slice(0, -1).filter((one) => row[0].test(one)).length;
      const [, ...all] = row;
      const one = all[Math.min(before, all.length - 1)];
      if (one === undefined) return Promise.reject(new Error(`nothing recorded for ${call}`));
      return Promise.resolve(responseOf(request, one));
    },
  };
}

function responseOf(request: PipelineRequest, { status, headers = {}, body }: Recorded["response"]) {
  return {
    request,
    status,
    headers: createHttpHeaders({ ...headers }),
    bodyAsText: body === null || body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
  };
}
