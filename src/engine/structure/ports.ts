import type { HostPlace } from "../hosts";
import { type Page, valuesAround } from "./page";

/** Values on each side of a host among which its port is looked for. */
const BESIDE = 4;

/** `"host": "shop.documents.azure.com", "port": 10255`: the port that MongoDB's old endpoints have, beside a host. */
export function hasMongoPort(text: string, page: Page, host: HostPlace): boolean {
  const group = page.groupAt(host.start);
  return valuesAround(page, host.start, BESIDE).some(
    (one) =>
      one.group === group &&
      /port$/i.test(one.name ?? "") &&
      text.slice(one.start, one.end) === "10255" &&
      Math.abs(one.line - page.lineAt(host.start)) <= BESIDE,
  );
}
