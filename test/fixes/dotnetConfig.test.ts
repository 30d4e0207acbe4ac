import { describe, test } from "vitest";
import { ENDPOINT, expectChange } from "./fixture";

describe("web.config", () => {
  test("an entry of appSettings is filled from the vault by a configuration builder", async () => {
    await expectChange(
      {
        "web.config": `
 <?xml version="1.0"?>
 <configuration>
   <configSections>
+    <section name="configBuilders" type="System.Configuration.ConfigurationBuildersSection, System.Configuration, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" restartOnExternalChanges="false" requirePermission="false" />
     <section name="x" type="y" />
   </configSections>
-  <appSettings>
+  <configBuilders>
+    <builders>
+      <add name="KeyVault" vaultName="contoso-vault" type="Microsoft.Configuration.ConfigurationBuilders.AzureKeyVaultConfigBuilder, Microsoft.Configuration.ConfigurationBuilders.Azure" />
+    </builders>
+  </configBuilders>
+  <appSettings configBuilders="KeyVault">
     <add key="Cosmos:Endpoint" value="${ENDPOINT}" />
-    <add key="Cosmos:Key" value="«KEY»" />
+    <add key="Cosmos:Key" value="from Key Vault" />
   </appSettings>
 </configuration>
`,
      },
      "key-vault",
    );
  });
});
