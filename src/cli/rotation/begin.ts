import { KEY_KINDS, type KeyKind } from "../../azure/keyAge";
import { useInWords } from "../../azure/keyUse";
import { type AppsUse, appsInWords } from "../../azure/rotation/plan";
import type { RotationGround, RotationWish } from "../../azure/rotation/start";
import type { RotationState } from "../../azure/rotation/state";
import type { AccountSession } from "../azureSession";
import type { Terminal } from "../terminal";
import type { RotateOptions } from "./options";

/** The start of a rotation, or an exit code where there is nothing to begin, said already. */
export async function begin(
  ground: RotationGround,
  wish: RotationWish,
  { apps }: RotateOptions,
  { azure, name, reached }: AccountSession,
  terminal: Terminal,
): Promise<RotationState | number> {
  let { exposed } = ground;
  if (exposed.length === 0 && wish.found.length > 0) {
    terminal.out(`The keys that were found are no longer keys of ${name}. Nothing to rotate.\n`);
    return 0;
  }
  if (exposed.length === 0) exposed = await askForKinds(name, terminal);
  if (exposed.length === 0) {
    terminal.tell(
      `cosmos-keyless: No key of ${name} was found. Say which was exposed: --key KIND, --fingerprint HEX, or --history to look in git.`,
    );
    return 2;
  }
  const told = apps ?? (await appsOf(ground, azure.appsByLogs(ground.use), name, terminal));
  if (told === undefined) {
    terminal.tell(
      "cosmos-keyless: Say which keys your apps use: --apps-use primary, secondary, both, or none if they are keyless.",
    );
    return 2;
  }
  return azure.startOf(reached, { ...ground, exposed }, wish, told, new Date());
}

async function askForKinds(name: string, terminal: Terminal): Promise<readonly KeyKind[]> {
  const chosen: KeyKind[] = [];
  for (const [kind, words] of Object.entries(KEY_KINDS) as [KeyKind, string][])
    if (await terminal.ask(`Was the ${words} of ${name} exposed?`)) chosen.push(kind);
  return chosen;
}

/** Which keys the apps use: by the logs where they prove it, else by a person's word. Undefined where neither says. */
async function appsOf(
  { use, exposed }: RotationGround,
  byLogs: AppsUse,
  name: string,
  terminal: Terminal,
): Promise<AppsUse | undefined> {
  if (byLogs !== "unknown") {
    terminal.out(`By the account's logs: ${appsInWords(byLogs)}\n`);
    return byLogs;
  }
  terminal.out(`${useInWords(use, exposed[0] ?? "primary")}\n`);
  const used: KeyKind[] = [];
  for (const [kind, words] of Object.entries(KEY_KINDS) as [KeyKind, string][])
    if (await terminal.ask(`Do your apps use the ${words} of ${name}?`)) used.push(kind);
  if (used.length > 0) return used;
  return (await terminal.ask(`Do your apps use no key of ${name} at all?`)) ? [] : undefined;
}
