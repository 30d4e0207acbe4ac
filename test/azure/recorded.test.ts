import { list, listConnectionStrings } from "@azure/arm-cosmosdb/api/databaseAccounts";
import { listSqlRoleDefinitions } from "@azure/arm-cosmosdb/api/sqlResources";
import { SecretClient } from "@azure/keyvault-secrets";
import { afterAll, describe, expect, test } from "vitest";
import { type AccountId, parseAccountId } from "../../src/azure/accountId";
import { reach, type ReachedAccount, readAccount } from "../../src/azure/accounts";
import { ACTIONS } from "../../src/azure/actions";
import { clientFor } from "../../src/azure/client";
import { AZURE, type Connection } from "../../src/azure/connection";
import { connectionString } from "../../src/azure/connectionString";
import { isFailure } from "../../src/azure/failure";
import { countGrants, DATA_ROLES, grant } from "../../src/azure/grant";
import { switchKeyAccess } from "../../src/azure/keyAccess";
import { beginRegeneration, keyPrints } from "../../src/azure/keys";
import { keyUse } from "../../src/azure/keyUseLog";
import { lookAtSecret, storeKey } from "../../src/azure/keyVault";
import { askGraph } from "../../src/azure/resourceGraph";
import { azureWorld } from "../../src/azure/rotation/world";
import { otherTenants } from "../../src/azure/tenants";
import { wire } from "../../src/azure/wire";
import { fakeCredential } from "./fakeAzure";
import { hurry } from "./hurry";
import { type Recorded, recordedAnswers, Replay } from "./recorded";

/**
 * Every recorded answer of the real Azure, through Microsoft's own libraries and our functions on top: what is made of it,
 * and the sentence that a person reads. An answer to a call that we never make is given to the call of ours that it fits.
 */

const all = recordedAnswers();
afterAll(hurry());

const never = new AbortController().signal;
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const account: AccountId = {
  subscription: SUBSCRIPTION,
  resourceGroup: "shop-rg",
  name: "shop-acct",
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop-rg/providers/Microsoft.DocumentDB/databaseAccounts/shop-acct`,
};
const VAULT = "https://cli-test-kv-se-000002.vault.azure.net";
const wish = { vault: VAULT, secret: "secret1", kind: "primary", as: "key" } as const;

type Response = Recorded["response"];
type Answers = ConstructorParameters<typeof Replay>[0];

const replayed = new Set<string>();

/** A recorded answer, noted as replayed. */
function of(id: string): Response {
  const found = all?.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no recorded answer ${id}`);
  replayed.add(id);
  return found.response;
}

function connect(answers: Answers, more: Partial<Connection> = {}) {
  const replay = new Replay(answers);
  const connection: Connection = { credential: fakeCredential, cloud: AZURE, httpClient: replay.httpClient, ...more };
  return { replay, connection, client: clientFor(connection, SUBSCRIPTION) };
}

const ACCOUNT = /^GET [^?]*\/databaseAccounts\/[^/?]+\?/;
const LIST_KEYS = /^POST [^?]*\/listKeys\?/;
const REGENERATE = /^POST [^?]*\/regenerateKey\?/;
const PATCH = /^PATCH /;
const OPERATION = /^GET [^?]*\/operationsStatus\//;
const RESULT = /^GET [^?]*\/operationResults\//;
const ASSIGN = /^PUT [^?]*\/sqlRoleAssignments\//;
const ASSIGNMENT = /^GET [^?]*\/sqlRoleAssignments\/[^?]/;
const ASSIGNMENTS = /^GET [^?]*\/sqlRoleAssignments\?/;
const GRAPH = /^POST [^?]*\/Microsoft\.ResourceGraph\/resources/;
const VERSIONS = /^GET \/secrets\/secret1\/versions/;
const VERSION = /^GET \/secrets\/secret1\/[\da-f]+\?/;
const SET = /^PUT \/secrets\/secret1\?/;
const NEWEST = /^GET \/secrets\/secret1\/\?/;
const RECOVER = /^POST \/deletedsecrets\/secret1\/recover/;

/** What a failure says; a result as text. */
function said(answer: object): string {
  return isFailure(answer) ? `${answer.why}: ${answer.says}` : JSON.stringify(answer);
}

const read = (response: Response, more: Partial<Connection> = {}) => {
  const { client } = connect([[ACCOUNT, response]], more);
  return readAccount(client, account, never);
};
async function reachedBy(answers: Answers): Promise<ReachedAccount> {
  const { connection } = connect([[ACCOUNT, of("account.nosql-2025")], ...answers]);
  const reached = await reach(connection, account, never);
  if (isFailure(reached)) throw new Error(reached.says);
  return reached;
}
const regenerate = async (response: Response) => {
  const { client } = connect([[REGENERATE, response]]);
  return beginRegeneration(client, account, "primary", never);
};
const listKeys = async (response: Response) => keyPrints(connect([[LIST_KEYS, response]]).client, account, never);
const operation = async (response: Response) => {
  const reached = await reachedBy([[OPERATION, response]]);
  const { pathname } = { pathname: "/subscriptions/x/providers/Microsoft.DocumentDB/locations/y/operationsStatus/1" };
  return azureWorld(reached, never).ended(`${AZURE.management}${pathname}?api-version=1`);
};
const switchOff = async (response: Response) => switchKeyAccess(await reachedBy([[PATCH, response]]), true, never);
const grantBy = async (put: Response, ended: readonly Response[], seen: readonly Response[], objectId: string) => {
  const reached = await reachedBy([
    [ASSIGN, put],
    [OPERATION, ...ended],
    [ASSIGNMENT, ...seen],
  ]);
  const { facts, client } = reached;
  const plan = { account: facts.account, api: "sql", exists: false, assignmentId: account.subscription } as const;
  return grant(client, { ...plan, objectId, role: "reader" }, never);
};
const vault = (answers: Answers) => reachedBy([[LIST_KEYS, of("keys.list-before")], ...answers]);
const look = async (answers: Answers) => {
  const reached = await vault(answers);
  return lookAtSecret(reached.connection, reached, wish, never);
};
const store = async (answers: Answers, consent = { overwrite: true, recover: true }) => {
  const reached = await vault(answers);
  return storeKey(reached.connection, reached, wish, consent, never);
};
const graph = async (response: Response) => {
  const { connection } = connect([[GRAPH, response]]);
  return askGraph(connection, "resources | project id | order by id asc", ACTIONS.find, never);
};
const logs = async (answers: Answers) => {
  const reached = await reachedBy(answers);
  return keyUse(reached.connection, reached.facts, never);
};

/** A case: the recorded answer's id, what is made of it, and what comes out. */
type Case = readonly [string, (response: Response) => Promise<object>, RegExp];

const CASES: readonly Case[] = [
  [
    "account.nosql-2025",
    read,
    /"primary":"2026-06-02T15:35:43\.\d+Z".*"keyAccessOff":false,"open":false,"settled":true.*"api":"sql"/,
  ],
  ["account.nosql-keys-off", read, /"keyAccessOff":true,"open":true/],
  ["account.nosql-private", read, /"open":false/],
  ["account.nosql-vnet", read, /"open":false/],
  ["account.nosql-identity", read, /"secondary":"2023-10-12T11:35:18\.014Z"/],
  ["account.nosql-2021", read, /"ages":\{\},"created":"2021-10-22/],
  ["account.nosql-2020", read, /"ages":\{\}.*"keyAccessOff":false/],
  [
    "account.table",
    read,
    /"ownEndpoint":"https:\/\/cli-000003\.table\.cosmos\.azure\.com:443\/","madeFor":"table","api":"table"/,
  ],
  ["account.gremlin", read, /"ownEndpoint":"https:\/\/cli-000004\.gremlin\.[^"]+","madeFor":"gremlin","api":"gremlin"/],
  [
    "account.cassandra",
    read,
    /"ownEndpoint":"https:\/\/cli-000003\.cassandra\.[^"]+","madeFor":"cassandra","api":"none"/,
  ],
  ["account.mongo-32", read, /"ownEndpoint":"https:\/\/cli-000002\.documents\.azure\.com:443\/","madeFor":"mongo"/],
  ["account.mongo-36", read, /"ownEndpoint":"https:\/\/cli-000004\.mongo\.cosmos\.azure\.com:443\/","madeFor":"mongo"/],
  ["account.mongo-70", read, /"ownEndpoint":"https:\/\/aso-mongo-acct\.mongo\.cosmos\.azure\.com:443\/"/],
  ["account.create", read, /"settled":false,"endpoint":"https:\/\/shop-acct\.documents\.azure\.com:443\/"/],
  ["keys.list-before", listKeys, /^\{("\w+":"[\da-f]{16}",?){4}\}$/],
  ["keys.list-after", listKeys, /^\{("\w+":"[\da-f]{16}",?){4}\}$/],
  ["keys.list-readonly", listKeys, /^unclear: Azure did not list all four keys/],
  ["keys.regenerate-primary", regenerate, /"operation":"https:[^"]+\/operationsStatus\//],
  ["keys.regenerate-primary-enqueued", operation, /"running"/],
  ["keys.regenerate-primary-dequeued", operation, /"running"/],
  ["keys.regenerate-primary-succeeded", operation, /"succeeded"/],
  ["keys.regenerate-primary-result", operation, /"succeeded"/],
  ["keys.regenerate-primary-readonly", regenerate, /"operation":"https:/],
  ["keys.regenerate-secondary", regenerate, /"operation":"https:/],
  ["keys.regenerate-secondary-readonly", regenerate, /"operation":"https:/],
  ["operation.failed-start", regenerate, /"operation":"https:[^"]+&t=\d+&c=made-up&s=made-up&h=made-up"/],
  ["operation.failed-enqueued", operation, /"running"/],
  ["operation.failed", operation, /"failed"/],
  [
    "operation.no-capacity",
    (response) => grantBy(of("role.assign-2024"), [response], [], "x"),
    /^unreachable: Azure has no capacity in this region/,
  ],
  [
    "operation.role-principal-unknown",
    (response) => grantBy(of("role.assign-2024"), [response], [], "x"),
    /^refused: The identity is not in the account's tenant/,
  ],
  [
    "operation.role-principal-type",
    (response) => grantBy(of("role.assign-2024"), [response], [], "x"),
    /^refused: This is the id of an app registration\. Use the object id of its service principal/,
  ],
  ["delete.start", regenerate, /"operation":"https:/],
  ["delete.dequeued", operation, /"running"/],
  ["delete.succeeded", operation, /"succeeded"/],
  ["delete.get-soon-after", read, /^gone: You cannot see the account\. It was deleted or moved/],
  ["error.cosmos-400-mongo-role", regenerate, /^refused: Azure refused to regenerate a key \(BadRequest\)/],
  ["error.resource-not-found", read, /^gone: You cannot see the account/],
  ["error.cosmos-405", read, /^refused: The account's API cannot read the account/],
  [
    "error.subscription-not-found",
    read,
    /^unclear: You cannot see the subscription\. Whether the account still exists is not known/,
  ],
  ["error.resource-group-not-found", read, /^unclear: The resource group is gone\. The account may have been moved/],
  [
    "error.authorization-failed",
    read,
    /^forbidden: You may not read the account: that needs Microsoft\.Authorization\/policyDefinitions\/error_policy\/read\./,
  ],
  ["error.409-another-operation", regenerate, /^busy: Another operation is running/],
  ["error.429-retryable", regenerate, /^busy: Another operation is running/],
  ["error.429-numeric-code", regenerate, /^throttled: Azure has too many requests/],
  ["error.503-html", read, /^unreachable: Azure returned an error \(503\)/],
  ["error.503-json", read, /^unreachable: Azure returned an error \(503\)/],
  ["error.504", operation, /^unreachable: Azure returned an error \(504\)/],
  [
    "error.list-keys-forbidden",
    listKeys,
    /^forbidden: You may not list the account's keys: that needs Microsoft\.DocumentDb\/databaseAccounts\/listKeys\/action\. The smallest role that has it is DocumentDB Account Contributor\. \(You asked as ada@contoso\.example in tenant/,
  ],
  ["error.scope-locked", listKeys, /^locked: A lock on resource group shop-rg does not let you list/],
  ["error.policy-local-auth", switchOff, /^locked: The policy 00000000-0000-0000-0000-000000000096 does not let you/],
  ["error.keys-stay", switchOff, /^refused: Accounts of this API cannot do without keys/],
  ["error.role-exclusive-lock", (response) => grantBy(response, [], [], "x"), /^busy: Another operation is running/],
  ["error.account-exclusive-lock", regenerate, /^busy: Another operation is running/],
  ["error.subscription-disabled", regenerate, /^refused: The subscription is disabled/],
  ["error.429-arm-actor", read, /^throttled: .* Try again in 1 seconds/],
  ["error.429-arm-resource", read, /^throttled: .* Try again in 7 minutes/],
  ["error.429-arm-plain", read, /^throttled: .* Try again in a minute/],
  [
    "error.token-tenant",
    read,
    /^other-tenant: To read the account, sign in to tenant 00000000-0000-0000-0000-000000000094/,
  ],
  ["error.token-expired", read, /^sign-in: Your sign-in has expired/],
  ["error.claims-challenge", read, /^sign-in: Your organization wants you to sign in again/],
  [
    "error.linked-authorization",
    switchOff,
    /^forbidden: You may not switch key access on or off: it also needs a right on another resource/,
  ],
  [
    "vault.versions",
    (response) =>
      look([
        [VERSIONS, response],
        [VERSION, of("vault.get")],
      ]),
    /"kept":"foreign"/,
  ],
  [
    "vault.get",
    (response) =>
      look([
        [VERSIONS, of("vault.versions")],
        [VERSION, response],
      ]),
    /"kept":"foreign"/,
  ],
  [
    "vault.versions-page",
    (response) =>
      look([
        [VERSIONS, response, of("vault.versions-page-2")],
        [VERSION, of("vault.get")],
      ]),
    /"kept":"foreign"/,
  ],
  [
    "vault.challenge",
    (response) =>
      store([
        [VERSIONS, response, of("vault.secret-not-found")],
        [SET, of("vault.set")],
        [VERSION, of("vault.get-version")],
      ]),
    /^unclear: The secret was stored, but the vault gives back another value/,
  ],
  [
    "vault.set-again",
    (response) =>
      store([
        [VERSIONS, of("vault.versions")],
        [SET, response],
        [VERSION, of("vault.get")],
      ]),
    /^unclear: The secret was stored, but/,
  ],
  [
    "vault.set-deleted",
    (response) =>
      store(
        [
          [VERSIONS, of("vault.secret-not-found")],
          [SET, response],
        ],
        { overwrite: false, recover: false },
      ),
    /^deleted-secret: The vault still keeps a deleted secret/,
  ],
  [
    "vault.recover",
    (response) =>
      store([
        [VERSIONS, of("vault.secret-not-found"), of("vault.versions")],
        [VERSION, of("vault.get")],
        [SET, of("vault.set-deleted"), of("vault.set")],
        [RECOVER, response],
        [NEWEST, of("vault.secret-not-found")],
      ]),
    /^unclear: The secret was stored/,
  ],
  [
    "vault.recover-again",
    (response) =>
      store([
        [VERSIONS, of("vault.secret-not-found"), of("vault.versions")],
        [VERSION, of("vault.get")],
        [SET, of("vault.set-deleted"), of("vault.set")],
        [RECOVER, response],
        [NEWEST, of("vault.secret-not-found")],
      ]),
    /^unclear: The secret was stored/,
  ],
  [
    "vault.recover-being-deleted",
    (response) =>
      store([
        [VERSIONS, of("vault.secret-not-found")],
        [SET, of("vault.set-deleted")],
        [RECOVER, response],
        [NEWEST, of("vault.secret-not-found")],
      ]),
    /^busy: The secret is still being recovered/,
  ],
  [
    "vault.being-recovered",
    (response) =>
      store([
        [VERSIONS, of("vault.versions")],
        [VERSION, of("vault.get")],
        [SET, response, of("vault.set")],
      ]),
    /^unclear: The secret was stored/,
  ],
  [
    "vault.forbidden-by-rbac",
    (response) => look([[VERSIONS, response]]),
    /^forbidden: You may not read the secret: ask for the role Key Vault Secrets Officer on the vault/,
  ],
  [
    "vault.forbidden-by-firewall",
    (response) => look([[VERSIONS, response]]),
    /^forbidden: The vault's firewall does not let you/,
  ],
  [
    "vault.forbidden-by-connection",
    (response) => look([[VERSIONS, response]]),
    /^forbidden: The vault has no public access/,
  ],
  [
    "vault.access-denied",
    (response) =>
      store([
        [VERSIONS, of("vault.secret-not-found")],
        [SET, response],
      ]),
    /^forbidden: You may not store the secret: the vault's access policy must allow it/,
  ],
  [
    "vault.secret-disabled",
    (response) =>
      look([
        [VERSIONS, of("vault.versions")],
        [VERSION, response],
      ]),
    /"kept":"foreign"/,
  ],
  [
    "vault.wrong-tenant",
    (response) => look([[VERSIONS, response]]),
    /^other-tenant: To read the secret, sign in to tenant 00000000-0000-0000-0000-000000000093/,
  ],
  ["vault.secret-not-found", (response) => look([[VERSIONS, response]]), /"kept":"nothing"/],
  // A page of objects: we ask for tables, so it is no answer of ours.
  ["graph.page", graph, /^unclear: Unexpected response from Azure/],
  // The recording was shortened: it has fewer rows than it says.
  ["graph.table", graph, /"complete":false/],
  ["graph.bad-query", graph, /^unclear: Azure did not take the query/],
  ["graph.throttled", graph, /^throttled: Azure has too many requests\. Try again in 3 seconds/],
  ["graph.no-subscription", graph, /^no-subscription: You have no subscription in this tenant/],
  [
    "logs.diagnostic-none",
    (response) => logs([[/diagnosticSettings/, response]]),
    /"known":false,"why":"[^"]*go to no workspace/,
  ],
  [
    "logs.diagnostic-settings",
    (response) => logs([[/diagnosticSettings/, response]]),
    /"known":false,"why":"[^"]*go to no workspace/,
  ],
  [
    "logs.diagnostic-all-logs",
    (response) => logs([[/diagnosticSettings/, listed(response)]]),
    /"known":false,"why":"[^"]*go to no workspace/,
  ],
  [
    "logs.diagnostic-set",
    (response) => logs([[/diagnosticSettings/, listed(response)]]),
    /"known":false,"why":"[^"]*go to no workspace/,
  ],
  [
    "logs.workspace",
    (response) =>
      logs([
        [/diagnosticSettings/, CONNECTED],
        [/\/workspaces\/[^/]+\?/, response],
        [/\/query$/, of("logs.query")],
      ]),
    /"known":true,"last":\{\},"reach":0/,
  ],
  [
    "logs.table-missing",
    (response) =>
      logs([
        [/diagnosticSettings/, CONNECTED],
        [/\/workspaces\/[^/]+\?/, of("logs.workspace")],
        [/\/query$/, response],
      ]),
    /"known":false,"why":"[^"]*no data plane logs of this account yet/,
  ],
  [
    "tenants.list",
    (response) => otherTenants(connect([[/^GET \/tenants/, response]]).connection, never),
    /"tenantId":"00000000-0000-0000-0000-000000000108".*"tenantId":"00000000-0000-0000-0000-000000000159"/,
  ],
  [
    "role.assignments",
    async (response) => ({ grants: await countGrants(await reachedBy([[ASSIGNMENTS, response]]), never) }),
    /"grants":3/,
  ],
  [
    "role.assignments-none",
    async (response) => ({ grants: await countGrants(await reachedBy([[ASSIGNMENTS, response]]), never) }),
    /"grants":0/,
  ],
  ["data.keys-off", read, /^refused: Key access is switched off on this account/],
  ["data.wrong-key", read, /^sign-in: To read the account, sign in to Azure again/],
];

/** A setting as one of a list. */
function listed({ body, ...response }: Response): Response {
  return { ...response, body: { value: [body] } };
}

/** Settings as recorded ones are written: storage first, then a workspace. */
const CONNECTED: Response = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: {
    value: [null, "/subscriptions/a/resourceGroups/b/providers/Microsoft.OperationalInsights/workspaces/c"].map(
      (workspaceId) => ({
        properties: { workspaceId, logs: [{ category: null, categoryGroup: "allLogs", enabled: true }] },
      }),
    ),
  },
};

if (all === undefined) {
  test("the recorded answers were not replayed: they are not on this machine", () => {
    console.log("Recorded answers were not replayed: set KEYLESS_CONTRACT to the folder with recorded-azure.json.");
  });
} else {
  describe("one answer", () => {
    test.each(CASES)("%s", { timeout: 60_000 }, async (id, make, words) => {
      const answer = await make(of(id));
      const text = said(answer);
      expect(text).toMatch(words);
      // None of Azure's own sentences, and no token; the address of an operation is kept as it is.
      if (!text.startsWith('{"operation"')) expect(text).not.toMatch(/ActivityId|aka\.ms|made-up|appid=/);
    });
  });

  describe("answers in order", () => {
    test.each([
      ["patch", ["patch.enqueued", "patch.dequeued", "patch.succeeded"], "patch.start", "patch.get"],
      [
        "a patch with signed addresses",
        ["patch.signed-dequeued", "patch.signed-succeeded"],
        "patch.signed-start",
        "patch.signed-get",
      ],
    ] as const)("%s: waits for the operation's words, then looks", async (_what, polls, start, got) => {
      const { connection, replay, client } = connect([
        [PATCH, of(start)],
        [OPERATION, ...polls.map(of)],
        [RESULT, of(polls.at(-1) ?? "")],
        [ACCOUNT, of(got)],
      ]);
      const reached = await reach(connection, account, never);
      if (isFailure(reached)) throw new Error(reached.says);
      const facts = { ...reached.facts, keyAccessOff: true };
      expect(await switchKeyAccess({ ...reached, facts, client }, false, never)).toEqual({ off: false });
      expect(replay.calls.filter((call) => OPERATION.test(call))).toHaveLength(polls.length);
    });

    test.each([
      ["role.assign", "role.assign-succeeded", ["role.assignment-missing", "role.assignment"], "134"],
      ["role.assign-again", "role.assign-succeeded", ["role.assignment-not-yet", "role.assignment-now"], "134"],
      ["role.assign-2024", "role.assign-2024-succeeded", ["role.assignment-2024"], "143"],
    ] as const)("%s: an assignment that is not seen yet is waited for", async (put, ended, seen, id) => {
      const objectId = `00000000-0000-0000-0000-000000000${id}`;
      expect(await grantBy(of(put), [of(ended)], seen.map(of), objectId)).toEqual({ granted: true });
    });

    test("the built-in roles are those that we name", async () => {
      const { client } = connect([[/sqlRoleDefinitions/, of("role.definitions")]]);
      const names = new Map<string, string>();
      for await (const { name = "", roleName = "" } of listSqlRoleDefinitions(client, "a", "b"))
        names.set(name, roleName);
      for (const { id, name } of Object.values(DATA_ROLES)) expect(names.get(id)).toBe(name);
    });

    test("connection strings are as Azure gives them", async () => {
      const expected = async (strings: string, facts: string, name: string) => {
        const { client } = connect([
          [/listConnectionStrings/, of(strings)],
          [ACCOUNT, of(facts)],
        ]);
        const given = (await listConnectionStrings(client, "a", name)).connectionStrings?.[0]?.connectionString ?? "";
        const known = await readAccount(client, { ...account, name }, never);
        if (isFailure(known)) throw new Error(known.says);
        const key = /(?:AccountKey=|:)([\w+/%]{86}==)/.exec(given)?.[1] ?? "";
        return { given, ours: connectionString(known, key), endpoint: known.endpoint };
      };
      const mongo = await expected("keys.connection-strings-mongo-32", "account.mongo-32", "cli-000002");
      expect(decodeURIComponent(mongo.ours)).toBe(mongo.given);
      const nosql = await expected("keys.connection-strings-nosql", "account.nosql-2021", "cli-test000003");
      expect(nosql.ours).toBe(nosql.given.replace("https://cli-test000003.documents.azure.com:443/", nosql.endpoint));
    });

    test("lists of accounts, and clusters that are none", async () => {
      const { client } = connect([[/databaseAccounts\?/, of("account.list")]]);
      const found: string[] = [];
      for await (const { id } of list(client)) if (id !== undefined) found.push(id);
      expect(found.map((id) => parseAccountId(id)?.name)).toEqual(["cc-test-cosmos"]);
      const { id } = of("account.mongocluster").body as { id: string };
      expect(parseAccountId(id)).toBeUndefined();
    });

    test("what others do to a secret, by the library: disabled, deleted, not listed yet", async () => {
      const { connection } = connect([
        [/^PATCH \/secrets\/secret1/, of("vault.disable")],
        [/^DELETE \/secrets\/secret1/, of("vault.delete"), of("vault.soft-delete")],
        [/^GET \/deletedsecrets\?/, of("vault.soft-deleted-list")],
        [/^GET \/deletedsecrets\/secret1/, of("vault.secret-not-found")],
      ]);
      const client = new SecretClient(VAULT, fakeCredential, { serviceVersion: "7.4", httpClient: wire(connection) });
      expect((await client.updateSecretProperties("secret1", "", { enabled: false })).enabled).toBe(false);
      for (let i = 0; i < 2; i++) {
        const poller = await client.beginDeleteSecret("secret1");
        expect(poller.getOperationState().isStarted).toBe(true);
      }
      const deleted: string[] = [];
      for await (const { name } of client.listDeletedSecrets()) deleted.push(name);
      expect(deleted).toEqual([]);
    });
  });

  describe("what is done, not only said", () => {
    test("a long wait is shown with a countdown, and can be cancelled", async () => {
      const seconds: number[] = [];
      const cancel = new AbortController();
      const waiting = (left: number): void => {
        seconds.push(left);
        if (seconds.length === 5) cancel.abort();
      };
      const { client } = connect([[ACCOUNT, of("error.429-arm-resource")]], { waiting });
      expect(said(await readAccount(client, account, cancel.signal))).toMatch(/^cancelled: /);
      expect(seconds).toEqual([372, 371, 370, 369, 368]);
    });

    test("Resource Graph's own time span is kept to", async () => {
      const seconds: number[] = [];
      const { connection, replay } = connect([[GRAPH, of("graph.throttled"), of("graph.table")]], {
        waiting: (left) => seconds.push(left),
      });
      expect(said(await askGraph(connection, "x | order by id", ACTIONS.find, never))).toMatch(/"rows":/);
      expect(replay.calls).toHaveLength(2);
      expect(seconds).toEqual([3, 2, 1, 0]);
    });

    test("a claims challenge is answered by a new sign-in with these claims", async () => {
      const asked: (string | undefined)[] = [];
      const credential = {
        getToken: (scopes: unknown, options?: { readonly claims?: string }) => {
          asked.push(options?.claims);
          return fakeCredential.getToken(scopes);
        },
      };
      const answers: Answers = [[ACCOUNT, of("error.claims-challenge"), of("account.nosql-2025")]];
      const { client } = connect(answers, { credential });
      expect(said(await readAccount(client, account, never))).toMatch(/"settled":true/);
      expect(asked).toEqual([undefined, '{"access_token":{"nbf":{"essential":true,"value":"1752041837"}}}']);
    });

    test("an account of another tenant is asked with a token of that tenant", async () => {
      const { connection, replay } = connect([[ACCOUNT, of("error.token-tenant"), of("account.nosql-2025")]]);
      const reached = await reach(connection, account, never);
      expect(said(reached)).toMatch(/"tenantId":"00000000-0000-0000-0000-000000000094"/);
      const claims = replay.tokens.map((token) => Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      expect(claims[1]).toMatch(/"tid":"00000000-0000-0000-0000-000000000094"/);
    });
  });

  test("all of them", () => {
    console.log(`recorded answers of Azure: ${replayed.size} of ${all.length} replayed`);
    expect(all.map(({ id }) => id).filter((id) => !replayed.has(id))).toEqual([]);
  });
}
