import type { Endpoint } from "../structure/endpoints";
import { isPlaceholder } from "../placeholder";
import type { Value } from "../structure/page";
import { namesIn, passwordInUrl, type UrlPassword } from "./connectionUrl";
import { joinedPassword, passwordInEncoded } from "./keywordPassword";
import { isReference } from "./literal";

/** The password of the string that an endpoint stands in: a URL's, a keyword's, one in another spelling. */

/** A placeholder stands in the URL: outside of documents the password may stand beside it. */
export function isBlank(text: string, own: Own, path: string): boolean {
  return (
    own.kind === "literal" && isPlaceholder(text.slice(own.start, own.end)) && !/\.(?:md|mdx|rst|adoc)$/i.test(path)
  );
}

/** `…@${azurerm_cosmosdb_postgresql_cluster.shop.servers[0].fqdn}`: the cluster's host in a URL. */
const HOST_OF_RESOURCE = /@\$\{(?:data\.)?$/;

/** The password that stands in an endpoint's own string, or that none may. */
export type Own = UrlPassword | { readonly kind: "none" };

/** The password that stands in the same string as the host; undefined where none has a place there. */
export function ownPassword(text: string, endpoint: Endpoint, named: readonly Value[]): Own | undefined {
  if (
    endpoint.kind === "resource" &&
    HOST_OF_RESOURCE.test(text.slice(Math.max(0, endpoint.start - 12), endpoint.start))
  )
    return passwordInUrl(text, endpoint);
  if (endpoint.kind !== "account") return undefined;
  const url = passwordInUrl(text, endpoint);
  if (url !== undefined) return url;
  const encoded = passwordInEncoded(text, endpoint);
  if (encoded !== undefined) return { kind: "literal", ...encoded };
  const { value } = endpoint;
  if (value === undefined) return undefined;
  const whole = text.slice(Math.max(value.start, endpoint.start - 600), Math.min(value.end, endpoint.end + 600));
  if (/MONGODB-OIDC|MONGODB-X509|authMechanism=(?:GSSAPI|OIDC)|gssencmode=require/i.test(whole))
    return { kind: "none" };
  const key = named.find(
    (one) =>
      one.form === "keyword" &&
      (one.group === value.group ? value.form === "keyword" : one.start > value.start && one.end <= value.end),
  );
  if (key === undefined) return joinedPassword(text, endpoint);
  const is = text.slice(key.start, key.end);
  if (!isReference(is)) return { kind: "literal", start: key.start, end: key.end };
  const found = namesIn(is);
  if (found.names.length === 0 || /^%[sdvq]$/.test(is)) return undefined;
  return { kind: "names", ...found };
}
