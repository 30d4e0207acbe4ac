import { setFlagsFromString } from "node:v8";

/**
 * By V8's version, which Node's long-term versions keep: the setting that makes it wait. V8 complains on standard error of
 * one that it does not know, so that only versions that were tried are named; later ones wait by themselves.
 */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ["11.3", "--interrupt-budget=1000000"],
  ["12.4", "--invocation-count-for-turbofan=20000"],
]);

/**
 * Lets V8 wait longer before it compiles a function anew to make it fast. It does so in threads of its own, which take the
 * processors from a scan: up to a third of its time, and for little, as what is truly hot is the search. For a process of
 * our own, at its start.
 */
export function compileLater(): void {
  const setting = SETTINGS.get(process.versions.v8.split(".", 2).join("."));
  if (setting !== undefined) setFlagsFromString(setting);
}
