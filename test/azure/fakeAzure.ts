import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { legacyKey } from "../keys";
import type { KeyKind } from "../../src/azure/keyAge";
import { FakeVault } from "./fakeVault";

/** Cosmos DB accounts as Azure Resource Manager shows them, behind an HTTP client in the place of the network. */

export interface FakeAccount {
  readonly name: string;
  readonly keys: Record<KeyKind, string>;
  readonly generated: Partial<Record<KeyKind, string>>;
  readonly roles: Map<string, object>;
  /** When each key was last used, for an account whose logs are connected. */
  lastUse: Partial<Record<KeyKind, string>> | undefined;
  disableLocalAuth: boolean;
  mongo: boolean;
  /** The directory that it lies in. */
  tenant: string;
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
    generated: { ...generated },
    roles: new Map(),
    lastUse: undefined,
    disableLocalAuth: false,
    mongo: false,
    tenant: HOME,
  };
}

/** The directory that a person signs in to. */
export const HOME = "00000000-0000-0000-0000-00000000000a";

/** What a fault does in the place of an answer. */
export type Fault = number | "broken JSON" | "cut connection" | "silence" | "cancel";

/** One call, as faults are matched by: method and path. */
export const callOf = ({ method, url }: Pick<PipelineRequest, "method" | "url">): string =>
  `${method} ${new URL(url).pathname}`;

/** Azure with some accounts, vaults, identities. Every request is kept, to be searched for what must not be in it. */
export class FakeAzure {
  readonly requests: PipelineRequest[] = [];
  /** By the number of the call, from 0: once. */
  readonly faults = new Map<number, Fault>();
  /** By method and path: each time. */
  readonly lastingFaults = new Map<string, Fault>();
  /** Each key that was regenerated, in order: account, kind, and the key that it put an end to. */
  readonly regenerated: { readonly account: string; readonly kind: KeyKind; readonly ended: string }[] = [];
  readonly vault = new FakeVault();
  private running = 0;
  /** What "cancel" does. */
  onCancel: () => void = () => undefined;

  constructor(
    private readonly accounts: readonly FakeAccount[],
    private readonly identities: readonly (readonly string[])[] = [],
  ) {}

  readonly httpClient: HttpClient = {
    sendRequest: async (request) => {
      if (request.abortSignal?.aborted === true) throw aborted();
      const fault = this.faults.get(this.requests.length) ?? this.lastingFaults.get(callOf(request));
      this.requests.push(request);
      if (fault === "cut connection")
        throw Object.assign(new Error("words of others"), { code: "ECONNRESET", name: "RestError" });
      if (fault === "cancel") this.onCancel();
      if (fault === "silence" || fault === "cancel") await silence(request);
      if (fault === "broken JSON") return answer(request, 200, "{ broken");
      if (typeof fault === "number")
        return answer(request, fault, { error: { code: "Fault", message: "words of others" } });
      return this.route(request);
    },
  };

  private route(request: PipelineRequest): PipelineResponse {
    const { pathname, hostname } = new URL(request.url);
    if (/^\/(?:deleted)?secrets\//.test(pathname)) return this.vault.route(request);
    if (pathname === "/tenants")
      return answer(request, 200, { value: [...this.tenants()].map((tenantId) => ({ tenantId })) });
    if (pathname.endsWith("/Microsoft.ResourceGraph/resources")) return this.graph(request);
    if (hostname.includes("loganalytics")) return this.logs(request);
    if (pathname.includes("/operations/")) return this.operation(request);
    const account = this.seenBy(request).find(
      ({ name }) => pathname.split("/").includes(name) || pathname.includes(`/${name}-`),
    );
    if (account === undefined)
      return answer(request, 404, { error: { code: "ResourceNotFound", message: "words of others" } });
    const route = ROUTES.find(({ method, path }) => method === request.method && path.test(pathname));
    if (route !== undefined) return answer(request, 200, route.answer(account, pathname, bodyOf(request)));
    if (pathname.endsWith("/regenerateKey")) return this.regenerate(request, account);
    return answer(request, 404, {});
  }

  private tenants(): ReadonlySet<string> {
    return new Set([HOME, ...this.accounts.map(({ tenant }) => tenant)]);
  }

  /** The accounts of the tenant that a request's token is for. */
  private seenBy(request: PipelineRequest): readonly FakeAccount[] {
    const claims = request.headers.get("authorization")?.split(".")[1] ?? "";
    const { tid = HOME } = JSON.parse(Buffer.from(claims, "base64url").toString() || "{}") as { tid?: string };
    return this.accounts.filter(({ tenant }) => tenant === tid);
  }

  private graph(request: PipelineRequest): PipelineResponse {
    const { query } = bodyOf(request) as { query: string };
    const named = /name =~ '([^']+)'/.exec(query)?.[1];
    const rows = query.includes("managedidentity")
      ? this.identities
      : named === undefined
        ? this.seenBy(request).map(sweptRow)
        : this.seenBy(request)
            .filter(({ name }) => name === named)
            .map(({ name }) => [idOf(name)]);
    const columns = rows[0]?.map((_value, i) => ({ name: `c${i}`, type: "string" })) ?? [];
    const table = { totalRecords: rows.length, count: rows.length, resultTruncated: "false", data: { columns, rows } };
    return answer(request, 200, table);
  }

  private logs(request: PipelineRequest): PipelineResponse {
    const named = /AccountName =~ '([^']+)'/.exec((bodyOf(request) as { query: string }).query)?.[1];
    const { lastUse = {} } = this.accounts.find(({ name }) => name === named) ?? {};
    const rows = Object.entries(lastUse).map(([kind, time]) => [LOGGED[kind as KeyKind], time]);
    return answer(request, 200, { tables: [{ name: "PrimaryResult", columns: [], rows }] });
  }

  private regenerate(request: PipelineRequest, account: FakeAccount): PipelineResponse {
    const { keyKind } = bodyOf(request) as { keyKind: KeyKind };
    this.regenerated.push({ account: account.name, kind: keyKind, ended: account.keys[keyKind] });
    account.keys[keyKind] = legacyKey();
    account.generated[keyKind] = new Date().toISOString();
    this.running = 1;
    const operation = `https://management.azure.com/subscriptions/${SUBSCRIPTION}/providers/Microsoft.DocumentDB/locations/westeurope/operations/1?api-version=2023-04-15`;
    return answer(request, 202, undefined, { "azure-asyncoperation": operation, location: operation });
  }

  private operation(request: PipelineRequest): PipelineResponse {
    const status = this.running-- > 0 ? "InProgress" : "Succeeded";
    return answer(request, 200, { status });
  }
}

/** How the log names the keys. */
const LOGGED: Readonly<Record<KeyKind, string>> = {
  primary: "PrimaryMasterKey",
  secondary: "SecondaryMasterKey",
  primaryReadonly: "PrimaryReadonlyMasterKey",
  secondaryReadonly: "SecondaryReadonlyMasterKey",
};

/** The subscription that every fake account lies in. */
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

/** A fake account's resource id. */
export const idOf = (name: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.DocumentDB/databaseAccounts/${name}`;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (account: FakeAccount, path: string, body: object) => unknown;
}

const ROUTES: readonly Route[] = [
  { method: "POST", path: /\/listKeys$/, answer: keysOf },
  {
    method: "GET",
    path: /RoleAssignments$/,
    answer: ({ roles }) => ({ value: [...roles.values()] }),
  },
  {
    method: "PUT",
    path: /RoleAssignments\/[^/]+$/,
    answer(account, path, body) {
      const id = path.slice(path.lastIndexOf("/") + 1);
      const { properties } = body as { properties: object };
      const role = { id: path, name: id, type: "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments", properties };
      account.roles.set(id, role);
      return role;
    },
  },
  {
    method: "GET",
    path: /RoleAssignments\/[^/]+$/,
    answer: ({ roles }, path) => roles.get(path.slice(path.lastIndexOf("/") + 1)) ?? {},
  },
  {
    method: "GET",
    path: /\/diagnosticSettings$/,
    answer: ({ lastUse, name }) => ({
      value:
        lastUse === undefined
          ? []
          : [
              {
                properties: {
                  workspaceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.OperationalInsights/workspaces/${name}-logs`,
                  logs: [{ category: "DataPlaneRequests", enabled: true }],
                },
              },
            ],
    }),
  },
  {
    method: "GET",
    path: /\/workspaces\/[^/]+$/,
    answer: () => ({ properties: { customerId: WORKSPACE } }),
  },
  {
    method: "PATCH",
    path: /\/databaseAccounts\/[^/]+$/,
    answer(account, _path, body) {
      const { properties } = body as { properties: { disableLocalAuth: boolean } };
      account.disableLocalAuth = properties.disableLocalAuth;
      return resourceOf(account);
    },
  },
  { method: "GET", path: /\/databaseAccounts\/[^/]+$/, answer: resourceOf },
];

const WORKSPACE = "11111111-1111-1111-1111-111111111111";

function keysOf({ keys }: FakeAccount) {
  return {
    primaryMasterKey: keys.primary,
    secondaryMasterKey: keys.secondary,
    primaryReadonlyMasterKey: keys.primaryReadonly,
    secondaryReadonlyMasterKey: keys.secondaryReadonly,
  };
}

function sweptRow({ name, disableLocalAuth, generated }: FakeAccount) {
  const { primary, secondary, primaryReadonly, secondaryReadonly } = generated;
  const times = [primary, secondary, primaryReadonly, secondaryReadonly].map((time) => time ?? "");
  return [name, "shop", SUBSCRIPTION, disableLocalAuth, ...times];
}

function resourceOf({ name, generated, disableLocalAuth, mongo }: FakeAccount) {
  const at = (time: string | undefined) => (time === undefined ? {} : { generationTime: time });
  return {
    id: idOf(name),
    name,
    type: "Microsoft.DocumentDB/databaseAccounts",
    location: "West Europe",
    kind: mongo ? "MongoDB" : "GlobalDocumentDB",
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
      "retry-after-ms": "0",
      "retry-after": "0",
      ...headers,
    }),
  };
}

function aborted(): Error {
  return Object.assign(new Error("words of others"), { name: "AbortError" });
}

async function silence(request: PipelineRequest): Promise<never> {
  return new Promise((_done, fail) => {
    const end = (): void => {
      fail(aborted());
    };
    if (request.abortSignal?.aborted === true) end();
    request.abortSignal?.addEventListener("abort", end);
  });
}

const claims = { oid: "99999999-9999-9999-9999-999999999999", upn: "ada@contoso.example" };

/** A credential that always has a token, with a person's claims in it. */
export const fakeCredential = {
  getToken: (_scopes?: unknown, options?: { readonly tenantId?: string }) =>
    Promise.resolve({
      token: `e30.${Buffer.from(JSON.stringify({ ...claims, tid: options?.tenantId ?? HOME })).toString("base64url")}.made-up`,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
};
