// Packages whose real versions are not to be had on every machine, as stubs: the documented signatures and nothing behind
// them. Each names its source. They are packed under the real ids into a folder that restore takes as a source.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const STUBS = [
  {
    // azure-sdk-for-net, Azure.Extensions.AspNetCore.Configuration.Secrets: AzureKeyVaultConfigurationExtensions
    id: "Azure.Extensions.AspNetCore.Configuration.Secrets",
    version: "1.4.0",
    needs: { "Azure.Core": "1.44.1", "Microsoft.Extensions.Configuration": "8.0.0" },
    code: `using System; using Azure.Core; namespace Microsoft.Extensions.Configuration { public static class AzureKeyVaultConfigurationExtensions { public static IConfigurationBuilder AddAzureKeyVault(this IConfigurationBuilder configurationBuilder, Uri vaultUri, TokenCredential credential) => configurationBuilder; } }`,
  },
  {
    // dotnet/efcore, CosmosDbContextOptionsExtensions
    id: "Microsoft.EntityFrameworkCore.Cosmos",
    version: "9.0.0",
    needs: { "Azure.Core": "1.44.1", "Microsoft.EntityFrameworkCore": "9.0.0" },
    code: `using System; using Azure.Core; using Microsoft.EntityFrameworkCore.Infrastructure; namespace Microsoft.EntityFrameworkCore.Infrastructure { public class CosmosDbContextOptionsBuilder { } } namespace Microsoft.EntityFrameworkCore { public static class CosmosDbContextOptionsExtensions {
      public static DbContextOptionsBuilder UseCosmos(this DbContextOptionsBuilder optionsBuilder, string accountEndpoint, string accountKey, string databaseName, Action<CosmosDbContextOptionsBuilder>? cosmosOptionsAction = null) => optionsBuilder;
      public static DbContextOptionsBuilder UseCosmos(this DbContextOptionsBuilder optionsBuilder, string accountEndpoint, TokenCredential tokenCredential, string databaseName, Action<CosmosDbContextOptionsBuilder>? cosmosOptionsAction = null) => optionsBuilder;
      public static DbContextOptionsBuilder UseCosmos(this DbContextOptionsBuilder optionsBuilder, string connectionString, string databaseName, Action<CosmosDbContextOptionsBuilder>? cosmosOptionsAction = null) => optionsBuilder; } }`,
  },
  {
    // dotnet/orleans, CosmosClusteringOptions and CosmosOptions
    id: "Microsoft.Orleans.Clustering.Cosmos",
    version: "9.0.0",
    needs: { "Azure.Core": "1.44.1" },
    code: `using System; using Azure.Core; namespace Orleans.Hosting { public interface ISiloBuilder { } public class SiloBuilder : ISiloBuilder { } public abstract class CosmosOptions { public void ConfigureCosmosClient(string connectionString) { } public void ConfigureCosmosClient(string accountEndpoint, TokenCredential tokenCredential) { } public void ConfigureCosmosClient(string accountEndpoint, string authKeyOrResourceToken) { } } public class CosmosClusteringOptions : CosmosOptions { } public static class HostingExtensions { public static ISiloBuilder UseCosmosClustering(this ISiloBuilder builder, Action<CosmosClusteringOptions> configureOptions) => builder; } }`,
  },
  {
    // microsoft/botbuilder-dotnet, CosmosDbPartitionedStorageOptions (#6614)
    id: "Microsoft.Bot.Builder.Azure",
    version: "4.22.0",
    needs: { "Azure.Core": "1.44.1" },
    code: `using Azure.Core; namespace Microsoft.Bot.Builder.Azure { public class CosmosDbPartitionedStorageOptions { public string? CosmosDbEndpoint { get; set; } public string? AuthKey { get; set; } public TokenCredential? TokenCredential { get; set; } public string? DatabaseId { get; set; } public string? ContainerId { get; set; } } public class CosmosDbPartitionedStorage { public CosmosDbPartitionedStorage(CosmosDbPartitionedStorageOptions options) { } } }`,
  },
  {
    // dotnet/aspire, AspireMicrosoftAzureCosmosExtensions
    id: "Aspire.Microsoft.Azure.Cosmos",
    version: "9.3.0",
    needs: { "Microsoft.Extensions.Hosting.Abstractions": "9.0.0" },
    code: `namespace Microsoft.Extensions.Hosting { public static class AspireMicrosoftAzureCosmosExtensions { public static void AddAzureCosmosClient(this IHostApplicationBuilder builder, string connectionName) { } } }`,
  },
  {
    // Azure/azure-functions-dotnet-worker, extensions/Worker.Extensions.CosmosDB
    id: "Microsoft.Azure.Functions.Worker.Extensions.CosmosDB",
    version: "4.9.0",
    needs: {},
    code: `using System; namespace Microsoft.Azure.Functions.Worker { [AttributeUsage(AttributeTargets.Parameter)] public sealed class CosmosDBTriggerAttribute : Attribute { public CosmosDBTriggerAttribute(string databaseName, string containerName) { } public string? Connection { get; set; } public string? LeaseContainerName { get; set; } } [AttributeUsage(AttributeTargets.Parameter)] public sealed class CosmosDBInputAttribute : Attribute { public CosmosDBInputAttribute(string databaseName, string containerName) { } public string? Connection { get; set; } public string? Id { get; set; } } }`,
  },
  {
    // Azure/azure-webjobs-sdk-extensions, src/WebJobs.Extensions.CosmosDB
    id: "Microsoft.Azure.WebJobs.Extensions.CosmosDB",
    version: "4.8.0",
    needs: {},
    code: `using System; namespace Microsoft.Azure.WebJobs { [AttributeUsage(AttributeTargets.Parameter)] public sealed class CosmosDBTriggerAttribute : Attribute { public CosmosDBTriggerAttribute(string databaseName, string containerName) { } public string? Connection { get; set; } public string? LeaseContainerName { get; set; } } [AttributeUsage(AttributeTargets.Parameter)] public sealed class CosmosDBAttribute : Attribute { public CosmosDBAttribute(string databaseName, string containerName) { } public string? Connection { get; set; } } }`,
  },
];

/** Where the packages of these samples are kept, apart from the machine's own: stubs must never stand in for real ones. */
export const packages = join(tmpdir(), "keyless-sdk-packages");

/** Packs the stubs once for each state of this file, and says in which folder they are; undefined where it failed. */
export function stubs() {
  const state = createHash("sha256").update(JSON.stringify(STUBS)).digest("hex").slice(0, 12);
  const feed = join(tmpdir(), `keyless-sdk-stubs-${state}`);
  if (existsSync(feed)) return feed;
  const work = `${feed}-work-${process.pid}`;
  const write = (path, text) => {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  };
  for (const { id, version, needs, code } of STUBS) {
    rmSync(join(packages, id.toLowerCase()), { recursive: true, force: true });
    const references = Object.entries(needs).map(
      ([name, least]) => `<PackageReference Include="${name}" Version="${least}" />`,
    );
    write(`${id}/Stub.cs`, code);
    write(
      `${id}/${id}.csproj`,
      `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><PackageId>${id}</PackageId><Version>${version}</Version><AssemblyName>${id}</AssemblyName><NuGetAudit>false</NuGetAudit><GeneratePackageOnBuild>false</GeneratePackageOnBuild></PropertyGroup><ItemGroup>${references.join("")}</ItemGroup></Project>`,
    );
  }
  const projects = STUBS.map(({ id }) => `<Project Path="${id}/${id}.csproj" />`);
  write("Stubs.slnx", `<Solution>${projects.join("")}</Solution>`);
  const { status, stdout } = spawnSync("dotnet", ["pack", "Stubs.slnx", "-o", "feed", "--nologo", "-v", "q"], {
    cwd: work,
    encoding: "utf8",
    env: { ...process.env, NUGET_PACKAGES: packages, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
  });
  if (status === 0) renameSync(join(work, "feed"), feed);
  else console.log(stdout.slice(-2000));
  rmSync(work, { recursive: true, force: true });
  return status === 0 ? feed : undefined;
}
