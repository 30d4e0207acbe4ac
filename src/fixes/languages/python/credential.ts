import type { Node } from "web-tree-sitter";
import type { Edit } from "../../fix";
import type { Need, Rewrite, Source } from "../../follow/language";
import { all, climb, parts, same } from "../../follow/tree";
import { indentOf, lineAfter, lineBefore } from "../../lines";

/** The credential of a client: one that is there is used again, an asynchronous one is closed with its client. */

const CREDENTIAL = "DefaultAzureCredential()";

/** The credential's code for a client's call, and what has to be written beside it. */
export function credentialFor(call: Node, source: Source): Rewrite & { readonly credential: string } {
  const isAsync = /\bazure\.(?:cosmos|data\.tables)\.aio\b/.test(source.text);
  const known = existing(call, source, isAsync);
  if (known !== undefined) return { credential: known, needs: [], edits: [] };
  if (!isAsync) return { credential: CREDENTIAL, needs: ["identity"], edits: [] };
  const needs: readonly Need[] = ["identity-async"];
  const item = climb(call, ({ type }) => type === "with_item" || type === "block");
  if (item?.type === "with_item" && /^async\s+with\b/.test(item.parent?.parent?.text ?? "")) {
    const opened: Edit = { start: item.startIndex, end: item.startIndex, text: `${CREDENTIAL} as credential, ` };
    return { credential: "credential", needs, edits: [opened] };
  }
  const stack = stackAround(call);
  if (stack !== undefined) return { credential: `await ${stack}(${CREDENTIAL})`, needs, edits: [] };
  const closed = closedWith(call, source);
  return closed === undefined ? { credential: CREDENTIAL, needs, edits: [] } : { ...closed, needs };
}

/** A credential that a name holds where the client is made; one of a function is that function's alone. */
function existing(call: Node, source: Source, isAsync: boolean): string | undefined {
  const isAsyncFile = /\bazure\.identity\.aio\b/.test(source.text);
  if (isAsync !== isAsyncFile) return undefined;
  const scope = (node: Node): Node | undefined =>
    climb(node, ({ type }) => type === "function_definition" || type === "class_definition" || type === "module");
  const found = all(source.root, "assignment").find((node) => {
    const own = scope(node);
    const isSeen = own?.type === "module" || same(own, scope(call));
    return node.childForFieldName("right")?.text === CREDENTIAL && node.startIndex < call.startIndex && isSeen;
  });
  return found?.childForFieldName("left")?.text;
}

/** `stack.enter_async_context`, where the client is entered so. */
function stackAround(call: Node): string | undefined {
  const outer = call.parent?.type === "argument_list" ? call.parent.parent : null;
  const called = outer?.childForFieldName("function")?.text ?? "";
  return called.endsWith(".enter_async_context") ? called : undefined;
}

/** A client that a name holds and a line of the file closes: its credential gets a name, and is closed behind it. */
function closedWith(
  call: Node,
  source: Source,
): { readonly credential: string; readonly edits: readonly Edit[] } | undefined {
  const assignment = call.parent?.type === "assignment" ? call.parent : undefined;
  const target = assignment?.childForFieldName("left")?.text;
  const statement = assignment?.parent;
  if (assignment === undefined || target === undefined || statement == null) return undefined;
  const closes = all(source.root, "call").filter(
    (node) =>
      /\.(?:close|__aexit__)$/.test(node.childForFieldName("function")?.text ?? "") &&
      lastPart(node.childForFieldName("function")?.text.replace(/\.\w+$/, "") ?? "") === lastPart(target),
  );
  const [close] = closes;
  if (close === undefined) return undefined;
  const name = credentialName(target, assignment, close);
  const closing = climb(close, ({ type }) => type === "expression_statement");
  if (closing === undefined) return undefined;
  const { text } = source;
  const edits = closes.flatMap((one) => {
    const line = climb(one, ({ type }) => type === "expression_statement");
    return line === undefined
      ? []
      : [lineAfter(text, line.endIndex - 1, `${indentOf(text, line.startIndex)}await ${name}.close()`)];
  });
  const global = /^\w+$/.test(name) ? globalFor(target, name, statement, source) : [];
  const made = lineBefore(text, statement.startIndex, `${indentOf(text, statement.startIndex)}${name} = ${CREDENTIAL}`);
  return { credential: name, edits: [made, ...edits, ...global] };
}

/** A variable that a function declares as the module's own is declared so for the credential, too. */
function globalFor(target: string, name: string, statement: Node, { root }: Source): readonly Edit[] {
  const own = climb(statement, ({ type }) => type === "function_definition");
  const declared =
    own === undefined
      ? undefined
      : all(root, "global_statement").find(
          (one) =>
            one.startIndex > own.startIndex &&
            one.endIndex < own.endIndex &&
            parts(one).some(({ text }) => text === target),
        );
  return declared === undefined ? [] : [{ start: declared.endIndex, end: declared.endIndex, text: `, ${name}` }];
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** A name beside the client's: in one function a plain one, else where the client stands. */
function credentialName(target: string, assignment: Node, close: Node): string {
  const around = (node: Node): Node | undefined => climb(node, ({ type }) => type === "function_definition");
  const dot = target.lastIndexOf(".");
  if (dot < 0 || same(around(assignment), around(close))) return "credential";
  const last = target.slice(dot + 1);
  return `${target.slice(0, dot + 1)}${last.startsWith("_") ? "_" : ""}credential`;
}
