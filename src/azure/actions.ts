import type { AzureAction } from "./failure";

const ACCOUNT = "Microsoft.DocumentDB/databaseAccounts";
const READER = "Cosmos DB Account Reader Role";
const OPERATOR = "Cosmos DB Operator";
const CONTRIBUTOR = "DocumentDB Account Contributor";
const VAULT_OFFICER = "Key Vault Secrets Officer";
const NO_SECRET = "The vault has no secret of this name, or there is no such vault.";
const NO_ASSIGNMENT = "Azure does not show the role assignment.";

/** Everything that is done to Azure, with what it needs (learn.microsoft.com: resource provider operations, built-in roles). */
export const ACTIONS = {
  find: { tried: "look up the account", permission: `${ACCOUNT}/read`, role: READER },
  tenants: { tried: "list your tenants", permission: "a sign-in", role: "any" },
  read: { tried: "read the account", permission: `${ACCOUNT}/read`, role: READER },
  listKeys: { tried: "list the account's keys", permission: `${ACCOUNT}/listKeys/action`, role: CONTRIBUTOR },
  regenerate: {
    tried: "regenerate a key",
    permission: `${ACCOUNT}/regenerateKey/action`,
    role: CONTRIBUTOR,
    changes: true,
  },
  keyAccess: {
    tried: "switch key access on or off",
    permission: `${ACCOUNT}/write`,
    role: OPERATOR,
    changes: true,
  },
  listRoles: {
    tried: "list the account's role assignments",
    permission: `${ACCOUNT}/sqlRoleAssignments/read`,
    role: READER,
    gone: NO_ASSIGNMENT,
  },
  readRole: {
    tried: "read the role assignment",
    permission: `${ACCOUNT}/sqlRoleAssignments/read`,
    role: READER,
    appearsLater: true,
  },
  grant: {
    tried: "grant the role",
    permission: `${ACCOUNT}/sqlRoleAssignments/write`,
    role: CONTRIBUTOR,
    changes: true,
    appearsLater: true,
  },
  findIdentities: {
    tried: "look for managed identities",
    permission: "Microsoft.Resources/subscriptions/resources/read",
    role: "Reader",
  },
  findLocks: {
    tried: "look for locks",
    permission: "Microsoft.Authorization/locks/read",
    role: "Reader",
    gone: "No lock is seen there.",
  },
  readOperation: {
    tried: "ask how the operation ended",
    permission: `${ACCOUNT}/read`,
    role: READER,
    gone: "Azure does not know the operation any more.",
  },
  signIn: { tried: "learn who you are", permission: "a sign-in", role: "any" },
  readSecret: {
    tried: "read the secret",
    permission: "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    role: VAULT_OFFICER,
    gone: NO_SECRET,
  },
  setSecret: {
    tried: "store the secret",
    permission: "Microsoft.KeyVault/vaults/secrets/setSecret/action",
    role: VAULT_OFFICER,
    gone: "There is no such vault.",
    changes: true,
  },
  recoverSecret: {
    tried: "recover the deleted secret",
    permission: "Microsoft.KeyVault/vaults/secrets/recover/action",
    role: VAULT_OFFICER,
    gone: NO_SECRET,
    changes: true,
  },
  readLogs: {
    tried: "read the account's logs",
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    role: "Log Analytics Reader",
    gone: "The account's logs go to a workspace that you cannot see.",
  },
} as const satisfies Readonly<Record<string, AzureAction>>;
