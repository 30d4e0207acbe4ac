import type { Desk } from "../desk";
import type { Choice, Edit, Fix } from "../fix";
import type { FormatFix } from "../formats/format";
import { wholeFix } from "../wholeFix";
import type { Definition } from "./definitions";
import { definitionsIn, isCovered } from "./given";
import { mentionsOf } from "./mentions";
import { withReaders } from "./readers";
import { workOn } from "./work";

/**
 * A connection string of a program that can also take the endpoint by another setting, and sign in by identity: the
 * endpoint moves there, and no code changes. Undefined where this is not the way.
 */
export function withMove(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | undefined {
  const { secret } = fix;
  if (fix.code !== "keyless" || secret.remains !== "endpoint" || fix.renamed !== undefined) return undefined;
  const work = workOn(
    { ...fix, edits: [], others: [], secret: { ...secret, remains: "nothing", moves: true } },
    ...[path, desk, choice],
  );
  const { changes } = work;
  const given = definitionsIn(work);
  if (work.emulator !== undefined) return undefined;
  for (const name of work.names) if (withReaders(name, work) !== undefined) return undefined;
  const [to, ...others] = new Set([...changes.movedTo].map((name) => name.replaceAll("__", ":")));
  if (to === undefined || others.length > 0 || changes.opened > 0 || changes.joined.size > 0) return undefined;
  for (const definition of given) {
    if (isCovered(definition.path, definition.entry.value, work)) continue;
    const edits = moved(definition, to, desk);
    if (edits === undefined) return undefined;
    work.files.set(definition.path, [...(work.files.get(definition.path) ?? []), ...edits]);
  }
  if ((work.files.get(path) ?? []).length === 0) return undefined;
  const mentions = mentionsOf(
    [...work.names],
    desk,
    (one, span) => isCovered(one, span, work),
    "a key is taken",
    [...work.files.keys()].some((one) => !one.endsWith(".json")),
  );
  if ("fixable" in mentions) return undefined;
  const own = [...work.files].map(([one, edits]) => ({ path: one, edits }));
  const complete = wholeFix(changes, own, desk, choice, fix.afterwards);
  const [name = ""] = work.names;
  const left = `Where the program runs, set ${to.replaceAll(":", "__")} to the account endpoint and remove ${name.replaceAll(":", "__")}.`;
  return { ...complete, left: [...complete.left, left, ...mentions.left] };
}

/** The entry by its new name, with the endpoint alone; undefined where that is not an entry beside it. */
function moved({ path, entry, value }: Definition, to: string, desk: Desk): readonly Edit[] | undefined {
  const endpoint = /AccountEndpoint\s*=\s*([^;"'\s]+)/i.exec(value)?.[1];
  if (endpoint === undefined) return /^\s*$/.test(value) ? [] : undefined;
  const text = desk.workspace.read(path) ?? "";
  const there = desk.entries(path).find(({ names }) => names.some((one) => same(one, to)));
  if (there !== undefined) {
    const isEmpty = text.slice(there.value.start, there.value.end).trim() === "";
    if (entry.removes === undefined) return undefined;
    return [...(isEmpty ? [{ ...there.value, text: endpoint }] : []), entry.removes];
  }
  const written = text.slice(entry.name.start, entry.name.end);
  const own = entry.names.find((one) => /[:]|__/.test(one)) ?? entry.names[0] ?? "";
  const [from, into] = [above(own), above(to)];
  if (from.toLowerCase() !== into.toLowerCase()) return undefined;
  const key = to.slice(into.length);
  const last = own.replaceAll("__", ":").slice(from.length);
  const renamed = written.slice(0, written.length - last.length) + key;
  return [
    { ...entry.name, text: renamed },
    { ...entry.value, text: endpoint },
  ];
}

/** A setting's sections: `Cosmos:` of `Cosmos:Endpoint`; none of a plain name. */
function above(name: string): string {
  const plain = name.replaceAll("__", ":");
  return plain.slice(0, plain.lastIndexOf(":") + 1);
}

const same = (one: string, other: string): boolean =>
  one.replaceAll("__", ":").toLowerCase() === other.replaceAll("__", ":").toLowerCase();
