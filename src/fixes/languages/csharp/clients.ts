/** A table of what opens Cosmos DB in C#. A new client is a row, and its test. */

/** An argument: its place, and the names that code may give it. */
export interface Argument {
  readonly at: number;
  readonly names: readonly string[];
}

/** A call that takes a key or a connection string, and what it takes instead. */
export interface Client {
  readonly package: RegExp;
  /** The first version of the package that takes an identity; undefined where none does. */
  readonly since: string | undefined;
  /** How the package is called in a reason. */
  readonly says: string;
  readonly call: RegExp;
  readonly key?: Argument;
  readonly connectionString?: Argument;
  /** How the endpoint and the credential are named, where arguments have names. */
  readonly endpointName: string;
  readonly credentialName: string;
  /** The first argument is a `Uri`, and the key stands in a credential of its own. */
  readonly takesUri?: true;
}

const COSMOS = {
  key: { at: 1, names: ["authKeyOrResourceToken", "authKeyOrResourceTokenCredential"] },
  connectionString: { at: 0, names: ["connectionString"] },
  endpointName: "accountEndpoint",
  credentialName: "tokenCredential",
} as const;

export const CLIENTS: readonly Client[] = [
  // azure-cosmos-dotnet-v3, changelog: TokenCredential in 3.19.0; the fluent builder lost the endpoint until 3.22.1.
  {
    package: /^Microsoft\.Azure\.Cosmos$/,
    since: "3.19.0",
    says: "Microsoft.Azure.Cosmos",
    call: /^(?:CosmosClient|CreateAndInitializeAsync)$/,
    ...COSMOS,
  },
  {
    package: /^Microsoft\.Azure\.Cosmos$/,
    since: "3.22.1",
    says: "Microsoft.Azure.Cosmos",
    call: /^CosmosClientBuilder$/,
    ...COSMOS,
  },
  // dotnet/efcore#26491
  {
    package: /^Microsoft\.EntityFrameworkCore\.Cosmos$/,
    since: "7.0.0",
    says: "Microsoft.EntityFrameworkCore.Cosmos",
    call: /^UseCosmos$/,
    ...COSMOS,
    key: { at: 1, names: ["accountKey"] },
  },
  // dotnet/orleans, CosmosOptions.ConfigureCosmosClient
  {
    package: /^Microsoft\.Orleans\.\w+\.Cosmos$/,
    since: "7.2.0",
    says: "Microsoft.Orleans",
    call: /^ConfigureCosmosClient$/,
    ...COSMOS,
  },
  // Azure.Data.Tables, changelog of 12.9.1: endpoints of Cosmos DB take Entra ID.
  {
    package: /^Azure\.Data\.Tables$/,
    since: "12.9.1",
    says: "Azure.Data.Tables",
    call: /^Table(?:Service)?Client$/,
    connectionString: { at: 0, names: ["connectionString"] },
    endpointName: "endpoint",
    credentialName: "tokenCredential",
    takesUri: true,
  },
  {
    package: /^Azure\.Data\.Tables$/,
    since: "12.9.1",
    says: "Azure.Data.Tables",
    call: /^TableSharedKeyCredential$/,
    key: { at: 1, names: ["accountKey"] },
    endpointName: "endpoint",
    credentialName: "tokenCredential",
    takesUri: true,
  },
];

/** A property of an object that takes a key or a connection string. */
export interface ClientProperty {
  readonly package: RegExp;
  readonly since: string;
  readonly says: string;
  readonly type: RegExp;
  readonly holds: "key" | "connection-string";
  readonly property: string;
  readonly credential: string;
  /** The property that takes the endpoint of a connection string. */
  readonly endpoint?: string;
}

export const CLIENT_PROPERTIES: readonly ClientProperty[] = [
  // microsoft/botbuilder-dotnet#6614
  {
    package: /^Microsoft\.Bot\.Builder\.Azure$/,
    since: "4.20.0",
    says: "Microsoft.Bot.Builder.Azure",
    type: /^CosmosDbPartitionedStorageOptions$/,
    holds: "key",
    property: "AuthKey",
    credential: "TokenCredential",
  },
  // IEvangelist/azure-cosmos-dotnet-repository, RepositoryOptions
  {
    package: /^IEvangelist\.Azure\.CosmosRepository$/,
    since: "3.0.0",
    says: "IEvangelist.Azure.CosmosRepository",
    type: /^RepositoryOptions$/,
    holds: "connection-string",
    property: "CosmosConnectionString",
    credential: "TokenCredential",
    endpoint: "AccountEndpoint",
  },
];

/** Calls that take no identity at all, by what the file imports where the name alone does not tell, and what to do instead. */
export const WITHOUT_IDENTITY: readonly { readonly call: RegExp; readonly using?: RegExp; readonly reason: string }[] =
  [
    // Azure.Cosmos 4.0.0-preview: the constructors that it has take a connection string, or an endpoint and a key.
    {
      call: /^CosmosClient(?:Builder)?$/,
      using: /^\s*(?:global\s+)?using\s+Azure\.Cosmos\b/m,
      reason: "Azure.Cosmos, a preview, takes no identity: move to Microsoft.Azure.Cosmos 3.19 or later first.",
    },
    {
      call: /^DocumentClient$/,
      reason: "DocumentClient takes no identity: move to Microsoft.Azure.Cosmos 3.19 or later first.",
    },
    {
      call: /^CloudTableClient$|^CloudStorageAccount$/,
      reason: "This table client takes no identity: move to Azure.Data.Tables 12.9.1 or later first.",
    },
    {
      call: /^AddCosmos$/,
      reason:
        "AddCosmos takes a connection string with a key: use AddDbContext with UseCosmos(endpoint, credential, database) first.",
    },
  ];
