import type { Span } from "../finding";
import type { Page } from "./page";

/** Database servers that a page starts itself, in containers: what stands beside them opens them. */

const IMAGE = String.raw`(?:[\w.-]+\/){0,3}(?:postgres|postgis|citus|timescaledb|pgvector|mongo|mongodb|mongodb-community-server|mysql|mariadb|redis|rabbitmq)(?:-\w+)?`;
/** The image of a container, by its name. */
const NAMED_IMAGE = new RegExp(`^${IMAGE}(?=[:@]|$)`);
/** An image with its version: `new PostgreSQLContainer("postgres:16")`. */
const VERSIONED_IMAGE = new RegExp(String.raw`^${IMAGE}:(?:\d[\w.-]*|latest|alpine)$`);
/** A command that runs one: `docker run -e POSTGRES_PASSWORD=… postgres:16`, at most 1200 UTF-16 units of it. */
const RUN = new RegExp(
  String.raw`\b(?:docker|podman)[ \t]+run\b(?:\\\r?\n|[^\n\\]){0,600}?\s(${IMAGE}(?::[\w.-]+)?)(?=\s|$)(?:\\\r?\n|[^\n\\]){0,600}`,
  "g",
);

/** Where a page names the images of its servers, in no order; not where one is only run as the client of another. */
export function serversOn(text: string, { start, end, values }: Page): readonly Span[] {
  const servers: Span[] = [];
  for (const value of values) {
    if (value.end - value.start > 120 || value.end - value.start < 5) continue;
    const is = text.slice(value.start, value.end);
    if (value.name === "image" ? NAMED_IMAGE.test(is) : value.form === "quoted" && VERSIONED_IMAGE.test(is))
      servers.push(value);
  }
  for (const { index, 0: command, 1: image = "" } of text.slice(start, end).matchAll(RUN)) {
    if (command.includes(".azure.")) continue;
    const at = start + index + command.lastIndexOf(image);
    servers.push({ start: at, end: at + image.length });
  }
  return servers;
}
