import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import { type BicepFile, bicepFile, type Resource } from "../templates/bicepFile";
import { moduleAt, usesIn, withDecorators } from "../templates/bicepWay";
import { lastBody, type Member, memberOf, type Named, saysOf } from "../templates/body";
import { PART_OF_VALUE } from "../templates/reasons";
import { closingOf, heldBy, inHost } from "./bicepHost";
import { SINCE } from "./bicepIdentity";
import { type Handover, type Holds, together } from "./handover";

/** Bicep: a key on its way into modules. The account's name goes that way in its place, and apps get their roles. */

/** What the account's name is called on its way, and the account where it is met again. */
export const NAME = "cosmosAccountName";
const ACCOUNT = "cosmosAccount";

/** Where a module is called with the key. */
export interface Call {
  readonly file: BicepFile;
  /** The statement. */
  readonly own: Member;
  readonly span: Span;
  /** The key, as it is written there. */
  readonly word: string;
  /** The account's name, as it is written there. */
  readonly passes: string;
}

/** The file of the module that a call calls; undefined for one of a registry. */
export function targetOf({ file, own }: Call): string | undefined {
  return moduleAt(file.text.slice(own.start, own.end), file.path);
}

/** `module api 'api.bicep' = { params: { key: … } }`: the module gets the account's name in place of its key. */
export function intoModules(
  calls: readonly Call[],
  alone: Holds,
  at: FormatCase,
  account: Resource,
): Handover | NotFixable {
  const [first] = calls;
  if (first === undefined) return notFixable(PART_OF_VALUE);
  const { workspace } = at;
  const label = /^module\s+(\w+)/.exec(first.file.text.slice(first.own.start, first.own.end))?.[1] ?? "";
  const refuse = (reason: string): NotFixable => notFixable(reason, { path: first.file.path, span: first.span });
  const given = calls.map((call) => argumentAt(call, alone));
  const [argument] = given;
  if (argument === undefined || given.some((one) => one?.name !== argument.name || one.held !== argument.held))
    return refuse(PART_OF_VALUE);
  const target = targetOf(first);
  const file = target === undefined ? undefined : bicepFile(target, workspace.read(target) ?? "");
  const param = file === undefined ? undefined : paramOf(argument.name, file);
  if (file === undefined || param === undefined)
    return refuse(`The module ${label} takes the key, and is not to be found here: give its apps a role by hand.`);
  if (calls.some((call) => isElsewhere(call, at)))
    return refuse(`The module ${label} may lie in another resource group: its apps' roles need a module of their own.`);
  if (
    callsOf(file.path, workspace).some(
      (one) => !calls.some(({ own, file: { path } }) => path === one.path && own.start === one.start),
    )
  )
    return refuse(`The source of the module ${label} is called several times: give its apps a role by hand.`);
  if (new RegExp(String.raw`\b(?:${NAME}|${ACCOUNT})\b`).test(file.text))
    return refuse(`The module ${label} has a name ${NAME} already: give its apps a role by hand.`);
  const apps = appsIn(file, argument, at, account);
  if ("fixable" in apps) return apps;
  const lines = [
    "@description('The name of the Cosmos DB account that the app takes a data role on')",
    `param ${NAME} string`,
  ];
  const declared: Edit = { ...param, text: lines.join(lineEndOf(file.text)) };
  return {
    ...apps,
    ...closingOf(account, at),
    edits: [
      ...apps.edits,
      { path: file.path, edits: [declared, accountIn(file, apps, account)] },
      ...calls.flatMap(({ file: { path }, passes }, i) => {
        const one = given[i];
        return one === undefined
          ? []
          : [{ path, edits: [{ start: one.at.start, end: one.end, text: `${NAME}: ${passes}` }] }];
      }),
    ],
  };
}

/** An argument of a module that is the key, and what it holds. */
interface Argument extends Member, Named {
  readonly held: Handover["holds"];
}

function argumentAt({ file: { text }, own, span, word }: Call, alone: Holds): Argument | undefined {
  const params = lastBody(memberOf(lastBody(own), "params", text) ?? own);
  const member = params?.members.find(({ start, end }) => start <= span.start && span.start < end);
  const name = member === undefined ? undefined : /^\w+/.exec(text.slice(member.start, member.end))?.[0];
  const named = name === undefined ? undefined : memberOf(params, name, text);
  const held = named === undefined ? undefined : heldBy(text.slice(named.value.start, named.value.end), word, alone);
  return named === undefined || held === undefined ? undefined : { ...named, held };
}

/** A parameter with its decorators. */
function paramOf(name: string, { body, text }: BicepFile): Span | undefined {
  const own = body.members.find(({ start, end }) =>
    new RegExp(String.raw`^param\s+${name}\b`).test(text.slice(start, end)),
  );
  return own === undefined ? undefined : { start: withDecorators(text, own.start), end: own.end };
}

/** Whether a call deploys to a scope that may not be the account's, or makes several modules. */
function isElsewhere({ file: { body, text, path }, own, passes }: Call, at: FormatCase): boolean {
  const scopeOf = (one: Member | undefined): string =>
    saysOf(one === undefined ? undefined : lastBody(one), "scope", text) ?? "";
  const maker = /^(\w+)[!?]?\.outputs\./.exec(passes)?.[1];
  const other = body.members.find(({ start, end }) =>
    new RegExp(String.raw`^module\s+${maker ?? ""}\b`).test(text.slice(start, end)),
  );
  const isMany = /^module\s+\w+\s+'[^']*'\s*=\s*\[/.test(text.slice(own.start, own.end));
  return (
    isMany ||
    (maker === undefined
      ? path !== at.path || scopeOf(own) !== ""
      : other === undefined || scopeOf(other) !== scopeOf(own))
  );
}

/** Where any file calls another as a module. */
function callsOf(target: string, workspace: Workspace): readonly { readonly path: string; readonly start: number }[] {
  return workspace.paths
    .filter((path) => path.endsWith(".bicep"))
    .flatMap((path) => bicepFile(path, workspace.read(path) ?? "") ?? [])
    .flatMap(({ path, text, body }) =>
      body.members
        .filter(({ start, end }) => moduleAt(text.slice(start, end), path) === target)
        .map(({ start }) => ({ path, start })),
    );
}

/** The apps of a module that take its parameter, each with an identity and a role in the key's place. */
function appsIn(file: BicepFile, { name, held }: Argument, at: FormatCase, account: Resource): Handover | NotFixable {
  const inside = { ...at, path: file.path, text: file.text };
  const all: Handover[] = [];
  for (const span of usesIn(file, name)) {
    const one = inHost({ file, span, word: name, alone: held }, inside, {
      ...account,
      symbol: ACCOUNT,
      isExisting: true,
    });
    if ("fixable" in one) return one;
    all.push(one);
  }
  return (
    together(all) ??
    notFixable(`Nothing takes ${name}: take it out by hand.`, { path: file.path, span: { start: 0, end: 0 } })
  );
}

/** The account that the name names, before the first app that takes a role on it. */
function accountIn({ text, body }: BicepFile, { edits }: Handover, account: Resource): Edit {
  const eol = lineEndOf(text);
  const first = Math.min(...edits.flatMap((one) => one.edits.map(({ start }) => start)));
  const own = body.members.find(({ start, end }) => start <= first && first <= end);
  let at = lineStart(text, withDecorators(text, own?.start ?? 0));
  for (let line = at; line > 0;) {
    line = lineStart(text, line - 1);
    if (!/^\s*\/\//.test(text.slice(line, at))) break;
    at = line;
  }
  const version = account.version.slice(0, SINCE.length) >= SINCE ? account.version : SINCE;
  const lines = [
    `resource ${ACCOUNT} 'Microsoft.DocumentDB/databaseAccounts@${version}' existing = {`,
    `  name: ${NAME}`,
    "}",
    "",
    "",
  ];
  return { start: at, end: at, text: lines.join(eol) };
}
