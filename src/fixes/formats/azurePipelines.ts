import { isMap, isSeq, type Node, visit } from "yaml";
import { type Edit, type NotFixable, notFixable } from "../fix";
import { indentOf, lineEndOf, lineStart } from "../lines";
import { storedName, vaultName } from "../secret";
import type { FormatCase, FormatFix } from "./format";
import type { Place } from "./yamlPlace";

/** Azure Pipelines: a task reads the vault, its secrets are variables from then on. */
export function fromVaultTask(place: Place, { text, choice }: FormatCase): FormatFix | NotFixable {
  const { document, secret, item, value } = place;
  const given = item?.name ?? place.name;
  const stored = storedName(secret, /cosmos/i.test(given) ? given : "");
  const lists: Node[] = [];
  visit(document, {
    Pair(_key, pair) {
      const isSteps = (pair.key as { readonly value?: unknown } | null)?.value === "steps";
      if (isSteps && isSeq(pair.value)) lists.push(pair.value);
    },
  });
  const steps = lists.flatMap((list) => (isSeq(list) ? [list.items[0]] : [])).filter(isMap);
  if (steps.length === 0)
    return notFixable("The pipeline has no steps here that could read the vault: add the task AzureKeyVault@2.");
  const connection =
    /^\s*-?\s*(?:azureSubscription|ConnectedServiceName(?:ARM)?|azureResourceManagerConnection)\s*:\s*(\S.*?)\s*$/im.exec(
      text,
    )?.[1];
  const edits: Edit[] = steps.flatMap((step) => {
    const at = lineStart(text, step.range?.[0] ?? 0);
    return task(text, at, vaultName(choice.vault ?? ""), stored, connection ?? "$(azureServiceConnection)");
  });
  const [start, end] = value;
  return {
    edits: [...edits, { start, end, text: `$(${stored})` }],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
    left:
      connection === undefined
        ? ["Set the pipeline's variable azureServiceConnection to the service connection that may read the vault."]
        : [],
  };
}

function task(text: string, at: number, vault: string, stored: string, connection: string): readonly Edit[] {
  const indent = indentOf(text, text.indexOf("-", at));
  const eol = lineEndOf(text);
  const lines = [
    "- task: AzureKeyVault@2",
    "  inputs:",
    `    azureSubscription: ${connection}`,
    `    KeyVaultName: ${vault}`,
    `    SecretsFilter: ${stored}`,
  ];
  return [{ start: at, end: at, text: lines.map((line) => indent + line + eol).join("") }];
}
