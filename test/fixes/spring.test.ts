import { describe, expect, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft, fixAll } from "./fixture";

describe("Spring and properties", () => {
  test("a default in Kotlin's @Value goes with what it fills", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 class A(
     @Value("\\\${shop.cosmos.uri}") private val uri: String,
-    @Value("\\\${shop.cosmos.key:«KEY»}") private val key: String,
 ) {
-    fun client(): CosmosClient = CosmosClientBuilder().endpoint(uri).key(key).buildClient()
+    fun client(): CosmosClient = CosmosClientBuilder().endpoint(uri).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("a default in Kotlin's @Value goes alone", async () => {
    await expectChange(
      {
        "A.kt": `
 package shop

 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder

 class A(
     @Value("\\\${shop.cosmos.uri}") private val uri: String,
-    @Value("\\\${shop.cosmos.key:«KEY»}") private val key: String,
+    @Value("\\\${shop.cosmos.key}") private val key: String,
 ) {
     fun client(): CosmosClient = CosmosClientBuilder().endpoint(uri).key(key).buildClient()
 }
`,
      },
      "environment",
    );
  });

  test("properties that code loads itself are read from the environment by the code", async () => {
    await expectChange(
      {
        "config.properties": `
 cosmos.endpoint=${ENDPOINT}
-cosmos.key=«KEY»
`,
        "A.java": `
 import com.azure.cosmos.*;
 class A {
-  CosmosClient c() { Properties p = new Properties(); p.load(in); return new CosmosClientBuilder().endpoint(p.getProperty("cosmos.endpoint")).key(p.getProperty("cosmos.key")).buildClient(); }
+  CosmosClient c() { Properties p = new Properties(); p.load(in); return new CosmosClientBuilder().endpoint(p.getProperty("cosmos.endpoint")).key(System.getenv("COSMOS_KEY")).buildClient(); }
 }
`,
      },
      "environment",
    );
  });

  test("properties that nothing reads is left", async () => {
    await expectLeft(
      {
        "config.properties": `cosmos.endpoint=${ENDPOINT}
cosmos.key=«KEY»
`,
      },
      /Nothing was found that reads this settin/,
      "environment",
    );
  });

  test("a vault's property source and starter in YAML and Gradle", async () => {
    await expectChange(
      {
        "src/main/resources/application.yml": `
 spring:
   application:
     name: x
   cloud:
     azure:
+      keyvault:
+        secret:
+          property-sources:
+            - endpoint: https://contoso-vault.vault.azure.net
       cosmos:
         endpoint: ${ENDPOINT}
-        key: «KEY»
+        key: \${spring-cloud-azure-cosmos-key}
`,
        "build.gradle": `
 dependencies {
     implementation platform("com.azure.spring:spring-cloud-azure-dependencies:5.20.0")
     implementation 'com.azure.spring:spring-cloud-azure-starter-data-cosmos'
+    implementation 'com.azure.spring:spring-cloud-azure-starter-keyvault-secrets'
 }
`,
      },
      "key-vault",
    );
  });

  test("a vault with a starter before 4 is left", async () => {
    await expectLeft(
      {
        "src/main/resources/application.yml": `azure:
  cosmos:
    uri: ${ENDPOINT}
    key: «KEY»
`,
        "build.gradle": `dependencies {
    implementation 'com.azure.spring:azure-spring-boot-starter-cosmos:3.10.0'
}
`,
      },
      /Spring reads a vault by Spring Cloud Azu/,
      "key-vault",
    );
  });

  test("a placeholder's default, and the variable that it stood in for", async () => {
    await expectFixed(
      {
        "src/main/resources/application.yml": `shop:
  cosmos:
    uri: ${ENDPOINT}
    key: \${COSMOS_KEY:«KEY»}
`,
        "A.java": `import com.azure.cosmos.*;
class A {
  @Value("\${shop.cosmos.uri}") String uri;
  @Value("\${shop.cosmos.key}") String key;
  CosmosClient c() { return new CosmosClientBuilder().endpoint(uri).key(key).buildClient(); }
}
`,
        ".env": `COSMOS_KEY=
`,
      },
      {
        "src/main/resources/application.yml": `shop:
  cosmos:
    uri: ${ENDPOINT}
`,
        ".env": ``,
        "A.java": `import com.azure.cosmos.*;
import com.azure.identity.DefaultAzureCredentialBuilder;
class A {
  @Value("\${shop.cosmos.uri}") String uri;
  CosmosClient c() { return new CosmosClientBuilder().endpoint(uri).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
}
`,
      },
    );
  });

  test("three keys get three variables", async () => {
    await expectFixed(
      {
        "src/main/resources/application.properties": `orders.cosmos.key=«KEY»
users.cosmos.key=«KEY»
users.cosmos.secondary-key=«KEY»
`,
      },
      {
        "src/main/resources/application.properties": `orders.cosmos.key=\${ORDERS_COSMOS_KEY}
users.cosmos.key=\${COSMOS_KEY}
users.cosmos.secondary-key=\${COSMOS_SECONDARY_KEY}
`,
      },
      "environment",
    );
  });
});

describe("Spring's metadata", () => {
  test("what an editor is told of a property goes with it", async () => {
    const metadata = (own: string): string =>
      `{\n  "properties": [\n    {\n      "name": "shop.name",\n      "type": "java.lang.String"\n    }${own}\n  ]\n}\n`;
    const code = (field: string, credential: string): string =>
      `package shop;
import com.azure.cosmos.*;
${field === "" ? "import com.azure.identity.DefaultAzureCredentialBuilder;\n" : ""}class Db {
  @Value("\${shop.cosmos.uri}")
  String uri;
${field}  CosmosClient open() { return new CosmosClientBuilder().endpoint(uri).${credential}.buildClient(); }
}
`;
    const path = "src/main/resources/META-INF/additional-spring-configuration-metadata.json";
    const properties = `shop.cosmos.uri=${ENDPOINT}\n`;
    await expectFixed(
      {
        "src/main/resources/application.properties": `${properties}shop.cosmos.key=«KEY»\n`,
        [path]: metadata(`,\n    {\n      "name": "shop.cosmos.key",\n      "type": "java.lang.String"\n    }`),
        "src/main/java/shop/Db.java": code('  @Value("${shop.cosmos.key}")\n  String key;\n', "key(key)"),
      },
      {
        "src/main/resources/application.properties": properties,
        [path]: metadata(""),
        "src/main/java/shop/Db.java": code("", "credential(new DefaultAzureCredentialBuilder().build())"),
      },
    );
  });
});

describe("Spring's variables", () => {
  test("what filled the property in is named, or was read by others", async () => {
    const code = (field: string, credential: string): string => `package shop;
import com.azure.cosmos.*;
${field === "" ? "import com.azure.identity.DefaultAzureCredentialBuilder;\n" : ""}class Db {
${field}  CosmosClient open(String uri) { return new CosmosClientBuilder().endpoint(uri).${credential}.buildClient(); }
}
`;
    const files = {
      "src/main/resources/application.properties": `shop.cosmos.key=«KEY»\n`,
      "src/main/resources/application-prod.properties": "shop.cosmos.key=${COSMOS_PRIMARY_KEY}\n",
      "src/main/java/shop/Db.java": code('  @Value("${shop.cosmos.key}")\n  String key;\n', "key(key)"),
      "charts/templates/secret.yaml": `kind: Secret\nstringData:\n  COSMOS_PRIMARY_KEY: {{ .Values.secret.COSMOS_PRIMARY_KEY }}\n`,
      ".github/workflows/deploy.yml": `jobs:\n  deploy:\n    steps:\n      - run: helm upgrade shop charts --set secret.COSMOS_PRIMARY_KEY=\${{ secrets.DB }}\n`,
      "k8s.yaml": `kind: Deployment\nspec:\n  containers:\n    - env:\n        - name: SHOP_COSMOS_KEY\n          value: x\n`,
    };
    const { plan, after } = await fixAll(files);
    expect(plan.left).toEqual([]);
    expect(after["src/main/resources/application-prod.properties"]).toBe("");
    const said = JSON.stringify(plan.done);
    expect(said).toContain("secret.yaml:3 still sets COSMOS_PRIMARY_KEY");
    expect(said).toContain("deploy.yml:4 still sets COSMOS_PRIMARY_KEY");
    expect(said).toContain("k8s.yaml:5 still sets SHOP_COSMOS_KEY");
  });
});

test("a file that begins with an empty line", async () => {
  const field = '  @Value("${shop.cosmos.key}") String key;\n';
  const code = (own: string, credential: string, lead: string): string =>
    `package shop;\nimport com.azure.cosmos.*;\n${lead}class Db {\n${own}  CosmosClient open(String uri) { return new CosmosClientBuilder().endpoint(uri).${credential}.buildClient(); }\n}\n`;
  await expectFixed(
    {
      "src/main/resources/application.properties": "\nshop.cosmos.key=«KEY»\nshop.name=shop",
      "src/main/java/Db.java": code(field, "key(key)", ""),
    },
    {
      "src/main/resources/application.properties": "\nshop.name=shop",
      "src/main/java/Db.java": code(
        "",
        "credential(new DefaultAzureCredentialBuilder().build())",
        "import com.azure.identity.DefaultAzureCredentialBuilder;\n",
      ),
    },
  );
});
