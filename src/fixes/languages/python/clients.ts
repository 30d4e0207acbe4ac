/** What opens Cosmos DB from Python. A new client library is one row here and one test. */
export interface Client {
  readonly package: string;
  /** The first version whose row holds. */
  readonly since: string;
  /** The class, and its method where that makes the client. */
  readonly opens: RegExp;
  /** Where the key stands among the arguments, and by which names; none where it is only given by name. */
  readonly at: number | undefined;
  readonly names: RegExp;
  /** What the argument holds. */
  readonly holds: "key" | "connection-string";
  /** What the arguments of a connection string become: the names of the endpoint and of the identity. */
  readonly endpoint?: string;
  /** The name of the identity's argument, where it is another than the key's. */
  readonly identity?: string;
  readonly isTable?: boolean;
}

export const CLIENTS: readonly Client[] = [
  {
    package: "azure-cosmos",
    since: "4.3.0",
    opens: /(?:^|\.)CosmosClient$/,
    at: 1,
    names: /^(?:credential|auth)$/,
    holds: "key",
  },
  {
    package: "azure-cosmos",
    since: "4.3.0",
    opens: /(?:^|\.)CosmosClient\.from_connection_string$/,
    at: 0,
    names: /^conn_str$/,
    holds: "connection-string",
    endpoint: "",
  },
  {
    package: "azure-data-tables",
    since: "12.4.0",
    opens: /(?:^|\.)Table(?:Service)?Client$/,
    at: undefined,
    names: /^credential$/,
    holds: "key",
    isTable: true,
  },
  {
    package: "azure-data-tables",
    since: "12.4.0",
    opens: /(?:^|\.)Table(?:Service)?Client\.from_connection_string$/,
    at: 0,
    names: /^conn_str$/,
    holds: "connection-string",
    endpoint: "endpoint=",
    isTable: true,
  },
  {
    package: "langchain-community",
    since: "0.0.1",
    opens: /(?:^|\.)CosmosDBChatMessageHistory$/,
    at: undefined,
    names: /^credential$/,
    holds: "key",
  },
];

/** What takes no identity, in any version. */
export const KEY_ONLY: readonly { readonly opens: RegExp; readonly says: string }[] = [
  {
    opens: /(?:^|\.)(?:document_client\.)?DocumentClient$/,
    says: "pydocumentdb takes no identity: move to azure-cosmos 4.3 or later first.",
  },
  {
    opens: /(?:^|\.)CosmosDb(?:Partitioned)?Config$/,
    says: "botbuilder-azure for Python takes a key only: use a Key Vault reference.",
  },
  {
    opens: /(?:^|\.)(?:Async)?MongoClient$|(?:^|\.)AsyncIOMotorClient$/,
    says: "The MongoDB protocol takes no identity here: use a Key Vault reference.",
  },
];
