import type { Span } from "../finding";
import type { Endpoint } from "../structure/endpoints";
import { lastSegment } from "./literal";

/** Addresses of a cluster whose host stands in a variable: `HOST = "…"` and `f"postgres://citus:{pw}@{HOST}/citus"`. */

/** An address, and the cluster whose host it takes. */
export interface Address {
  readonly address: Endpoint;
  readonly cluster: Endpoint;
  /** Where the variable stands. */
  readonly host: Span;
}

const SCHEME = /^(?:jdbc:)?(?:mongodb|postgres)[a-z+0-9]{0,16}:\/\//i;
const VARIABLE = /^(?:\$?\{{1,2}|\$\(|#\{|\\+\(|%\(|\$)\s*(?:\w{1,40}[.:]{1,2}){0,4}(\w{1,60})/;

/** Of addresses those that take a cluster's host from a variable. */
export function addressesOf(text: string, endpoints: readonly Endpoint[]): readonly Address[] {
  const clusters = new Map<string, Endpoint>();
  for (const one of endpoints)
    if (one.kind === "account" && one.value?.name !== undefined) clusters.set(lastSegment(one.value.name), one);
  return endpoints.flatMap((address) => {
    const is = address.kind === "other" ? text.slice(address.start, address.end) : "";
    const scheme = SCHEME.exec(is)?.[0].length;
    if (scheme === undefined) return [];
    const from = Math.max(scheme, is.lastIndexOf("@") + 1);
    const variable = VARIABLE.exec(is.slice(from));
    const cluster = clusters.get(variable?.[1] ?? "");
    if (variable === null || cluster === undefined) return [];
    const start = address.start + from;
    return [{ address, cluster, host: { start, end: start + variable[0].length } }];
  });
}
