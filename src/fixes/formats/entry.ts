import type { Span } from "../../engine/finding";
import type { Edit } from "../fix";

/** A place in a file of configuration that gives a setting a value. */
export interface Entry {
  /** The names that the setting goes by here: `COSMOS_KEY`; `Cosmos:Key`; `spring.cloud.azure.cosmos.key`. */
  readonly names: readonly string[];
  /** Where the last part of the name is written. */
  readonly name: Span;
  /** The value without its quotes; empty where the entry gives none. */
  readonly value: Span;
  /** Takes the entry away with its comma and the lines that only it stood on; undefined where that needs a person. */
  readonly removes: Edit | undefined;
  /** The setting that the value comes from, where it is nothing but that: `${COSMOS_KEY}`, `secretRef: cosmos-key`. */
  readonly from?: string | undefined;
}

/** What holds variables, whatever the file: below these keys a name is a variable's, not a part of a path. */
export const HOLDS_VARIABLES =
  /^(?:env|environment|environmentVariables|(?:container|remote)Env|env_variables|variables|app_?[sS]ettings|Values|data|stringData)$/;

/** Whether a name can only be a variable's: `COSMOS_KEY`, `Cosmos__Key`. */
export function isVariable(name: string): boolean {
  return /^[A-Z][A-Z\d]*(?:_+[A-Z\d]+)*$|^\w+?__\w+$/.test(name);
}

/** The names of an entry at a path of keys: its last key where that is a variable's, else the path in both spellings. */
export function namesAt(path: readonly (string | number)[]): readonly string[] {
  const keys = path.filter((key): key is string => typeof key === "string");
  const last = keys.at(-1) ?? "";
  if (HOLDS_VARIABLES.test(keys.at(-2) ?? "")) return [last];
  return [...new Set([...(isVariable(last) ? [last] : []), keys.join("."), keys.join(":")])];
}

/** The variables that a value is filled in from, where it is nothing but one of them: `${COSMOS_KEY:-none}`. */
export function placeholderIn(value: string): string | undefined {
  const match =
    /^\s*(?:\$\{([\w.-]+)(?::?[-?=+]?[^{}]*)?\}|\$\(([\w.-]+)\)|\$([A-Za-z_]\w*)|%(\w+)%|\$\{\{\s*(?:env|vars|secrets|variables)\.(\w+)\s*\}\}|\$\{(?:env|localEnv):(\w+)\}|#\{(\w+)\}#?|@env\('(\w+)'\)|\$env:(\w+))\s*$/.exec(
      value,
    );
  return match?.slice(1).find((name) => typeof name === "string");
}
