/** Where an account lies. */
export interface AccountId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** The whole resource id. */
  readonly id: string;
}

/** An account's id taken apart; undefined where the text is none. */
export function parseAccountId(id: string): AccountId | undefined {
  const match =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.DocumentDB\/databaseAccounts\/([^/]+)$/i.exec(
      id,
    );
  if (match === null) return undefined;
  const [, subscription = "", resourceGroup = "", name = ""] = match;
  return { subscription, resourceGroup, name, id };
}
