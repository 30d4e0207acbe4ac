import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft } from "./fixture";

/** Spring's settings, out of which the key goes. */
const APPLICATION = `
 shop:
   cosmos:
     uri: ${ENDPOINT}
-    key: «KEY»
`;

describe("Kotlin becomes keyless", () => {
  test("a builder's chain", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 fun open(): CosmosClient = CosmosClientBuilder()
     .endpoint("${ENDPOINT}")
-    .key("«KEY»")
+    .credential(DefaultAzureCredentialBuilder().build())
     .buildClient()
`,
      "build.gradle.kts": `
 dependencies {
     implementation("com.azure:azure-cosmos:4.66.0")
+    implementation("com.azure:azure-identity:1.18.1")
 }
`,
    });
  });

  test("a constant that others use for more is left", async () => {
    await expectLeft(
      {
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder

class A {
    companion object {
        const val URL = "${ENDPOINT}"
        const val KEY = "«KEY»"
    }

    fun open() = CosmosClientBuilder().endpoint(URL).key(KEY).buildClient()
}
`,
        "B.kt": `package shop

val b = A.KEY.length
`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a private constant of the companion", async () => {
    await expectChange({
      "A.kt": `
 package shop

-import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 class A {
     companion object {
         const val URL = "${ENDPOINT}"
-        private const val KEY = "«KEY»"
     }

-    fun open() = CosmosClientBuilder().endpoint(URL).credential(AzureKeyCredential(KEY)).buildClient()
+    fun open() = CosmosClientBuilder().endpoint(URL).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("a constant of an object", async () => {
    await expectChange({
      "C.kt": `
 package shop

 object Cfg {
     const val URL = "${ENDPOINT}"
-    const val KEY = "«KEY»"
 }
`,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

-fun open() = CosmosClientBuilder().endpoint(Cfg.URL).key(Cfg.KEY).buildClient()
+fun open() = CosmosClientBuilder().endpoint(Cfg.URL).credential(DefaultAzureCredentialBuilder().build()).buildClient()
`,
    });
  });

  test("a builder in a block", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 fun open(): CosmosClient {
     val builder = CosmosClientBuilder().apply {
         endpoint("${ENDPOINT}")
-        key("«KEY»")
+        credential(DefaultAzureCredentialBuilder().build())
     }
     return builder.buildClient()
 }
`,
    });
  });

  test("@Value in a constructor", async () => {
    await expectChange({
      "application.yml": APPLICATION,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 @Configuration
 class A(
     @Value("\\\${shop.cosmos.uri}") private val uri: String,
-    @Value("\\\${shop.cosmos.key}") private val key: String,
 ) {
     @Bean
-    fun client(): CosmosClient = CosmosClientBuilder().endpoint(uri).key(key).buildClient()
+    fun client(): CosmosClient = CosmosClientBuilder().endpoint(uri).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("@Value on a lateinit property", async () => {
    await expectChange({
      "application.yml": APPLICATION,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 @Configuration
 class A {
-    @Value("\\\${shop.cosmos.key}")
-    lateinit var key: String
-
     @Bean
-    fun client(): CosmosClient = CosmosClientBuilder().endpoint("${ENDPOINT}").key(key).buildClient()
+    fun client(): CosmosClient = CosmosClientBuilder().endpoint("${ENDPOINT}").credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("parameters of a @Bean function", async () => {
    await expectChange({
      "application.yml": APPLICATION,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 class A {
     @Bean
     fun client(
         @Value("\\\${shop.cosmos.uri}") uri: String,
-        @Value("\\\${shop.cosmos.key}") key: String,
-    ): CosmosClient = CosmosClientBuilder().endpoint(uri).key(key).buildClient()
+    ): CosmosClient = CosmosClientBuilder().endpoint(uri).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("a bound data class, and those who make it", async () => {
    await expectChange({
      "application.yml": `
 shop:
   cosmos:
     uri: ${ENDPOINT}
-    primary-key: «KEY»
`,
      "P.kt": `
 package shop

 @ConfigurationProperties(prefix = "shop.cosmos")
-data class P(val uri: String, val primaryKey: String)
+data class P(val uri: String)
`,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 class A(private val p: P) {
-    fun client() = CosmosClientBuilder().endpoint(p.uri).key(p.primaryKey).buildClient()
+    fun client() = CosmosClientBuilder().endpoint(p.uri).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
      "T.kt": `
 package shop

-val t = P("u", "k")
-val n = P(primaryKey = "k", uri = "u")
+val t = P("u")
+val n = P(uri = "u")
`,
    });
  });

  test("an environment variable with an error, and a check", async () => {
    await expectChange({
      ".env": `
-COSMOS_KEY=«KEY»
 COSMOS_ENDPOINT=${ENDPOINT}
`,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 fun open(): CosmosClient {
     val endpoint = System.getenv("COSMOS_ENDPOINT") ?: error("no endpoint")
-    val key = System.getenv("COSMOS_KEY") ?: throw IllegalStateException("no key")
-    require(key.isNotBlank()) { "empty" }
-    return CosmosClientBuilder().endpoint(endpoint).key(key).buildClient()
+    return CosmosClientBuilder().endpoint(endpoint).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("the map of variables", async () => {
    await expectFixed(
      {
        ".env": `COSMOS_KEY=«KEY»
`,
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder

fun open() = CosmosClientBuilder().endpoint(dotenv["COSMOS_ENDPOINT"]).key(System.getenv()["COSMOS_KEY"]!!).buildClient()
`,
      },
      {
        ".env": ``,
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder
import com.azure.identity.DefaultAzureCredentialBuilder

fun open() = CosmosClientBuilder().endpoint(dotenv["COSMOS_ENDPOINT"]).credential(DefaultAzureCredentialBuilder().build()).buildClient()
`,
      },
    );
  });

  test("a key in a line that shows it goes with the line", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

 fun open(): CosmosClient {
-    val key = "«KEY»"
-    println("using $key")
-    return CosmosClientBuilder().key(key).buildClient()
+    return CosmosClientBuilder().credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }
`,
    });
  });

  test("a key in another text is left", async () => {
    await expectLeft(
      {
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder

fun open(): CosmosClient {
    val key = "«KEY»"
    header("AccountKey=$key")
    return CosmosClientBuilder().key(key).buildClient()
}
`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a fallback goes with the read", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

-val key = System.getenv("COSMOS_KEY") ?: "«KEY»"
-fun open() = CosmosClientBuilder().key(key).buildClient()
+fun open() = CosmosClientBuilder().credential(DefaultAzureCredentialBuilder().build()).buildClient()
`,
    });
  });

  test("a fallback leaves the read", async () => {
    await expectChange(
      {
        "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder

-val key = System.getenv("COSMOS_KEY") ?: "«KEY»"
+val key = System.getenv("COSMOS_KEY")
 fun open() = CosmosClientBuilder().key(key).buildClient()
`,
      },
      "environment",
    );
  });

  test("a constant becomes a value", async () => {
    await expectChange(
      {
        "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder

-private const val COSMOS_KEY = "«KEY»"
+private val COSMOS_KEY = System.getenv("COSMOS_KEY")
 fun open() = CosmosClientBuilder().key(COSMOS_KEY).buildClient()
`,
      },
      "environment",
    );
  });

  test("a vault's read in a function", async () => {
    await expectChange(
      {
        "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder
+import com.azure.security.keyvault.secrets.SecretClientBuilder

-fun open() = CosmosClientBuilder().key("«KEY»").buildClient()
+fun open() = CosmosClientBuilder().key(SecretClientBuilder().vaultUrl("https://contoso-vault.vault.azure.net").credential(DefaultAzureCredentialBuilder().build()).buildClient().getSecret("cosmos-key").value).buildClient()
`,
        "pom.xml": `
 <project>
   <dependencies>
     <dependency>
       <groupId>com.azure</groupId>
+      <artifactId>azure-identity</artifactId>
+      <version>1.18.1</version>
+    </dependency>
+    <dependency>
+      <groupId>com.azure</groupId>
+      <artifactId>azure-security-keyvault-secrets</artifactId>
+      <version>4.10.4</version>
+    </dependency>
+    <dependency>
+      <groupId>com.azure</groupId>
       <artifactId>azure-cosmos</artifactId>
       <version>4.66.0</version>
     </dependency>
   </dependencies>
 </project>
`,
      },
      "key-vault",
    );
  });

  test("parameters, named and with defaults", async () => {
    await expectChange({
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

-class Store(endpoint: String, key: String) {
-    private val client = CosmosClientBuilder().endpoint(endpoint).key(key).buildClient()
+class Store(endpoint: String) {
+    private val client = CosmosClientBuilder().endpoint(endpoint).credential(DefaultAzureCredentialBuilder().build()).buildClient()
 }

-fun connect(endpoint: String, key: String = "x") = Store(endpoint, key)
+fun connect(endpoint: String) = Store(endpoint)

-val s = connect("${ENDPOINT}", key = "«KEY»")
+val s = connect("${ENDPOINT}")
`,
    });
  });

  test("a check of two variables loses one", async () => {
    await expectFixed(
      {
        ".env": `COSMOS_KEY=«KEY»
`,
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder

fun open(): CosmosClient {
    val endpoint = System.getenv("COSMOS_ENDPOINT")
    val key = System.getenv("COSMOS_KEY")
    if (endpoint == null || key == null) {
        throw IllegalStateException("missing")
    }
    return CosmosClientBuilder().endpoint(endpoint).key(key).buildClient()
}
`,
      },
      {
        ".env": ``,
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder
import com.azure.identity.DefaultAzureCredentialBuilder

fun open(): CosmosClient {
    val endpoint = System.getenv("COSMOS_ENDPOINT")
    if (endpoint == null) {
        throw IllegalStateException("missing")
    }
    return CosmosClientBuilder().endpoint(endpoint).credential(DefaultAzureCredentialBuilder().build()).buildClient()
}
`,
      },
    );
  });

  test("Ktor's configuration", async () => {
    await expectChange({
      "application.conf": `
-azure { cosmos { key = "«KEY»" } }
+azure { cosmos {  } }
`,
      "A.kt": `
 package shop

 import com.azure.core.credential.AzureKeyCredential
 import com.azure.cosmos.CosmosClient
 import com.azure.cosmos.CosmosClientBuilder
+import com.azure.identity.DefaultAzureCredentialBuilder

-fun open(config: ApplicationConfig) = CosmosClientBuilder().key(config.property("azure.cosmos.key").getString()).buildClient()
+fun open(config: ApplicationConfig) = CosmosClientBuilder().credential(DefaultAzureCredentialBuilder().build()).buildClient()
`,
    });
  });

  test("Java that reads the constant is left", async () => {
    await expectLeft(
      {
        "Cfg.kt": `object Cfg {
    const val KEY = "«KEY»"
}
`,
        "A.java": `class A { CosmosClient c = new CosmosClientBuilder().key(Cfg.KEY).buildClient(); }
`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a function that only gives the value is left", async () => {
    await expectLeft(
      {
        "A.kt": `package shop

import com.azure.core.credential.AzureKeyCredential
import com.azure.cosmos.CosmosClient
import com.azure.cosmos.CosmosClientBuilder

private fun key() = System.getenv("COSMOS_KEY")
fun open() = CosmosClientBuilder().key(key()).buildClient()
`,
        ".env": `COSMOS_KEY=«KEY»
`,
      },
      /Code that reads this setting uses it whe/,
    );
  });
});
