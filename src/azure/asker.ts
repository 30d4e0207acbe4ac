/** Who asks Azure, and in which tenant: part of every answer, since another person, or the same one elsewhere, sees others. */
export interface Asker {
  /** The sign-in name, else the application's id. */
  readonly name: string;
  /** The tenant's id. */
  readonly tenant: string | undefined;
  /** The object id in Entra ID: what a role is granted to. */
  readonly objectId: string | undefined;
}

/** Who asks, by the claims of a token, which stays in this function. Undefined where there is none. */
export function askerOf(authorization: string | undefined): Asker | undefined {
  const claims = claimsOf(authorization ?? "");
  if (claims === undefined) return undefined;
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" && /^[\w@.+#-]{1,200}$/.test(value) ? value : undefined;
  };
  const name = text("upn") ?? text("preferred_username") ?? text("unique_name") ?? text("appid") ?? text("oid");
  if (name === undefined) return undefined;
  return { name, tenant: text("tid"), objectId: text("oid") };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** "as ada@contoso.example in tenant 1234…". */
export function askerInWords({ name, tenant }: Asker): string {
  return tenant === undefined ? `as ${name}` : `as ${name} in tenant ${tenant}`;
}
