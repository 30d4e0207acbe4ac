import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Language, type Node, Parser } from "web-tree-sitter";

/** Parsers of program code. They only locate; loaded on first use, from a folder of WebAssembly grammars. */

/** A language as its grammar's file calls it. */
export type GrammarName = "c-sharp" | "typescript" | "tsx" | "python" | "java" | "kotlin" | "go" | "rust";

/** Parses texts of one grammar each; grammars are loaded once. */
export class Parsers {
  private readonly languages = new Map<GrammarName, Language>();
  private started: Promise<void> | undefined;

  /** `folder` holds `tree-sitter-NAME.wasm` for each grammar, and `web-tree-sitter.wasm`. */
  constructor(private readonly folder: string) {}

  /** Loads what the named grammars need. Rejects where a file is missing. */
  async load(grammars: Iterable<GrammarName>): Promise<void> {
    this.started ??= Parser.init({ locateFile: (name: string) => join(this.folder, name) });
    await this.started;
    const missing = [...new Set(grammars)].filter((grammar) => !this.languages.has(grammar));
    await Promise.all(
      missing.map(async (grammar) => {
        const file = readFileSync(join(this.folder, `tree-sitter-${grammar}.wasm`));
        this.languages.set(grammar, await Language.load(file));
      }),
    );
  }

  /** The tree's root; undefined where the grammar is not loaded. `use` must not keep nodes after it returns. */
  parse(grammar: GrammarName, text: string): Parsed | undefined {
    const language = this.languages.get(grammar);
    if (language === undefined) return undefined;
    const parser = new Parser();
    parser.setLanguage(language);
    const tree = parser.parse(text);
    parser.delete();
    return tree === null
      ? undefined
      : {
          root: tree.rootNode,
          dispose: () => {
            tree.delete();
          },
        };
  }
}

/** A parsed text. Its nodes live until `dispose`. */
export interface Parsed {
  readonly root: Node;
  readonly dispose: () => void;
}

/** Where a tree has errors; two trees are compared by their number. */
export function countErrors(node: Node): number {
  if (!node.hasError) return 0;
  let errors = node.isError || node.isMissing ? 1 : 0;
  for (const child of node.children) errors += countErrors(child);
  return errors;
}
