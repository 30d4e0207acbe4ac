/** Azure's regions, as they stand behind an account's name in the endpoint of one region. */

const PLACE =
  "us|europe|asia|india|korea|japan|australia|brazil|canada|uk|france|germany|norway|switzerland|sweden|uae|africa|italy|poland|qatar|israel|spain|mexico|newzealand|chile|indonesia|malaysia|austria|china|taiwan";
const SIDE = "north|south|east|west|central";
const REGIONAL = new RegExp(
  String.raw`^([a-z0-9][a-z0-9-]*)-(?:(?:${SIDE}){0,2}(?:${PLACE})(?:${SIDE}){0,2}\d?(?:euap|stage)?|us(?:gov|dod)[a-z]{4,12}|jioindia(?:${SIDE}))$`,
);

/** `contoso` for `contoso-westeurope`: what the account is called if the name is that of a region's endpoint. */
export function globalNameOf(name: string): string | undefined {
  return REGIONAL.exec(name)?.[1];
}
