import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { folderOf } from "../project/projects";
import { bodyOf, memberOf, namedOf, withoutMember } from "../templates/body";
import { PART_OF_VALUE, STATIC_WEB_APP } from "../templates/reasons";
import { type Account, accountOf, type Block, blocksIn, HOST, moduleIn } from "../templates/terraformModule";
import type { Handover } from "./handover";
import { goneFrom, taken, takenAt, takenByOthers } from "./outputs";
import { closingOf, heldAlone, heldBy, inHost } from "./terraformHost";
import { intoModules } from "./terraformModules";
import { throughOutput } from "./terraformOutputs";
import { olderProvider } from "./terraformProvider";

/** Terraform: keys of `azurerm_cosmosdb_account` in settings, secrets and outputs. */

/** The key's place in Terraform, turned into an identity. */
export function inTerraform(at: FormatCase): Handover | NotFixable {
  const { path, text, finding } = at;
  const lookAt = { path, span: finding };
  const body = bodyOf(text);
  const own = body === undefined ? undefined : blocksIn(path, text, body).find((one) => holds(one, finding.start));
  if (own === undefined) return notFixable("The file's brackets do not fit: mend them, then try again.", lookAt);
  const account = accountOf(at);
  if ("fixable" in account) return account;
  const old = olderProvider(at.workspace, folderOf(path));
  if (old !== undefined) return old;
  if (own.kind === "output") return withoutOutput(own, at, account);
  if (own.kind === "locals") return throughLocal(own, at, account);
  const word = text.slice(finding.start, finding.end);
  if (own.kind === "module")
    return intoModules([{ block: own, span: finding, word, passes: account.reference }], heldAlone(word), at, account);
  if (own.labels[0] === "azurerm_static_web_app" || own.labels[0] === "azurerm_static_site")
    return notFixable(STATIC_WEB_APP, lookAt);
  if (own.kind !== "resource" || !HOST.test(own.labels[0] ?? ""))
    return notFixable(
      `The key goes to ${own.kind} ${own.labels.join(" ")}, and who takes it there cannot be told: give those an identity by hand.`,
      lookAt,
    );
  return inHost({ host: own, span: finding, word, alone: heldAlone(word) }, at, account);
}

const holds = (one: Span, at: number): boolean => one.start <= at && at < one.end;

/** An output goes, where nothing takes it. */
function withoutOutput(own: Block, at: FormatCase, account: Account): Handover | NotFixable {
  const [name = ""] = own.labels;
  const user = takenAt({ name, path: own.path, span: own }, at.workspace);
  if (user?.path.endsWith(".tf") === true) return throughOutput(own, user, at, account);
  if (user !== undefined) return taken(name, user);
  const value = memberOf(own.body, "value", own.text)?.value;
  const key = own.text.slice(at.finding.start, at.finding.end);
  if (value === undefined || !isKeyAlone(own.text.slice(value.start, value.end), key, account.reference))
    return notFixable(PART_OF_VALUE, { path: own.path, span: at.finding });
  const others = takenByOthers(at.path, own, at.workspace);
  if (others !== undefined) return others;
  return {
    edits: [{ path: own.path, edits: [withoutMember(own.text, own)] }],
    settings: [],
    holds: "key",
    left: [goneFrom(name, own.path)],
    ...closingOf(account, at),
  };
}

/** Whether a value is nothing but the key: alone, the only one of a list, under a condition, in a string about its account. */
function isKeyAlone(value: string, key: string, account: string): boolean {
  if (heldBy(value, key, heldAlone(key)) !== undefined) return true;
  const rest = value.trim().replace(key, "KEY");
  if (
    /^\[\s*KEY\s*,?\s*\]$|^[^{}[\]"'<]*\?\s*KEY\s*:\s*(?:null|"")$|^\w+\(\s*KEY\s*(?:,\s*(?:null|""|\d+)\s*)?\)$/.test(
      rest,
    )
  )
    return true;
  const filled = [...rest.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map((match) => match[1] ?? "");
  return /^"[^"]*"$/.test(rest) && filled.every((one) => one === "KEY" || one.startsWith(`${account}.`));
}

/** `locals { key = … }`: the one place that takes the local is the setting. */
function throughLocal(own: Block, at: FormatCase, account: Account): Handover | NotFixable {
  const { finding, workspace, path, text } = at;
  const member = own.body.members.find((one) => holds(one, finding.start));
  const named = member === undefined ? undefined : namedOf(member, text);
  const lookAt = { path, span: finding };
  if (member === undefined || named === undefined || member.bodies.length > 0)
    return notFixable("The key is a part of a larger local value: take it out by hand.", lookAt);
  const word = `local.${named.name}`;
  const uses = moduleIn(folderOf(path), workspace).flatMap((block) =>
    [
      ...block.text
        .slice(block.start, block.end)
        .matchAll(new RegExp(String.raw`\b${word.replace(".", "\\.")}(?![\w-])`, "g")),
    ].map(({ index }) => ({ block, span: { start: block.start + index, end: block.start + index + word.length } })),
  );
  const [use, ...more] = uses;
  if (use === undefined || more.length > 0 || !HOST.test(use.block.labels[0] ?? ""))
    return notFixable(
      `${word} is taken in ${String(uses.length)} places, not by one app's setting alone.`,
      use === undefined ? lookAt : { path: use.block.path, span: use.span },
    );
  const key = text.slice(finding.start, finding.end);
  const alone = heldBy(text.slice(named.value.start, named.value.end), key, heldAlone(key));
  const handed = inHost({ host: use.block, span: use.span, word, alone }, at, account);
  if ("fixable" in handed) return handed;
  const gone = { path, edits: [withoutMember(text, member)] };
  const same = handed.edits.find((one) => one.path === path);
  return {
    ...handed,
    edits:
      same === undefined
        ? [...handed.edits, gone]
        : handed.edits.map((one) => (one === same ? { path, edits: [...one.edits, ...gone.edits] } : one)),
  };
}
