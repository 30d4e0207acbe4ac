import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { type BicepFile, bicepFile, type Resource } from "../templates/bicepFile";
import { moduleAt, withDecorators } from "../templates/bicepWay";
import { type Member, withoutMember } from "../templates/body";
import { PART_OF_VALUE } from "../templates/reasons";
import { closingOf, heldBy, type Taking } from "./bicepHost";
import { type Call, intoModules, NAME, targetOf } from "./bicepModules";
import { type Handover, together } from "./handover";
import { goneFrom, taken, takenAt, takenByOthers, type User } from "./outputs";

/** Bicep: an output that hands out a key, and what those do with it that call its file as a module. */

/** An output goes with its decorators, where nothing takes it. */
export function withoutOutput(
  own: Member,
  name: string,
  { word, alone }: Pick<Taking, "word" | "alone">,
  at: FormatCase,
  account: Resource,
): Handover | NotFixable {
  const { text, path, finding } = at;
  const value = /^output\s+\w+[^=]*=\s*([\s\S]*)$/.exec(text.slice(own.start, own.end))?.[1] ?? "";
  if (heldBy(value, word, alone) === undefined && !isKeyAlone(value, word, account.symbol))
    return notFixable(PART_OF_VALUE, { path, span: finding });
  const start = withDecorators(text, own.start);
  const user = takenAt({ name, path, span: own }, at.workspace);
  const held = heldBy(value, word, alone);
  if (user?.path.endsWith(".bicep") === true && held !== undefined)
    return throughOutput({ name, held, span: { start, end: own.end } }, user, at, account);
  if (user !== undefined) return taken(name, user);
  const others = takenByOthers(at.path, own, at.workspace);
  if (others !== undefined) return others;
  const edits = [withoutMember(text, { start, end: own.end })];
  return {
    edits: [{ path, edits }],
    settings: [],
    holds: "key",
    left: [goneFrom(name, path)],
    ...closingOf(account, at),
  };
}

/** Whether a value is nothing but the key: one of a list, under a condition, in a string about its account. */
function isKeyAlone(value: string, key: string, account: string): boolean {
  const rest = value.trim().replace(key, "KEY");
  if (/^\[\s*KEY\s*\]$|^[^{}[\]<]*\?\s*KEY\s*:\s*(?:null|'')$/.test(rest)) return true;
  const filled = [...rest.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map((match) => match[1] ?? "");
  return (
    /^'[^'\n]*'$/.test(rest) &&
    filled.every((one) => one === "KEY" || /^\w+$/.test(one) || one.startsWith(`${account}.`))
  );
}

/** An output that is nothing but the key. */
interface KeyOutput {
  readonly name: string;
  readonly held: Handover["holds"];
  /** With its decorators. */
  readonly span: Span;
}

/** Modules that take the output get the account's name in its place. */
function throughOutput(
  { name, held, span }: KeyOutput,
  user: User,
  at: FormatCase,
  account: Resource,
): Handover | NotFixable {
  const { path, text, workspace } = at;
  const passes = nameOutput(at, account);
  const takers = passes === undefined ? [] : takersOf(name, path, passes.name, workspace);
  if (passes === undefined || takers.length === 0) return taken(name, user);
  const all: Handover[] = [];
  for (const call of takers.filter(({ own, file }) => kindOf(own, file) !== "module")) {
    const gone = kindOf(call.own, call.file) === "output" ? handedOn(call, workspace) : undefined;
    if (gone === undefined || "fixable" in gone)
      return gone ?? taken(name, { path: call.file.path, span: call.span, text: call.file.text, isSure: true });
    all.push(gone);
  }
  for (const group of grouped(takers.filter(({ own, file }) => kindOf(own, file) === "module"))) {
    const one = intoModules(group, held, at, account);
    if ("fixable" in one) return one;
    all.push(one);
  }
  const whole = together(all);
  if (whole === undefined) return taken(name, user);
  const isNeeded = whole.settings.length > 0;
  const own = isNeeded && passes.text !== undefined ? { ...span, text: passes.text } : withoutMember(text, span);
  return { ...whole, edits: [...whole.edits, { path, edits: [own] }], ...closingOf(account, at) };
}

/** The output that gives the account's name: one that is there, or what it is to be; undefined where the name is taken. */
function nameOutput(
  { path, text }: FormatCase,
  { symbol }: Resource,
): { name: string; text: string | undefined } | undefined {
  const outputs = [...text.matchAll(/^output\s+(\w+)\s+string\s*=\s*(\w+\.name)\s*$/gm)];
  const known = outputs.find((match) => match[2] === `${symbol}.name`)?.[1];
  if (known !== undefined) return { name: known, text: undefined };
  const isFree = bicepFile(path, text)?.body.members.every(
    ({ start, end }) => !new RegExp(String.raw`^output\s+${NAME}\b`).test(text.slice(start, end)),
  );
  return isFree === true ? { name: NAME, text: `output ${NAME} string = ${symbol}.name` } : undefined;
}

/** Every place that takes an output of a file, in those that call it as a module. */
function takersOf(name: string, path: string, given: string, workspace: Workspace): readonly Call[] {
  return workspace.paths
    .filter((one) => one.endsWith(".bicep") && one !== path && workspace.read(one)?.includes(name) === true)
    .flatMap((one) => bicepFile(one, workspace.read(one) ?? "") ?? [])
    .flatMap((file) =>
      file.body.members.flatMap((own) => {
        const statement = file.text.slice(own.start, own.end);
        return [
          ...statement.matchAll(new RegExp(String.raw`(?<![\w.])(\w+)([!?]?)\.outputs\.${name}(?!\w)`, "g")),
        ].flatMap((match) => {
          const [word, symbol = "", sign = ""] = match;
          if (sourceOf(symbol, file) !== path) return [];
          const start = own.start + match.index;
          return [
            { file, own, span: { start, end: start + word.length }, word, passes: `${symbol}${sign}.outputs.${given}` },
          ];
        });
      }),
    );
}

/** The file of the module of that symbol. */
function sourceOf(symbol: string, { body, text, path }: BicepFile): string | undefined {
  const call = body.members.find(({ start, end }) =>
    new RegExp(String.raw`^module\s+${symbol}\b`).test(text.slice(start, end)),
  );
  return call === undefined ? undefined : moduleAt(text.slice(call.start, call.end), path);
}

function kindOf({ start, end }: Member, { text }: BicepFile): string {
  return /^\w+/.exec(text.slice(start, end))?.[0] ?? "";
}

/** An output that hands another one on goes too, where nothing takes it. */
function handedOn({ file, own, span, word }: Call, workspace: Workspace): Handover | NotFixable {
  const { path, text } = file;
  const [, name = "", value = ""] = /^output\s+(\w+)[^=]*=\s*([\s\S]*)$/.exec(text.slice(own.start, own.end)) ?? [];
  if (value.trim() !== word) return notFixable(PART_OF_VALUE, { path, span });
  const user = takenAt({ name, path, span: own }, workspace);
  if (user !== undefined) return taken(name, user);
  const edit: Edit = withoutMember(text, { start: withDecorators(text, own.start), end: own.end });
  return (
    takenByOthers(path, own, workspace) ?? {
      edits: [{ path, edits: [edit] }],
      settings: [],
      holds: "key",
      left: [goneFrom(name, path)],
    }
  );
}

/** Calls by the module that they call. */
function grouped(calls: readonly Call[]): Iterable<readonly Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const target = targetOf(call) ?? "";
    groups.set(target, [...(groups.get(target) ?? []), call]);
  }
  return groups.values();
}
