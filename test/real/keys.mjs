// Made-up keys, fresh at each run: what is planted, and what takes the place of a key that already stands somewhere.
import { randomBytes } from "node:crypto";

const ENDPOINT = "https://contoso.documents.azure.com:443/";
/** The emulator's published key begins so: it opens nothing, and programs may keep it. */
const EMULATOR = "C2y6yDjf5/R+ob0N8A7C";
/** Not what npm and others write of a package's content. */
const KEY = /(?<![A-Za-z0-9+/]|sha512-)[A-Za-z0-9+/]{86}==/g;

export const madeUpKey = () => randomBytes(64).toString("base64");

/** The texts that a plant may name in braces, of one account. */
export function account() {
  const key = madeUpKey();
  const second = madeUpKey();
  return {
    keys: [key, second],
    texts: {
      key,
      second,
      endpoint: ENDPOINT,
      connection: `AccountEndpoint=${ENDPOINT};AccountKey=${key};`,
      table: `DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${key};TableEndpoint=https://contoso.table.cosmos.azure.com:443/;`,
      mongo: `mongodb://contoso:${encodeURIComponent(key)}@contoso.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@contoso@`,
      base64: Buffer.from(key).toString("base64"),
    },
  };
}

/** Replaces every key that stands in a text already, one made-up key for each, but for the emulator's. */
export function replaceKeys(text, made) {
  return text.replaceAll(KEY, (found) => {
    if (found.startsWith(EMULATOR)) return found;
    if (!made.has(found)) made.set(found, madeUpKey());
    return made.get(found);
  });
}

/** A text without keys, for whatever is kept. */
export const masked = (text) => text.replaceAll(KEY, "(key)").replaceAll(/[A-Za-z0-9+/%]{86,}(?:==|%3D%3D)/g, "(key)");

/** How a key may stand in a file: as it is, percent-encoded, in base64. */
export const spellings = (key) => [
  key.slice(0, -2),
  encodeURIComponent(key.slice(0, -2)),
  Buffer.from(key).toString("base64").slice(0, 100),
];
