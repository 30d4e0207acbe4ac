import type { Span } from "../../engine/finding";
import { type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import type { FormatCase } from "../formats/format";
import { lineEndOf, lineStart } from "../lines";
import { folderOf } from "../project/projects";
import { isOlder, versionIn } from "../project/version";
import { isBinding, oldExtension } from "../setting/conventions";
import { type Body, bodyOf, lastBody, type Member, memberOf, namedOf, saysOf, wayTo, withoutMember } from "./body";
import { type Closing, type Handover, type Holds, holdsOf } from "./handover";
import { taken, takenAt } from "./outputs";
import { roleFor } from "./role";

/** Terraform: keys of `azurerm_cosmosdb_account` in settings, secrets and outputs. */

/** A block at the top of a file: `resource "azurerm_linux_web_app" "api" {`. */
interface Block extends Member {
  readonly path: string;
  readonly text: string;
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** The account whose key is handed out. */
interface Account {
  /** As expressions name it: `azurerm_cosmosdb_account.db`, `data.azurerm_cosmosdb_account.db`. */
  readonly reference: string;
  readonly block: Block;
}

/** Resources that run an app and can have an identity. */
const HOST =
  /^azurerm_(?:(?:linux|windows)_(?:web|function)_app(?:_slot)?|app_service(?:_slot)?|function_app(?:_slot)?|function_app_flex_consumption|container_app(?:_job)?|container_group)$/;

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
  if (own.kind !== "resource" || !HOST.test(own.labels[0] ?? ""))
    return notFixable(
      `The key goes to ${own.kind} ${own.labels.join(" ")}, and who takes it there cannot be told: give those an identity by hand.`,
      lookAt,
    );
  const word = text.slice(finding.start, finding.end);
  return inHost({ host: own, span: finding, word, alone: heldAlone(word) }, at, account);
}

const holds = (one: Span, at: number): boolean => one.start <= at && at < one.end;

function blocksIn(path: string, text: string, { members }: Body): readonly Block[] {
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

/** Whether a block makes several resources, or none at times. */
function isRepeated({ body, text }: Block): boolean {
  return memberOf(body, "count", text) !== undefined || memberOf(body, "for_each", text) !== undefined;
}

/** All blocks of the module in a folder. */
function moduleIn(folder: string, { paths, read }: Workspace): readonly Block[] {
  return paths
    .filter((path) => path.endsWith(".tf") && folderOf(path) === folder)
    .flatMap((path) => {
      const text = read(path) ?? "";
      const body = bodyOf(text);
      return body === undefined ? [] : blocksIn(path, text, body);
    });
}

/** The account, if it is one whose data has roles. */
function accountOf({ path, text, finding, workspace }: FormatCase): Account | NotFixable {
  const match = /^((data\.)?azurerm_cosmosdb_account\.([\w-]+))(\[[^\]]*\])?\./.exec(
    text.slice(finding.start, finding.end),
  );
  const [, reference = "", data, label = "", index] = match ?? [];
  const lookAt = { path, span: finding };
  if (match === null || index !== undefined)
    return notFixable("The account is one of several, or not always made: give its apps a role by hand.", lookAt);
  const kind = data === undefined ? "resource" : "data";
  const block = moduleIn(folderOf(path), workspace).find(
    (one) => one.kind === kind && one.labels[0] === "azurerm_cosmosdb_account" && one.labels[1] === label,
  );
  if (block === undefined) return notFixable(`${reference} is not to be found here.`, lookAt);
  if (isRepeated(block))
    return notFixable("The account is one of several, or not always made: give its apps a role by hand.", {
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
  if (kind !== undefined && says !== '"GlobalDocumentDB"')
    return notFixable(`Only SQL API accounts (GlobalDocumentDB) take an identity; this one is ${says ?? ""}.`, lookAt(kind));
  return !/^\s*dynamic\s+"capabilities"/m.test(written)
    ? undefined
    : notFixable("The account's capabilities are computed: whether it is a SQL API account cannot be told.", lookAt(block));
}

/** The first version of the provider with role assignments (its changelog, 2.99.0). */
const SINCE = [2, 99];

function olderProvider({ paths, read }: Workspace, folder: string): NotFixable | undefined {
  for (const path of paths.filter((one) => folderOf(one) === folder)) {
    const text = /\.terraform\.lock\.hcl$|\.tf$/.test(path) ? (read(path) ?? "") : "";
    const locked = path.endsWith(".lock.hcl")
      ? /provider\s+"[^"]*\/hashicorp\/azurerm"\s*\{\s*version\s*=\s*"([\d.]+)"/.exec(text)
      : /\bazurerm\s*=\s*\{[^}]*\bversion\s*=\s*"=?\s*(\d[\d.]*)"/.exec(text);
    const version = locked?.[1] === undefined ? undefined : versionIn(locked[1]);
    if (locked !== null && version !== undefined && isOlder(version, SINCE))
      return notFixable(
        `azurerm ${locked[1] ?? ""} knows no role assignments of Cosmos DB: move to 2.99 or later (terraform init -upgrade) first.`,
        { path, span: { start: locked.index, end: locked.index + locked[0].length } },
      );
  }
  return undefined;
}

/** Whether the provider is at least 5, which has `local_authentication_enabled` in the place of `…_disabled`. */
function isFive({ paths, read }: Workspace, folder: string): boolean {
  return paths.some((path) => {
    const text = folderOf(path) === folder && /\.terraform\.lock\.hcl$|\.tf$/.test(path) ? (read(path) ?? "") : "";
    const version =
      /\bazurerm\s*=\s*\{[^}]*\bversion\s*=\s*"([^"]+)"/.exec(text)?.[1] ??
      /\/hashicorp\/azurerm"\s*\{\s*version\s*=\s*"([\d.]+)"/.exec(text)?.[1];
    return version !== undefined && !/^\s*</.test(version) && !isOlder(versionIn(version) ?? [0], [5]);
  });
}

/** An output goes, where nothing takes it. */
function withoutOutput(own: Block, at: FormatCase, account: Account): Handover | NotFixable {
  const [name = ""] = own.labels;
  const user = takenAt(name, { path: own.path, span: own }, at.workspace);
  if (user !== undefined) return taken(name, user);
  return {
    edits: [{ path: own.path, edits: [withoutMember(own.text, own)] }],
    settings: [],
    holds: "key",
    ...closingOf(account, at),
  };
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
    [...block.text.slice(block.start, block.end).matchAll(new RegExp(String.raw`\b${word.replace(".", "\\.")}(?![\w-])`, "g"))].map(
      ({ index }) => ({ block, span: { start: block.start + index, end: block.start + index + word.length } }),
    ),
  );
  const [use, ...more] = uses;
  if (use === undefined || more.length > 0 || !HOST.test(use.block.labels[0] ?? ""))
    return notFixable(`${word} is taken in ${String(uses.length)} places, not by one app's setting alone.`, use === undefined ? lookAt : { path: use.block.path, span: use.span });
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

/** What an attribute of the account holds. */
function heldAlone(attribute: string): Holds {
  return attribute.includes("connection_string") ? "connection-string" : "key";
}

/** What a value holds, as it is written: `word` stands in it for what `alone` says. */
function heldBy(value: string, word: string, alone: Holds): Holds {
  let bare = value.trim();
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare =
      /^(?:sensitive|nonsensitive|tostring|trimspace)\(\s*([\s\S]*?)\s*\)$/.exec(bare)?.[1] ??
      /^"\$\{\s*([^"]*?)\s*\}"$/.exec(bare)?.[1] ??
      /^tolist\(\s*(.*?)\s*\)\[\d\]$/.exec(bare)?.[1] ??
      /^element\(\s*(.*?)\s*,\s*\d\s*\)$/.exec(bare)?.[1] ??
      bare;
  }
  if (bare === word) return alone;
  const text = /^"(.*)"$/.exec(bare)?.[1] ?? formatted(bare);
  return text === undefined || alone !== "key"
    ? undefined
    : holdsOf(text, (expression) => expression.trim() === word);
}

/** `format("AccountEndpoint=%s;AccountKey=%s", a, b)` as one string. */
function formatted(call: string): string | undefined {
  const match = /^format\(\s*"([^"]*)"\s*,\s*([\s\S]*)\)$/.exec(call);
  const given = (match?.[2] ?? "").split(",").map((one) => one.trim());
  return match?.[1]?.replace(/%s/g, () => `\${${given.shift() ?? ""}}`);
}

/** Where an app takes the key: the expression for it, and what that holds. */
interface Taking {
  readonly host: Block;
  readonly span: Span;
  readonly word: string;
  readonly alone: Holds;
}

/** The setting of an app: the app signs in by its identity. */
function inHost({ host, span, word, alone }: Taking, at: FormatCase, account: Account): Handover | NotFixable {
  const { text, path, labels } = host;
  const [type = "", label = ""] = labels;
  const lookAt = { path, span };
  const refuse = (reason: string): NotFixable => notFixable(reason, lookAt);
  if (isRepeated(host))
    return refuse(`${type} ${label} is made several times or not always: give its identities the role by hand.`);
  const all = wayTo(host.body, span.start);
  const way = all.slice(0, all.findLastIndex((one) => namedOf(one, text) !== undefined) + 1);
  const setting = way.at(-1);
  const named = setting === undefined ? undefined : namedOf(setting, text);
  if (setting === undefined || named === undefined) return refuse("The setting's name is not to be found.");
  const held = heldBy(text.slice(named.value.start, named.value.end), word, alone);
  if (held === undefined) return refuse("The key is a part of a longer value: take it out by hand.");
  const slot = slotOf(way, setting, host);
  if (slot === undefined) return refuse(`The key goes to ${named.name} of ${type} ${label}, which is no setting of the app.`);
  if ("fixable" in slot) return slot;
  const identity = identityOf(host, way[0] ?? setting);
  if ("fixable" in identity) return identity;
  const endpoint = `${account.reference}.endpoint`;
  const binding = held === "connection-string" && isBinding(at.workspace, slot.name);
  const old = binding ? oldExtension(at.workspace) : undefined;
  if (old !== undefined) return notFixable(old, lookAt);
  const renamed = binding ? `${slot.name}__accountEndpoint` : undefined;
  if (renamed !== undefined && identity.clientId !== undefined)
    return refuse("The binding needs the client id of the app's own identity: set it up by hand.");
  const client = identity.clientId === undefined ? [] : clientId(host, way, identity.clientId);
  if ("fixable" in client) return client;
  const edits: Edit[] = [
    ...(held === "key" ? slot.removes : slot.becomes(endpoint, renamed)),
    ...identity.edits,
    ...client,
    ...roleAssignment(host, account, identity.principal, at),
  ];
  return {
    edits: [{ path, edits }],
    settings: slot.names,
    holds: held,
    ...(renamed === undefined ? {} : { renamed }),
    ...closingOf(account, at),
  };
}

/** How a setting of an app is named and changed. */
interface Slot {
  readonly name: string;
  readonly names: readonly string[];
  readonly removes: readonly Edit[];
  readonly becomes: (endpoint: string, renamed: string | undefined) => readonly Edit[];
}

function slotOf(way: readonly Member[], setting: Member, host: Block): Slot | NotFixable | undefined {
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
    const label = memberOf(body, "name", text)?.value ?? block;
    return {
      name,
      names: blockName === "env" ? [name] : [`ConnectionStrings:${name}`],
      removes: [withoutMember(text, block)],
      becomes: (endpoint, renamed) => [
        ...(renamed === undefined ? [] : [{ start: label.start + 1, end: label.end - 1, text: renamed }]),
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
        const [first, second] = isPair ? ["name  = ", "value = "] : [text.slice(label.at.start, label.value.start), "value       = "];
        return [
          { start: label.at.start, end: label.end, text: `${first}"${renamed ?? name}"` },
          { start: reference.at.start, end: reference.end, text: `${second}${endpoint}` },
        ];
      }),
    ],
  };
}

/** Every `env` block below a body. */
function envsIn(body: Body, text: string): readonly { readonly member: Member; readonly body: Body }[] {
  return body.members.flatMap((member) => {
    const inside = lastBody(member);
    if (inside === undefined) return [];
    return namedOf(member, text)?.name === "env" ? [{ member, body: inside }] : envsIn(inside, text);
  });
}

/** The identity of an app: what names its principal, and what makes it one. */
interface Identity {
  readonly principal: string;
  /** The client id of a user-assigned identity, by which the app finds it. */
  readonly clientId?: string;
  readonly edits: readonly Edit[];
}

function identityOf(host: Block, before: Member): Identity | NotFixable {
  const { text, path, labels } = host;
  const own = memberOf(host.body, "identity", text);
  const reference = `${labels.join(".")}.identity[0].principal_id`;
  const isComputed = /^\s*dynamic\s+"identity"/m.test(text.slice(host.start, host.end));
  if (isComputed) return notFixable("The app's identity is computed: give it the role by hand.", { path, span: host });
  if (own === undefined) {
    const eol = lineEndOf(text);
    const start = lineStart(text, before.start);
    const lines = ["  identity {", '    type = "SystemAssigned"', "  }", "", ""];
    return { principal: reference, edits: [{ start, end: start, text: lines.join(eol) }] };
  }
  const type = saysOf(lastBody(own), "type", text) ?? "";
  const ids = saysOf(lastBody(own), "identity_ids", text) ?? "";
  const chosen = /AZURE_CLIENT_ID"?\s*=\s*(\S+)/.exec(text.slice(host.start, host.end))?.[1];
  const one = /^\[\s*((?:data\.)?azurerm_user_assigned_identity\.[\w-]+)\.id\s*,?\s*\]$/.exec(ids)?.[1];
  const isSystem = /^"SystemAssigned\b/.test(type);
  if (isSystem && chosen === undefined) return { principal: reference, edits: [] };
  if (one === undefined || (chosen !== undefined && chosen !== `${one}.client_id`))
    return notFixable("Which identity the app signs in by cannot be told: give it the role by hand.", { path, span: own });
  return { principal: `${one}.principal_id`, clientId: `${one}.client_id`, edits: [] };
}

/** The variable by which the app finds its user-assigned identity. */
function clientId(host: Block, way: readonly Member[], client: string): readonly Edit[] | NotFixable {
  const { text, path } = host;
  if (/AZURE_CLIENT_ID/.test(text.slice(host.start, host.end))) return [];
  const eol = lineEndOf(text);
  const settings = way.find((one) => /^(?:app_settings|environment_variables)$/.test(namedOf(one, text)?.name ?? ""));
  const first = settings?.bodies.at(-1)?.members[0];
  if (first !== undefined) {
    const start = lineStart(text, first.start);
    const indent = text.slice(start, first.start);
    if (indent.trim() === "")
      return [{ start, end: start, text: `${indent}AZURE_CLIENT_ID = ${client}${eol}` }];
  }
  const env = envsIn(host.body, text)[0]?.member;
  if (env === undefined)
    return notFixable("The app must be told its identity's client id (AZURE_CLIENT_ID): set it first.", { path, span: host });
  const start = lineStart(text, env.start);
  const indent = text.slice(start, env.start);
  const lines = ["env {", '  name  = "AZURE_CLIENT_ID"', `  value = ${client}`, "}"];
  return [{ start, end: start, text: lines.map((line) => indent + line + eol).join("") + eol }];
}

/** The data role for the app's principal, behind the app; none where it has one already. */
function roleAssignment(
  host: Block,
  { reference }: Account,
  principal: string,
  { workspace, finding }: FormatCase,
): readonly Edit[] {
  const blocks = moduleIn(folderOf(host.path), workspace);
  const roles = blocks.filter(({ labels }) => labels[0] === "azurerm_cosmosdb_sql_role_assignment");
  const isThere = roles.some(
    ({ body, text }) =>
      saysOf(body, "principal_id", text)?.replace(".0.", "[0].") === principal &&
      saysOf(body, "account_name", text) === `${reference}.name`,
  );
  if (isThere) return [];
  const eol = lineEndOf(host.text);
  const own = `${host.labels[1] ?? "app"}_cosmos`;
  const taken = new Set(roles.map(({ labels }) => labels[1]));
  const label = taken.has(own) ? `${own}_data` : own;
  const lines = [
    "",
    "",
    `resource "azurerm_cosmosdb_sql_role_assignment" "${label}" {`,
    `  resource_group_name = ${reference}.resource_group_name`,
    `  account_name        = ${reference}.name`,
    `  role_definition_id  = "\${${reference}.id}/sqlRoleDefinitions/${roleFor(finding.access === "read-only", workspace)}"`,
    `  principal_id        = ${principal}`,
    `  scope               = ${reference}.id`,
    "}",
  ];
  return [{ start: host.end, end: host.end, text: lines.join(eol) }];
}

/** Keys can be turned off where this module makes the account. */
function closingOf({ block }: Account, { workspace }: FormatCase): { readonly closes?: Closing } {
  if (block.kind !== "resource") return {};
  const { text, path, body } = block;
  const line = isFive(workspace, folderOf(path)) ? "local_authentication_enabled = false" : "local_authentication_disabled = true";
  const property = line.replace(/ .*/, "");
  const isSaid = /\blocal_authentication_(?:dis|en)abled\s*=/.test(text.slice(body.start, body.end));
  const last = body.members.findLast((one, i, all) => lastBody(one) === undefined && all.slice(0, i).every((other) => lastBody(other) === undefined));
  const edit =
    isSaid || last === undefined
      ? undefined
      : { start: last.end, end: last.end, text: `${lineEndOf(text)}${lineEndOf(text)}  ${line}` };
  return { closes: { path, edit, property } };
}
