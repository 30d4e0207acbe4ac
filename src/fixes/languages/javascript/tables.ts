import type { Node } from "web-tree-sitter";
import type { Edit, NotFixable } from "../../fix";
import type { Secret } from "../../secret";
import { quoted } from "./imports";
import { endpointText, type Rewrite, type Source } from "../../follow/language";
import { all, lastName, parts, replace, same, withoutItem } from "../../follow/tree";
import { noEndpoint } from "../../follow/reasons";

/** Clients of @azure/data-tables: by connection string, or by a named key. */
export function tableSink(
  value: Node,
  source: Source,
  secret: Secret,
  credential: string,
): Rewrite | NotFixable | undefined {
  const call = value.parent?.type === "arguments" ? value.parent.parent : null;
  if (call === null) return undefined;
  const values = parts(call.childForFieldName("arguments") ?? call);
  if (lastName(call.childForFieldName("constructor")) === "AzureNamedKeyCredential")
    return same(values[1], value)
      ? { edits: [replace(call, credential), ...unused(source)], needs: [], afterwards: ["table-roles"] }
      : undefined;
  const client = /^(Table(?:Service)?Client)\.fromConnectionString$/.exec(
    call.childForFieldName("function")?.text ?? "",
  )?.[1];
  if (client === undefined || !same(values[0], value)) return undefined;
  const table = client === "TableClient" ? values[1] : undefined;
  const middle = table === undefined ? "" : `, ${table.text}`;
  const endpoint = endpointText(secret, value, (text) => quoted(text, source));
  if (endpoint === undefined) return noEndpoint;
  const more = values.slice(table === undefined ? 1 : 2).map(({ text }) => `, ${text}`);
  const code = `new ${client}(${endpoint}${middle}, ${credential}${more.join("")})`;
  return { edits: [replace(call, code)], needs: [], afterwards: ["table-roles"] };
}

/** The import of the named key goes with its only use. */
function unused({ root, text }: Source): readonly Edit[] {
  const names = all(root, "identifier").filter((node) => node.text === "AzureNamedKeyCredential");
  const item = names.map(({ parent }) => parent).find((parent) => parent?.type === "import_specifier");
  const list = item?.parent;
  return names.length === 2 && item != null && list != null && parts(list).length > 1
    ? [withoutItem(text, parts(list), item)]
    : [];
}
