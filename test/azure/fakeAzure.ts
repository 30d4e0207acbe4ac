import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { randomUUID } from "node:crypto";
import { traceableKey } from "../keys";
import type { KeyKind } from "../../src/azure/keyAge";
import { aborted, answer, bodyOf, provider, resourceManager, silence } from "./fakeAnswer";
import { type FakeAccount, HOME, idOf, resourceOf, SUBSCRIPTION, sweptRow } from "./fakeAccount";
import { FakeVault } from "./fakeVault";

export { answer, bodyOf } from "./fakeAnswer";
export { type FakeAccount, fakeAccount, fakeCredential, HOME, idOf, SUBSCRIPTION } from "./fakeAccount";

/**
 * Cosmos DB accounts as Azure Resource Manager shows them, behind an HTTP client in the place of the network. It answers as
 * the recorded Azure does: operations and their words, accounts that are `Updating`, roles that are not seen at once, errors
 * with and without an envelope, pages, quota headers.
 */

/** What a fault does in the place of an answer. */
export type Fault = number | "broken JSON" | "cut connection" | "silence" | "cancel" | FaultAnswer;

/** An answer word for word. */
export interface FaultAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call, as faults are matched by: method and path. */
export const callOf = ({ method, url }: Pick<PipelineRequest, "method" | "url">): string =>
  `${method} ${new URL(url).pathname.replace(/operationsStatus\/.*/, "operationsStatus").replace(/operationResults\/.*/, "operationResults")}`;

/** Something that Azure does by and by: `left` more looks at it, or at its account, and it is done. */
interface Operation {
  readonly id: string;
  readonly account: FakeAccount;
  readonly finish: () => void;
  /** The error that it ends with. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  left: number;
}

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
  /** Accounts on one page of Resource Graph. */
  pageSize = 100;
  /** What Resource Graph says of its own answer. */
  resultTruncated = "false";
  /** Looks that an operation takes. */
  slowness = 2;
  /** The error that the next operation ends with. */
  operationFails: Operation["error"];
  /** Looks until a new role assignment is seen. */
  rolesTake = 1;
  private readonly operations = new Map<string, Operation>();
  private readonly unseen = new Map<string, number>();
  /** What "cancel" does. */
  onCancel: () => void = () => undefined;

  constructor(
    readonly accounts: readonly FakeAccount[],
    private readonly identities: readonly (readonly string[])[] = [],
    /** Tenants in which the person has no subscription. */
    readonly emptyTenants: readonly string[] = [],
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
      if (typeof fault === "number") return resourceManager(request, fault, "Fault");
      if (typeof fault === "object") return answer(request, fault.status, fault.body, fault.headers);
      return this.route(request);
    },
  };

  private route(request: PipelineRequest): PipelineResponse {
    const { pathname, hostname } = new URL(request.url);
    if (/^\/(?:deleted)?secrets\//.test(pathname)) return this.vault.route(request);
    if (pathname === "/tenants") return answer(request, 200, { value: [...this.tenants()].map(tenantRow) });
    if (pathname.endsWith("/Microsoft.ResourceGraph/resources")) return this.graph(request);
    if (hostname.includes("loganalytics")) return this.logs(request);
    if (/\/operation(?:sStatus|Results)\//.test(pathname)) return this.operation(request);
    const account = this.seenBy(request).find(
      ({ name }) => pathname.split("/").includes(name) || pathname.includes(`/${name}-`),
    );
    if (account === undefined) return resourceManager(request, 404, "ResourceNotFound");
    this.pass(account);
    return this.routeTo(account, request, pathname);
  }

  private routeTo(account: FakeAccount, request: PipelineRequest, pathname: string): PipelineResponse {
    const { method } = request;
    const isWrite = method === "PUT" || method === "PATCH" || pathname.endsWith("/regenerateKey");
    if (isWrite && account.lock !== undefined)
      return resourceManager(request, 409, "ScopeLocked", {
        message: `The scope '${idOf(account.name)}' cannot perform write operation because following scope(s) are locked: '${idOf(account.name)}'. Please remove the lock and try again.`,
      });
    if (isWrite && this.runningOn(account) !== undefined) return provider(request, 412, "PreconditionFailed");
    if (pathname.endsWith("/regenerateKey")) return this.regenerate(request, account);
    if (method === "PATCH") return this.patch(request, account);
    if (method === "PUT") return this.assign(request, account, pathname);
    const role = /RoleAssignments\/([^/]+)$/.exec(pathname)?.[1];
    if (role !== undefined) return this.role(request, account, role);
    const route = ROUTES.find((one) => one.method === method && one.path.test(pathname));
    if (route === undefined) return answer(request, 404, {});
    return answer(request, 200, route.answer(account, this.runningOn(account) !== undefined));
  }

  private tenants(): ReadonlySet<string> {
    return new Set([HOME, ...this.accounts.map(({ tenant }) => tenant), ...this.emptyTenants]);
  }

  private tenantOf(request: PipelineRequest): string {
    const claims = request.headers.get("authorization")?.split(".")[1] ?? "";
    const { tid = HOME } = JSON.parse(Buffer.from(claims, "base64url").toString() || "{}") as { tid?: string };
    return tid;
  }

  /** The accounts of the tenant that a request's token is for. */
  private seenBy(request: PipelineRequest): readonly FakeAccount[] {
    const tenant = this.tenantOf(request);
    return this.accounts.filter((account) => account.tenant === tenant);
  }

  private graph(request: PipelineRequest): PipelineResponse {
    if (this.emptyTenants.includes(this.tenantOf(request)))
      return resourceManager(request, 400, "BadRequest", {
        details: [{ code: "NoValidSubscriptionsInQueryRequest", message: "words of others" }],
      });
    const { query, options } = bodyOf(request) as { query: string; options?: { $skipToken?: string } };
    const named = /name =~ '([^']+)'/.exec(query)?.[1];
    const accounts = this.seenBy(request).filter(({ name }) => named === undefined || name === named);
    const all = query.includes("managedidentity")
      ? this.identities
      : query.includes("keysMetadata")
        ? accounts.map(sweptRow)
        : accounts.map(({ name }) => [idOf(name)]);
    // Without an order pages repeat rows and leave others out.
    const ordered = query.includes("order by") ? all : [...all].reverse();
    const from = Number(options?.$skipToken ?? 0);
    const rows = ordered.slice(from, from + this.pageSize);
    const columns = rows[0]?.map((_value, i) => ({ name: `c${i}`, type: "string" })) ?? [];
    const more = from + rows.length < all.length ? { $skipToken: String(from + rows.length) } : {};
    const body = {
      totalRecords: all.length,
      count: rows.length,
      resultTruncated: this.resultTruncated,
      data: { columns, rows },
      ...more,
    };
    return answer(request, 200, body, {
      "x-ms-user-quota-remaining": "14",
      "x-ms-user-quota-resets-after": "00:00:05",
    });
  }

  private logs(request: PipelineRequest): PipelineResponse {
    const { query } = bodyOf(request) as { query: string };
    const id = /=~ '([^']+)'/.exec(query)?.[1]?.toLowerCase();
    const account = this.accounts.find(({ name }) => idOf(name).toLowerCase() === id);
    const table = query.startsWith("AzureDiagnostics") ? "AzureDiagnostics" : "Dedicated";
    if (account?.lastUse === undefined || account.logTable !== table)
      return resourceManager(request, 400, "BadArgumentError", {
        innererror: { code: "SemanticError", innererror: { code: "SEM0100", message: "words of others" } },
      });
    const minutes = (time: string): number => Math.round((Date.now() - Date.parse(time)) / 60_000);
    const rows = [
      ["AadToken", 1, account.logReach],
      ...Object.entries(account.lastUse).map(([kind, time]) => [
        LOGGED[kind as KeyKind],
        minutes(time),
        account.logReach,
      ]),
    ];
    return answer(request, 200, { tables: [{ name: "PrimaryResult", columns: [], rows }] });
  }

  private regenerate(request: PipelineRequest, account: FakeAccount): PipelineResponse {
    const { keyKind } = bodyOf(request) as { keyKind: KeyKind };
    const headers = this.begin(request, account, () => {
      this.regenerated.push({ account: account.name, kind: keyKind, ended: account.keys[keyKind] });
      account.keys[keyKind] = traceableKey();
      account.generated[keyKind] = new Date().toISOString();
    });
    return answer(request, 202, { status: "Enqueued" }, headers);
  }

  private patch(request: PipelineRequest, account: FakeAccount): PipelineResponse {
    const { properties } = bodyOf(request) as { properties: { disableLocalAuth: boolean } };
    if (account.mongo && properties.disableLocalAuth) return provider(request, 400, "BadRequest");
    const headers = this.begin(request, account, () => {
      account.disableLocalAuth = properties.disableLocalAuth;
    });
    return answer(request, 200, resourceOf(account, true), headers);
  }

  private assign(request: PipelineRequest, account: FakeAccount, path: string): PipelineResponse {
    const id = path.slice(path.lastIndexOf("/") + 1);
    const { properties } = bodyOf(request) as { properties: object };
    const headers = this.begin(request, account, () => {
      const type = "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments";
      account.roles.set(id, { id: path, name: id, type, properties });
      this.unseen.set(id, this.rolesTake);
    });
    return answer(request, 202, { status: "Enqueued" }, headers);
  }

  private role(request: PipelineRequest, { roles }: FakeAccount, id: string): PipelineResponse {
    const role = roles.get(id);
    const left = this.unseen.get(id) ?? 0;
    this.unseen.set(id, left - 1);
    return role === undefined || left > 0 ? provider(request, 404, "NotFound") : answer(request, 200, role);
  }

  /** Takes a change: the headers say where its end is told, by signed addresses. */
  private begin(request: PipelineRequest, account: FakeAccount, finish: () => void): Readonly<Record<string, string>> {
    const id = randomUUID();
    this.operations.set(id, { id, account, finish, error: this.operationFails, left: this.slowness });
    this.operationFails = undefined;
    const { origin: asked, pathname } = new URL(request.url);
    // Behind a proxy of ours the request does not say where it was sent to.
    const origin = asked.startsWith("https:") ? asked : "https://management.azure.com";
    const query = "?api-version=2024-08-15&t=638899569842296381&c=made-up&s=made-up&h=made-up";
    return {
      "azure-asyncoperation": `${origin}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.DocumentDB/locations/westeurope/operationsStatus/${id}${query}`,
      location: `${origin}${pathname}/operationResults/${id}${query}`,
    };
  }

  private runningOn(account: FakeAccount): Operation | undefined {
    return [...this.operations.values()].find((one) => one.account === account && one.left > 0);
  }

  /** Time passes for an account with each look at it. */
  private pass(account: FakeAccount): void {
    const running = this.runningOn(account);
    if (running !== undefined) this.step(running);
  }

  private step(operation: Operation): void {
    if (--operation.left === 0 && operation.error === undefined) operation.finish();
  }

  private operation(request: PipelineRequest): PipelineResponse {
    const { pathname } = new URL(request.url);
    const operation = this.operations.get(pathname.slice(pathname.lastIndexOf("/") + 1));
    if (operation === undefined) return provider(request, 404, "NotFound");
    const before = operation.left;
    if (before > 0) this.step(operation);
    if (operation.left > 0) return answer(request, 200, { status: before === this.slowness ? "Enqueued" : "Dequeued" });
    const { error } = operation;
    if (error !== undefined) return answer(request, 200, { status: "Failed", error });
    // An assignment's PUT is answered by the assignment, once it is asked for.
    return answer(request, 200, { status: "Succeeded" });
  }
}

function tenantRow(tenantId: string) {
  return { id: `/tenants/${tenantId}`, tenantId, countryCode: "US", displayName: "Contoso", tenantCategory: "Home" };
}

/** How the log names the keys. */
const LOGGED: Readonly<Record<KeyKind, string>> = {
  primary: "PrimaryMasterKey",
  secondary: "SecondaryMasterKey",
  primaryReadonly: "PrimaryReadonlyMasterKey",
  secondaryReadonly: "SecondaryReadonlyMasterKey",
};

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (account: FakeAccount, isUpdating: boolean) => unknown;
}

const ROUTES: readonly Route[] = [
  { method: "POST", path: /\/listKeys$/, answer: keysOf },
  { method: "GET", path: /RoleAssignments$/, answer: ({ roles }) => ({ value: [...roles.values()] }) },
  {
    method: "GET",
    path: /\/locks$/,
    answer: ({ lock }) => ({ value: lock === undefined ? [] : [{ name: lock, properties: { level: "ReadOnly" } }] }),
  },
  {
    method: "GET",
    path: /\/diagnosticSettings$/,
    // The first one goes to storage, and says so by what it leaves null.
    answer: ({ lastUse, name, logTable }) => ({
      value: [
        settingOf(null, null, { category: "DataPlaneRequests", categoryGroup: null, enabled: true }),
        ...(lastUse === undefined
          ? []
          : [
              settingOf(
                `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.OperationalInsights/workspaces/${name}-logs`,
                logTable === "Dedicated" ? "Dedicated" : null,
                { category: null, categoryGroup: "allLogs", enabled: true },
              ),
            ]),
      ],
    }),
  },
  { method: "GET", path: /\/workspaces\/[^/]+$/, answer: () => ({ properties: { customerId: WORKSPACE } }) },
  { method: "GET", path: /\/databaseAccounts\/[^/]+$/, answer: resourceOf },
];

function settingOf(workspaceId: string | null, logAnalyticsDestinationType: string | null, log: object) {
  return {
    location: null,
    properties: { storageAccountId: null, workspaceId, logs: [log], logAnalyticsDestinationType },
  };
}

const WORKSPACE = "11111111-1111-1111-1111-111111111111";

function keysOf({ keys }: FakeAccount) {
  return {
    primaryMasterKey: keys.primary,
    secondaryMasterKey: keys.secondary,
    primaryReadonlyMasterKey: keys.primaryReadonly,
    secondaryReadonlyMasterKey: keys.secondaryReadonly,
  };
}
