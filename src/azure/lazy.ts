/** The part of this room that is loaded by the first Azure command: what needs Microsoft's libraries. */
export { reachAccount } from "./accounts";
export { checkKey, checkKeys } from "./checkKey";
export { countGrants, grant, grantInWords, planGrant } from "./grant";
export { managedIdentities } from "./identities";
export { switchKeyAccess, whyKeysStay } from "./keyAccess";
export { readinessOf } from "./keylessReadiness";
export { lookAtSecret, storeKey } from "./keyVault";
export { withLockNames } from "./locks";
export { rotate } from "./rotation/rotate";
export { appsByLogs, differences, groundFor, startOf } from "./rotation/start";
export { azureWorld } from "./rotation/world";
export { roleFor } from "./roleFor";
export { sweep } from "./sweep";
export { whoAmI } from "./whoAmI";
