import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed } from "./fixture";

describe("HOCON", () => {
  test("the key goes, and code that reads it", async () => {
    await expectChange({
      "application.conf": `
 # settings
 azure {
   cosmos {
     endpoint = "${ENDPOINT}" // e
-    key = "«KEY»"
   }
 }
 port = 80
`,
      "A.java": `
 import com.azure.cosmos.*;
-class A { CosmosClient c(Config config) { return new CosmosClientBuilder().endpoint(config.getString("azure.cosmos.endpoint")).key(config.getString("azure.cosmos.key")).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c(Config config) { return new CosmosClientBuilder().endpoint(config.getString("azure.cosmos.endpoint")).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
    });
  });

  test("the key becomes a substitution", async () => {
    await expectChange(
      {
        "application.conf": `
 # settings
 azure {
   cosmos {
     endpoint = "${ENDPOINT}" // e
-    key = "«KEY»"
+    key = \${COSMOS_KEY}
   }
 }
 port = 80
`,
      },
      "environment",
    );
  });

  test("a key and its override go", async () => {
    await expectChange({
      "application.conf": `
 azure.cosmos.endpoint = "${ENDPOINT}"
-azure.cosmos.key = "«KEY»"
-azure.cosmos.key = \${?COSMOS_KEY}
`,
      "A.java": `
 import com.azure.cosmos.*;
-class A { CosmosClient c(Config config) { return new CosmosClientBuilder().endpoint(config.getString("azure.cosmos.endpoint")).key(config.getString("azure.cosmos.key")).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c(Config config) { return new CosmosClientBuilder().endpoint(config.getString("azure.cosmos.endpoint")).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
    });
  });

  test("an override is enough", async () => {
    await expectChange(
      {
        "application.conf": `
 azure.cosmos.endpoint = "${ENDPOINT}"
-azure.cosmos.key = "«KEY»"
 azure.cosmos.key = \${?COSMOS_KEY}
`,
        "A.java": `
 import com.azure.cosmos.*;
 class A { CosmosClient c(Config config) { return new CosmosClientBuilder().endpoint(config.getString("azure.cosmos.endpoint")).key(config.getString("azure.cosmos.key")).buildClient(); } }
`,
      },
      "environment",
    );
  });

  test("two keys get two variables", async () => {
    await expectFixed(
      {
        "application.conf": `azure { cosmos { key: "«KEY»", secondary-key: "«KEY»", name: x } }
`,
      },
      {
        "application.conf": `azure { cosmos { key: \${AZURE_COSMOS_KEY}, secondary-key: \${COSMOS_KEY}, name: x } }
`,
      },
      "environment",
    );
  });
});
