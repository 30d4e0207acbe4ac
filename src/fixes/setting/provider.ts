import type { Desk } from "../desk";
import type { Choice, Fix, NotFixable } from "../fix";
import { Changes } from "../follow/changes";
import type { FormatFix } from "../formats/format";
import type { Source } from "../follow/language";
import { LANGUAGES } from "../languages/index";
import { definitionsOf, isEmulator } from "./definitions";
import { SET, wholeFix } from "../wholeFix";

/**
 * A setting of .NET's configuration that another provider gives in the file's place: the program goes on reading it,
 * by whatever class or name, and the host adds the provider. Undefined where this is not the way.
 */
export function withProvider(fix: FormatFix, path: string, desk: Desk, choice: Choice): Fix | NotFixable | undefined {
  const { configuration } = fix;
  if (configuration === undefined) return undefined;
  const name = configuration.replaceAll("__", ":");
  if (choice.kind === "key-vault" && (!VAULT_NAME.test(name) || isVariableRead(configuration, desk))) return undefined;
  const changes = new Changes();
  const emulator = definitionsOf(configuration, desk).gives.some(isEmulator);
  // The vault comes last, and would hide the emulator's key in Development, where this value stood.
  if (emulator && choice.kind === "key-vault" && /\.Development\.json$/i.test(path)) return undefined;
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
      ? `Store the secret in the vault by the name ${name.replaceAll(":", "--")}.`
      : `${SET}${configuration.replaceAll(":", "__")}.`;
  const afterwards = complete.afterwards.filter((step) => step !== "set-variable");
  return { ...complete, afterwards, left: [...complete.left, left] };
}

/** Names that a vault's secrets may have, once `--` stands for `:`. */
const VAULT_NAME = /^[A-Za-z\d:-]{1,120}$/;

/** Whether code reads the setting as a variable of its process, which no provider of the configuration fills. */
function isVariableRead(name: string, desk: Desk): boolean {
  return desk.readersOf([name]).some((source) => source.language.readsVariable?.(source, name, desk) === true);
}

/** The sources beside the file of settings, whose host alone reads it; all where none is there. */
function ofOwnHost(sources: readonly Source[], path: string): readonly Source[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1).replace(/(^|\/)Properties\/$/, "$1");
  const own = sources.filter((one) => one.path.startsWith(folder));
  return own.length > 0 ? own : sources;
}
