import type { Edit } from "../fix";
import { indentOf, lineEndOf, lineStart } from "../lines";
import { type Body, lastBody, type Member, memberOf, namedOf, saysOf, withoutMember } from "./body";
import type { Resource } from "./bicepFile";

/** Settings of apps in Bicep: how they are named, and how they change. */

/** A setting's names in code, and its edits. */
export interface BicepSlot {
  readonly name: string;
  readonly names: readonly string[];
  readonly removes: readonly Edit[];
  readonly becomes: (endpoint: string, renamed: string | undefined) => readonly Edit[];
}

/** The setting that a way leads to, from its resource on; undefined where it is none that an app reads. */
export function slotIn(way: readonly Member[], own: Resource, text: string): BicepSlot | undefined {
  const setting = way.at(-1);
  const named = setting === undefined ? undefined : namedOf(setting, text);
  if (setting === undefined || named === undefined) return undefined;
  const around = way.slice(0, -1).map((one) => namedOf(one, text)?.name);
  if (/\/config$/i.test(own.type)) return configSlot(way, own, text);
  const item = way.at(-2);
  const body = item === undefined ? undefined : lastBody(item);
  const label = memberOf(body, "name", text);
  const name = /^'([^'$]+)'$/.exec(
    label === undefined ? "" : text.slice(label.value.start, label.value.end).trim(),
  )?.[1];
  if (item === undefined || label === undefined || name === undefined) return undefined;
  const key = named.name.toLowerCase();
  const isSecret = around.includes("secrets") && key === "value";
  if (isSecret) return secretSlot(name, item, own, text);
  const isConnection = around.includes("connectionStrings") && key === "connectionstring";
  const isSetting =
    around.some((one) => /^(?:appSettings|env|environmentVariables)$/.test(one ?? "")) &&
    /^(?:value|securevalue)$/.test(key);
  if (!isConnection && !isSetting) return undefined;
  return {
    name,
    names: [isConnection ? `ConnectionStrings:${name}` : name],
    removes: [withoutMember(text, item)],
    becomes: (endpoint, renamed) => [
      { start: label.value.start, end: label.value.end, text: `'${renamed ?? name}'` },
      {
        start: named.at.start,
        end: named.value.end,
        text: `${named.name.replace("secureValue", "value")}: ${endpoint}`,
      },
    ],
  };
}

/** A resource of settings: `appsettings`, or `connectionstrings`. */
function configSlot(way: readonly Member[], own: Resource, text: string): BicepSlot | undefined {
  const kind = /(?:^'|\/)(appsettings|connectionstrings)'$/i
    .exec(saysOf(own.body, "name", text) ?? "")?.[1]
    ?.toLowerCase();
  const isPair = kind === "connectionstrings";
  const entry = way.at(isPair ? -2 : -1);
  const value = way.at(-1);
  const named = entry === undefined ? undefined : namedOf(entry, text);
  const given = value === undefined ? undefined : namedOf(value, text);
  const isBelow = way.slice(0, isPair ? -2 : -1).some((one) => namedOf(one, text)?.name === "properties");
  if (kind === undefined || entry === undefined || named === undefined || given === undefined || !isBelow)
    return undefined;
  return {
    name: named.name,
    names: [isPair ? `ConnectionStrings:${named.name}` : named.name],
    removes: [withoutMember(text, entry)],
    becomes: (endpoint, renamed) =>
      isPair
        ? [{ ...given.value, text: endpoint }]
        : [
            {
              start: entry.start,
              end: named.value.end,
              text: `${text.slice(entry.start, named.at.start)}${renamed ?? named.name}${text.slice(named.at.end, named.value.start)}${endpoint}`,
            },
          ],
  };
}

/** A secret of a container app, by the variable that containers take from it. */
function secretSlot(secret: string, item: Member, own: Resource, text: string): BicepSlot | undefined {
  const envs = itemsIn(own.body, text).filter((one) => saysOf(lastBody(one), "secretRef", text) === `'${secret}'`);
  const names = envs.flatMap((one) => /^'([^'$]+)'$/.exec(saysOf(lastBody(one), "name", text) ?? "")?.[1] ?? []);
  const mentions = text.slice(own.start, own.end).split(`'${secret}'`).length - 1;
  const [name] = names;
  if (name === undefined || new Set(names).size !== 1 || mentions !== envs.length + 1) return undefined;
  return {
    name,
    names: [name],
    removes: [item, ...envs].map((one) => withoutMember(text, one)),
    becomes: (endpoint, renamed) => [
      withoutMember(text, item),
      ...envs.flatMap((one) => {
        const reference = memberOf(lastBody(one), "secretRef", text);
        const label = memberOf(lastBody(one), "name", text);
        return reference === undefined || label === undefined
          ? []
          : [
              { start: label.value.start, end: label.value.end, text: `'${renamed ?? name}'` },
              { start: reference.start, end: reference.end, text: `value: ${endpoint}` },
            ];
      }),
    ],
  };
}

/** Every object in a list, below a body. */
function itemsIn(body: Body, text: string): readonly Member[] {
  return body.members.flatMap((member) => {
    const inside = member.bodies.flatMap((one) => itemsIn(one, text));
    return namedOf(member, text) === undefined && text.charAt(member.start) === "{" ? [member, ...inside] : inside;
  });
}

/** Tells the app its user-assigned identity's client id; undefined where its settings are not to be found. */
export function clientIdIn(
  way: readonly Member[],
  own: Resource,
  host: Resource,
  client: string,
  text: string,
): readonly Edit[] | undefined {
  if (
    text.slice(own.start, own.end).includes("AZURE_CLIENT_ID") ||
    text.slice(host.start, host.end).includes("AZURE_CLIENT_ID")
  )
    return [];
  const isConfig = /\/config$/i.test(own.type);
  const first = isConfig
    ? lastBody(memberOf(own.body, "properties", text) ?? own)?.members[0]
    : /^Microsoft\.App\//i.test(host.type)
      ? itemsIn(own.body, text).find((one) => saysOf(lastBody(one), "secretRef", text) !== undefined)
      : way.at(-2);
  if (first === undefined || text.slice(lineStart(text, first.start), first.start).trim() !== "") return undefined;
  const start = lineStart(text, first.start);
  const indent = indentOf(text, first.start);
  const eol = lineEndOf(text);
  const lines = isConfig
    ? [`AZURE_CLIENT_ID: ${client}`]
    : ["{", "  name: 'AZURE_CLIENT_ID'", `  value: ${client}`, "}"];
  return [{ start, end: start, text: lines.map((line) => indent + line + eol).join("") }];
}
