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

/** A word with one letter too few, too many, another, or two in each other's place. */
function misspelt(word: string): string {
  const edits = Array.from(word, (letter, i) => {
    const [before, after] = [word.slice(0, i), word.slice(i + 1)];
    return [
      before + after,
      `${before}[a-z]${after}`,
      `${before}[a-z]${letter}${after}`,
      before + after.charAt(0) + letter + after.slice(1),
    ];
  }).flat();
  return `(?<![a-z])(?:${[...new Set([...edits, `${word}[a-z]`])].join("|")})`;
}

/** Misspellings of Cosmos DB's name that are no part of another word. */
const MISSPELT =
  "(?<![a-z])(?:comsos|csomos|cosmso|cosmsos|cosomos|comsmos|cossmos|coosmos|cosmoos|costmos|csmos|cosmod(?![a-z]))";

/** What secrets other than a database's are called. */
export const SIGNING = "a signing, session or encryption secret";

/** The authorization of a request to an account, which code that signs for itself writes. */
export const SIGNED_HERE = "the authorization of a request to Cosmos DB";

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
      "cosm(?:js|py|rs|ospy)(?![a-z])",
      "cosmos[-_]?(?:rpc|lcd|relayer|wallet|priv_?key|denom)",
      r`(?<![a-z])\d*u(?:atom|osmo|stake)(?![a-z])|\dstake(?![a-z])`,
      "keplr",
      "osmosis",
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
      "(?:aws|amazon)[-_ ./]{0,3}doc(?:ument)?db",
      r`documentdb[\w-]{0,20}/aws(?![a-z])`,
      "AWS::DocDB",
      r`docdb(?:-elastic)?\.[\w.-]{0,60}amazonaws`,
      r`docdb\.(?:Cluster|DatabaseCluster|aws)`,
      "master[-_]?(?:user|pass)",
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
      "parse(?:[-_ ]?server|client)",
      r`(?<![a-z])Parse\.`,
      "parseapi|back4app",
      "typesense|zitadel",
      r`:7700(?!\d)|data\.ms(?![a-z])`,
      "model_list|general_settings",
      r`/parse(?![a-z])`,
      "data[-_]?protection",
      "(?<![a-z])appId(?![a-z])",
      "javascriptKey",
      "(?:function|system)_?keys",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "a signature",
    patterns: [
      "trusted comment:",
      "minisign",
      "sigstore",
      "(?<![a-z])cosign(?![a-z])",
      "rekor",
      r`in-toto`,
      "BEGIN (?:PGP|SSH) SIGN",
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
      "UseCosmos",
      "AddCosmos",
      r`AzureData\.configure`,
      "forAccountNamed",
      r`PROVIDER\s{0,4}=\s{0,4}'CosmosDB'`,
      r`OPENROWSET\(\s{0,4}'CosmosDB'`,
      r`(?:spark|connect)\.cosmos`,
      r`EntityFrameworkCore\.Cosmos`,
      "CosmosDB(?:Trigger|Input|Output)",
    ],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: "Cosmos DB's own interface",
    patterns: ["x-ms-documentdb", r`Microsoft\.DocumentDB`, "azurerm_cosmosdb"],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: SIGNED_HERE,
    patterns: ["type(?:=|%3d)master"],
  },
  {
    meaning: "cosmos",
    reach: "file",
    names: SIGNED_REQUEST,
    // REST reference, "Access control": what a request is for, and what its token is made of.
    patterns: [
      r`(?<![\w-])dbs/[^"'\x60\s/]{1,60}/colls(?![\w-])`,
      "MasterKeyAuthorization(?:Signature|Token)?",
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
      "(?<![a-z])(?:(?:az(?:ure)?)?blobs?(?![a-z])|azureblob|blob[-_]?(?:key|account|access|secret|sas))",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "Service Bus, Event Hubs or Event Grid",
    patterns: [
      "service[-_]?bus",
      "event[-_]?hub",
      "event[-_]?grid",
      "Endpoint=sb:",
      "SharedAccessKey",
      r`sasl\.jaas`,
      "(?:Plain|Scram)LoginModule",
    ],
  },
  {
    meaning: "other",
    reach: "block",
    names: "an Azure service of another kind",
    patterns: [
      "azure-devices",
      "iot[-_]?hub",
      r`(?<![\w-])az\s+(?:iot|storage|batch|servicebus|eventhubs|eventgrid|redis|search|signalr|maps|cognitiveservices|acr|apim|relay)(?![\w-])`,
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
      "x-(?:api|functions)-key",
      "machine[-_]?learning",
      "azure[-_]?ml",
      "app(?:lication)?[-_]?insights",
      "notification[-_]?hub",
      "container[-_]?registry",
      "azurecr",
      "azure[-_]?maps",
      "maps?[-_]?(?:api|subscription)?[-_]?key",
      r`nuget\s+push|npm\s+publish`,
      r`communication\.azure`,
      // What its registry, app or account is called says nothing.
      r`(?<![\w-])[\w-]{1,63}\.(?:azurecr\.io|azurewebsites\.net|servicebus\.windows\.net|redis\.cache\.windows\.net|search\.windows\.net|azure-api\.net|openai\.azure\.com|(?:blob|queue|file|dfs|table)\.core\.windows\.net)`,
      "client-(?:key|certificate)-data|certificate-authority-data",
      r`:_(?:password|auth(?:token)?)(?![a-z])`,
      "packageSourceCredentials|ClearTextPassword",
      "(?:func(?:tion)?s?[-_]?(?:app[-_]?)?(?:host[-_]?)?|relay[-_]?|workspace[-_]?)key",
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
      "(?<![a-z])sig(?![a-z])",
    ],
  },
  {
    meaning: "other",
    reach: "line",
    names: SIGNING,
    patterns: [
      "jwt|json[-_ ]?web[-_ ]?token",
      "unseal",
      "(?:en|de)coding[-_]?key",
      "(?:key|trust)[-_.]?store",
      "cert(?:s|ificates?|data|pem)?(?![a-z])",
      "x5[ct](?![a-z])",
      "(?<![a-z])(?:pfx|pkcs12|p12)(?![a-z])",
      "jws(?![a-z])",
      // A JSON web key's name for itself may hold any word.
      r`(?<![a-z])k(?:ty|id)["'\\]{0,4}\s{0,4}:\s{0,4}["'\\]{0,4}[^"'\n]{0,80}`,
      r`(?<![a-z])[HRPE]S(?:256|384|512)(?![a-z\d])`,
      "hmac",
      "signing",
      "session[-_]?(?:secret|key|token|cookie)",
      r`session\s{0,2}\(`,
      "remember[-_]?me",
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
      "fernet|hkdf|pbkdf2|scrypt",
      "nonce",
      "(?<![a-z])salt(?![a-z])",
      "pepper",
      "symmetric",
      "(?:machine|validation|public)[-_ ]?key",
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
    names: "a private key",
    isWeak: true,
    patterns: ["priv(?:ate)?[-_ ]?key"],
  },
  {
    meaning: "other",
    reach: "line",
    names: "binary data",
    patterns: [
      r`data:[a-z]{2,12}/[a-z0-9.+-]{2,40};base64`,
      "image/(?:png|jpe?g|gif|svg)",
      "font/woff",
      "(?:icon|logo|image|texture|sprite|thumbnail|avatar|picture|photo|glyph|font)(?:data|base_?64)?(?![a-z])",
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
      r`(?<!m[ai]cro)cosmos(?:\w{0,30}storage)?`,
      r`${misspelt("cosmos")}[-_ ]?(?:db|bd)`,
      MISSPELT,
      "AccountEndpoint",
      "AccountEndpoint",
      "(?<![a-z_-])account[-_]endpoint(?![a-z])",
    ],
  },
  {
    meaning: "cosmos",
    reach: "block",
    names: OLD_NAME,
    patterns: ["document[-_]?db", "docdb", r`${misspelt("document")}[-_]?db`],
  },
];
