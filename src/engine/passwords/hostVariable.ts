import type { Span } from "../finding";
import type { Endpoint } from "../structure/endpoints";
import type { Page } from "../structure/page";
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
export function addressesOf(text: string, page: Page, endpoints: readonly Endpoint[]): readonly Address[] {
  const clusters = new Map<string, Endpoint>();
  for (const one of endpoints)
    if (one.kind === "account" && one.value?.name !== undefined) clusters.set(lastSegment(one.value.name), one);
  const joined = clusters.size === 0 ? [] : joinedAddresses(text, page, clusters);
  const whole = endpoints.flatMap((address) => {
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
  return [...whole, ...joined];
}

/** What stands between a literal that ends before the host and the variable that is put behind it. */
const JOINS = /^["'`]\s*(?:[+.&~]|\|\||<>)\s*\$?(?:\w{1,40}[.:]{1,2}){0,3}(\w{1,60})/;
const LONGEST = 400;

/** Literals that a host is put behind, `"mongodb+srv://app:…@" + HOST`, or into, `Sprintf("…%s:%s@%s/", user, "…", host)`. */
function joinedAddresses(text: string, page: Page, clusters: ReadonlyMap<string, Endpoint>): readonly Address[] {
  return page.values.flatMap((value) => {
    if (value.form !== "quoted" || value.end - value.start > LONGEST) return [];
    const is = text.slice(value.start, value.end);
    if (!SCHEME.test(is)) return [];
    const behind = text.slice(value.end, value.end + LONGEST);
    const name = is.endsWith("@")
      ? JOINS.exec(behind)?.[1]
      : /@(?:%[svq]|\{\d?\})/.test(is)
        ? behind.match(/[A-Za-z_]\w*/g)?.find((one) => clusters.has(one))
        : undefined;
    const cluster = clusters.get(name ?? "");
    if (cluster === undefined) return [];
    const { start, end, group } = value;
    return [{ address: { ...cluster, start, end, group, value }, cluster, host: { start: end, end: end + 1 } }];
  });
}
