/** The part of this room that is loaded by the first Azure command: what needs Microsoft's libraries. */
export { reachAccount } from "./accounts";
export { checkKey, checkKeys } from "./checkKey";
export { grant, grantInWords, planGrant } from "./grant";
export { managedIdentities } from "./identities";
export { switchKeyAccess, whyKeysStay } from "./keyAccess";
export { keyUse } from "./keyUse";
export { lookAtSecret, storeKey } from "./keyVault";
export { beginRotation, rotate, useInWords } from "./rotation";
export { roleFor } from "./roleFor";
export { sweep } from "./sweep";
export { whoAmI } from "./whoAmI";
