import { type Edit, notFixable } from "../fix";
import { indentOf, lineEndOf, removal } from "../lines";
import { secretOf, vaultName } from "../secret";
import type { Entry } from "./entry";
import type { Format } from "./format";

/** web.config and app.config: a configuration builder fills the entry from the vault, by its name. */

const SECTION =
  '<section name="configBuilders" type="System.Configuration.ConfigurationBuildersSection, System.Configuration, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" restartOnExternalChanges="false" requirePermission="false" />';
const BUILDER_TYPE =
  "Microsoft.Configuration.ConfigurationBuilders.AzureKeyVaultConfigBuilder, Microsoft.Configuration.ConfigurationBuilders.Azure";
const BUILDER = "KeyVault";

/** `<add key="X" value="…" />` and `<add name="X" connectionString="…" />`. */
function entriesIn(_path: string, text: string): readonly Entry[] {
  return [...text.matchAll(/<add\s[^<>]*\/?>/gi)].flatMap(({ index, 0: element }) => {
    const label = /\s(?:key|name)\s*=\s*(["'])([^"']+)\1/i.exec(element);
    const value = /\s(?:value|connectionString)\s*=\s*(["'])([^"']*)\1/i.exec(element);
    if (label?.[2] === undefined || value?.[2] === undefined) return [];
    const end = index + value.index + value[0].length - 1;
    const start = index + label.index + label[0].length - 1 - label[2].length;
    return [
      {
        names: [label[2]],
        name: { start, end: start + label[2].length },
        value: { start: end - value[2].length, end },
        removes: removal(text, { start: index, end: index + element.length }),
      },
    ];
  });
}

export const dotnetConfig: Format = {
  id: "dotnet-config",
  matches: (path) => /\.config$/i.test(path),
  entries: entriesIn,
  fix({ text, finding, choice }) {
    const open = text.lastIndexOf("<add", finding.start);
    const section =
      /<(connectionStrings|appSettings)(\s[^>]*)?>(?![\s\S]*<(?:connectionStrings|appSettings)[\s>])/.exec(
        text.slice(0, finding.start),
      );
    const attribute = /\s(?:value|connectionString)\s*=\s*(["'])([^"']*)$/i.exec(text.slice(open, finding.start));
    const root = /<configuration\b[^>]*>/.exec(text);
    if (open < 0 || section === null || attribute?.[1] === undefined || root === null)
      return notFixable("The key stands in no entry of appSettings or connectionStrings.");
    if (choice.kind !== "key-vault")
      return notFixable(
        "The .NET Framework's configuration reads neither an identity nor the environment by itself: use a Key Vault reference.",
      );
    const start = finding.start - (attribute[2] ?? "").length;
    const end = text.indexOf(attribute[1], finding.end);
    const secret = secretOf(finding, text.slice(start, end));
    const edits: Edit[] = [
      { start, end, text: "from Key Vault" },
      ...builders(text, root, vaultName(choice.vault ?? "")),
    ];
    if (!/\bconfigBuilders\s*=/.test(section[2] ?? "")) {
      const at = section.index + 1 + (section[1] ?? "").length;
      edits.push({ start: at, end: at, text: ` configBuilders="${BUILDER}"` });
    }
    const name = /\s(?:name|key)\s*=\s*["']([^"']+)/.exec(text.slice(open))?.[1] ?? secret.name;
    return { edits, settings: [], secret: { ...secret, name }, code: "stays", afterwards: ["store-secret", "rotate"] };
  },
};

/** The builder's declaration and its section, where the file has none. */
function builders(text: string, root: RegExpExecArray, vault: string): readonly Edit[] {
  if (text.includes("<configBuilders>")) return [];
  const eol = lineEndOf(text);
  const unit = indentOf(text, text.indexOf("<", root.index + root[0].length)) || "  ";
  const builder = [
    `${unit}<configBuilders>`,
    `${unit}${unit}<builders>`,
    `${unit}${unit}${unit}<add name="${BUILDER}" vaultName="${vault}" type="${BUILDER_TYPE}" />`,
    `${unit}${unit}</builders>`,
    `${unit}</configBuilders>`,
  ].join(eol);
  const sections = /<configSections\b[^>]*>/.exec(text);
  if (sections !== null) {
    const inside = sections.index + sections[0].length;
    const close = text.indexOf("</configSections>", inside);
    const behind = close < 0 ? inside : close + "</configSections>".length;
    return [
      { start: inside, end: inside, text: `${eol}${unit}${unit}${SECTION}` },
      { start: behind, end: behind, text: eol + builder },
    ];
  }
  const at = root.index + root[0].length;
  const declared = [`${unit}<configSections>`, `${unit}${unit}${SECTION}`, `${unit}</configSections>`].join(eol);
  return [{ start: at, end: at, text: `${eol}${declared}${eol}${builder}` }];
}
