import type { AccountFacts } from "./accounts";
import { ACTIONS } from "./actions";
import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind } from "./keyAge";
import { DAYS, type KeyUse } from "./keyUse";

const UNCONNECTED = "It cannot be known which keys are in use: the account's data plane logs go to no workspace.";
const NO_TABLE = "It cannot be known which keys are in use: the workspace has no data plane logs of this account yet.";

/**
 * When each key was last used, by the data plane log, wherever the account's diagnostic settings send it to a Log
 * Analytics workspace. Metrics do not tell keys apart, and the logs of other APIs than NoSQL do not name keys. Fails only
 * where it was cancelled.
 */
export async function keyUse(
  connection: Connection,
  facts: AccountFacts,
  signal: AbortSignal,
): Promise<KeyUse | AzureFailure> {
  if (facts.madeFor !== "sql")
    return {
      known: false,
      why: "It cannot be known which keys are in use: the logs of this account's API do not name keys.",
    };
  const answer = await askLogs(connection, facts, signal);
  if (!("failed" in answer)) return answer;
  return answer.why === "cancelled"
    ? answer
    : { known: false, why: `It cannot be known which keys are in use. ${answer.says}` };
}

async function askLogs(
  connection: Connection,
  { account }: AccountFacts,
  signal: AbortSignal,
): Promise<KeyUse | AzureFailure> {
  const { cloud } = connection;
  const settings = await send(
    connection,
    {
      method: "GET",
      url: `${cloud.management}${account.id}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview`,
    },
    ACTIONS.readLogs,
    signal,
  );
  if (isFailure(settings)) return settings;
  const rows: LogRow[] = [];
  let asked = 0;
  for (const workspace of workspacesOf(settings.body)) {
    const id = await customerId(connection, workspace, signal);
    if (id !== undefined && typeof id !== "string") return id;
    if (id === undefined) continue;
    // A setting does not always say which of the two tables it fills.
    for (const query of QUERIES) {
      const found = await send(
        connection,
        {
          method: "POST",
          url: `${cloud.logs}/v1/workspaces/${id}/query`,
          scope: `${cloud.logs}/.default`,
          body: { query: query(account.id) },
        },
        ACTIONS.readLogs,
        signal,
      );
      if (isFailure(found) && found.why !== "gone") return found;
      if (isFailure(found)) continue;
      asked++;
      rows.push(...rowsIn(found.body));
    }
  }
  if (asked > 0) return useBy(rows);
  return { known: false, why: workspacesOf(settings.body).length === 0 ? UNCONNECTED : NO_TABLE };
}

async function customerId(
  connection: Connection,
  workspace: string,
  signal: AbortSignal,
): Promise<string | AzureFailure | undefined> {
  const url = `${connection.cloud.management}${workspace}?api-version=2023-09-01`;
  const found = await send(connection, { method: "GET", url }, ACTIONS.readLogs, signal);
  if (isFailure(found)) return found;
  const id = (found.body as { properties?: { customerId?: unknown } }).properties?.customerId;
  return typeof id === "string" && /^[\da-f-]{36}$/i.test(id) ? id : undefined;
}

/** Every workspace that the data plane's requests are sent to: the first setting may well be storage. */
function workspacesOf(body: unknown): readonly string[] {
  const { value = [] } = body as { value?: readonly DiagnosticSetting[] };
  const ids = value.flatMap(({ properties }) => {
    const id = properties?.workspaceId;
    const isSent = properties?.logs?.some(
      ({ category, categoryGroup, enabled }) =>
        enabled === true &&
        (category === "DataPlaneRequests" || categoryGroup === "allLogs" || categoryGroup === "audit"),
    );
    return isSent === true && typeof id === "string" && /^\/subscriptions\/[\w./-]+$/i.test(id) ? [id] : [];
  });
  return [...new Set(ids)];
}

interface DiagnosticSetting {
  readonly properties?: {
    readonly workspaceId?: unknown;
    readonly logs?: readonly {
      readonly category?: string | null;
      readonly categoryGroup?: string | null;
      readonly enabled?: boolean;
    }[];
  };
}

/**
 * The two tables (learn.microsoft.com: monitor Azure Cosmos DB): one of its own, and `AzureDiagnostics`, which all services
 * share. `KeyType` is filled in direct mode, `AuthTokenType` in gateway mode and for REST.
 */
const QUERIES: readonly ((accountId: string) => string)[] = [
  (id) =>
    `CDBDataPlaneRequests | where TimeGenerated > ago(${DAYS}d) and _ResourceId =~ '${id}' | extend kind = iff(isnotempty(KeyType), KeyType, AuthTokenType)${SUMMARY}`,
  (id) =>
    `AzureDiagnostics | where TimeGenerated > ago(${DAYS}d) and Category == 'DataPlaneRequests' and ResourceId =~ '${id}' | extend k = column_ifexists('keyType_s', ''), a = column_ifexists('authTokenType_s', '') | extend kind = iff(isnotempty(k), k, a)${SUMMARY}`,
];
const SUMMARY =
  " | summarize last = max(TimeGenerated), first = min(TimeGenerated) by kind | project kind, datetime_diff('minute', now(), last), datetime_diff('minute', now(), first)";

interface LogRow {
  readonly kind: string;
  readonly last: number;
  readonly first: number;
}

function rowsIn(body: unknown): readonly LogRow[] {
  const { tables = [] } = body as { tables?: readonly { rows?: readonly (readonly unknown[])[] }[] };
  return (tables[0]?.rows ?? []).flatMap(([kind, last, first]) =>
    typeof kind === "string" && typeof last === "number" && typeof first === "number" ? [{ kind, last, first }] : [],
  );
}

function useBy(rows: readonly LogRow[]): KeyUse {
  const last: Partial<Record<KeyKind, number>> = {};
  let unclear = false;
  for (const row of rows) {
    const kind = kindNamed(row.kind);
    if (kind !== undefined) last[kind] = Math.max(0, Math.min(last[kind] ?? Infinity, row.last));
    else unclear ||= !KEYLESS.test(row.kind);
  }
  return { known: true, last, reach: Math.max(0, ...rows.map(({ first }) => first)), unclear };
}

/** Tokens that are no account key. */
const KEYLESS = /^(?:aad|entra|resource|system)/i;

/** A key type is written `PrimaryMasterKey` or so. */
function kindNamed(type: string): KeyKind | undefined {
  const plain = type
    .toLowerCase()
    .replace(/read-?only/, "readonly")
    .replace("master", "")
    .replace(/key$/, "");
  return (Object.keys(KEY_KINDS) as KeyKind[]).find((kind) => kind.toLowerCase() === plain);
}
