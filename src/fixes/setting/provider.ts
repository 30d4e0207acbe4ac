import type { Desk } from "../desk";
import type { Choice, Fix, NotFixable } from "../fix";
import { Changes } from "../follow/changes";
import type { FormatFix } from "../formats/format";
import type { Source } from "../follow/language";
import { LANGUAGES } from "../languages/index";
import { definitionsOf, isEmulator } from "./definitions";
import { wholeFix } from "../wholeFix";

/**
 * A setting of .NET's configuration that another provider gives in the file's place: the program goes on reading it,
 * by whatever class or name, and the host adds the provider. Undefined where this is not the way.
 */
export function withProvider(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | NotFixable | undefined {
  const { configuration } = fix;
  if (configuration === undefined) return undefined;
  const changes = new Changes();
  const emulator = definitionsOf(configuration, desk).gives.some(isEmulator);
  for (const language of LANGUAGES) {
    const { hosts, provides } = language;
    if (hosts === undefined || provides === undefined) continue;
    const sources = desk.workspace.paths.flatMap((one) =>
      language.matches.test(one) && hosts.test(desk.workspace.read(one) ?? "") ? (desk.source(one) ?? []) : [],
    );
    const provided = provides(ofOwnHost(sources, path), choice, desk.workspace, emulator);
    if (provided === undefined) return undefined;
    if ("fixable" in provided) return provided;
    for (const { source, rewrite } of provided) changes.add(source, rewrite);
  }
  const own = [{ path, edits: fix.edits }, ...(fix.others ?? [])];
  const complete = wholeFix(changes, own, desk, choice, fix.afterwards);
  const left =
    choice.kind === "key-vault"
      ? `Store the secret in the vault by the name ${configuration.replaceAll(":", "--")}.`
      : `Where the program runs, set ${configuration.replaceAll(":", "__")}.`;
  return { ...complete, left: [...complete.left, left] };
}

/** The sources beside the file of settings, whose host alone reads it; all where none is there. */
function ofOwnHost(sources: readonly Source[], path: string): readonly Source[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1).replace(/(^|\/)Properties\/$/, "$1");
  const own = sources.filter((one) => one.path.startsWith(folder));
  return own.length > 0 ? own : sources;
}
