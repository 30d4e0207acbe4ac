import type { Afterwards } from "./fix";

/** What is left to do once a fix is in, as sentences for a person; in the order in which to do it. */
export const AFTERWARDS: Readonly<Record<Afterwards, string>> = {
  "store-secret": "Store the secret in the vault, and grant the app's identity the role Key Vault Secrets User.",
  "set-variable": "Set the environment variable where the program runs.",
  "grant-role":
    "Before you deploy, grant the app's identity a data role on the account: Cosmos DB Built-in Data Contributor or Reader.",
  "table-roles":
    "Roles for the Table API are newer than its keys: check that the account offers Cosmos DB data roles for tables.",
  "workload-identity": "Connect the pod's service account to an identity (workload identity).",
  "management-actions":
    "The code creates databases or containers, which data roles do not allow: create them at deployment.",
  "lost-segments": "The connection string had further settings: give them to the client as options.",
  "local-development": "For local development, sign in with az login, and grant yourself a data role too.",
  rotate: "Rotate the key: it still works, and stays in git's history.",
};

/** The sentences for several fixes, each once. */
export function afterwardsOf(steps: Iterable<Afterwards>): readonly string[] {
  const wanted = new Set(steps);
  return Object.entries(AFTERWARDS).flatMap(([step, sentence]) =>
    [...wanted].some((one) => one === step) ? [sentence] : [],
  );
}
