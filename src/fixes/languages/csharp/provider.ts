import { type Choice, type NotFixable, notFixable, type Workspace } from "../../fix";
import type { Package, Rewrite, Source } from "../../follow/language";
import { projectOf, versionOf } from "../../manifests/nuget";
import { type Host, hostsIn } from "./hosts";
import { usingNamespaces } from "./usings";

/** How the hosts of a program take settings from a vault or the environment. */

const VAULT: Package = { name: "Azure.Extensions.AspNetCore.Configuration.Secrets", version: "1.4.0" };
const IDENTITY: Package = { name: "Azure.Identity", version: "1.17.1" };
const VARIABLES = "Microsoft.Extensions.Configuration.EnvironmentVariables";

/** Lets every host of the program take settings from the vault or the environment. */
export function provided(
  sources: readonly Source[],
  choice: Choice,
  workspace: Workspace,
  emulator: boolean,
): readonly { readonly source: Source; readonly rewrite: Rewrite }[] | NotFixable | undefined {
  const found = sources.map((source) => ({ source, hosts: hostsIn(source) })).filter(({ hosts }) => hosts.length > 0);
  if (found.length === 0)
    return workspace.paths.some((path) => path.endsWith(".csproj"))
      ? notFixable(
          "The host that builds this configuration is not part of this program: let it read the vault or the environment there.",
        )
      : choice.kind === "key-vault"
        ? undefined
        : [];
  const rewrites: { readonly source: Source; readonly rewrite: Rewrite }[] = [];
  for (const { source, hosts } of found)
    for (const host of hosts) {
      const rewrite =
        choice.kind === "key-vault"
          ? fromVault(host, source, choice.vault ?? "", workspace, emulator)
          : fromVariables(host, source, workspace);
      if (rewrite === "none") continue;
      if (rewrite === undefined)
        return choice.kind === "key-vault"
          ? undefined
          : notFixable(
              "The configuration built here reads no environment: add AddEnvironmentVariables() by hand first.",
              { path: source.path, span: { start: host.node.startIndex, end: host.node.endIndex } },
            );
      rewrites.push({ source, rewrite });
    }
  return rewrites;
}

function fromVault(
  host: Host,
  source: Source,
  vault: string,
  workspace: Workspace,
  emulator: boolean,
): Rewrite | "none" | undefined {
  // Another vault that is named here holds other secrets; one that is not named may be the one.
  const named = /\bAddAzureKeyVault\s*\(\s*(?:new\s+Uri\s*\(\s*)?(?:"([^"]*)")?/.exec(source.text);
  const bare = (url: string): string => url.replace(/\/+$/, "").toLowerCase();
  if (named !== null && (named[1] === undefined || bare(named[1]) === bare(vault))) return "none";
  if (host.add === undefined) return undefined;
  if (emulator && host.unlessDevelopment === undefined) return undefined;
  const call = `AddAzureKeyVault(new Uri("${vault}"), new DefaultAzureCredential())`;
  // In Development the emulator's key stands in the settings, which the vault's would hide.
  const edit = emulator ? (host.unlessDevelopment ?? host.add)(call) : host.add(call);
  const usings = usingNamespaces(source, ["Azure.Identity", "Microsoft.Extensions.Configuration", "System"], workspace);
  return { edits: [...usings, edit], needs: [], packages: [IDENTITY, VAULT] };
}

function fromVariables(host: Host, source: Source, workspace: Workspace): Rewrite | "none" | undefined {
  if (host.isDefault || /\bAddEnvironmentVariables\s*\(/.test(source.text)) return "none";
  if (host.add === undefined) return undefined;
  const usings = usingNamespaces(source, ["Microsoft.Extensions.Configuration"], workspace);
  const project = projectOf(workspace, source.path);
  const beside =
    project === undefined
      ? undefined
      : versionOf(workspace, project, /^Microsoft\.Extensions\.Configuration(?:\.Json|\.Binder)?$/);
  const version = beside === undefined ? "8.0.0" : beside.version.join(".");
  return {
    edits: [...usings, host.add("AddEnvironmentVariables()")],
    needs: [],
    packages: [{ name: VARIABLES, version }],
  };
}
