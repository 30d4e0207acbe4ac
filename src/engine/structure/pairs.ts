import type { Group, Value } from "./page";
import { isPairName } from "./syntax";
import { noteTitle } from "./titles";
import { isPartName, wordsOf } from "./words";

/** Names that stand in a field of their own: `{ name: …, value: … }`, `<key>…</key><string>…</string>`. */

const NAMING =
  /^(?:(?:android|app|ss|x):)?(?:name|key|variable|parametername|variablename|envname|setting|id|label|property|field|option|parameter|env|variable_name|secretname|--name|-n|@name|@key)$/i;
const VALUED =
  /^(?:(?:android|app|ss|x):)?(?:value|val|defaultvalue|default|initial_?value|secret|secretvalue|secret_value|content|text|string|currentvalue|current_value|data|stringvalue|--value|-v|plaintext|securevalue)$/i;
/** Of these, those that say nothing by themselves: a group that holds one is called what it is. */
const BARE =
  /^(?:(?:android|app|ss|x):)?(?:value|val|defaultvalue|default|initial_?value|currentvalue|current_value|stringvalue|plaintext|securevalue)$/i;

/** `--name citus-password --value …`. */
const OPTION = /^(?:--name|-n)$/;

const CELL = /^(?:td|dd)$/i;
const IDENTIFIER = /^[\p{L}_$@][\p{L}\p{N}_.:$@/ -]{0,100}$/u;

/** `add_argument("--password", default="…")`, `config("DB_PASSWORD", default="…")`: an option, in the call that asks for it. */
function isOption({ form, group, start, end }: Value, text: string): boolean {
  return form === "quoted" && group.kind === "bracket" && end - start < 80 && isPairName(text.slice(start, end));
}

/** `<key>Name</key><string>…</string>`: whether a value is called by the one before it, as in property lists. */
function isListed(value: Value | undefined, before: Value | undefined): boolean {
  if (value?.form !== "element" || before?.form !== "element") return false;
  return VALUED.test(value.name ?? "") && /^key$/i.test(before.name ?? "");
}

/** The values, those whose name stands beside them being called by it, and by the pair they are all there is of. */
export function paired(all: readonly Value[], text: string): readonly Value[] {
  const values = all.map((value, i): Value => {
    const before = all[i - 1];
    return before !== undefined && isListed(value, before)
      ? { ...value, name: text.slice(before.start, before.end) }
      : value;
  });
  const names = new Map<Group, Value>();
  const options = new Map<Group, Value>();
  for (const [i, value] of values.entries()) {
    if (value.name === undefined || isListed(all[i + 1], value)) continue;
    if (!options.has(value.group) && isOption(value, text)) options.set(value.group, value);
    if (!NAMING.test(value.name)) continue;
    const is = text.slice(value.start, Math.min(value.end, value.start + 120));
    if (!IDENTIFIER.test(is)) continue;
    noteTitle(value.group, value.name, is);
    if (!names.has(value.group)) names.set(value.group, value);
  }
  let last: Value | undefined;
  /** The last value that a command's option calls a name. */
  let option: Value | undefined;
  return values.map((value): Value => {
    const before = last;
    last = value;
    if (value.name === undefined) return value;
    if (OPTION.test(value.name)) option = value;
    const group = value.group;
    // A table's cell, a term: it names the one behind it.
    if (value.form === "element" && CELL.test(value.name) && before?.group === group) {
      const label = text.slice(before.start, Math.min(before.end, before.start + 100));
      return /^(?:t[dh]|dt)$/i.test(before.name ?? "") && isPartName(wordsOf(label))
        ? { ...value, name: label }
        : value;
    }
    if (!VALUED.test(value.name) || (group.kind === "row" && !BARE.test(value.name))) return value;
    if (value.name.startsWith("--") && option?.line === value.line)
      return {
        ...value,
        name: text.slice(option.start, option.end),
        form: value.form === "flag" ? "bare" : value.form,
      };
    const sibling = names.get(group);
    if (sibling !== undefined && sibling !== value && group.parent !== undefined) {
      const whole = group.kind === "page" || group.kind === "section" ? group : group.parent;
      if (group.kind !== "page" && group.kind !== "section")
        return { ...value, name: text.slice(sibling.start, sibling.end), group: whole };
    }
    if (!BARE.test(value.name)) return value;
    const asked = options.get(group);
    if (asked !== undefined && asked.start < value.start && group.parent !== undefined)
      return { ...value, name: text.slice(asked.start, asked.end).replace(/^--/, ""), group: group.parent };
    if (group.name !== undefined && group.parent !== undefined)
      return { ...value, name: group.name, group: group.parent };
    const label = /"([\w.-]+)"\s*$/.exec(group.label)?.[1];
    if (label !== undefined && group.parent !== undefined) return { ...value, name: label, group: group.parent };
    return value;
  });
}
