/** What opens Cosmos DB from JavaScript and TypeScript. A new client library is one row here and one test. */
export interface Client {
  readonly package: string;
  /** The first version whose row holds. */
  readonly since: string;
  /** The class or module whose construction, or call of `method`, takes the options. */
  readonly opens: RegExp;
  /** Calls of these methods take the options too: `AzureCosmosDbModule.forRoot`. */
  readonly methods?: RegExp;
  /** The option that holds a key, where there is one. */
  readonly key?: string;
  /** The option that holds a connection string, where there is one. */
  readonly connection?: string;
  /** Whether a connection string may be the whole argument. */
  readonly isWhole?: boolean;
  /** The option that holds the account endpoint. */
  readonly endpoint: string;
  /** The option that holds an identity. */
  readonly identity: string;
}

export const CLIENTS: readonly Client[] = [
  {
    package: "@azure/cosmos",
    since: "3.14.0",
    opens: /^CosmosClient$/,
    key: "key",
    connection: "connectionString",
    isWhole: true,
    endpoint: "endpoint",
    identity: "aadCredentials",
  },
  {
    package: "@nestjs/azure-database",
    since: "2.1.0",
    opens: /^AzureCosmosDbModule$/,
    methods: /^forRoot(?:Async)?$/,
    key: "key",
    connection: "connectionString",
    endpoint: "endpoint",
    identity: "aadCredentials",
  },
  {
    package: "botbuilder-azure",
    since: "4.23.0",
    opens: /^CosmosDbPartitionedStorage$/,
    key: "authKey",
    endpoint: "cosmosDbEndpoint",
    identity: "tokenCredential",
  },
  {
    package: "@langchain/azure-cosmosdb",
    since: "0.2.0",
    opens: /^AzureCosmosDBNoSQL(?:VectorStore|SemanticCache|ChatMessageHistory)$/,
    methods: /^from(?:Texts|Documents)$/,
    connection: "connectionString",
    endpoint: "endpoint",
    identity: "credentials",
  },
];

/** What takes no identity, in any version. */
export const KEY_ONLY: readonly { readonly opens: RegExp; readonly says: string }[] = [
  { opens: /^DocumentClient$/, says: "documentdb takes no identity: move to @azure/cosmos 3.14 or later first." },
  {
    opens: /^CosmosDbStorage$/,
    says: "CosmosDbStorage takes no identity: move to CosmosDbPartitionedStorage of botbuilder-azure 4.23 first.",
  },
  {
    opens: /^(?:MongoClient|AzureCosmosDBMongoDB\w*|AzureCosmosDBMongo\w*)$/,
    says: "The MongoDB protocol takes no identity here: use a Key Vault reference.",
  },
];

/** The clients of the Table API, since which version they take an identity at a Cosmos DB endpoint. */
export const TABLES = { package: "@azure/data-tables", since: "13.3.0" } as const;
