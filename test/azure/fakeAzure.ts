import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { legacyKey } from "../keys";
import type { KeyKind } from "../../src/azure/keyAge";

/** A Cosmos DB account as Azure Resource Manager shows it, behind an HTTP client in the place of the network. */

export interface FakeAccount {
  readonly name: string;
  readonly keys: Record<KeyKind, string>;
  readonly generated: Partial<Record<KeyKind, string>>;
  disableLocalAuth: boolean;
}

/** An account with four fresh keys. */
export function fakeAccount(name: string, generated: FakeAccount["generated"] = {}): FakeAccount {
  return {
    name,
    keys: {
      primary: legacyKey(),
      secondary: legacyKey(),
      primaryReadonly: legacyKey(),
      secondaryReadonly: legacyKey(),
    },
    generated,
    disableLocalAuth: false,
  };
}

/** What a fault does in the place of an answer. */
export type Fault = number | "broken JSON" | "cut connection" | "silence";

/** Azure with some accounts. Every request is kept, to be searched for what must not be in it. */
export class FakeAzure {
  readonly requests: PipelineRequest[] = [];
  /** By the number of the call, from 0. */
  readonly faults = new Map<number, Fault>();

  constructor(private readonly accounts: readonly FakeAccount[]) {}

  readonly httpClient: HttpClient = {
    sendRequest: async (request) => {
      const fault = this.faults.get(this.requests.length);
      this.requests.push(request);
      if (fault === "cut connection") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      if (fault === "silence") await silence(request);
      if (fault === "broken JSON") return answer(request, 200, "{ broken");
      if (typeof fault === "number")
        return answer(request, fault, JSON.stringify({ error: { code: "Fault", message: "words of others" } }));
      return this.route(request);
    },
  };

  private route(request: PipelineRequest): PipelineResponse {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/Microsoft.ResourceGraph/resources")) {
      const query = (JSON.parse(typeof request.body === "string" ? request.body : "{}") as { query: string }).query;
      const found = this.accounts.filter(({ name }) => query.includes(`'${name}'`));
      const data = { columns: [{ name: "id", type: "string" }], rows: found.map(({ name }) => [idOf(name)]) };
      return answer(
        request,
        200,
        JSON.stringify({ totalRecords: found.length, count: found.length, resultTruncated: "false", data }),
      );
    }
    const account = this.accounts.find(({ name }) => pathname.includes(`/databaseAccounts/${name}`));
    if (account === undefined)
      return answer(request, 404, JSON.stringify({ error: { code: "ResourceNotFound", message: "words of others" } }));
    if (pathname.endsWith("/listKeys")) return answer(request, 200, JSON.stringify(keysOf(account)));
    return answer(request, 200, JSON.stringify(resourceOf(account)));
  }
}

const idOf = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.DocumentDB/databaseAccounts/${name}`;

const keysOf = ({ keys }: FakeAccount) => ({
  primaryMasterKey: keys.primary,
  secondaryMasterKey: keys.secondary,
  primaryReadonlyMasterKey: keys.primaryReadonly,
  secondaryReadonlyMasterKey: keys.secondaryReadonly,
});

function resourceOf({ name, generated, disableLocalAuth }: FakeAccount) {
  const at = (time: string | undefined) => (time === undefined ? {} : { generationTime: time });
  return {
    id: idOf(name),
    name,
    type: "Microsoft.DocumentDB/databaseAccounts",
    location: "West Europe",
    kind: "GlobalDocumentDB",
    properties: {
      provisioningState: "Succeeded",
      documentEndpoint: `https://${name}.documents.azure.com:443/`,
      databaseAccountOfferType: "Standard",
      disableLocalAuth,
      publicNetworkAccess: "Enabled",
      ipRules: [],
      keysMetadata: {
        primaryMasterKey: at(generated.primary),
        secondaryMasterKey: at(generated.secondary),
        primaryReadonlyMasterKey: at(generated.primaryReadonly),
        secondaryReadonlyMasterKey: at(generated.secondaryReadonly),
      },
    },
  };
}

function answer(request: PipelineRequest, status: number, bodyAsText: string): PipelineResponse {
  return {
    request,
    status,
    bodyAsText,
    headers: createHttpHeaders({ "content-type": "application/json", "retry-after-ms": "0" }),
  };
}

async function silence(request: PipelineRequest): Promise<never> {
  return new Promise((_done, fail) => {
    request.abortSignal?.addEventListener("abort", () => {
      fail(Object.assign(new Error("aborted"), { name: "AbortError" }));
    });
  });
}

/** A credential that always has a token. */
export const fakeCredential = {
  getToken: () => Promise.resolve({ token: "made-up", expiresOnTimestamp: Date.now() + 3_600_000 }),
};
