import { type Edit, type NotFixable, notFixable, type Workspace } from "../fix";
import { indentOf, lineEndOf, removal } from "../lines";
import { nearest } from "../manifests/manifest";
import { type Secret, secretOf, vaultName } from "../secret";
import type { Entry } from "./entry";
import type { Format, FormatFix } from "./format";
import { noEndpoint } from "../follow/reasons";

/** web.config and app.config: code does without the entry, or a configuration builder fills it from the vault, by its name. */

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
        names: /\sconnectionString\s*=/i.test(element) ? [`ConnectionStrings:${label[2]}`] : [label[2]],
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
  fix({ path, text, finding, choice, workspace }) {
    const open = text.lastIndexOf("<add", finding.start);
    const section =
      /<(connectionStrings|appSettings)(\s[^>]*)?>(?![\s\S]*<(?:connectionStrings|appSettings)[\s>])/.exec(
        text.slice(0, finding.start),
      );
    const attribute = /\s(?:value|connectionString)\s*=\s*(["'])([^"']*)$/i.exec(text.slice(open, finding.start));
    const root = /<configuration\b[^>]*>/.exec(text);
    if (open < 0 || section === null || attribute?.[1] === undefined || root === null)
      return notFixable("The key stands in no entry of appSettings or connectionStrings.");
    const start = finding.start - (attribute[2] ?? "").length;
    const end = text.indexOf(attribute[1], finding.end);
    const secret = secretOf(finding, text.slice(start, end));
    const label = /\s(?:name|key)\s*=\s*["']([^"']+)/.exec(text.slice(open))?.[1];
    if (choice.kind === "environment")
      return notFixable(
        "The .NET configuration file reads no environment by itself: use an identity or a Key Vault reference.",
      );
    if (label !== undefined && (choice.kind === "managed-identity" || isNewer(workspace, path))) {
      const name = section[1] === "connectionStrings" ? `ConnectionStrings:${label}` : label;
      const entry = entriesIn(path, text).find(({ value }) => value.start <= finding.start && finding.end <= value.end);
      return inCode(name, secret, entry, choice.kind);
    }
    const edits: Edit[] = [
      { start, end, text: "from Key Vault" },
      ...builders(text, root, vaultName(choice.vault ?? "")),
    ];
    if (!/\bconfigBuilders\s*=/.test(section[2] ?? "")) {
      const at = section.index + 1 + (section[1] ?? "").length;
      edits.push({ start: at, end: at, text: ` configBuilders="${BUILDER}"` });
    }
    const name = label ?? secret.name;
    return { edits, settings: [], secret: { ...secret, name }, code: "stays", afterwards: ["store-secret", "rotate"] };
  },
};

/** The code that reads the entry does without, or reads the vault. */
function inCode(
  name: string,
  secret: Secret,
  entry: Entry | undefined,
  kind: "managed-identity" | "key-vault",
): FormatFix | NotFixable {
  const isEndpoint = kind === "managed-identity" && secret.holds === "connection-string";
  if (entry?.removes === undefined) return notFixable("The entry cannot be told from what stands beside it.");
  if (isEndpoint && secret.endpoint === undefined) return noEndpoint;
  return {
    edits: isEndpoint ? [{ ...entry.value, text: secret.endpoint ?? "" }] : [entry.removes],
    settings: [name],
    secret: isEndpoint ? { ...secret, remains: "endpoint" } : secret,
    code: kind === "managed-identity" ? "keyless" : "read",
    afterwards:
      kind === "managed-identity"
        ? ["grant-role", "rotate", "local-development"]
        : ["store-secret", "rotate", "local-development"],
  };
}

/** Whether a project is of .NET, not of the .NET Framework: there configuration builders do not exist. */
function isNewer(workspace: Workspace, path: string): boolean {
  const project = nearest(workspace, path, (name) => /\.(?:cs|fs|vb)proj$/i.test(name));
  const framework = /<TargetFrameworks?>([^<]+)</i.exec(
    project === undefined ? "" : (workspace.read(project) ?? ""),
  )?.[1];
  return framework !== undefined && /\bnet(?:coreapp|[5-9]\.|\d\d\.)/i.test(framework);
}

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
