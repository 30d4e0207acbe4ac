import { type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { folderOf } from "../project/projects";
import { memberOf, withoutMember } from "../templates/body";
import { PART_OF_VALUE } from "../templates/reasons";
import { type Account, type Block, HOST, moduleIn, sourceFolder } from "../templates/terraformModule";
import { type Handover, type Holds, together } from "./handover";
import { goneFrom, taken, takenAt, takenByOthers, type User } from "./outputs";
import { OBJECT, objectIn } from "./terraformAccount";
import { closingOf, heldAlone, heldBy, inHost } from "./terraformHost";
import { blockOf, type Call, intoModules } from "./terraformModules";

/** Terraform: an output of a module that hands out a key, and what its callers do with it. */

/** `output "key"` of a module: its callers get the account in the key's place. */
export function throughOutput(output: Block, user: User, at: FormatCase, account: Account): Handover | NotFixable {
  const { workspace, text, finding } = at;
  const [name = ""] = output.labels;
  const folder = folderOf(output.path);
  const member = memberOf(output.body, "value", output.text);
  const key = text.slice(finding.start, finding.end);
  const written = member === undefined ? "" : output.text.slice(member.value.start, member.value.end);
  const alone = heldBy(written, key, heldAlone(key));
  const uses = takersOf(name, folder, workspace);
  if (alone === undefined || uses.length === 0 || blockOf("output", OBJECT, folder, workspace) !== undefined)
    return taken(name, user);
  const calls = uses.filter(({ block }) => block.kind === "module");
  const outputs = uses.filter(({ block }) => block.kind === "output");
  const all: (Handover | NotFixable)[] = [
    ...outputs.map((one) => handedOn(one, alone, workspace)),
    ...[...grouped(calls)].map((group) => intoModules(group, alone, at, account)),
  ];
  for (const { block, span, word, passes } of uses.filter(({ block }) => !/^(?:module|output)$/.test(block.kind)))
    all.push(
      block.kind === "resource" && HOST.test(block.labels[0] ?? "")
        ? inHost({ host: block, span, word, alone }, at, { ...account, reference: passes })
        : taken(name, { path: block.path, span, text: block.text, isSure: true }),
    );
  const done: Handover[] = [];
  for (const one of all) {
    if ("fixable" in one) return one;
    done.push(one);
  }
  const whole = together(done);
  if (whole === undefined) return taken(name, user);
  const own = whole.settings.length === 0 ? withoutMember(output.text, output) : objectIn(output, account.reference);
  return { ...whole, edits: [...whole.edits, { path: output.path, edits: [own] }], ...closingOf(account, at) };
}

/** An output that hands another one on goes too, where nothing takes it. */
function handedOn({ block, span, word }: Call, alone: Holds, workspace: Workspace): Handover | NotFixable {
  const { path, text, labels } = block;
  const [name = ""] = labels;
  const value = memberOf(block.body, "value", text)?.value;
  if (value === undefined || heldBy(text.slice(value.start, value.end), word, alone) === undefined)
    return notFixable(PART_OF_VALUE, { path, span });
  const user = takenAt({ name, path, span: block }, workspace);
  if (user !== undefined) return taken(name, user);
  return (
    takenByOthers(path, block, workspace) ?? {
      edits: [{ path, edits: [withoutMember(text, block)] }],
      settings: [],
      holds: "key",
      left: [goneFrom(name, path)],
    }
  );
}

/** Every place that takes an output of the module in a folder. */
function takersOf(name: string, folder: string, workspace: Workspace): readonly Call[] {
  const pattern = new RegExp(String.raw`(?<![\w.])module\.([\w-]+)(\[[^\]]*\])?\.${name}(?![\w-])`, "g");
  const paths = workspace.paths.filter((path) => path.endsWith(".tf") && workspace.read(path)?.includes(`.${name}`));
  return paths
    .flatMap((path) => moduleIn(folderOf(path), workspace).filter((block) => block.path === path))
    .flatMap((block) =>
      [...block.text.slice(block.start, block.end).matchAll(pattern)].flatMap((match) => {
        const [written, label = "", index = ""] = match;
        const call = blockOf("module", label, folderOf(block.path), workspace);
        if (call === undefined || sourceFolder(label, call.path, call.text) !== folder) return [];
        const start = block.start + match.index;
        const span = { start, end: start + written.length };
        // All of several at once are no account's key.
        const word = index === "[*]" ? "" : written;
        return [{ block, span, word, passes: `module.${label}${index}.${OBJECT}` }];
      }),
    );
}

/** Calls by the module that they call. */
function grouped(calls: readonly Call[]): Iterable<readonly Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const { block } = call;
    const folder = sourceFolder(block.labels[0] ?? "", block.path, block.text) ?? block.path;
    groups.set(folder, [...(groups.get(folder) ?? []), call]);
  }
  return groups.values();
}
