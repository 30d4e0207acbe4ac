import type { Candidate } from "../candidate";
import { COMMAND_READERS } from "./handedOut/commands";
import { type Handed, isCommentedOut, type Reader } from "./handedOut/handed";
import { MAKES_ACCOUNT, PROGRAM_READERS } from "./handedOut/programs";
import { PULUMI_READERS } from "./handedOut/pulumi";
import { TEMPLATE_READERS } from "./handedOut/templates";
import { TERRAFORM_READERS } from "./handedOut/terraform";
import type { TextRule } from "./rule";

/** What reads a key in infrastructure code: a row for each way. */
const READERS: readonly Reader[] = [
  ...TEMPLATE_READERS,
  ...TERRAFORM_READERS,
  ...COMMAND_READERS,
  ...PULUMI_READERS,
  ...PROGRAM_READERS,
];

/** Files that people read: what they say of keys hands none out. */
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt|html?|log)$|_history$|(?:^|\/)(?:METADATA|PKG-INFO)$/i;

/** A key that infrastructure code hands out: no literal, but what takes it holds the key all the same. */
export const handedOutKey: TextRule = {
  id: "handed-out-key",
  title: "Key handed out by infrastructure",
  help: "Infrastructure code reads an account key and hands it on: to app settings, an output, a pipeline's environment. No secret stands here, but whoever reads the setting, the output or the state file holds the key, and the app stops when keys are switched off. Give the app an identity and a data role in its place.",
  reads: "text",
  isQuiet: true,
  anchors: READERS.flatMap(({ anchors }) => anchors),
  // Every service of Azure lists keys; those of Cosmos DB are known by their resource, or by what they are called.
  shared: {
    anchors: READERS.filter(({ isShared }) => isShared === true).flatMap(({ anchors }) => anchors),
    beside: [
      "asterKey",
      "asterkey",
      "ocumentDB/databaseAccounts",
      "ocumentDb/databaseAccounts",
      "ocumentDB/DatabaseAccounts",
      "ocumentdb/databaseaccounts",
      "OCUMENTDB/DATABASEACCOUNTS",
      "document-db/database-account",
      ...MAKES_ACCOUNT,
    ],
  },
  propose: (text, at, anchor, path) => {
    if (PROSE.test(path)) return undefined;
    const reader = READERS.find(({ anchors }) => anchors.includes(anchor));
    const read = reader?.reads(text, at, path);
    return read === undefined || isCommentedOut(text, read.start, path) ? undefined : candidateOf(text, read);
  },
};

function candidateOf(text: string, { start, end, access, api = "nosql", account }: Handed): Candidate {
  const span = { start, end };
  return {
    ...span,
    rule: handedOutKey.id,
    shape: "reference",
    value: text.slice(start, end).replace(/\s+/g, " "),
    pieces: [span],
    api,
    account,
    access,
    beside: false,
    partOfLongerRun: false,
  };
}
