import { getNodePath, type Node } from "jsonc-parser";
import type { Edit } from "../fix";
import { without } from "../formats/jsonRewrites";
import { propertyOf, textOf, valueOf } from "./armTemplate";

/** Settings of apps in ARM templates: how they are named, and how they change. */

/** A setting's names in code, and its edits. */
export interface ArmSlot {
  readonly name: string;
  readonly names: readonly string[];
  readonly removes: readonly Edit[];
  readonly becomes: (endpoint: string, renamed: string | undefined) => readonly Edit[];
}

/** The setting whose value a node is; undefined where it is none that an app reads. */
export function armSlot(value: Node, own: Node, text: string): ArmSlot | undefined {
  const property = value.parent;
  const key = String(property?.children?.[0]?.value).toLowerCase();
  const item = property?.parent;
  const path = getNodePath(value).map((one) => String(one).toLowerCase());
  if (property === undefined || item === undefined) return undefined;
  const name = textOf(item, "name");
  if (item.parent?.type === "array") {
    const label = valueOf(item, "name");
    if (name === undefined || label === undefined || name.startsWith("[")) return undefined;
    if (path.includes("secrets") && key === "value") return secretSlot(name, item, own, text);
    const isConnection = path.includes("connectionstrings") && key === "connectionstring";
    const isSetting = key === "value" && path.some((one) => /^(?:appsettings|env|environmentvariables)$/.test(one));
    if (!isConnection && !isSetting) return undefined;
    return {
      name,
      names: [isConnection ? `ConnectionStrings:${name}` : name],
      removes: [without(text, item)],
      becomes: (endpoint, renamed) => [said(label, renamed ?? name), said(value, endpoint)],
    };
  }
  const config = /(?:^|\/)(appsettings|connectionstrings)'?\)?\]?$/i
    .exec(textOf(own, "name") ?? "")?.[1]
    ?.toLowerCase();
  if (config === "appsettings" && path.at(-2) === "properties") {
    const label = property.children?.[0];
    if (label === undefined) return undefined;
    const given = String(label.value);
    return {
      name: given,
      names: [given],
      removes: [without(text, property)],
      becomes: (endpoint, renamed) => [said(label, renamed ?? given), said(value, endpoint)],
    };
  }
  if (config !== "connectionstrings" || path.at(-3) !== "properties" || key !== "value") return undefined;
  const given = String(item.parent?.children?.[0]?.value);
  return {
    name: given,
    names: [`ConnectionStrings:${given}`],
    removes: item.parent === undefined ? [] : [without(text, item.parent)],
    becomes: (endpoint) => [said(value, endpoint)],
  };
}

function said(node: Node, text: string): Edit {
  return { start: node.offset, end: node.offset + node.length, text: JSON.stringify(text) };
}

/** A secret of a container app, by the variable that containers take from it. */
function secretSlot(secret: string, item: Node, own: Node, text: string): ArmSlot | undefined {
  const envs = objectsIn(own).filter((one) => textOf(one, "secretRef") === secret);
  const names = envs.flatMap((one) => textOf(one, "name") ?? []);
  const mentions = text.slice(own.offset, own.offset + own.length).split(`"${secret}"`).length - 1;
  const [name] = names;
  if (name === undefined || new Set(names).size !== 1 || mentions !== envs.length + 1) return undefined;
  return {
    name,
    names: [name],
    removes: [item, ...envs].map((one) => without(text, one)),
    becomes: (endpoint, renamed) => [
      without(text, item),
      ...envs.flatMap((one) => {
        const reference = propertyOf(one, "secretRef");
        const label = valueOf(one, "name");
        return reference === undefined || label === undefined
          ? []
          : [
              said(label, renamed ?? name),
              {
                start: reference.offset,
                end: reference.offset + reference.length,
                text: `"value": ${JSON.stringify(endpoint)}`,
              },
            ];
      }),
    ],
  };
}

function objectsIn(node: Node): readonly Node[] {
  return [...(node.type === "object" ? [node] : []), ...(node.children ?? []).flatMap(objectsIn)];
}
