import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scan } from "../../src/engine/scan";
import { identifiableKey, legacyKey } from "../keys";

/** Which account a key belongs to: in every order of key and endpoint, one to four entries, in every format. */

interface Entry {
  readonly name: string;
  readonly account: string;
  readonly key: string;
}

type Write = (entries: readonly Entry[], keyFirst: boolean) => string;

const url = (account: string): string => `https://${account}.documents.azure.com:443/`;
const ordered = (keyFirst: boolean, endpoint: string, key: string): readonly [string, string] =>
  keyFirst ? [key, endpoint] : [endpoint, key];
const upper = (name: string): string => name.toUpperCase();

const FORMATS: Readonly<Record<string, readonly [path: string, write: Write]>> = {
  "a JSON list": [
    "a.json",
    (entries, keyFirst) =>
      `[\n${entries.map(({ account, key }) => `  { ${ordered(keyFirst, `"endpoint": "${url(account)}"`, `"key": "${key}"`).join(", ")} }`).join(",\n")}\n]\n`,
  ],
  "a JSON list over lines": [
    "a.json",
    (entries, keyFirst) =>
      `{ "accounts": [\n${entries.map(({ account, key }) => `  {\n    ${ordered(keyFirst, `"uri": "${url(account)}"`, `"primaryKey": "${key}"`).join(',\n    "database": "shop",\n    ')}\n  }`).join(",\n")}\n] }\n`,
  ],
  "JSON sections": [
    "appsettings.json",
    (entries, keyFirst) =>
      `{\n${entries.map(({ name, account, key }) => `  "${name}": {\n    ${ordered(keyFirst, `"AccountEndpoint": "${url(account)}"`, `"AccountKey": "${key}"`).join(",\n    ")}\n  }`).join(",\n")}\n}\n`,
  ],
  "flat JSON": [
    "a.json",
    (entries, keyFirst) =>
      `{\n${entries.map(({ name, account, key }) => ordered(keyFirst, `  "${name}CosmosEndpoint": "${url(account)}"`, `  "${name}CosmosKey": "${key}"`).join(",\n")).join(",\n")}\n}\n`,
  ],
  CSV: [
    "a.csv",
    (entries, keyFirst) =>
      `${ordered(keyFirst, "endpoint", "key").join(",")}\n${entries.map(({ account, key }) => ordered(keyFirst, url(account), key).join(",")).join("\n")}\n`,
  ],
  "a Markdown table": [
    "a.md",
    (entries, keyFirst) =>
      `| ${ordered(keyFirst, "endpoint", "key").join(" | ")} |\n|---|---|\n${entries.map(({ account, key }) => `| ${ordered(keyFirst, url(account), key).join(" | ")} |`).join("\n")}\n`,
  ],
  ".env, by prefix": [
    ".env",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) =>
          ordered(keyFirst, `${upper(name)}_COSMOS_ENDPOINT=${url(account)}`, `${upper(name)}_COSMOS_KEY=${key}`).join(
            "\n",
          ),
        )
        .join("\n"),
  ],
  ".env, by suffix": [
    ".env",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) =>
          ordered(keyFirst, `COSMOS_ENDPOINT_${upper(name)}=${url(account)}`, `COSMOS_KEY_${upper(name)}=${key}`).join(
            "\n",
          ),
        )
        .join("\n"),
  ],
  ".env, all keys apart": [
    ".env",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        entries.map(({ name, account }) => `${upper(name)}_URI=${url(account)}`).join("\n"),
        entries.map(({ name, key }) => `${upper(name)}_COSMOS_KEY=${key}`).join("\n"),
      ).join("\n"),
  ],
  ".env, by number": [
    ".env",
    (entries, keyFirst) =>
      entries
        .map(({ account, key }, i) =>
          ordered(keyFirst, `COSMOS_URI_${i + 1}=${url(account)}`, `COSMOS_KEY_${i + 1}=${key}`).join("\n"),
        )
        .join("\n"),
  ],
  ".env, in blocks": [
    ".env",
    (entries, keyFirst) =>
      entries
        .map(({ account, key }) => ordered(keyFirst, `COSMOS_URI=${url(account)}`, `COSMOS_KEY=${key}`).join("\n"))
        .join("\n\n"),
  ],
  ".env, under titles": [
    ".env",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `# ${name}\n${ordered(keyFirst, `COSMOS_URI=${url(account)}`, `COSMOS_KEY=${key}`).join("\n")}`,
        )
        .join("\n"),
  ],
  ".env, in turns": [
    ".env",
    (entries, keyFirst) =>
      entries.map(({ account, key }) => ordered(keyFirst, `URI=${url(account)}`, `KEY=${key}`).join("\n")).join("\n"),
  ],
  "YAML sections": [
    "a.yaml",
    (entries, keyFirst) =>
      `cosmos:\n${entries.map(({ name, account, key }) => `  ${name}:\n    ${ordered(keyFirst, `endpoint: ${url(account)}`, `key: ${key}`).join("\n    ")}`).join("\n")}\n`,
  ],
  "a YAML list": [
    "a.yaml",
    (entries, keyFirst) =>
      `accounts:\n${entries.map(({ account, key }) => `  - ${ordered(keyFirst, `endpoint: ${url(account)}`, `key: "${key}"`).join("\n    ")}`).join("\n")}\n`,
  ],
  "Kubernetes names and values": [
    "a.yaml",
    (entries, keyFirst) =>
      `env:\n${entries
        .flatMap(({ name, account, key }) =>
          ordered(
            keyFirst,
            `  - name: ${upper(name)}_COSMOS_URI\n    value: ${url(account)}`,
            `  - name: ${upper(name)}_COSMOS_KEY\n    value: "${key}"`,
          ),
        )
        .join("\n")}\n`,
  ],
  "XML elements": [
    "a.xml",
    (entries, keyFirst) =>
      `<accounts>\n${entries.map(({ account, key }) => `  <account>${ordered(keyFirst, `<endpoint>${url(account)}</endpoint>`, `<key>${key}</key>`).join("")}</account>`).join("\n")}\n</accounts>\n`,
  ],
  "XML attributes": [
    "a.xml",
    (entries, keyFirst) =>
      `<accounts>\n${entries.map(({ account, key }) => `  <cosmos ${ordered(keyFirst, `endpoint="${url(account)}"`, `key="${key}"`).join(" ")} />`).join("\n")}\n</accounts>\n`,
  ],
  "application settings": [
    "web.config",
    (entries, keyFirst) =>
      `<configuration><appSettings>\n${entries
        .flatMap(({ name, account, key }) =>
          ordered(
            keyFirst,
            `  <add key="${name}:CosmosEndpoint" value="${url(account)}" />`,
            `  <add key="${name}:CosmosKey" value="${key}" />`,
          ),
        )
        .join("\n")}\n</appSettings></configuration>\n`,
  ],
  TOML: [
    "a.toml",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `[cosmos.${name}]\n${ordered(keyFirst, `endpoint = "${url(account)}"`, `key = "${key}"`).join("\n")}\n`,
        )
        .join(""),
  ],
  properties: [
    "a.properties",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) =>
          ordered(keyFirst, `azure.cosmos.${name}.uri=${url(account)}`, `azure.cosmos.${name}.key=${key}`).join("\n"),
        )
        .join("\n"),
  ],
  "keyword arguments": [
    "a.py",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `${name} = CosmosClient(${ordered(keyFirst, `url="${url(account)}"`, `credential="${key}"`).join(", ")})`,
        )
        .join("\n"),
  ],
  "arguments over lines": [
    "a.cs",
    (entries) =>
      entries
        .map(({ name, account, key }) => `var ${name} = new CosmosClient(\n    "${url(account)}",\n    "${key}");`)
        .join("\n"),
  ],
  objects: [
    "a.js",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `const ${name} = new CosmosClient({ ${ordered(keyFirst, `endpoint: "${url(account)}"`, `key: "${key}"`).join(", ")} });`,
        )
        .join("\n"),
  ],
  constants: [
    "A.cs",
    (entries, keyFirst) =>
      `static class Cosmos\n{\n${entries
        .flatMap(({ name, account, key }) =>
          ordered(
            keyFirst,
            `    public const string ${name}Endpoint = "${url(account)}";`,
            `    public const string ${name}CosmosKey = "${key}";`,
          ),
        )
        .join("\n")}\n}\n`,
  ],
  "Terraform blocks": [
    "a.tfvars",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `${name} = {\n  ${ordered(keyFirst, `cosmos_endpoint = "${url(account)}"`, `cosmos_key = "${key}"`).join("\n  ")}\n}`,
        )
        .join("\n"),
  ],
  tools: [
    "a.sh",
    (entries, keyFirst) =>
      entries
        .map(
          ({ account, key }) =>
            `az cosmosdb sql database list ${ordered(keyFirst, `--account-name ${account}`, `--key "${key}"`).join(" ")}`,
        )
        .join("\n"),
  ],
  "names without hosts": [
    "a.ps1",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `$${name} = @{\n    ${ordered(keyFirst, `Account = '${account}'`, `CosmosKey = '${key}'`).join("\n    ")}\n}`,
        )
        .join("\n"),
  ],
  "a table of names": [
    "keys.csv",
    (entries, keyFirst) =>
      `${ordered(keyFirst, '"Name","ResourceGroup"', '"PrimaryMasterKey"').join(",")}\n${entries.map(({ account, key }) => ordered(keyFirst, `"${account}","group"`, `"${key}"`).join(",")).join("\n")}\n`,
  ],
  "values of parameters": [
    "parameters.json",
    (entries, keyFirst) =>
      `{\n${entries.map(({ name, account, key }) => `  "${name}": { ${ordered(keyFirst, `"databaseAccountName": { "value": "${account}" }`, `"databaseAccountKey": { "value": "${key}" }`).join(", ")} }`).join(",\n")}\n}\n`,
  ],
  "two lists": [
    "a.py",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        `endpoints = [${entries.map(({ account }) => `"${url(account)}"`).join(", ")}]`,
        `cosmos_keys = [${entries.map(({ key }) => `"${key}"`).join(", ")}]`,
      ).join("\n"),
  ],
  "two lists in YAML": [
    "a.yaml",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        `endpoints:\n${entries.map(({ account }) => `  - ${url(account)}`).join("\n")}`,
        `cosmosKeys:\n${entries.map(({ key }) => `  - ${key}`).join("\n")}`,
      ).join("\n"),
  ],
  "two lists in a line each": [
    ".env",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        `COSMOS_ENDPOINTS=${entries.map(({ account }) => url(account)).join(",")}`,
        `COSMOS_KEYS=${entries.map(({ key }) => key).join(",")}`,
      ).join("\n"),
  ],
  "keys by their endpoint": [
    "a.json",
    (entries) => `{\n${entries.map(({ account, key }) => `  "${url(account)}": "${key}"`).join(",\n")}\n}\n`,
  ],
  "a table without a header": [
    "a.csv",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) => `${name},${ordered(keyFirst, url(account), key).join(",")},cosmos`)
        .join("\n"),
  ],
  "properties with initial values": [
    "A.cs",
    (entries, keyFirst) =>
      `class Cosmos\n{\n${ordered(
        keyFirst,
        entries
          .map(({ name, account }) => `    public string ${name}Endpoint { get; set; } = "${url(account)}";`)
          .join("\n"),
        entries.map(({ name, key }) => `    public string ${name}Key { get; set; } = "${key}";`).join("\n"),
      ).join("\n")}\n}\n`,
  ],
  "an indexer": [
    "a.py",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) =>
          ordered(keyFirst, `settings["${name}_uri"] = "${url(account)}"`, `settings["${name}_key"] = "${key}"`).join(
            "\n",
          ),
        )
        .join("\n"),
  ],
  "an indexer of an indexer": [
    "a.php",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        entries.map(({ name, account }) => `$all['${name}']['uri'] = '${url(account)}';`).join("\n"),
        entries.map(({ name, key }) => `$all['${name}']['cosmos_key'] = '${key}';`).join("\n"),
      ).join("\n"),
  ],
  "a numbered list of properties": [
    "a.properties",
    (entries, keyFirst) =>
      ordered(
        keyFirst,
        entries.map(({ account }, i) => `cosmos[${i}].uri=${url(account)}`).join("\n"),
        entries.map(({ key }, i) => `cosmos[${i}].key=${key}`).join("\n"),
      ).join("\n"),
  ],
  "a chain of calls": [
    "A.java",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `CosmosClient ${name} = new CosmosClientBuilder()\n    ${ordered(keyFirst, `.endpoint("${url(account)}")`, `.key("${key}")`).join("\n    ")}\n    .buildClient();`,
        )
        .join("\n"),
  ],
  "blocks of code": [
    "a.go",
    (entries, keyFirst) =>
      entries
        .map(
          ({ name, account, key }) =>
            `if env == "${name}" {\n\t${ordered(keyFirst, `open("${url(account)}")`, `cred, _ := azcosmos.NewKeyCredential("${key}")`).join("\n\t")}\n}`,
        )
        .join("\n"),
  ],
  "a log": [
    "a.log",
    (entries, keyFirst) =>
      entries
        .map(({ account, key }) => `10:00 INFO cosmos ${ordered(keyFirst, url(account), `key ${key}`).join(" with ")}`)
        .join("\n"),
  ],
  prose: [
    "a.eml",
    (entries) =>
      entries
        .map(({ name, account, key }) => `and for ${name} use the endpoint ${url(account)} with this key:\n${key}`)
        .join("\n"),
  ],
  "names and values parted by blanks": [
    "spark-defaults.conf",
    (entries, keyFirst) =>
      entries
        .map(({ name, account, key }) =>
          ordered(
            keyFirst,
            `spark.${name}.cosmos.accountEndpoint ${url(account)}`,
            `spark.${name}.cosmos.accountKey ${key}`,
          ).join("\n"),
        )
        .join("\n"),
  ],
  "endpoints of regions": [
    "a.json",
    (entries, keyFirst) =>
      `[\n${entries.map(({ account, key }) => `  { ${ordered(keyFirst, `"documentEndpoint": "${url(account)}", "readLocations": [{ "documentEndpoint": "${url(`${account}-westeurope`)}" }]`, `"primaryMasterKey": "${key}"`).join(", ")} }`).join(",\n")}\n]\n`,
  ],
  SQL: [
    "a.sql",
    (entries) =>
      entries
        .map(
          ({ account, key }) =>
            `SELECT * FROM OPENROWSET('CosmosDB', 'Account=${account};Database=d;Key=${key}', c) AS r;`,
        )
        .join("\n"),
  ],
};

const names = fc.uniqueArray(
  fc.constantFrom("orders", "users", "billing", "audit", "east", "west", "prod", "dev", "staging", "reports"),
  { minLength: 1, maxLength: 4 },
);

describe("the account of a key", () => {
  test.each(Object.entries(FORMATS))("in %s", (_title, [path, write]) => {
    fc.assert(
      fc.property(names, fc.boolean(), fc.boolean(), (all, keyFirst, isLegacy) => {
        const entries = all.map((name, i) => ({
          name,
          account: `contoso-${["hash", "kafka", "app", "redis"][i] ?? ""}${i}`,
          key: isLegacy ? legacyKey() : identifiableKey(),
        }));
        const text = write(entries, keyFirst);
        const found = scan(text, { path });
        const named = Object.fromEntries(
          found.map(({ start, end, account }) => [text.slice(start, end), account?.name]),
        );
        for (const { key, account } of entries)
          expect([named[key], text.replaceAll(key, "KEY")]).toEqual([account, expect.anything()]);
      }),
      { numRuns: 40 },
    );
  });

  test.each(["//", "/", "+A", "REM/"])("in a row that begins with a key that begins with %s", (start) => {
    const keys = [legacyKey(), legacyKey()].map(
      (key) => start + key.slice(0, 80).replace(/[+/]/g, "a").slice(start.length) + key.slice(80),
    );
    const text = `key,endpoint\n${keys[0] ?? ""},${url("one")}\n${keys[1] ?? ""},${url("two")}\n`;
    expect(scan(text, { path: "a.csv" }).map(({ account }) => account?.name)).toEqual(["one", "two"]);
  });

  test.each([
    ["calls", (uri: string, key: string) => `new CosmosClient("${uri}", ${key})`],
    ["objects", (uri: string, key: string) => `new CosmosClient({ endpoint: "${uri}", key: ${key} })`],
    ["nested calls", (uri: string, key: string) => `new DocumentClient(new Uri("${uri}"), { masterKey: ${key} })`],
  ])("a variable's goes with the endpoint beside which %s take it", (_title, call) => {
    const keys = `const first = "${legacyKey()}";\nconst second = "${legacyKey()}";\n`;
    const text = `${keys}\nconst b = ${call(url("shop-b"), "second")};\n\nconst a = ${call(url("shop-a"), "first")};\n`;
    expect(scan(text, { path: "a.ts" }).map(({ account }) => account?.name)).toEqual(["shop-a", "shop-b"]);
  });

  test.each([
    [
      "arguments",
      (a: string, b: string) =>
        `add(new CosmosClient("${url("shop-a")}", "${a}"));\nadd(new CosmosClient("${url("shop-b")}", "${b}"));\n`,
    ],
    [
      "functions",
      (a: string, b: string) =>
        `function A { $uri = "${url("shop-a")}"; $key = "${a}"; Invoke $uri $key }\nfunction B { $key = "${b}"; $uri = "${url("shop-b")}"; Invoke $uri $key }\n`,
    ],
    [
      "properties",
      (a: string, b: string) =>
        `(def a {:key "${a}" :host "${url("shop-a")}"})\n(def b {:key "${b}" :host "${url("shop-b")}"})\n`,
    ],
  ])("what other %s are called is no variable", (_title, write) => {
    const found = scan(write(legacyKey(), legacyKey()), { path: "a.ts" });
    expect(found.map(({ account }) => account?.name)).toEqual(["shop-a", "shop-b"]);
  });

  test.each([
    ["beside the endpoint's variable", `const uri = "${url("shop-new")}";\n`, "uri"],
    ["beside a call in use", "", `"${url("shop-new")}"`],
  ])("a call in a comment tells nothing %s", (_title, before, now) => {
    const text = `${before}const key = "${legacyKey()}";\n// const c = new CosmosClient("${url("shop-old")}", key);\nconst c = new CosmosClient(${now}, key);\n`;
    expect(scan(text, { path: "a.ts" })).toMatchObject([{ account: { name: "shop-new" } }]);
  });

  test("a variable that two calls take, each beside another endpoint, tells none", () => {
    const name = `const first = "${legacyKey()}";\n`;
    const text = `${name}const b = new CosmosClient("${url("shop-b")}", first), a = new CosmosClient("${url("shop-a")}", first);\n`;
    expect(scan(text, { path: "a.ts" })).toMatchObject([{ account: undefined }]);
  });

  test("a wrong name is worse than none", () => {
    const accounts = (text: string): readonly (string | undefined)[] =>
      scan(text, { path: ".env" }).map(({ account }) => account?.name);
    expect(accounts(`URI_1=${url("one")}\nURI_2=${url("two")}\nCOSMOS_KEY=${legacyKey()}\n`)).toEqual([undefined]);
    expect(accounts(`COSMOS_KEY=${legacyKey()}\n`)).toEqual([undefined]);
    expect(accounts(`COSMOS_URI=https://\${NAME}-orders.documents.azure.com\nCOSMOS_KEY=${legacyKey()}\n`)).toEqual([
      undefined,
    ]);
  });

  test.each([
    ["${account}", "account=shop\nCOSMOS_URI=https://${account}.documents.azure.com\nCOSMOS_KEY=@KEY\n"],
    ["{account}", 'account = "shop"\nclient = CosmosClient(f"https://{account}.documents.azure.com", "@KEY")\n'],
    ["$account", 'name="shop"\ncurl "https://$name.documents.azure.com"\nCOSMOS_KEY=@KEY\n'],
    ["{{account}}", "@account = shop\nGET https://{{account}}.documents.azure.com\n@cosmosKey = @KEY\n"],
    ["{$account}", "$account = 'shop';\n$url = \"https://{$account}.documents.azure.com\";\n$cosmosKey = '@KEY';\n"],
    ["a variable with its sign", '$name = "shop"\n$uri = "https://$name.documents.azure.com"\n$cosmosKey = "@KEY"\n'],
    ["+ account +", "var a = 'shop';\nvar url = 'https://' + a + '.documents.azure.com';\nvar cosmosKey = '@KEY';\n"],
  ])("a variable in the host: %s", (_title, text) => {
    expect(scan(text.replace("@KEY", legacyKey()), { path: "a.txt" }).map(({ account }) => account?.name)).toEqual([
      "shop",
    ]);
  });

  test.each([
    [
      "the emulator's endpoint is no account's",
      `{ "Local": { "Endpoint": "https://localhost:8081", "Key": "KEY" }, "Cloud": { "Endpoint": "${url("shop")}" } }`,
    ],
    [
      "an endpoint whose call holds its own key",
      `var a = new CosmosClient("${url("shop")}", "OTHER");\nvar b = Open("cosmos", "KEY");\n`,
    ],
    ["a default account", '{ "CosmosDefaultAccount": "shop", "Accounts": { "a": { "CosmosKey": "KEY" } } }'],
    [
      "a key that another with the endpoint's name stands beside",
      `a.cosmos.uri=${url("one")}\na.cosmos.key=OTHER\n\nb.cosmos.uri=${url("two")}\nb.cosmos.key=OTHER\n\ncosmos.key=@KEY\n`,
    ],
    ["two values of one variable", 'a = "one"\na = "two"\nurl = f"https://{a}.documents.azure.com"\nkey = "KEY"\n'],
    ["a service's account in Kubernetes", "serviceAccountName: shop\ncosmosKey: KEY\n"],
    ["another stage's section", `dev:\n  cosmosKey: KEY\nprod:\n  cosmosEndpoint: ${url("shop")}\n`],
    ["another stage's name", `DEV_COSMOS_KEY=@KEY\nPROD_COSMOS_URI=${url("shop")}\n`],
    ["another item", `[{ "name": "a", "key": "KEY" }, { "name": "b", "endpoint": "${url("shop")}" }]`],
    ["another name", `KEYS = {"orders": "KEY"}\nURLS = {"carts": "${url("shop")}"}\n`],
    [
      "an endpoint from the environment in the key's own call",
      `URL = "${url("shop")}"\nclient = CosmosClient(os.environ["SOME_URL"], "KEY")\n`,
    ],
    [
      "an endpoint from the environment in the key's own object",
      `// ${url("shop")}\nnew CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, key: "KEY" });\n`,
    ],
    [
      "an endpoint that the text reads from the environment",
      `URL = os.environ["COSMOS_URL"]\nKEY = "KEY"\n\ndef test_parse():\n    assert name_of("${url("shop")}") == "shop"\n`,
    ],
    [
      "an endpoint that a builder reads from the settings",
      `new CosmosClientBuilder().endpoint(config.get("cosmos", "uri")).key("KEY").build();\nString docs = "${url("shop")}";\n`,
    ],
    [
      "another row",
      `| env | endpoint | cosmos key |\n|---|---|---|\n| dev | ${url("shop")} | - |\n| prod | - | KEY |\n`,
    ],
    ["another module", `module "dev" {\n  uri = "${url("shop")}"\n}\nmodule "prod" {\n  cosmos_key = "KEY"\n}\n`],
    ["a variable in an object", 'new Thing({ databaseAccount: acct, cosmosKey: "KEY" })\n'],
    ["a call's result", '{ host: "${M}.mongo.cosmos.azure.com", port: 10255, username: env("U"), password: "KEY" }\n'],
    ["a variable that the text sets", 'account = os.environ["A"]\ncosmos_account = account\ncosmos_key = "KEY"\n'],
    ["lists of other lengths", `urls = ["${url("one")}", "${url("two")}"]\ncosmos_keys = ["KEY", "OTHER", "OTHER"]\n`],
    [
      "a key with a name of its own, where another has the endpoint",
      `COSMOS_URI=${url("shop")}\nCOSMOS_KEY=OTHER\nAUDIT_COSMOS_KEY=@KEY\n`,
    ],
    ["a name that stands in for one", "COSMOS_URI=https://your-account.documents.azure.com\nCOSMOS_KEY=@KEY\n"],
    [
      "a variable in the host, and another host",
      `url = f"https://{x}.documents.azure.com"\nkey = "@KEY"\n\n# ${url("shop")}\n`,
    ],
    ["an order that turns", `K = "OTHER"\nU = "${url("one")}"\nV = "${url("two")}"\nL = "@KEY"\n`],
  ])("no name: %s", (_title, text) => {
    const key = identifiableKey();
    const whole = text.replaceAll("OTHER", () => identifiableKey()).replace(/@KEY|\bKEY\b/, key);
    const found = scan(whole, { path: "a.txt" }).filter(({ start, end }) => whole.slice(start, end) === key);
    expect(found.map(({ account }) => account?.name)).toEqual([undefined]);
  });

  test.each([
    [
      "behind %40",
      (key: string) => `mongodb%3A%2F%2Fshop%3A${encodeURIComponent(key)}%40shop.mongo.cosmos.azure.com%3A10255`,
      "shop",
      "mongo",
    ],
    [
      "MongoDB at the old host",
      (key: string) => `M=mongodb://shop:${encodeURIComponent(key)}@shop.documents.azure.com:10255/?ssl=true`,
      "shop",
      "mongo",
    ],
    [
      "MongoDB at the old host, in parts",
      (key: string) => `MONGO_HOST=shop.documents.azure.com:10255\nMONGO_PASSWORD=${key}\n`,
      "shop",
      "mongo",
    ],
    [
      "a resource's address",
      (key: string) =>
        `{ "id": "/subscriptions/x/providers/Microsoft.DocumentDB/databaseAccounts/shop", "primaryMasterKey": "${key}" }`,
      "shop",
      "nosql",
    ],
    [
      "PowerShell's -Account",
      (key: string) => `$c = New-CosmosDbContext -Account shop -Database d -Key (ConvertTo-SecureString "${key}")\n`,
      "shop",
      "nosql",
    ],
    [
      "the user of a region's MongoDB host",
      (key: string) => `M=mongodb://shop:${encodeURIComponent(key)}@shop-westus.mongo.cosmos.azure.com:10255/?ssl=true`,
      "shop",
      "mongo",
    ],
    [
      "an endpoint beside a key in base64",
      (key: string) => `uri: https://shop.documents.azure.com\ncosmosKey: ${btoa(key)}\n`,
      "shop",
      "nosql",
    ],
    [
      "an endpoint in base64, too",
      (key: string) => `data:\n  uri: ${btoa(url("shop"))}\n  cosmosKey: ${btoa(key)}\n`,
      "shop",
      "nosql",
    ],
    [
      "the Table API's old host",
      (key: string) => `azure.createTableService("shop", "${key}", "https://shop.table.cosmosdb.azure.com");\n`,
      "shop",
      "table",
    ],
    [
      "a host alone in an element",
      (key: string) => `<host>shop.cassandra.cosmos.azure.com</host>\n<cosmosKey>${key}</cosmosKey>\n`,
      "shop",
      "cassandra",
    ],
    [
      "the user of a driver's call, beside the host",
      (key: string) =>
        `Cluster.builder().withCredentials("shop", "${key}").addContactPoint("shop.cassandra.cosmos.azure.com");\n`,
      "shop",
      "cassandra",
    ],
    [
      "the columns of a row that SQL inserts",
      (key: string) => `INSERT INTO a (name, url, cosmos_key) VALUES\n('x', '${url("shop")}', '${key}');\n`,
      "shop",
      "nosql",
    ],
    [
      "the default of the environment's value is the call's own",
      (key: string) => `new CosmosClient({ endpoint: process.env.E_URL ?? "${url("shop")}", key: "${key}" });\n`,
      "shop",
      "nosql",
    ],
    [
      "variables before a command in a string",
      (key: string) =>
        `{ "dev": "cross-env COSMOS_KEY=${key} COSMOS_URI=${url("shop")} node .", "b": "U=${url("b")} node ." }`,
      "shop",
      "nosql",
    ],
    [
      "calls of two names, one in the other",
      (key: string) =>
        `d, _ := NewDriverRemoteConnection("wss://shop.gremlin.cosmos.azure.com/", func(s *Settings) { s.AuthInfo = gremlingo.BasicAuthInfo("/dbs/d/colls/c", "${key}") })\n`,
      "shop",
      "gremlin",
    ],
    [
      "an endpoint in padded base64",
      (key: string) => `data:\n  cosmos-uri: ${btoa("https://shop.documents.azure.com")}\n  cosmos-key: ${btoa(key)}\n`,
      "shop",
      "nosql",
    ],
    [
      "MongoDB's port beside the old host",
      (key: string) => `host: shop.documents.azure.com\nport: 10255\nusername: shop\npassword: ${key}\n`,
      "shop",
      "mongo",
    ],
    [
      "keys and endpoints in two sections",
      (key: string) =>
        `{ "endpoints": { "orders": "${url("shop")}", "users": "${url("b")}" }, "keys": { "orders": "${key}" } }\n`,
      "shop",
      "nosql",
    ],
    [
      "a fallback on the next line",
      (key: string) => `const e = process.env.COSMOS_URI ||\n  "${url("shop")}";\nconst cosmosKey = "${key}";\n`,
      "shop",
      "nosql",
    ],
    [
      "names of accounts with a number",
      (key: string) => `COSMOS_ACCOUNT_1=shop\nCOSMOS_KEY_1=${key}\nCOSMOS_ACCOUNT_2=other\n`,
      "shop",
      "nosql",
    ],
    [
      "the environment's value that the text sets",
      (key: string) => `COSMOS_URI=${url("shop")}\n\nnew CosmosClient(process.env.COSMOS_URI, "${key}");\n`,
      "shop",
      "nosql",
    ],
    ["databaseAccount", (key: string) => `{ "databaseAccount": "shop", "cosmosKey": "${key}" }`, "shop", "nosql"],
  ] as const)("%s", (_title, write, name, api) => {
    expect(scan(write(legacyKey()), { path: "a.txt" })).toMatchObject([{ account: { name }, api }]);
  });
});
