import type { AccountId } from "./accounts";
import { ACTIONS } from "./actions";
import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";
import { KEY_KINDS, type KeyKind } from "./keyAge";

/** Which keys were used of late, by the account's own logs. */
export type KeyUse =
  | { readonly known: true; readonly last: Readonly<Partial<Record<KeyKind, Date>>> }
  | { readonly known: false; readonly why: string };

const UNCONNECTED =
  "The account's data plane logs are not connected to a workspace, so Azure cannot tell what still uses its keys.";
const HOURS = 24;

/**
 * When each key was last used in the past 24 hours, by the log `CDBDataPlaneRequests`, where the account's diagnostic
 * settings send it to a Log Analytics workspace. Metrics do not tell keys apart. Fails only where it was cancelled.
 */
export async function keyUse(
  connection: Connection,
  account: AccountId,
  signal: AbortSignal,
): Promise<KeyUse | AzureFailure> {
  const answer = await askLogs(connection, account, signal);
  if (!("failed" in answer)) return answer;
  return answer.why === "cancelled" ? answer : { known: false, why: answer.says };
}

async function askLogs(
  connection: Connection,
  account: AccountId,
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
  const workspace = workspaceOf(settings.body);
  if (workspace === undefined) return { known: false, why: UNCONNECTED };
  const found = await send(
    connection,
    { method: "GET", url: `${cloud.management}${workspace}?api-version=2023-09-01` },
    ACTIONS.readLogs,
    signal,
  );
  if (isFailure(found)) return found;
  const id = (found.body as { properties?: { customerId?: unknown } }).properties?.customerId;
  if (typeof id !== "string" || !/^[\da-f-]{36}$/i.test(id)) return { known: false, why: UNCONNECTED };
  const logs = await send(
    connection,
    {
      method: "POST",
      url: `${cloud.logs}/v1/workspaces/${id}/query`,
      scope: `${cloud.logs}/.default`,
      body: {
        query: `CDBDataPlaneRequests | where TimeGenerated > ago(${HOURS}h) and AccountName =~ '${account.name}' | summarize max(TimeGenerated) by KeyType`,
      },
    },
    ACTIONS.readLogs,
    signal,
  );
  return isFailure(logs) ? logs : { known: true, last: lastUses(logs.body) };
}

/** The workspace that the data plane's requests are sent to. */
function workspaceOf(body: unknown): string | undefined {
  const { value = [] } = body as { value?: readonly DiagnosticSetting[] };
  const setting = value.find(({ properties }) =>
    properties?.logs?.some(
      ({ category, categoryGroup, enabled }) =>
        enabled === true &&
        (category === "DataPlaneRequests" || categoryGroup === "allLogs" || categoryGroup === "audit"),
    ),
  );
  const id = setting?.properties?.workspaceId;
  return typeof id === "string" && /^\/subscriptions\/[\w./-]+$/i.test(id) ? id : undefined;
}

interface DiagnosticSetting {
  readonly properties?: {
    readonly workspaceId?: unknown;
    readonly logs?: readonly {
      readonly category?: string;
      readonly categoryGroup?: string;
      readonly enabled?: boolean;
    }[];
  };
}

/** Rows of key type and time; a key type is written `PrimaryMasterKey` or so. */
function lastUses(body: unknown): Readonly<Partial<Record<KeyKind, Date>>> {
  const { tables = [] } = body as { tables?: readonly { rows?: readonly (readonly unknown[])[] }[] };
  const last: Partial<Record<KeyKind, Date>> = {};
  for (const [type, time] of tables[0]?.rows ?? []) {
    const kind = typeof type === "string" ? kindNamed(type) : undefined;
    if (kind !== undefined && typeof time === "string") last[kind] = new Date(time);
  }
  return last;
}

function kindNamed(type: string): KeyKind | undefined {
  const plain = type.toLowerCase().replace("master", "").replace(/key$/, "");
  return (Object.keys(KEY_KINDS) as KeyKind[]).find((kind) => kind.toLowerCase() === plain);
}
