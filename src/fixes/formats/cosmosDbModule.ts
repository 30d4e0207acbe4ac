import { type Edit, type NotFixable, notFixable } from "../fix";
import { lineEnd, lineStart, removal } from "../lines";
import { secretOf } from "../secret";
import type { FormatCase, FormatFix } from "./format";

/**
 * PowerShell's module CosmosDB: `New-CosmosDbContext … -Key $key` signs in by Entra ID with `-AutoGenerateEntraIdToken`
 * (PlagueHO/CosmosDB, New-CosmosDbContext). Undefined where a script does not open its context so.
 */
export function withEntraToken(at: FormatCase): FormatFix | NotFixable | undefined {
  const { text, finding } = at;
  const secret = secretOf(finding, text.slice(finding.start, finding.end));
  if (secret.holds !== "key" || !/\bNew-CosmosDbContext\b/i.test(text)) return undefined;
  const from = lineStart(text, finding.start);
  const line = text.slice(from, lineEnd(text, finding.end)).trimEnd();
  const assigned =
    /^\s*\$(\w+)\s*=\s*(?:\(\s*)?(?:ConvertTo-SecureString\s[^|;]*|["'][^"']*["'])\s*\)?\s*(?:#.*)?$/i.exec(line);
  const [edits, problem] =
    assigned?.[1] === undefined ? inline(text, finding) : byVariable(assigned[1], at, from, line);
  if (problem !== undefined) return problem;
  return { edits, settings: [], secret, code: "stays", afterwards: ["grant-role", "rotate", "local-development"] };
}

const TOKEN = "-AutoGenerateEntraIdToken";

type Edits = readonly [readonly Edit[], NotFixable | undefined];

/** `-Key (ConvertTo-SecureString -String '…' -AsPlainText -Force)` where the context is opened. */
function inline(text: string, { start, end }: FormatCase["finding"]): Edits {
  const before = /-Key\s+\(\s*ConvertTo-SecureString\s[^()|;]*$/i.exec(text.slice(lineStart(text, start), start));
  const close = text.indexOf(")", end);
  if (before === null || close < 0) return [[], notFixable("The key goes where it cannot be followed in this script.")];
  return [[{ start: start - before[0].length, end: close + 1, text: TOKEN }], undefined];
}

/** The variable goes, and each context that is opened with it asks for a token. */
function byVariable(name: string, { path, text }: FormatCase, from: number, line: string): Edits {
  const uses = [...text.matchAll(new RegExp(String.raw`\$(?:\{${name}\}|${name}\b)`, "gi"))].filter(
    ({ index }) => index < from || index >= from + line.length,
  );
  const edits: Edit[] = [removal(text, { start: from, end: from + line.length })];
  for (const { index, 0: use } of uses) {
    const before = commandBefore(text, index);
    const key = /\s-Key\s+$/i.exec(before);
    if (key === null || !/\bNew-CosmosDbContext\b[^|;]*$/i.test(before)) {
      const span = { start: index, end: index + use.length };
      return [[], notFixable(`This script uses $${name} for something else, too.`, { path, span })];
    }
    edits.push({ start: index - key[0].trimStart().length, end: index + use.length, text: TOKEN });
  }
  return uses.length === 0 ? [[], notFixable("Nothing in this script reads the variable.")] : [edits, undefined];
}

/** The command up to an offset, with the lines that it goes on from. */
function commandBefore(text: string, at: number): string {
  let from = lineStart(text, at);
  while (from > 0 && /`\r?\n$/.test(text.slice(Math.max(0, from - 3), from))) from = lineStart(text, from - 1);
  return text.slice(from, at);
}
