import type { Span } from "../../engine/finding";
import { type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { folderOf } from "../project/projects";
import { type Body, bodyOf, lastBody, type Member, memberOf, saysOf } from "./body";
import { COMPUTED_KIND, SEVERAL_ACCOUNTS } from "./reasons";

/** Terraform: the blocks of a module, and the account whose key is handed out. */

/** A block at the top of a file: `resource "azurerm_linux_web_app" "api" {`. */
export interface Block extends Member {
  readonly path: string;
  readonly text: string;
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** The account whose key is handed out. */
export interface Account {
  /** As expressions name it: `azurerm_cosmosdb_account.db`, `data.azurerm_cosmosdb_account.db`. */
  readonly reference: string;
  readonly block: Block;
}

export function blocksIn(path: string, text: string, { members }: Body): readonly Block[] {
  return members.flatMap((member) => {
    const body = lastBody(member);
    if (body === undefined) return [];
    const [kind = "", ...labels] = text
      .slice(member.start, body.start - 1)
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => word.replace(/^"|"$/g, ""));
    return [{ ...member, path, text, kind, labels, body }];
  });
}

/** Resources that run an app and can have an identity. */
export const HOST =
  /^azurerm_(?:(?:linux|windows)_(?:web|function)_app(?:_slot)?|app_service(?:_slot)?|function_app(?:_slot)?|function_app_flex_consumption|container_app(?:_job)?|container_group)$/;

/** Whether a block makes several resources, or none at times. */
export function isRepeated({ body, text }: Block): boolean {
  return memberOf(body, "count", text) !== undefined || memberOf(body, "for_each", text) !== undefined;
}

/** All blocks of the module in a folder. */
export function moduleIn(folder: string, { paths, read }: Workspace): readonly Block[] {
  return paths
    .filter((path) => path.endsWith(".tf") && folderOf(path) === folder)
    .flatMap((path) => {
      const text = read(path) ?? "";
      const body = bodyOf(text);
      return body === undefined ? [] : blocksIn(path, text, body);
    });
}

const KEYS_ALONE =
  "The key comes from a data source that knows no account, only its keys: read it from the account itself, then try again.";

/** The account, if it is one whose data has roles. */
export function accountOf({ path, text, finding, workspace }: FormatCase): Account | NotFixable {
  const shown = text.slice(finding.start, finding.end);
  const [, reference, data, label = "", index] =
    /^((data\.)?azurerm_cosmosdb_account\.([\w-]+))(\[[^\]]*\])?\./.exec(shown) ?? [];
  const lookAt = { path, span: finding };
  if (shown.includes("azurerm_cosmosdb_account_keys.")) return notFixable(KEYS_ALONE, lookAt);
  const isOfEach = /^\w+\.\w+(?:\[\d+\])?$/.test(shown);
  if (!shown.includes("azurerm_cosmosdb_account.") && !isOfEach)
    return notFixable("The account is no resource of this module, so no role can be given on it here.", lookAt);
  if (reference === undefined || index !== undefined) return notFixable(SEVERAL_ACCOUNTS, lookAt);
  const kind = data === undefined ? "resource" : "data";
  const block = moduleIn(folderOf(path), workspace).find(
    (one) => one.kind === kind && one.labels[0] === "azurerm_cosmosdb_account" && one.labels[1] === label,
  );
  if (block === undefined) return notFixable(`${reference} is not to be found here.`, lookAt);
  if (isRepeated(block))
    return notFixable(SEVERAL_ACCOUNTS, {
      path: block.path,
      span: block,
    });
  return otherApi(block) ?? { reference, block };
}

/** Why an account's data has no roles of this kind: another API, or one that cannot be told. */
function otherApi(block: Block): NotFixable | undefined {
  const kind = memberOf(block.body, "kind", block.text);
  const says = saysOf(block.body, "kind", block.text);
  const written = block.text.slice(block.body.start, block.body.end);
  const other = /"(Enable(?:Mongo|Cassandra|Gremlin|Table)\w*)"/.exec(written);
  const lookAt = (span: Span) => ({ path: block.path, span });
  if (other !== null)
    return notFixable(`This account is no SQL API account (${other[1] ?? ""}): its drivers take a key.`, lookAt(block));
  if (kind !== undefined && !/^"[A-Za-z]+"$/.test(says ?? "")) return notFixable(COMPUTED_KIND, lookAt(kind));
  if (kind !== undefined && says !== '"GlobalDocumentDB"')
    return notFixable(
      `Only SQL API accounts (GlobalDocumentDB) take an identity; this one is ${says ?? ""}.`,
      lookAt(kind),
    );
  const isComputed = block.body.members
    .filter(({ start, end }) => /^dynamic\s+"capabilities"/.test(block.text.slice(start, end)))
    .some(({ start, end }) => !/\bcontent\s*\{\s*name\s*=\s*"\w+"\s*\}/.test(block.text.slice(start, end)));
  return isComputed ? notFixable(COMPUTED_KIND, lookAt(block)) : undefined;
}

/** The folder of a module's source that lies beside or below; undefined where it comes from elsewhere. */
export function sourceFolder(module: string, path: string, text: string): string | undefined {
  const body = bodyOf(text);
  const block = (body === undefined ? [] : blocksIn(path, text, body)).find(
    ({ kind, labels }) => kind === "module" && labels[0] === module,
  );
  const source = /^"(\.[^"]*)"$/.exec(saysOf(block?.body, "source", text) ?? "")?.[1];
  if (source === undefined) return undefined;
  const parts = folderOf(path).split("/").slice(0, -1);
  for (const part of source.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}
