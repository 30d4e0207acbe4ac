import { ACTIONS } from "./actions";
import type { Connection } from "./connection";
import { type AzureFailure, isFailure } from "./failure";
import { isObjectId } from "./objectId";
import { askGraph } from "./resourceGraph";

/** A managed identity that a role can be granted to. */
export interface ManagedIdentity {
  /** The identity's own name, or that of the app which has it. */
  readonly name: string;
  /** What it belongs to, in words: "user-assigned", "sites", "containerapps". */
  readonly of: string;
  readonly resourceGroup: string;
  readonly objectId: string;
}

/** The managed identities of a subscription: user-assigned ones, and those that apps have by themselves. */
export async function managedIdentities(
  connection: Connection,
  subscription: string,
  signal: AbortSignal,
): Promise<readonly ManagedIdentity[] | AzureFailure> {
  if (!isObjectId(subscription)) return [];
  const query = `resources | where subscriptionId =~ '${subscription}' | extend id = coalesce(tostring(identity.principalId), tostring(properties.principalId)) | where isnotempty(id) and (type =~ 'microsoft.managedidentity/userassignedidentities' or isnotempty(identity.principalId)) | project name, type, resourceGroup, id | order by tolower(name) asc, id asc`;
  const answer = await askGraph(connection, query, ACTIONS.findIdentities, signal);
  if (isFailure(answer)) return answer;
  return answer.rows.flatMap(([name, type, resourceGroup, objectId]) => {
    if (typeof name !== "string" || typeof type !== "string" || typeof objectId !== "string") return [];
    const kind = type.slice(type.lastIndexOf("/") + 1).toLowerCase();
    return [
      {
        name,
        of: kind === "userassignedidentities" ? "user-assigned" : kind,
        resourceGroup: typeof resourceGroup === "string" ? resourceGroup : "",
        objectId,
      },
    ];
  });
}
