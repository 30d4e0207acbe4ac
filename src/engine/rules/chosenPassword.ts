import type { Candidate } from "../candidate";
import type { Api } from "../finding";
import { passwordsOn } from "../passwords/passwordsOn";
import type { Page } from "../structure/page";
import type { PageRule } from "./rule";

/** A password that a person chose for a vCore cluster of MongoDB: it has no shape, its connection is the sign. */
export const mongoVcorePassword: PageRule = {
  id: "mongo-vcore-password",
  title: "Password of a MongoDB vCore cluster",
  help: "A chosen password of an Azure DocumentDB (MongoDB vCore) cluster, beside its host. Where the driver speaks OpenID Connect use Microsoft Entra ID; otherwise keep it in Key Vault. Change the password: it stays in git's history.",
  reads: "page",
  anchors: [
    "mongocluster",
    "azurerm_mongo_cluster",
    "DocumentDB/mongoClusters",
    "document-db/mongo-cluster",
    "MongoCluster(",
    "documentdb:MongoCluster",
    "ResourceManager.MongoCluster",
  ],
  propose: (text, page, path) => passwordsFor("mongo-vcore", mongoVcorePassword.id, text, page, path),
};

/** A password that a person chose for a PostgreSQL cluster. */
export const postgresPassword: PageRule = {
  id: "postgres-password",
  title: "Password of a PostgreSQL cluster",
  help: "A chosen password of an Azure Cosmos DB for PostgreSQL cluster, beside its host. Keep it in Key Vault, or sign in with a Microsoft Entra token. Change the password: it stays in git's history.",
  reads: "page",
  anchors: [
    "postgres.cosmos.azure.",
    "azurerm_cosmosdb_postgresql_",
    "DBforPostgreSQL/serverGroupsv2",
    "cosmosdb postgres",
    "PostgresqlCluster(",
    "dbforpostgresql.",
    "dbforpostgresql:Server",
    "cosmosdb:PostgresqlCluster",
    "cosmosdbforpostgresql",
    "CosmosDBForPostgreSql",
    "CosmosdbForPostgresql",
    "armcosmosforpostgresql",
  ],
  propose: (text, page, path) => passwordsFor("postgresql", postgresPassword.id, text, page, path),
};

function passwordsFor(api: Api, rule: string, text: string, page: Page, path: string): readonly Candidate[] {
  return passwordsOn(text, page, path)
    .filter((password) => password.api === api)
    .map(({ start, end, account }) => {
      const span = { start, end };
      return {
        ...span,
        rule,
        shape: "password",
        value: text.slice(start, end),
        pieces: [span],
        api,
        account,
        beside: true,
        partOfLongerRun: false,
      };
    });
}
