import type * as vscode from "vscode";

/** What a comment begins and ends with, by language. */
const COMMENTS: readonly { readonly languages: RegExp; readonly open: string; readonly close: string }[] = [
  {
    languages:
      /^(?:csharp|javascript(?:react)?|typescript(?:react)?|java|go|rust|php|scala|kotlin|swift|cpp|c|jsonc|bicep|groovy|fsharp|dart|objective-c)$/,
    open: "// ",
    close: "",
  },
  {
    languages:
      /^(?:python|shellscript|yaml|dockercompose|dockerfile|powershell|ruby|perl|makefile|terraform|toml|ini|properties|dotenv|r|elixir|julia)$/,
    open: "# ",
    close: "",
  },
  { languages: /^(?:html|xml|markdown|xsl|vue)$/, open: "<!-- ", close: " -->" },
  { languages: /^(?:sql|lua)$/, open: "-- ", close: "" },
];

/** How a document writes a comment on a line of its own; undefined where its language has none, or is not known. */
export function commentFor({
  languageId,
  uri,
}: Pick<vscode.TextDocument, "languageId" | "uri">): { readonly open: string; readonly close: string } | undefined {
  const byName = /(?:^|\/)\.env[^/]*$|\.(?:env|tfvars|tf|properties|toml|ini|conf)$/i.test(uri.path)
    ? COMMENTS[1]
    : undefined;
  return COMMENTS.find(({ languages }) => languages.test(languageId)) ?? byName;
}
