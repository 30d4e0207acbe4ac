import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft } from "./fixture";

/** Spring's settings, out of which the key goes. */
const APPLICATION = `
 shop:
   cosmos:
     uri: ${ENDPOINT}
-    key: «KEY»
`;

describe("Java: a key is followed through the members of classes", () => {
  test("a builder in pieces", async () => {
    await expectChange({
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A { CosmosClient open() { CosmosClientBuilder b = new CosmosClientBuilder(); b.endpoint("${ENDPOINT}"); b.key("«KEY»"); return b.buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient open() { CosmosClientBuilder b = new CosmosClientBuilder(); b.endpoint("${ENDPOINT}"); b.credential(new DefaultAzureCredentialBuilder().build()); return b.buildClient(); } }
`,
    });
  });

  test("a key credential as a constructor's parameter and field", async () => {
    await expectChange({
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
-import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
-  private final AzureKeyCredential cred;
-  A(String e, AzureKeyCredential cred) { this.e = e; this.cred = cred; }
-  CosmosClient open() { return new CosmosClientBuilder().endpoint(e).credential(this.cred).buildClient(); }
+  A(String e) { this.e = e;  }
+  CosmosClient open() { return new CosmosClientBuilder().endpoint(e).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
      "M.java": `
 package shop;
-import com.azure.core.credential.AzureKeyCredential;
-class M { void m() { new A("${ENDPOINT}", new AzureKeyCredential("«KEY»")); } }
+class M { void m() { new A("${ENDPOINT}"); } }
`,
      "T.java": `
 package shop;
-class T { void m() { A a = new A("x", null); } }
+class T { void m() { A a = new A("x"); } }
`,
    });
  });

  test("a static getter", async () => {
    await expectChange({
      "S.java": `
 package shop;
 public class S {
-  private static final String KEY = "«KEY»";
-  public static String getKey() {
-    return KEY;
-  }
 }
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A { CosmosClient c = new CosmosClientBuilder().key(S.getKey()).buildClient(); }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c = new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
`,
    });
  });

  test("a statically imported constant", async () => {
    await expectChange({
      "S.java": `
 package shop;
 public class S {
   public static final String URL = "${ENDPOINT}";
-  public static final String KEY = "«KEY»";
 }
`,
      "A.java": `
 package shop;
-import static shop.S.KEY;
 import static shop.S.URL;
 import com.azure.cosmos.*;
-class A { CosmosClient c = new CosmosClientBuilder().endpoint(URL).key(KEY).buildClient(); }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c = new CosmosClientBuilder().endpoint(URL).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
`,
    });
  });

  test("an inherited field", async () => {
    await expectChange({
      "B.java": `
 package shop;
 abstract class B {
-  protected String key = "«KEY»";
 }
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A extends B { CosmosClient c() { return new CosmosClientBuilder().key(key).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A extends B { CosmosClient c() { return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
    });
  });

  test("the settings class of Spring Data's sample, with the switch to the secondary key", async () => {
    await expectChange({
      "application.properties": `
 azure.cosmos.uri=${ENDPOINT}
-azure.cosmos.key=«KEY»
-azure.cosmos.secondaryKey=«KEY»
`,
      "P.java": `
 package shop;
 import org.springframework.boot.context.properties.ConfigurationProperties;
 @ConfigurationProperties(prefix = "azure.cosmos")
 public class P {
     private String uri;

-    private String key;
-
-    private String secondaryKey;
-
     public String getUri() {
         return uri;
     }

     public void setUri(String uri) {
         this.uri = uri;
     }

-    public String getKey() {
-        return key;
-    }
-
-    public void setKey(String key) {
-        this.key = key;
-    }
-
-    public String getSecondaryKey() {
-        return secondaryKey;
-    }
-
-    public void setSecondaryKey(String secondaryKey) {
-        this.secondaryKey = secondaryKey;
-    }
 }
`,
      "C.java": `
 package shop;
 import com.azure.cosmos.*;
-import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class C extends AbstractCosmosConfiguration {
     @Autowired
     private P properties;

-    private AzureKeyCredential azureKeyCredential;
-
     @Bean
     public CosmosClientBuilder builder() {
-        this.azureKeyCredential = new AzureKeyCredential(properties.getKey());
         return new CosmosClientBuilder()
             .endpoint(properties.getUri())
-            .credential(azureKeyCredential);
+            .credential(new DefaultAzureCredentialBuilder().build());
     }

-    public void switchToSecondaryKey() {
-        this.azureKeyCredential.update(properties.getSecondaryKey());
-    }
 }
`,
    });
  });

  test("constructor parameters with @Value, and a test that makes the class", async () => {
    await expectChange({
      "application.yml": APPLICATION,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
   private final String uri;
-  private final String key;
-  A(@Value("\${shop.cosmos.uri}") String uri, @Value("\${shop.cosmos.key}") String key) {
+  A(@Value("\${shop.cosmos.uri}") String uri) {
     this.uri = uri;
-    this.key = Objects.requireNonNull(key);
   }
-  CosmosClient c() { return new CosmosClientBuilder().endpoint(uri).key(key).buildClient(); }
+  CosmosClient c() { return new CosmosClientBuilder().endpoint(uri).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
      "AT.java": `
 package shop;
-class AT { A a = new A("u", "k"); }
+class AT { A a = new A("u"); }
`,
    });
  });

  test("parameters of a @Bean method", async () => {
    await expectChange({
      "application.yml": APPLICATION,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
   @Bean
-  CosmosClient c(@Value("\${shop.cosmos.uri}") String uri,
-                 @Value("\${shop.cosmos.key}") String key) {
-    return new CosmosClientBuilder().endpoint(uri).key(key).buildClient();
+  CosmosClient c(@Value("\${shop.cosmos.uri}") String uri) {
+    return new CosmosClientBuilder().endpoint(uri).credential(new DefaultAzureCredentialBuilder().build()).buildClient();
   }
 }
`,
    });
  });

  test("a nested class of bound properties", async () => {
    await expectChange({
      "application.yml": `
 shop:
   cosmos:
     uri: ${ENDPOINT}
-    primary-key: «KEY»
`,
      "P.java": `
 package shop;
 @ConfigurationProperties("shop")
 public class P {
   private final Cosmos cosmos = new Cosmos();
   public Cosmos getCosmos() { return cosmos; }
   public static class Cosmos {
     private String uri;
-    private String primaryKey;
     public String getUri() { return uri; }
     public void setUri(String u) { uri = u; }
-    public String getPrimaryKey() { return primaryKey; }
-    public void setPrimaryKey(String primaryKey) { this.primaryKey = primaryKey; }
   }
 }
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A { CosmosClient c(P p) { return new CosmosClientBuilder().endpoint(p.getCosmos().getUri()).key(p.getCosmos().getPrimaryKey()).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c(P p) { return new CosmosClientBuilder().endpoint(p.getCosmos().getUri()).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
    });
  });

  test("@ConfigProperty", async () => {
    await expectChange({
      "application.properties": `
 cosmos.endpoint=${ENDPOINT}
-cosmos.key=«KEY»
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
   @ConfigProperty(name = "cosmos.endpoint")
   String endpoint;
-  @ConfigProperty(name = "cosmos.key")
-  String key;
-  CosmosClient c() { return new CosmosClientBuilder().endpoint(endpoint).key(key).buildClient(); }
+  CosmosClient c() { return new CosmosClientBuilder().endpoint(endpoint).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
    });
  });

  test("Spring's Environment", async () => {
    await expectChange({
      "application.properties": `
 cosmos.endpoint=${ENDPOINT}
-cosmos.key=«KEY»
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
   @Autowired Environment env;
-  CosmosClient c() { return new CosmosClientBuilder().endpoint(env.getProperty("cosmos.endpoint")).key(env.getRequiredProperty("cosmos.key")).buildClient(); }
+  CosmosClient c() { return new CosmosClientBuilder().endpoint(env.getProperty("cosmos.endpoint")).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
    });
  });

  test("the variable's name in a constant, read by a helper", async () => {
    await expectFixed(
      {
        ".env": `COSMOS_KEY=«KEY»
`,
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
class A {
  private static final String KEY_NAME = "COSMOS_KEY";
  static String need(String n) { String v = System.getenv(n); if (v == null) throw new IllegalStateException(n); return v; }
  CosmosClient c() { return new CosmosClientBuilder().endpoint(need("E")).key(need(KEY_NAME)).buildClient(); }
}
`,
      },
      {
        ".env": ``,
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
class A {
  static String need(String n) { String v = System.getenv(n); if (v == null) throw new IllegalStateException(n); return v; }
  CosmosClient c() { return new CosmosClientBuilder().endpoint(need("E")).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
}
`,
      },
    );
  });

  test("an Optional that throws", async () => {
    await expectFixed(
      {
        ".env": `COSMOS_KEY=«KEY»
`,
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
class A {
  CosmosClient c() { String k = Optional.ofNullable(System.getenv("COSMOS_KEY")).orElseThrow(() -> new IllegalStateException("x")); return new CosmosClientBuilder().key(k).buildClient(); }
}
`,
      },
      {
        ".env": ``,
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
class A {
  CosmosClient c() {  return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
}
`,
      },
    );
  });

  test("a choice between the environment and a literal becomes the environment's", async () => {
    await expectChange(
      {
        "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
 class A {
-  CosmosClient c() { String k = System.getenv("COSMOS_KEY") != null ? System.getenv("COSMOS_KEY") : "«KEY»"; return new CosmosClientBuilder().key(k).buildClient(); }
+  CosmosClient c() { String k = System.getenv("COSMOS_KEY"); return new CosmosClientBuilder().key(k).buildClient(); }
 }
`,
      },
      "environment",
    );
  });

  test("a key that toString() shows is left", async () => {
    await expectLeft(
      {
        "application.properties": `shop.cosmos.endpoint=${ENDPOINT}
shop.cosmos.key=«KEY»
`,
        "P.java": `@ConfigurationProperties("shop.cosmos")
class P { private String key; public String getKey() { return key; } public void setKey(String k) { this.key = k; } public String toString() { return "key=" + key; } }
`,
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
class A { CosmosClient c(P p) { return new CosmosClientBuilder().key(p.getKey()).buildClient(); } }
`,
      },
      /Code that reads this setting uses it whe/,
    );
  });

  test("constructor binding with a check", async () => {
    await expectChange({
      "application.properties": `
 shop.cosmos.endpoint=${ENDPOINT}
-shop.cosmos.key=«KEY»
`,
      "P.java": `
 @ConfigurationProperties("shop.cosmos")
 class P {
   private final String endpoint;
-  @NotBlank
-  private final String key;
-  P(String endpoint, String key) {
+  P(String endpoint) {
     this.endpoint = endpoint;
-    this.key = key;
   }
   String getEndpoint() { return endpoint; }
-  String getKey() { return key; }
 }
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A { CosmosClient c(P p) { return new CosmosClientBuilder().key(p.getKey()).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c(P p) { return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
      "T.java": `
-class T { P p = new P("e", "k"); }
+class T { P p = new P("e"); }
`,
    });
  });

  test("Lombok's value class and builder", async () => {
    await expectChange({
      "application.properties": `
 shop.cosmos.endpoint=${ENDPOINT}
-shop.cosmos.key=«KEY»
`,
      "P.java": `
 import lombok.*;
 @Value
 @Builder
 @ConfigurationProperties("shop.cosmos")
 class P {
   String endpoint;
-  String key;
 }
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
-class A { CosmosClient c(P p) { return new CosmosClientBuilder().key(p.getKey()).buildClient(); } }
+import com.azure.identity.DefaultAzureCredentialBuilder;
+class A { CosmosClient c(P p) { return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); } }
`,
      "T.java": `
 class T {
-  P p = P.builder().endpoint("e").key("k").build();
-  P q = new P("e", "k");
+  P p = P.builder().endpoint("e").build();
+  P q = new P("e");
 }
`,
    });
  });

  test("a field that is compared is left", async () => {
    await expectLeft(
      {
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
class A {
  private String key = "«KEY»";
  boolean is(String key) { return this.key.equals(key); }
  CosmosClient c() { return new CosmosClientBuilder().key(key).buildClient(); }
}
`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a local variable of the same name stays", async () => {
    await expectChange({
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
-  private String key = "«KEY»";
   void m() { String key = "a"; log(key); }
-  CosmosClient c() { return new CosmosClientBuilder().key(key).buildClient(); }
+  CosmosClient c() { return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
    });
  });

  test("an overload that would become another is left", async () => {
    await expectLeft(
      {
        "A.java": `package shop;
import com.azure.cosmos.*;
import com.azure.core.credential.AzureKeyCredential;
class A {
  A(String e) { this(e, "«KEY»"); }
  A(String e, String k) { this.c = new CosmosClientBuilder().endpoint(e).key(k).buildClient(); }
}
`,
        "M.java": `class M { A a = new A("x"); A b = new A("x", other()); }
`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a constructor that calls the one above", async () => {
    await expectChange({
      "B.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class B {
-  B(String e, String k) { this.c = new CosmosClientBuilder().endpoint(e).key(k).buildClient(); }
+  B(String e) { this.c = new CosmosClientBuilder().endpoint(e).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
      "M.java": `
-class M extends B { M() { super("x", "«KEY»"); } }
+class M extends B { M() { super("x"); } }
`,
    });
  });

  test("a method of the same name elsewhere keeps its arguments", async () => {
    await expectChange({
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
-  static CosmosClient put(String e, String k) { return new CosmosClientBuilder().endpoint(e).key(k).buildClient(); }
+  static CosmosClient put(String e) { return new CosmosClientBuilder().endpoint(e).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
      "M.java": `
 import java.util.*;
-class M { void m(Map<String,String> map) { map.put("a", "b"); A.put("x", "«KEY»"); } }
+class M { void m(Map<String,String> map) { map.put("a", "b"); A.put("x"); } }
`,
    });
  });

  test("a builder that has an identity already", async () => {
    await expectChange({
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
 class A {
   void m(String key) { if (key != null && !key.isEmpty()) { x(); } }
- CosmosClient c() { return new CosmosClientBuilder().key("«KEY»").credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
+ CosmosClient c() { return new CosmosClientBuilder().credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
    });
  });

  test("a Properties file loaded by the class", async () => {
    await expectChange({
      "config.properties": `
 cosmos.endpoint=${ENDPOINT}
-cosmos.key=«KEY»
`,
      "A.java": `
 package shop;
 import com.azure.cosmos.*;
 import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 class A {
-  CosmosClient c() { Properties p = new Properties(); p.load(in); return new CosmosClientBuilder().endpoint(p.getProperty("cosmos.endpoint")).key(p.getProperty("cosmos.key")).buildClient(); }
+  CosmosClient c() { Properties p = new Properties(); p.load(in); return new CosmosClientBuilder().endpoint(p.getProperty("cosmos.endpoint")).credential(new DefaultAzureCredentialBuilder().build()).buildClient(); }
 }
`,
    });
  });
});
