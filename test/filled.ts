import { identifiableKey, legacyKey } from "./keys";

const MADE: Readonly<Record<string, () => string>> = {
  LEGACY: legacyKey,
  RW: () => identifiableKey(),
  RO: () => identifiableKey("MastRO00"),
  WORDS: () => `${"ThisIsNotARealKey".repeat(5)}Q==`,
  PASSWORD: () => `S${legacyKey().replace(/\W/g, "").slice(0, 14)}x9`,
};

/** A text in which `LEGACY`, `RW`, `PASSWORD`… have become fresh secrets; a percent sign behind one encodes it. */
export function filled(text: string): string {
  return text.replace(/\b(LEGACY|RW|RO|WORDS|PASSWORD)\b(%?)/g, (_all, kind: string, percent: string) => {
    const made = MADE[kind]?.() ?? "";
    return percent === "" ? made : encodeURIComponent(made);
  });
}
