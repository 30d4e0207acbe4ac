import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable } from "../fix";
import type { FormatCase } from "../formats/format";
import { accountOf, bicepFile, type Resource } from "../templates/bicepFile";
import { usesIn } from "../templates/bicepWay";
import { type Member, namedOf, withoutMember } from "../templates/body";
import { heldBy, inHost, type Taking } from "./bicepHost";
import { intoModules } from "./bicepModules";
import { withoutOutput } from "./bicepOutputs";
import type { Handover, Holds } from "./handover";

/** Bicep: `listKeys()` and `listConnectionStrings()` of an account in settings, secrets and outputs. */

/** The key's place in Bicep, turned into an identity. */
export function inBicep(at: FormatCase): Handover | NotFixable {
  const { path, text, finding } = at;
  const lookAt = { path, span: finding };
  const file = bicepFile(path, text);
  const own = file?.body.members.find((one) => holds(one, finding.start));
  if (file === undefined || own === undefined)
    return notFixable("The file's brackets do not fit: mend them, then try again.", lookAt);
  const account = accountOf(file, at);
  if ("fixable" in account) return account;
  const [, kind = "", name = ""] = /^(\w+)\s+(\w+)/.exec(text.slice(own.start, own.end)) ?? [];
  const word = text.slice(finding.start, finding.end);
  const alone: Holds = /listConnectionStrings/i.test(word)
    ? "connection-string"
    : /MasterKey$/i.test(word)
      ? "key"
      : undefined;
  if (kind === "output") return withoutOutput(own, name, { word, alone }, at, account);
  if (kind === "module")
    return intoModules([{ file, own, span: finding, word, passes: `${account.symbol}.name` }], alone, at, account);
  if (kind === "var") return throughVariable(own, name, { file, word, alone }, at, account);
  return kind === "resource"
    ? inHost({ file, span: finding, word, alone }, at, account)
    : notFixable(
        `The key goes to ${kind} ${name}, and who takes it there cannot be told: give those an identity by hand.`,
        lookAt,
      );
}

const holds = (one: Span, at: number): boolean => one.start <= at && at < one.end;

/** `var key = …`: the one place that takes the variable is the setting. */
function throughVariable(
  own: Member,
  name: string,
  { file, word, alone }: Omit<Taking, "span">,
  at: FormatCase,
  account: Resource,
): Handover | NotFixable {
  const { text, path, finding } = at;
  const value = namedOf({ ...own, start: own.start + "var ".length }, text)?.value;
  const uses = usesIn(file, name);
  const [use, ...more] = uses;
  if (use === undefined || value === undefined || more.length > 0)
    return notFixable(`${name} is taken in ${String(uses.length)} places, not by one app's setting alone.`, {
      path,
      span: use ?? finding,
    });
  const held = heldBy(text.slice(value.start, value.end), word, alone);
  const user = file.body.members.find((one) => holds(one, use.start)) ?? own;
  const [, kind = "", label = ""] = /^(\w+)\s+(\w+)/.exec(text.slice(user.start, user.end)) ?? [];
  const taking = { file, span: use, word: name, alone: held };
  const handed =
    kind === "module"
      ? intoModules([{ ...taking, own: user, passes: `${account.symbol}.name` }], held, at, account)
      : kind === "var"
        ? throughVariable(user, label, taking, at, account)
        : inHost(taking, at, account);
  if ("fixable" in handed) return handed;
  return {
    ...handed,
    edits: [...handed.edits, { path, edits: [withoutMember(text, own)] }],
  };
}
