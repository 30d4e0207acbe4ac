import type { Node } from "web-tree-sitter";
import type { Span } from "../../../engine/finding";
import { type Choice, type Edit, type NotFixable, notFixable } from "../../fix";
import type { SecretRead, Source } from "../../follow/language";
import { climb, spanOf } from "../../follow/tree";
import { type Secret, storedName } from "../../secret";
import { byFunction } from "./vaultFunction";

/** Code that reads the secret from a vault or the environment. */

const OPEN =
  /^(?:assignment|argument_list|keyword_argument|pair|return_statement|dictionary|list|expression_statement)$/;

/** The read that takes a secret's place. A class's body is run when it is imported: there a factory reads, later. */
export function secretRead(
  value: Node,
  source: Source,
  secret: Secret,
  { kind, vault = "" }: Choice,
  variable: string,
): SecretRead | NotFixable {
  if (kind === "environment") return { code: `os.environ["${variable}"]`, needs: ["environment"] };
  if (source.text.includes("from azure.identity.aio import"))
    return notFixable(
      "The file's credential is asynchronous, the vault would have to be awaited. Read it from an environment variable instead.",
    );
  const read = `SecretClient("${vault}", DefaultAzureCredential()).get_secret("${storedName(secret)}").value or ""`;
  const owner = climb(value, ({ type }) => /^(?:function_definition|lambda|class_definition|module)$/.test(type));
  if (owner?.type === "module")
    return byFunction(value, read, source, ["identity", "secrets"], secret.name.replaceAll("-", "_"));
  if (owner?.type !== "class_definition")
    return { code: OPEN.test(value.parent?.type ?? "") ? read : `(${read})`, needs: ["identity", "secrets"] };
  const isPydantic = /\bBase(?:Settings|Model)\b/.test(owner.childForFieldName("superclasses")?.text ?? "");
  const isDataclass = /^@(?:dataclasses\.)?dataclass\b/m.test(owner.parent?.text ?? "");
  if (value.parent?.type !== "assignment" || !(isPydantic || isDataclass))
    return notFixable(
      "The class's body is run when it is imported, and the vault must not be asked then. Read it from an environment variable instead.",
      { path: source.path, span: spanOf(value) },
    );
  const factory = isPydantic ? "Field" : "field";
  return {
    code: `${factory}(default_factory=lambda: ${read})`,
    needs: ["identity", "secrets", isPydantic ? "pydantic-field" : "dataclass-field"],
  };
}

/** A part of a string gives way to code; the rest stays as it is written. An address would have to be encoded. */
export function splice(
  literal: Node,
  { start, end }: Span,
  code: string,
  isAddress: boolean,
): readonly Edit[] | undefined {
  const [, prefix = "", quote = '"'] = /^([A-Za-z]*)("""|'''|["'])/.exec(literal.text) ?? [];
  if (isAddress || /b/i.test(prefix) || literal.parent?.type === "concatenated_string") return undefined;
  const inner = quote === '"' ? code.replaceAll('"', "'") : code;
  if (/f/i.test(prefix)) return [{ start, end, text: `{${inner}}` }];
  if (!OPEN.test(literal.parent?.type ?? "")) return undefined;
  const value = code.includes(" or ") ? `(${code})` : code;
  return [{ start, end, text: `${quote} + ${value} + ${prefix}${quote}` }];
}
