import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";

/** How Azure is reached: who asks, in which cloud, and, in tests, through what. */
export interface Connection {
  readonly credential: TokenCredential;
  readonly cloud: Cloud;
  /** In the place of the network; for tests. */
  readonly httpClient?: HttpClient;
  /** Told each second while Azure asks to wait: how many are left; 0 once it is over. */
  readonly waiting?: (seconds: number) => void;
}

/** A national cloud and its management endpoint. */
export interface Cloud {
  readonly name: "Azure" | "Azure China" | "Azure US Government";
  /** Resource Manager's address, without a slash at its end. */
  readonly management: string;
  /** Log Analytics' address, likewise. */
  readonly logs: string;
  /** The end of the hosts of its Key Vaults. */
  readonly vaults: string;
  /** Where people and programs sign in. */
  readonly login: string;
}

/** The cloud of all that names no other. */
export const AZURE: Cloud = {
  name: "Azure",
  management: "https://management.azure.com",
  logs: "https://api.loganalytics.io",
  vaults: "vault.azure.net",
  login: "https://login.microsoftonline.com",
};

/** The clouds that have Cosmos DB accounts, by the end of their hosts (learn.microsoft.com, national clouds). */
export const CLOUDS: Readonly<Record<string, Cloud>> = {
  com: AZURE,
  cn: {
    name: "Azure China",
    management: "https://management.chinacloudapi.cn",
    logs: "https://api.loganalytics.azure.cn",
    vaults: "vault.azure.cn",
    login: "https://login.chinacloudapi.cn",
  },
  us: {
    name: "Azure US Government",
    management: "https://management.usgovcloudapi.net",
    logs: "https://api.loganalytics.us",
    vaults: "vault.usgovcloudapi.net",
    login: "https://login.microsoftonline.us",
  },
};

/** The cloud that an account endpoint's host lies in. */
export function cloudOf(host: string): Cloud {
  return CLOUDS[host.slice(host.lastIndexOf(".") + 1)] ?? AZURE;
}

/** What a token for the cloud's management is asked for. */
export function scopeOf({ management }: Cloud): string {
  return `${management}/.default`;
}
