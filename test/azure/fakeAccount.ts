import { traceableKey } from "../keys";
import type { KeyKind } from "../../src/azure/keyAge";

/** Accounts of the fake Azure, and the person who sees them. */

export interface FakeAccount {
  readonly name: string;
  readonly keys: Record<KeyKind, string>;
  readonly generated: Partial<Record<KeyKind, string>>;
  readonly roles: Map<string, object>;
  /** When each key was last used, for an account whose logs are connected. */
  lastUse: Partial<Record<KeyKind, string>> | undefined;
  /** How far back its logs reach, in minutes. */
  logReach: number;
  /** Which table its logs fill. */
  logTable: "Dedicated" | "AzureDiagnostics";
  disableLocalAuth: boolean;
  mongo: boolean;
  /** The name of a lock on it. */
  lock: string | undefined;
  /** The directory that it lies in. */
  tenant: string;
}

/** An account with four fresh keys. */
export function fakeAccount(name: string, generated: FakeAccount["generated"] = {}): FakeAccount {
  return {
    name,
    keys: {
      primary: traceableKey(),
      secondary: traceableKey(),
      primaryReadonly: traceableKey(),
      secondaryReadonly: traceableKey(),
    },
    generated: { ...generated },
    roles: new Map(),
    lastUse: undefined,
    logReach: 7 * 24 * 60,
    logTable: "Dedicated",
    disableLocalAuth: false,
    mongo: false,
    lock: undefined,
    tenant: HOME,
  };
}

/** The directory that a person signs in to. */
export const HOME = "00000000-0000-0000-0000-00000000000a";

/** The subscription that every fake account lies in. */
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

/** A fake account's resource id. */
export const idOf = (name: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.DocumentDB/databaseAccounts/${name}`;

/** An account as Resource Graph tells of it to a sweep. */
export function sweptRow({ name, disableLocalAuth, generated }: FakeAccount) {
  const { primary, secondary, primaryReadonly, secondaryReadonly } = generated;
  const times = [primary, secondary, primaryReadonly, secondaryReadonly].map((time) => time ?? "");
  return [idOf(name), name, "shop", SUBSCRIPTION, disableLocalAuth, ...times];
}

/** An account as Resource Manager shows it. */
export function resourceOf({ name, generated, disableLocalAuth, mongo }: FakeAccount, isUpdating = false) {
  const at = (time: string | undefined) => (time === undefined ? {} : { generationTime: time });
  return {
    id: idOf(name),
    name,
    type: "Microsoft.DocumentDB/databaseAccounts",
    location: "West Europe",
    kind: mongo ? "MongoDB" : "GlobalDocumentDB",
    tags: {},
    systemData: { createdAt: "2020-01-01T00:00:00.0000000+00:00" },
    properties: {
      provisioningState: isUpdating ? "Updating" : "Succeeded",
      documentEndpoint: `https://${name}.documents.azure.com:443/`,
      ...(mongo ? { mongoEndpoint: `https://${name}.mongo.cosmos.azure.com:443/` } : {}),
      EnabledApiTypes: mongo ? "MongoDB" : "Sql",
      databaseAccountOfferType: "Standard",
      disableLocalAuth,
      publicNetworkAccess: "Enabled",
      isVirtualNetworkFilterEnabled: false,
      capabilities: mongo ? [{ name: "EnableMongo" }] : [],
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

const claims = { oid: "99999999-9999-9999-9999-999999999999", upn: "ada@contoso.example" };

/** A credential that always has a token, with a person's claims in it. */
export const fakeCredential = {
  getToken: (_scopes?: unknown, options?: { readonly tenantId?: string }) =>
    Promise.resolve({
      token: `e30.${Buffer.from(JSON.stringify({ ...claims, tid: options?.tenantId ?? HOME })).toString("base64url")}.made-up`,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
};
