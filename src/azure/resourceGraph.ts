import { send } from "./client";
import type { Connection } from "./connection";
import { type AzureAction, type AzureFailure, failure, isFailure } from "./failure";

const API_VERSION = "2021-03-01";
const MOST_PAGES = 100;

/**
 * Asks Resource Graph over all subscriptions that the person sees; every row, page after page. The values of a row are
 * in the order of the query's `project`.
 */
export async function askGraph(
  connection: Connection,
  query: string,
  action: AzureAction,
  signal: AbortSignal,
): Promise<readonly (readonly unknown[])[] | AzureFailure> {
  const rows: (readonly unknown[])[] = [];
  let skipToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await send(
      connection,
      {
        method: "POST",
        url: `${connection.cloud.management}/providers/Microsoft.ResourceGraph/resources?api-version=${API_VERSION}`,
        body: {
          query,
          // A table: the one form of answer that the API description knows.
          options: { resultFormat: "table", ...(skipToken === undefined ? {} : { $skipToken: skipToken }) },
        },
      },
      action,
      signal,
    );
    if (isFailure(answer)) return answer;
    const { data, $skipToken } = answer.body as GraphAnswer;
    if (data?.rows === undefined)
      return failure("unclear", `Azure's answer to the attempt to ${action.tried} was not understood.`);
    rows.push(...data.rows);
    if (typeof $skipToken !== "string") return rows;
    skipToken = $skipToken;
  }
  return rows;
}

interface GraphAnswer {
  readonly data?: { readonly rows?: readonly (readonly unknown[])[] };
  readonly $skipToken?: unknown;
}
