import type { AccountApi, AccountFacts } from "./accounts";

/** An account's connection string, as its own API's clients read it, with the hosts that Azure names for the account. */
export function connectionString(facts: AccountFacts, key: string): string {
  return FORMS[facts.madeFor](facts, key);
}

type Form = (facts: AccountFacts, key: string) => string;

const FORMS: Readonly<Record<AccountApi, Form>> = {
  sql: ({ endpoint }, key) => `AccountEndpoint=${endpoint};AccountKey=${key};`,
  gremlin: ({ endpoint }, key) => `AccountEndpoint=${endpoint};AccountKey=${key};ApiKind=Gremlin;`,
  table: ({ account, ownEndpoint }, key) =>
    `DefaultEndpointsProtocol=https;AccountName=${account.name};AccountKey=${key};TableEndpoint=${ownEndpoint};`,
  cassandra: ({ account, ownEndpoint }, key) =>
    `HostName=${hostOf(ownEndpoint)};Username=${account.name};Password=${key};Port=10350`,
  mongo({ account: { name }, endpoint, ownEndpoint }, key) {
    const start = `mongodb://${name}:${encodeURIComponent(key)}@${hostOf(ownEndpoint)}:10255/?ssl=true&replicaSet=globaldb`;
    // Server version 3.2 has no host of its own, and knows no retried writes.
    return ownEndpoint === endpoint ? start : `${start}&retrywrites=false&maxIdleTimeMS=120000&appName=@${name}@`;
  },
};

function hostOf(endpoint: string): string {
  try {
    return new URL(endpoint).hostname;
  } catch {
    return endpoint;
  }
}
