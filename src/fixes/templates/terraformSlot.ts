import { type Edit, type NotFixable, notFixable } from "../fix";
import { type Body, lastBody, type Member, memberOf, namedOf, saysOf, withoutMember } from "./body";
import type { Block } from "./terraformModule";

/** Settings of apps in Terraform: how they are named, and how they change. */

/** How a setting of an app is named and changed. */
export interface Slot {
  readonly name: string;
  readonly names: readonly string[];
  readonly removes: readonly Edit[];
  readonly becomes: (endpoint: string, renamed: string | undefined) => readonly Edit[];
}

/** The setting that a way leads to, from its app on; undefined where it is none that an app reads. */
export function slotOf(way: readonly Member[], setting: Member, host: Block): Slot | NotFixable | undefined {
  const { text } = host;
  const named = namedOf(setting, text);
  if (named === undefined) return undefined;
  const around = way.slice(0, -1).map((one) => namedOf(one, text)?.name);
  if (around.some((name) => /^(?:app_settings|(?:secure_)?environment_variables)$/.test(name ?? ""))) {
    const quote = /["']/.test(text.charAt(named.at.start - 1)) ? text.charAt(named.at.start - 1) : "";
    return {
      name: named.name,
      names: [named.name],
      removes: [withoutMember(text, setting)],
      becomes: (endpoint, renamed) => [
        {
          start: named.at.start - quote.length,
          end: named.value.end,
          text: `${quote}${renamed ?? named.name}${quote}${text.slice(named.at.end + quote.length, named.value.start)}${endpoint}`,
        },
      ],
    };
  }
  const block = way.at(-2);
  const body = block === undefined ? undefined : lastBody(block);
  const blockName = block === undefined ? undefined : namedOf(block, text)?.name;
  const name = /^"([^"$]+)"$/.exec(saysOf(body, "name", text) ?? "")?.[1];
  if (block === undefined || name === undefined || named.name !== "value") return undefined;
  if (blockName === "connection_string" || blockName === "env") {
    const label = memberOf(body, "name", text)?.value ?? named.value;
    return {
      name,
      names: blockName === "env" ? [name] : [`ConnectionStrings:${name}`],
      removes: [withoutMember(text, block)],
      becomes: (endpoint, renamed) => [
        { ...label, text: `"${renamed ?? name}"` },
        { ...named.value, text: endpoint },
      ],
    };
  }
  return blockName === "secret" ? secretSlot(name, block, host) : undefined;
}

/** A secret of a container app, by the variables that containers take from it. */
function secretSlot(secret: string, block: Member, host: Block): Slot | NotFixable {
  const { text, path } = host;
  const envs = envsIn(host.body, text).filter(({ body }) => saysOf(body, "secret_name", text) === `"${secret}"`);
  const others = [...text.slice(host.start, host.end).matchAll(new RegExp(`"${secret.replace(/\W/g, "\\$&")}"`, "g"))];
  const names = envs.flatMap(({ body }) => /^"([^"$]+)"$/.exec(saysOf(body, "name", text) ?? "")?.[1] ?? []);
  const [name] = names;
  if (name === undefined || new Set(names).size !== 1 || others.length !== envs.length + 1)
    return notFixable(`Who takes the secret ${secret} of this app cannot be told.`, { path, span: block });
  return {
    name,
    names: [name],
    removes: [block, ...envs.map(({ member }) => member)].map((span) => withoutMember(text, span)),
    becomes: (endpoint, renamed) => [
      withoutMember(text, block),
      ...envs.flatMap(({ body }) => {
        const reference = memberOf(body, "secret_name", text);
        const label = memberOf(body, "name", text);
        if (reference === undefined || label === undefined) return [];
        // The shorter name needs fewer blanks, in both lines.
        const isPair = body.members.length === 2;
        const [first, second] = isPair
          ? ["name  = ", "value = "]
          : [text.slice(label.at.start, label.value.start), "value       = "];
        return [
          { start: label.at.start, end: label.end, text: `${first}"${renamed ?? name}"` },
          { start: reference.at.start, end: reference.end, text: `${second}${endpoint}` },
        ];
      }),
    ],
  };
}

/** Every `env` block below a body. */
export function envsIn(body: Body, text: string): readonly { readonly member: Member; readonly body: Body }[] {
  return body.members.flatMap((member) => {
    const inside = lastBody(member);
    if (inside === undefined) return [];
    return namedOf(member, text)?.name === "env" ? [{ member, body: inside }] : envsIn(inside, text);
  });
}
