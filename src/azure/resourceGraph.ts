import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureAction, type AzureFailure, failure, isFailure } from "./failure";

const API_VERSION = "2021-03-01";
const MOST_PAGES = 1000;

/** What Resource Graph told: rows, each in the order of the query's `project`, and whether these are all. */
export interface GraphRows {
  readonly rows: readonly (readonly unknown[])[];
  readonly complete: boolean;
}

/**
 * Asks Resource Graph over all subscriptions that the person sees, page after page. The query must say `order by`: pages
 * without an order may repeat rows and leave others out. Complete only where Azure cut nothing off and every row came.
 */
export async function askGraph(
  connection: Connection,
  query: string,
  action: AzureAction,
  signal: AbortSignal,
): Promise<GraphRows | AzureFailure> {
  const rows: (readonly unknown[])[] = [];
  let skipToken: string | undefined;
  let isCut = false;
  let total = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await send(connection, requestFor(connection, query, skipToken), action, signal);
    if (isFailure(answer)) return answer;
    const { data, $skipToken, resultTruncated, totalRecords } = answer.body as GraphAnswer;
    if (!Array.isArray(data?.rows))
      return failure("unclear", `Unexpected response from Azure while trying to ${action.tried}. Nothing was changed.`);
    rows.push(...(data.rows as readonly (readonly unknown[])[]));
    isCut ||= resultTruncated === true || resultTruncated === "true";
    total = Math.max(total, typeof totalRecords === "number" ? totalRecords : 0);
    if (typeof $skipToken !== "string" || $skipToken === "") return { rows, complete: !isCut && rows.length >= total };
    skipToken = $skipToken;
  }
  return { rows, complete: false };
}

function requestFor({ cloud }: Connection, query: string, skipToken: string | undefined) {
  return {
    method: "POST" as const,
    url: `${cloud.management}/providers/Microsoft.ResourceGraph/resources?api-version=${API_VERSION}`,
    // A table: the one form of answer that the API description knows.
    body: {
      query,
      options: { resultFormat: "table", ...(skipToken === undefined ? {} : { $skipToken: skipToken }) },
    },
  };
}

interface GraphAnswer {
  readonly data?: { readonly rows?: unknown };
  readonly $skipToken?: unknown;
  readonly resultTruncated?: unknown;
  readonly totalRecords?: unknown;
}
