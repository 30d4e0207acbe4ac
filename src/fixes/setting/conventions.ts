import { languageOf } from "../languages/index";
import type { Workspace } from "../fix";
import { isOlder, versionIn } from "../project/version";

/** Libraries that read a setting by convention, so that no code of the program names it. */

/** Whether a library reads a setting and can do without its key; the reason where it cannot; undefined where it does not read it. */
export type ByConvention = "takes an identity" | { readonly reason: string } | undefined;

/** One library's way. */
interface Convention {
  readonly reads: (setting: string, program: Workspace) => ByConvention;
}

/** What a library does with a setting: the first that reads it says. */
export function byConvention(setting: string, program: Workspace): ByConvention {
  for (const { reads } of CONVENTIONS) {
    const answer = reads(setting, program);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The settings of Spring's Cosmos DB starters; the newer starter signs in by identity where the key is missing. */
export const SPRING_KEY =
  /^(?:spring\.cloud\.azure\.cosmos|azure\.cosmos|spring\.data\.cosmos|azure\.cosmosdb)\.(?:key|secondary-?key|secondaryKey)$/;

const CONVENTIONS: readonly Convention[] = [
  {
    reads: (setting, program) =>
      SPRING_VARIABLE.test(setting) && isIn(program, /spring-cloud-azure-starter-(?:data-)?cosmos/)
        ? "takes an identity"
        : undefined,
  },
  { reads: (setting, program) => (setting === "masterKey" && isDapr(program) ? "takes an identity" : undefined) },
  { reads: (setting, program) => (isBinding(program, setting) ? "takes an identity" : undefined) },
  {
    // IEvangelist/azure-cosmos-dotnet-repository: its options are bound by the section's name.
    reads: (setting, program) =>
      /^RepositoryOptions(?::|__)CosmosConnectionString$/.test(setting) &&
      saidInCode(program, /\bAddCosmosRepository\b/)
        ? {
            reason:
              "AddCosmosRepository reads this setting: give RepositoryOptions:AccountEndpoint in its place, and a TokenCredential in its options, by hand.",
          }
        : undefined,
  },
  {
    reads: (setting, program) => {
      if (!SPRING_KEY.test(setting)) return undefined;
      return setting.startsWith("spring.cloud.azure.")
        ? "takes an identity"
        : isIn(program, /azure-(?:spring-boot-starter-(?:cosmos|data-cosmos|cosmosdb)|cosmosdb-spring-boot-starter)/)
          ? { reason: "This Spring starter takes a key only: move to Spring Cloud Azure 4 or later first." }
          : undefined;
    },
  },
];

/** Whether a component of Dapr takes the setting: without it, it signs in by identity (see formats/dapr.ts). */
function isDapr({ paths, read }: Workspace): boolean {
  return paths.some((path) => {
    const text = /\.ya?ml$/.test(path) ? (read(path) ?? "") : "";
    return /\b(?:state|bindings)\.azure\.cosmosdb\b/.test(text) && /name:\s*["']?masterKey\b/.test(text);
  });
}

/** The starter's property as a variable (relaxed binding). */
const SPRING_VARIABLE = /^SPRING_CLOUD_AZURE_COSMOS_(?:SECONDARY_?)?KEY$/;

function isIn({ paths, read }: Workspace, words: RegExp): boolean {
  return paths.some((path) => /(?:pom\.xml|\.gradle(?:\.kts)?|\.toml)$/.test(path) && words.test(read(path) ?? ""));
}

/** Whether any code of the program, or a Functions binding, says what fits. */
export function saidInCode({ paths, read }: Workspace, pattern: RegExp): boolean {
  return paths.some(
    (path) =>
      (languageOf(path) !== undefined || /(?:^|\/)function\.json$/.test(path)) && pattern.test(read(path) ?? ""),
  );
}

/** Whether a Functions binding names a setting as its connection. */
export function isBinding(workspace: Workspace, setting: string): boolean {
  const name = setting.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return saidInCode(
    workspace,
    new RegExp(String.raw`connection(?:StringSetting)?["']?\s*[=:]\s*@?["']%?${name}%?["']`, "i"),
  );
}

/** Whether the text before a setting's name is a binding's, which goes on naming its connection so. */
export function isBindingBefore(before: string): boolean {
  return /connection(?:StringSetting)?["']?\s*[=:]\s*@?["'`]%?$/i.test(before);
}

/** Why the program's Functions extension finds no account by `NAME__accountEndpoint`; undefined where it does. */
export function oldExtension({ paths, read }: Workspace): string | undefined {
  const says =
    "The Functions extension here knows keys only: move to Cosmos DB extension 4 (bundle [4.*, 5.0.0)) first.";
  for (const path of paths) {
    const text = /\.csproj$|(?:^|\/)(?:host\.json|Directory\.Packages\.props|extensions\.csproj)$/i.test(path)
      ? read(path)
      : undefined;
    const version =
      /Include="Microsoft\.Azure\.(?:WebJobs|Functions\.Worker)\.Extensions\.CosmosDB"\s+Version="([^"]+)"/i.exec(
        text ?? "",
      )?.[1] ?? /Microsoft\.Azure\.Functions\.ExtensionBundle[^}]*"version"\s*:\s*"([^"]+)"/.exec(text ?? "")?.[1];
    const found = version === undefined ? undefined : versionIn(version);
    if (found !== undefined && isOlder(found, [4])) return says;
  }
  return undefined;
}
