import { HOST_SOURCE } from "./hosts";

/** What a sign near a value says of it: that it is a Cosmos DB credential, or that it is something else. */
export type Meaning = "cosmos" | "other";

/** How far a sign speaks: for values on its line, in its block of lines, or in the whole file. */
export type Reach = "line" | "block" | "file";

/** A row of the table: words, hosts and symbols that say the same. */
export interface SignRow {
  readonly meaning: Meaning;
  readonly reach: Reach;
  readonly names: string;
  readonly isWeak?: true;
  /** Sources of patterns, matched without regard to case. No unbounded repetition: the search stays linear. */
  readonly patterns: readonly string[];
}

const r = String.raw;

/** What Cosmos DB was called once; Amazon's DocumentDB is called so still. */
export const OLD_NAME = "DocumentDB, Cosmos DB's old name";

/** Code that makes a request's authorization by itself. */
export const SIGNED_REQUEST = "a request that is signed with an account's key";

/** All signs. Where two match at one place the earlier row wins. Facts: learn.microsoft.com and the SDKs' references. */
export const SIGN_ROWS: readonly SignRow[] = [
  {
    meaning: "other",
    reach: "block",
    names: "the Cosmos blockchain",
    patterns: [
      r`github\.com[/:]cosmos(?:/cosmos)?[\w-]{0,20}`,
      r`cosmos[-_]?(?:sdk(?![a-z])|hub|wasm|valoper|chain|network|validator|staking)`,
      r`cosmos\.network`,
      "(?<![a-z])cosmos1[a-z0-9]{10}",
      "@cosmjs",
      "cosmjs",
      "tendermint",
      "cometbft",
      "ed25519",
      "secp256k1",
      "bech32",
      "mnemonic",
      "(?<![a-z])gaiad?(?![a-z])",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "Amazon DocumentDB",
    patterns: [
      "aws[-_]docdb",
      "AWS::DocDB",
      r`docdb(?:-elastic)?\.[\w.-]{0,60}amazonaws`,
      r`docdb\.(?:Cluster|DatabaseCluster)`,
      "rds-combined-ca",
      "aws-cdk[^\\n]{0,20}docdb",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "a product with a master key of its own",
    patterns: [
      "meili(?:search)?",
      "litellm",
      "parse[-_ ]?server",
      r`(?<![a-z])Parse\.`,
      "typesense",
      "model_list",
      r`/parse(?![a-z])`,
      "(?<![a-z])appId(?![a-z])",
      "javascriptKey",
    ],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: "a Cosmos DB endpoint",
    patterns: [r`\.${HOST_SOURCE}(?![\w-])`],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: "a symbol of the Cosmos DB SDK",
    patterns: [
      "Cosmos(?:Async)?Client",
      "(?<!Async)DocumentClient",
      "azure[./_-]cosmos",
      "azcosmos",
      "azure_data_cosmos",
      r`AuthorizationToken::(?:new_master|primary_)`,
      "pydocumentdb",
      r`Microsoft\.Azure\.Documents`,
      r`Microsoft\.DocumentDB`,
      "UseCosmos",
      "AddCosmos",
      "azurerm_cosmosdb",
      r`AzureData\.configure`,
      "forAccountNamed",
      r`PROVIDER\s{0,4}=\s{0,4}'CosmosDB'`,
      r`OPENROWSET\(\s{0,4}'CosmosDB'`,
      r`(?:spark|connect)\.cosmos`,
      "x-ms-documentdb",
      r`EntityFrameworkCore\.Cosmos`,
      "CosmosDB(?:Trigger|Input|Output)",
    ],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: SIGNED_REQUEST,
    // REST reference, "Access control": what a request is for, and what its token is made of.
    patterns: [
      r`(?<![\w-])dbs/[^"'\x60\s/]{1,60}/colls(?![\w-])`,
      "MasterKeyAuthorization",
      "AuthorizationTokenUsingMasterKey",
      "TokenType::Master",
      r`key_?type["']?\s{0,3}[:=]\s{0,3}["']master`,
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "a Storage account",
    patterns: [
      r`core\.(?:windows|chinacloudapi|usgovcloudapi)\.(?:net|cn)`,
      "(?:Blob|Queue|File)Endpoint",
      "devstoreaccount",
      "Blob(?:Service|Container)Client",
      "DefaultEndpointsProtocol",
      "UseDevelopmentStorage",
      "storage",
      "(?<![a-z])adls(?![a-z])",
      "data[-_]?lake",
      r`fs\.azure\.`,
      "(?<![a-z])blobs?(?![a-z])",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "Service Bus, Event Hubs or Event Grid",
    patterns: ["service[-_]?bus", "event[-_]?hubs?(?![a-z])", "event[-_]?grid", "Endpoint=sb:", "SharedAccessKey"],
  },
  {
    meaning: "other",
    reach: "block",
    names: "an Azure service of another kind",
    patterns: [
      "azure-devices",
      "iot[-_]?hub",
      r`azconfig\.io`,
      "app[-_]?config(?:uration)?[-_]?(?:key|secret|conn)",
      "signalr",
      "web[-_]?pubsub",
      "redis",
      "cognitive",
      "openai",
      r`search\.windows`,
      "(?:azure|ai)[-_]?search",
      "batch[-_.]?(?:account|key|service|shared|conn)",
      r`\.batch\.azure`,
      "(?<![a-z])apim(?![a-z])",
      "api[-_]?management",
      "machine[-_]?learning",
      "azure[-_]?ml",
      "app(?:lication)?[-_]?insights",
      "notification[-_]?hub",
      "container[-_]?registry",
      "azurecr",
      "synapse(?!link)",
      "azure[-_]?maps",
      r`communication\.azure`,
      "(?:functions?|relay|workspace)[-_]?key",
      "shared[-_]?key(?!credential)",
      "kusto",
      "log[-_]?analytics",
      r`amazonaws|mongodb\.net`,
    ],
  },
  {
    meaning: "other",
    reach: "line",
    names: "a hash or checksum",
    patterns: [
      "sha-?(?:512|384|256|1)(?![a-z])",
      "(?<![a-z]{3})integrity",
      "checksum",
      "digest(?![a-z]{3})",
      r`(?<!kind\W{1,6})hash(?:es|ed|code)?(?![a-z])`,
      "fingerprint",
      "thumbprint",
      "(?<![a-z])e-?tag(?![a-z])",
      "blake2",
      "md5",
      "(?<!access[ _-]?)signature",
    ],
  },
  {
    meaning: "other",
    reach: "line",
    names: "a signing, session or encryption secret",
    patterns: [
      "jwt",
      "jws(?![a-z])",
      "hmac",
      "signing",
      "session[-_]?(?:secret|key|token|cookie)",
      r`session\s{0,2}\(`,
      "cookie",
      "[cx]srf",
      "secret_key_base",
      "(?<![a-z])rails(?![a-z])",
      "django",
      "laravel",
      "app_key",
      "scram",
      "kafka",
      "webhook",
      "encrypt(?<!is[-_]?encrypt)",
      "cipher",
      "(?<![a-z])aes",
      "nonce",
      "(?<![a-z])salt(?![a-z])",
      "pepper",
      "symmetric",
      "(?:machine|validation|private|public|priv)[-_ ]?key",
      "data[-_]?protection",
      "oauth",
      "client[-_]?secret",
      "BEGIN [A-Z ]{0,20}(?:KEY|CERT)",
      "ssh-",
      "(?:github|gitlab|slack|npm)[-_]?(?:token|secret|key)",
      "twilio|stripe|sendgrid|firebase",
      "aws[-_]|minio|dynamo",
      "grafana|datadog|sentry|rabbit|amqp",
      "elastic(?:search)?[-_]?(?:key|pass|secret)",
    ],
  },
  {
    meaning: "other",
    reach: "line",
    names: "binary data",
    patterns: [
      r`data:[a-z]{2,12}/[a-z0-9.+-]{2,40};base64`,
      "image/(?:png|jpe?g|gif|svg)",
      "font/woff",
      "application/(?:octet|wasm|font)",
    ],
  },
  {
    meaning: "cosmos",
    reach: "line",
    names: "a Cosmos DB key setting",
    patterns: ["(?:primary|secondary)(?:[-_]?read[-_]?only)?[-_]?master[-_]?key", "authKeyOrResourceToken"],
  },
  {
    meaning: "cosmos",
    reach: "line",
    names: "a Cosmos DB key setting",
    isWeak: true,
    patterns: ["(?<![a-z])master[-_ .]?key"],
  },
  {
    meaning: "cosmos",
    reach: "line",
    names: "the password of a graph",
    isWeak: true,
    // Gremlin's drivers take an account's key as a password; Microsoft Graph has secrets of another shape.
    patterns: [
      r`(?:gremlin|graph(?<!(?:[a-z]|(?:ms|microsoft|azure|aad|ad|entra)[-_:. ]{1,2})graph))[-_:. ]{0,2}(?:db|api|database)?[-_:. ]{0,2}(?:password|passwd|pwd|auth[-_]?key|primary[-_]?key)(?![a-z])`,
    ],
  },
  {
    meaning: "cosmos",
    reach: "block",
    names: "a Cosmos DB setting",
    patterns: [
      r`cosmos(?:\w{0,30}storage)?`,
      r`co(?:smo|mos|msos|smso|somos)[-_]?db`,
      "cosmobd",
      "AccountEndpoint",
      "(?<![a-z_-])account[-_]endpoint(?![a-z])",
    ],
  },
  {
    meaning: "cosmos",
    reach: "block",
    names: OLD_NAME,
    patterns: ["document[-_]?db", "docdb"],
  },
];
