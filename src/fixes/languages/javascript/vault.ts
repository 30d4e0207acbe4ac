import type { Node } from "web-tree-sitter";
import type { Span } from "../../../engine/finding";
import { type Choice, type Edit, type NotFixable, notFixable } from "../../fix";
import type { SecretRead, Source } from "../../follow/language";
import { climb } from "../../follow/tree";
import { nearest } from "../../manifests/manifest";
import { type Secret, storedName } from "../../secret";
import { browserReason } from "./browser";
import { isModule, quoted } from "./imports";

/** Code that reads the secret from a vault or the environment. */

const FUNCTIONS = /^(?:function|arrow_function|method|generator)/;
const MODULES = /"module"\s*:\s*"(es2022|esnext|node16|node18|node20|nodenext|preserve|[\w.]+)"/i;

/** The read that takes a secret's place; a vault must be awaited, which not every place may. */
export function secretRead(
  value: Node,
  source: Source,
  secret: Secret,
  { kind, vault = "" }: Choice,
  variable: string,
): SecretRead | NotFixable {
  const browser = browserReason(source);
  if (browser !== undefined) return notFixable(browser);
  const assertion = /\.[cm]?tsx?$/i.test(source.path) ? "!" : "";
  if (kind === "environment") return { code: `process.env.${variable}${assertion}`, needs: [] };
  if (!mayAwait(value, source)) {
    return notFixable(
      "The vault must be awaited, which is not possible here. Read it from an environment variable instead, or make the client in an async function.",
      { path: source.path, span: { start: value.startIndex, end: value.endIndex } },
    );
  }
  const client = `new SecretClient(${quoted(vault, source)}, new DefaultAzureCredential())`;
  return {
    code: `(await ${client}.getSecret(${quoted(storedName(secret), source)})).value${assertion}`,
    needs: ["identity", "secrets"],
  };
}

/** Await is legal in an async function and at the top of a real ES module. */
function mayAwait(value: Node, source: Source): boolean {
  const around = climb(
    value,
    ({ type }) => FUNCTIONS.test(type) || type === "class_body" || type === "class_static_block",
  );
  if (around === undefined) return isModule(source) && isRealModule(source);
  if (climb(value, ({ type }) => type === "formal_parameters") !== undefined) return false;
  return (
    /^(?:export\s+)?(?:(?:public|private|protected|static|override)\s+)*async\b/.test(around.text) &&
    FUNCTIONS.test(around.type)
  );
}

/** Whether a file with imports runs as an ES module, as its name, its project and its package say. */
function isRealModule({ path, program }: Source): boolean {
  if (/\.m[jt]s$/i.test(path)) return true;
  if (/\.c[jt]s$/i.test(path)) return false;
  const read = (name: RegExp): string | undefined => {
    const found = nearest(program, path, (one) => name.test(one));
    return found === undefined ? undefined : program.read(found);
  };
  const manifest = read(/^package\.json$/);
  const isEsm = manifest !== undefined && /"type"\s*:\s*"module"/.test(manifest);
  const project = /\.tsx?$/i.test(path) ? read(/^tsconfig\.json$/) : undefined;
  if (project === undefined) return manifest === undefined || isEsm;
  const module = MODULES.exec(project)?.[1]?.toLowerCase();
  const target = /"target"\s*:\s*"(\w+)"/i.exec(project)?.[1]?.toLowerCase();
  if (target !== undefined && /^es(?:3|5|6|201[56])$/.test(target)) return false;
  if (module === undefined) return isEsm && project.includes('"extends"');
  if (module.startsWith("node")) return isEsm;
  return /^(?:es2022|esnext|preserve)$/.test(module);
}

/** A part of a string gives way to code; the rest stays as it is written. */
export function splice(
  literal: Node,
  { start, end }: Span,
  code: string,
  isAddress: boolean,
): readonly Edit[] | undefined {
  const given = isAddress ? `encodeURIComponent(${code})` : code;
  if (literal.type === "template_string") return [{ start, end, text: `\${${given}}` }];
  const quote = literal.text.charAt(0);
  if (
    !/^(?:arguments|pair|variable_declarator|assignment_expression|binary_expression|return_statement|array|parenthesized_expression)$/.test(
      literal.parent?.type ?? "",
    )
  )
    return undefined;
  return [{ start, end, text: `${quote} + ${given} + ${quote}` }];
}
