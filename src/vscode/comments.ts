/** Where a comment can stand, and how it is written: only where that is sure. Elsewhere a "no" goes into a list. */

/** What a comment on a line of its own begins and ends with. */
export interface Comment {
  readonly open: string;
  readonly close: string;
}

const SLASHES: Comment = { open: "// ", close: "" };
const HASH: Comment = { open: "# ", close: "" };
const MARKUP: Comment = { open: "<!-- ", close: " -->" };
const DASHES: Comment = { open: "-- ", close: "" };

interface Row {
  readonly languages: RegExp;
  /** For files that the editor knows no language for. */
  readonly names?: RegExp;
  readonly comment: Comment;
  /** Whether a line that begins behind `before` is one of its own, and no part of a value that began above. */
  readonly isFree: (before: string, line: string) => boolean;
}

/** What a parser of the fixes knows is asked of it; `isFree` is for the others. */
const ROWS: readonly Row[] = [
  {
    languages: /^(?:csharp|javascript(?:react)?|typescript(?:react)?|java|go|rust)$/,
    comment: SLASHES,
    isFree: () => false,
  },
  { languages: /^python$/, comment: HASH, isFree: () => false },
  { languages: /^jsonc$/, comment: SLASHES, isFree: () => true },
  // Their strings end with the line, but for those that begin with one of these.
  {
    languages: /^(?:kotlin|scala|swift|cpp|c|dart|bicep|objective-c)$/,
    comment: SLASHES,
    isFree: (before) => !/"""|'''|`|R"|\\\r?\n$/.test(before),
  },
  {
    languages: /^(?:yaml|dockercompose)$/,
    comment: HASH,
    isFree: (before, line) =>
      /^\s*(?:-\s+)*["']?[\w./-]+["']?\s*:\s/.test(line) && !isInBlockScalar(before, line) && isBalanced(before),
  },
  {
    languages: /^(?:dotenv|properties|ini)$/,
    names: /(?:^|\/)\.env[^/]*$|\.(?:env|properties|ini|conf|cfg)$/i,
    comment: HASH,
    isFree: (before, line) =>
      /^\s*(?:export\s+)?[\w.:-]+\s*[=:]/.test(line) && isBalanced(before) && !isContinued(before),
  },
  {
    languages: /^(?:terraform|toml|hcl)$/,
    names: /\.(?:tfvars|tf|toml|hcl)$/i,
    comment: HASH,
    isFree: (before, line) => /^\s*[\w."-]+\s*=/.test(line) && !/"""|'''|<<|\/\*/.test(before),
  },
  {
    languages: /^shellscript$/,
    comment: HASH,
    isFree: (before, line) =>
      /^\s*(?:export\s+|readonly\s+|local\s+)?\w+=/.test(line) &&
      !before.includes("<<") &&
      isBalanced(before) &&
      !isContinued(before),
  },
  {
    languages: /^powershell$/,
    comment: HASH,
    isFree: (before, line) => /^\s*\$[\w:]+\s*=/.test(line) && !/@["']|<#|`\r?\n$/.test(before) && isBalanced(before),
  },
  {
    languages: /^(?:xml|xsl)$/,
    comment: MARKUP,
    isFree: (before) =>
      before.lastIndexOf(">") > before.lastIndexOf("<") && !/<!(?:--|\[CDATA\[)(?![\s\S]*(?:-->|\]\]>))/.test(before),
  },
  { languages: /^sql$/, comment: DASHES, isFree: (before) => !/\/\*|\$\$/.test(before) && isBalanced(before) },
];

/** How a document writes a comment; undefined where its language has none, or is not known. */
export function commentFor(languageId: string, path: string): Comment | undefined {
  return rowFor(languageId, path)?.comment;
}

/** Whether a comment can stand above the line that begins at an offset, as far as the text alone tells. */
export function isFreeLine(languageId: string, path: string, text: string, lineStart: number): boolean {
  const end = text.indexOf("\n", lineStart);
  const line = text.slice(lineStart, end < 0 ? text.length : end);
  return rowFor(languageId, path)?.isFree(text.slice(0, lineStart), line) ?? false;
}

function rowFor(languageId: string, path: string): Row | undefined {
  return ROWS.find(({ languages, names }) => languages.test(languageId) || names?.test(path) === true);
}

/** Whether every quote above is closed on its line, so that no value goes on below it. */
function isBalanced(before: string): boolean {
  return before.split("\n").every((line) => {
    const code = line.replace(/(?:^|\s)(?:#|--).*$/, "");
    return ['"', "'"].every((quote) => code.split(quote).length % 2 === 1);
  });
}

function isContinued(before: string): boolean {
  return /\\\r?\n$/.test(before);
}

/** Whether a line of YAML is text of a `|` or `>` above it, which is less indented. */
function isInBlockScalar(before: string, line: string): boolean {
  let indent = line.search(/\S/);
  for (const above of before.split("\n").reverse()) {
    const at = above.search(/\S/);
    if (at < 0 || at >= indent) continue;
    if (/[|>][+-]?\d?\s*(?:#.*)?$/.test(above.trimEnd())) return true;
    indent = at;
  }
  return false;
}
