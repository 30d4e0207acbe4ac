import { ENDPOINT } from "./fixture";

/** Files that many programs of .NET have alike. A change is a difference, as `expectChange` takes it. */

/** Settings with a key, as they stand where a fix leaves them. */
export const SETTINGS = `{
  "Cosmos": {
    "Endpoint": "${ENDPOINT}",
    "Key": "«KEY»"
  }
}
`;

/** The same, out of which the key goes. */
export const SETTINGS_CHANGE = `
 {
   "Cosmos": {
-    "Endpoint": "${ENDPOINT}",
-    "Key": "«KEY»"
+    "Endpoint": "${ENDPOINT}"
   }
 }
`;

/** The class that a section fills. */
export const OPTIONS = `public class CosmosOptions
{
    public string Endpoint { get; set; } = "";
    public string Key { get; set; } = "";
}
`;

/** The same, out of which the key goes. */
export const OPTIONS_CHANGE = `
 public class CosmosOptions
 {
     public string Endpoint { get; set; } = "";
-    public string Key { get; set; } = "";
 }
`;

/** Settings with a connection string. */
export const CONNECTION_SETTINGS = `{
  "Cosmos": {
    "ConnectionString": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;",
    "Database": "d"
  }
}
`;

/** The same, in which the endpoint stays. */
export const CONNECTION_SETTINGS_CHANGE = `
 {
   "Cosmos": {
-    "ConnectionString": "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;",
+    "ConnectionString": "${ENDPOINT}",
     "Database": "d"
   }
 }
`;

/** A web project with packages, each as "name version" or its name alone. */
export const project = (...packages: readonly string[]): string => projectOf(packages, "");

/** The same as a difference: "+" before a package that comes. */
export const projectChange = (...packages: readonly string[]): string => `\n${projectOf(packages, " ")}`;

function projectOf(packages: readonly string[], mark: "" | " "): string {
  const references = packages.map((one) => {
    const [, sign = "", name = "", version] = /^([+-]?)(\S+)(?: (\S+))?$/.exec(one) ?? [];
    return `${sign || mark}    <PackageReference Include="${name}"${version === undefined ? "" : ` Version="${version}"`} />\n`;
  });
  return `${mark}<Project Sdk="Microsoft.NET.Sdk.Web">
${mark}  <PropertyGroup>
${mark}    <ImplicitUsings>enable</ImplicitUsings>
${mark}  </PropertyGroup>
${mark}  <ItemGroup>
${references.join("")}${mark}  </ItemGroup>
${mark}</Project>
`;
}
