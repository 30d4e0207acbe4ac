import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { folderOf } from "../project/projects";
import { type Member, type Named, namedOf } from "../templates/body";
import { PART_OF_VALUE } from "../templates/reasons";
import { type Account, type Block, HOST, moduleIn, sourceFolder } from "../templates/terraformModule";
import { usesOf } from "../templates/terraformWay";
import { type Handover, type Holds, together } from "./handover";
import { OBJECT, passed, variableIn } from "./terraformAccount";
import { heldBy, inHost } from "./terraformHost";

/** Terraform: a key on its way through modules. The account itself goes that way in its place, and apps get their roles. */

/** Where a module is called with the key. */
export interface Call {
  readonly block: Block;
  readonly span: Span;
  /** The key, as it is written there. */
  readonly word: string;
  /** The account, as it is written there. */
  readonly passes: string;
}

/** `module "api" { cosmos_key = … }`: the module gets the account in place of its key, and gives its apps a role. */
export function intoModules(
  calls: readonly Call[],
  alone: Holds,
  at: FormatCase,
  account: Account,
): Handover | NotFixable {
  const [first] = calls;
  const { workspace } = at;
  if (first === undefined) return notFixable("The module is not to be found.");
  const [label = ""] = first.block.labels;
  const refuse = (reason: string, { block, span } = first): NotFixable =>
    notFixable(reason, { path: block.path, span });
  const folder = sourceFolder(label, first.block.path, first.block.text);
  const given = calls.map((call) => argumentAt(call, alone));
  const [argument] = given;
  if (argument === undefined || given.some((one) => one?.name !== argument.name || one.held !== argument.held))
    return refuse(PART_OF_VALUE);
  const variable = folder === undefined ? undefined : blockOf("variable", argument.name, folder, workspace);
  if (folder === undefined || variable === undefined)
    return refuse(`The module ${label} takes the key, and is not to be found here: give its apps a role by hand.`);
  const isOnce = callsOf(folder, workspace).every((one) => calls.some(({ block }) => isSame(block, one)));
  if (!isOnce)
    return refuse(`The source of the module ${label} is called several times: give its apps a role by hand.`);
  if (blockOf("variable", OBJECT, folder, workspace) !== undefined)
    return refuse(`The module ${label} has a variable ${OBJECT} already: give its apps a role by hand.`);
  const apps = appsIn(folder, argument, at, account);
  if ("fixable" in apps) return apps;
  return {
    ...apps,
    edits: [
      ...apps.edits,
      { path: variable.path, edits: [variableIn(variable)] },
      ...calls.flatMap(({ block, passes }, i) => {
        const own = given[i];
        return own === undefined ? [] : [{ path: block.path, edits: [passed(own, passes)] }];
      }),
    ],
  };
}

/** An argument of a module that is the key, and what it holds. */
interface Argument extends Member, Named {
  readonly held: Handover["holds"];
}

function argumentAt({ block, span, word }: Call, alone: Holds): Argument | undefined {
  const { text, body } = block;
  const member = body.members.find(({ start, end }) => start <= span.start && span.start < end);
  const named = member === undefined ? undefined : namedOf(member, text);
  if (member === undefined || named === undefined) return undefined;
  const held = heldBy(text.slice(named.value.start, named.value.end), word, alone);
  return held === undefined ? undefined : { ...member, ...named, held };
}

/** The apps of a module that take its variable, each with an identity and a role in the key's place. */
function appsIn(folder: string, { name, held }: Argument, at: FormatCase, account: Account): Handover | NotFixable {
  const word = `var.${name}`;
  const all: Handover[] = [];
  for (const { block, span } of usesOf({ folder, kind: "var", name }, at.workspace)) {
    if (block.kind !== "resource" || !HOST.test(block.labels[0] ?? ""))
      return notFixable(
        `The key goes to ${[block.kind, ...block.labels].join(" ")}, and who takes it there cannot be told: give those an identity by hand.`,
        { path: block.path, span },
      );
    const handed = inHost({ host: block, span, word, alone: held }, at, { ...account, reference: `var.${OBJECT}` });
    if ("fixable" in handed) return handed;
    all.push(handed);
  }
  return (
    together(all) ?? notFixable(`Nothing takes ${word}: take it out by hand.`, { path: at.path, span: at.finding })
  );
}

function callsOf(folder: string, workspace: Workspace): readonly Block[] {
  const folders = new Set(workspace.paths.filter((path) => path.endsWith(".tf")).map(folderOf));
  return [...folders]
    .flatMap((one) => moduleIn(one, workspace))
    .filter(
      ({ kind, labels, path, text }) => kind === "module" && sourceFolder(labels[0] ?? "", path, text) === folder,
    );
}

/** A block of the module in a folder. */
export function blockOf(kind: string, label: string, folder: string, workspace: Workspace): Block | undefined {
  return moduleIn(folder, workspace).find((one) => one.kind === kind && one.labels[0] === label);
}

const isSame = (a: Block, b: Block): boolean => a.path === b.path && a.start === b.start;
