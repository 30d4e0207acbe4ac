import type { Node } from "web-tree-sitter";
import { type NotFixable, notFixable } from "../../fix";
import type { SecretRead, Source } from "../../follow/language";
import { all } from "../../follow/tree";
import { indentOf, lineEndOf } from "../../lines";
import { freshName, handlingOf, NEW_CREDENTIAL, statementOf } from "./statements";
import { functionOf } from "./scope";

/** A secret read from Key Vault in Go: a credential, a client and a read, each with its error (azsecrets README). */
export function fromVault(value: Node, source: Source, vault: string, secret: string): SecretRead | NotFixable {
  const statement = statementOf(value);
  const method = functionOf(value);
  if (statement === undefined || method === undefined)
    return notFixable("Reading the vault takes a function: here the key is a value of the package.", {
      path: source.path,
      span: { start: value.startIndex, end: value.endIndex },
    });
  const handling = handlingOf(statement, "err", source);
  if (handling === undefined || handling === "")
    return notFixable("How this function hands an error on cannot be told, which reading the vault needs.");
  const context = contextOf(method) ?? "context.Background()";
  const credential = freshName(["vaultCred", "vaultCredential"], source);
  const client = freshName(["vault", "vaultClient"], source);
  const name = freshName(["secret", "vaultSecret"], source);
  const gap = lineEndOf(source.text) + indentOf(source.text, statement.startIndex);
  const lines = [
    `${credential}, err := ${NEW_CREDENTIAL}${handling}`,
    `${client}, err := azsecrets.NewClient("${vault}", ${credential}, nil)${handling}`,
    `${name}, err := ${client}.GetSecret(${context}, "${secret}", "", nil)${handling}`,
  ];
  return {
    code: `*${name}.Value`,
    needs: ["identity", "secrets"],
    before: [{ start: statement.startIndex, end: statement.startIndex, text: lines.join(gap) + gap }],
  };
}

/** The function's parameter that is a context. */
function contextOf(method: Node): string | undefined {
  const list = method.childForFieldName("parameters");
  const holder =
    list === null
      ? undefined
      : all(list, "parameter_declaration").find((one) => one.childForFieldName("type")?.text === "context.Context");
  const name = holder?.childForFieldName("name")?.text;
  return name === "_" ? undefined : name;
}
