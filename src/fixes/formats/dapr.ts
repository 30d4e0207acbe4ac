import { type NotFixable, notFixable } from "../fix";
import { indentOf, lineEndOf, lineStart, removal } from "../lines";
import type { FormatCase, FormatFix } from "./format";
import type { Place } from "./yamlPlace";

/**
 * Dapr's state store and binding: without `masterKey` they sign in by identity, and a value may come from a secret
 * store (docs.dapr.io, "Azure Cosmos DB (SQL API)", "Authenticating to Azure").
 */

/** Whether a place is the key of a component of Cosmos DB. */
export function isDaprKey({ document, item }: Place): boolean {
  return (
    document.get("kind") === "Component" &&
    /^(?:state|bindings)\.azure\.cosmosdb$/.test(String(document.getIn(["spec", "type"]))) &&
    item?.name === "masterKey"
  );
}

/** The key goes: Dapr takes the identity of where it runs. */
export function withoutDaprKey({ item, secret }: Place, { text }: FormatCase): FormatFix | NotFixable {
  if (item === undefined) return notFixable("The component's key is not to be found.");
  const [start, end] = item.whole;
  return {
    edits: [removal(text, { start, end })],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["grant-role", "rotate"],
    left: ["Dapr signs in by the identity of where it runs; for a chosen one give the component azureClientId."],
  };
}

/** The key comes from a secret store of Dapr. */
export function fromDaprStore({ document, secret, whole }: Place, { text }: FormatCase): FormatFix | NotFixable {
  const [start, end] = whole;
  if (/[{[]/.test(text.slice(lineStart(text, start), start)))
    return notFixable("The component is written on one line: let the key come from a secret by hand (secretKeyRef).");
  const given = document.getIn(["metadata", "name"]);
  const name = `${typeof given === "string" ? given : "cosmos"}-master-key`;
  const lines = ["secretKeyRef:", `  name: ${name}`, `  key: ${name}`];
  return {
    edits: [{ start, end, text: lines.join(lineEndOf(text) + indentOf(text, start)) }],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["rotate"],
    left: [
      `In Dapr's secret store (in Kubernetes a Secret), store ${name} with the key ${name}; elsewhere name the store in auth.secretStore.`,
    ],
  };
}
