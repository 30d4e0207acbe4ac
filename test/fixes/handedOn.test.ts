import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed } from "./fixture";

describe("A key is followed to where it is used", () => {
  test("C#: a constructor's parameter", async () => {
    await expectChange({
      "Store.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class Store
 {
     private readonly CosmosClient _client;
-    public Store(string endpoint, string key)
+    public Store(string endpoint)
     {
-        _client = new CosmosClient(endpoint, key);
+        _client = new CosmosClient(endpoint, new DefaultAzureCredential());
     }
 }
`,
      "Program.cs": `
-var store = new Store("${ENDPOINT}", "«KEY»");
+var store = new Store("${ENDPOINT}");
`,
    });
  });

  test("C#: a field that the constructor fills", async () => {
    await expectChange({
      "Store.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class Store
 {
-    private string key;
     public Store()
     {
-        key = "«KEY»";
-        var client = new CosmosClient("${ENDPOINT}", key);
+        var client = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
     }
 }
`,
    });
  });

  test("C#: an object's property", async () => {
    await expectChange({
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var o = new CosmosOptions
 {
     Endpoint = "${ENDPOINT}",
-    Key = "«KEY»",
 };
-var client = new CosmosClient(o.Endpoint, o.Key);
+var client = new CosmosClient(o.Endpoint, new DefaultAzureCredential());

 class CosmosOptions
 {
     public string Endpoint { get; set; }
-    public string Key { get; set; }
 }
`,
    });
  });

  test("C#: a property's default", async () => {
    await expectChange({
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 public class Store
 {
-    public string Key { get; set; } = "«KEY»";
-    public CosmosClient Open() => new CosmosClient("${ENDPOINT}", Key);
+    public CosmosClient Open() => new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
 }
`,
    });
  });

  test("C#: an interpolated connection string", async () => {
    await expectChange({
      "A.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

 var endpoint = "${ENDPOINT}";
-var key = "«KEY»";
-var c = new CosmosClient($"AccountEndpoint={endpoint};AccountKey={key};");
+var c = new CosmosClient(endpoint, new DefaultAzureCredential());
`,
    });
  });

  test("C#: a joined connection string", async () => {
    await expectChange({
      "P.cs": `
+using Azure.Identity;
 using Microsoft.Azure.Cosmos;

-var key = "«KEY»";
-var c = new CosmosClient("AccountEndpoint=${ENDPOINT};AccountKey=" + key + ";");
+var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
    });
  });

  test("C#: a fallback", async () => {
    await expectFixed(
      {
        "A.cs": `using Microsoft.Azure.Cosmos;
var key = config["Cosmos:Key"] ?? "«KEY»";
var c = new CosmosClient("${ENDPOINT}", key);
`,
      },
      {
        "A.cs": `using Azure.Identity;
using Microsoft.Azure.Cosmos;
var c = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
      },
    );
  });

  test("C#: a global using", async () => {
    await expectFixed(
      {
        "GlobalUsings.cs": `global using Azure.Identity;
`,
        "A.cs": `using Microsoft.Azure.Cosmos;
var a = new CosmosClient("${ENDPOINT}", "«KEY»");
`,
      },
      {
        "A.cs": `using Microsoft.Azure.Cosmos;
var a = new CosmosClient("${ENDPOINT}", new DefaultAzureCredential());
`,
      },
    );
  });

  test("Python: the dictionary of the SDK's samples", async () => {
    await expectChange({
      "config.py": `
 import os

 settings = {
     'host': os.environ.get('ACCOUNT_HOST', '${ENDPOINT}'),
-    'master_key': os.environ.get('ACCOUNT_KEY', '«KEY»'),
     'database_id': os.environ.get('COSMOS_DATABASE', 'ToDoList'),
 }
`,
      "app.py": `
 import azure.cosmos.cosmos_client as cosmos_client
+from azure.identity import DefaultAzureCredential
 import config

 HOST = config.settings['host']
-MASTER_KEY = config.settings['master_key']

 def run():
-    client = cosmos_client.CosmosClient(HOST, {'masterKey': MASTER_KEY}, user_agent="x")
+    client = cosmos_client.CosmosClient(HOST, DefaultAzureCredential(), user_agent="x")
`,
    });
  });

  test("Python: a module's constant", async () => {
    await expectChange({
      "config.py": `
 COSMOS_ENDPOINT = "${ENDPOINT}"
-COSMOS_KEY = "«KEY»"
`,
      "app.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential
 import config

-client = CosmosClient(config.COSMOS_ENDPOINT, credential=config.COSMOS_KEY)
+client = CosmosClient(config.COSMOS_ENDPOINT, credential=DefaultAzureCredential())
`,
    });
  });

  test("Python: an imported constant", async () => {
    await expectChange({
      "config.py": `
 COSMOS_ENDPOINT = "${ENDPOINT}"
-COSMOS_KEY = "«KEY»"
`,
      "app.py": `
 from azure.cosmos import CosmosClient
-from config import COSMOS_ENDPOINT, COSMOS_KEY
+from azure.identity import DefaultAzureCredential
+from config import COSMOS_ENDPOINT

-client = CosmosClient(COSMOS_ENDPOINT, COSMOS_KEY)
+client = CosmosClient(COSMOS_ENDPOINT, DefaultAzureCredential())
`,
    });
  });

  test("Python: an attribute of a class", async () => {
    await expectChange({
      "a.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

 class Config:
     ENDPOINT = "${ENDPOINT}"
-    KEY = "«KEY»"

-client = CosmosClient(Config.ENDPOINT, Config.KEY)
+client = CosmosClient(Config.ENDPOINT, DefaultAzureCredential())
`,
    });
  });

  test("Python: an attribute of an object", async () => {
    await expectChange({
      "a.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

 class Store:
     def __init__(self):
         self.url = "${ENDPOINT}"
-        self.key = "«KEY»"
-        self.client = CosmosClient(self.url, credential=self.key)
+        self.client = CosmosClient(self.url, credential=DefaultAzureCredential())
`,
    });
  });

  test("Python: an f-string", async () => {
    await expectChange({
      "a.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

-key = "«KEY»"
-conn = f"AccountEndpoint=${ENDPOINT};AccountKey={key};"
-client = CosmosClient.from_connection_string(conn)
+client = CosmosClient("${ENDPOINT}", credential=DefaultAzureCredential())
`,
    });
  });

  test("Python: Django's settings", async () => {
    await expectChange({
      "settings.py": `
 COSMOS = {
     "ENDPOINT": "${ENDPOINT}",
-    "KEY": "«KEY»",
 }
`,
      "app.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential
 from django.conf import settings

-client = CosmosClient(settings.COSMOS["ENDPOINT"], settings.COSMOS["KEY"])
+client = CosmosClient(settings.COSMOS["ENDPOINT"], DefaultAzureCredential())
`,
    });
  });

  test("Python: a parameter's default", async () => {
    await expectChange({
      "a.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

-def connect(url="${ENDPOINT}", key="«KEY»"):
-    return CosmosClient(url, credential=key)
+def connect(url="${ENDPOINT}"):
+    return CosmosClient(url, credential=DefaultAzureCredential())
`,
    });
  });

  test("Python: an argument", async () => {
    await expectChange({
      "a.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

-def connect(url, key):
-    return CosmosClient(url, credential=key)
+def connect(url):
+    return CosmosClient(url, credential=DefaultAzureCredential())

-client = connect("${ENDPOINT}", "«KEY»")
+client = connect("${ENDPOINT}")
`,
    });
  });

  test("Python: pydantic's settings", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "settings.py": `
 from pydantic_settings import BaseSettings

 class Settings(BaseSettings):
     cosmos_endpoint: str
-    cosmos_key: str

 settings = Settings()
`,
      "app.py": `
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential
 from settings import settings

-client = CosmosClient(settings.cosmos_endpoint, settings.cosmos_key)
+client = CosmosClient(settings.cosmos_endpoint, DefaultAzureCredential())
`,
    });
  });

  test("Python: a checked variable of the environment", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "app.py": `
 import os
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

-key = os.getenv("COSMOS_KEY")
-if not key:
-    raise RuntimeError("COSMOS_KEY is not set")
-client = CosmosClient(os.environ["COSMOS_ENDPOINT"], key)
+client = CosmosClient(os.environ["COSMOS_ENDPOINT"], DefaultAzureCredential())
`,
    });
  });

  test("Python: a choice", async () => {
    await expectChange({
      "a.py": `
 import os
 from azure.cosmos import CosmosClient
+from azure.identity import DefaultAzureCredential

-KEY = os.environ["COSMOS_KEY"] if "COSMOS_KEY" in os.environ else "«KEY»"
-client = CosmosClient("${ENDPOINT}", KEY)
+client = CosmosClient("${ENDPOINT}", DefaultAzureCredential())
`,
    });
  });

  test("JavaScript: the object of the SDK's samples", async () => {
    await expectChange({
      "config.js": `
 const config = {
   endpoint: "${ENDPOINT}",
-  key: "«KEY»",
   databaseId: "Tasks"
 };

 module.exports = config;
`,
      "app.js": `
 const { CosmosClient } = require("@azure/cosmos");
+const { DefaultAzureCredential } = require("@azure/identity");
 const config = require("./config");

 async function main() {
-  const { endpoint, key, databaseId } = config;
-  const client = new CosmosClient({ endpoint, key });
+  const { endpoint, databaseId } = config;
+  const client = new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
 }
`,
    });
  });

  test("JavaScript: a member that is assigned", async () => {
    await expectChange({
      "config.js": `
 const config = {}

 config.endpoint = '${ENDPOINT}'
-config.key = '«KEY»'

 module.exports = config
`,
      "app.js": `
 const CosmosClient = require('@azure/cosmos').CosmosClient
+const { DefaultAzureCredential } = require('@azure/identity')
 const config = require('./config')

-const client = new CosmosClient({ endpoint: config.endpoint, key: config.key })
+const client = new CosmosClient({ endpoint: config.endpoint, aadCredentials: new DefaultAzureCredential() })
`,
    });
  });

  test("JavaScript: an object of the same file", async () => {
    await expectChange({
      "app.js": `
 const { CosmosClient } = require("@azure/cosmos");
+const { DefaultAzureCredential } = require("@azure/identity");

 const config = {
   endpoint: "${ENDPOINT}",
-  key: "«KEY»",
 };

-const client = new CosmosClient({ endpoint: config.endpoint, key: config.key });
+const client = new CosmosClient({ endpoint: config.endpoint, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: an object within an exported object", async () => {
    await expectChange({
      "config.ts": `
 export const config = {
   cosmos: {
     endpoint: "${ENDPOINT}",
-    key: "«KEY»",
   },
 };
`,
      "db.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";
 import { config } from "./config";

-export const client = new CosmosClient({ endpoint: config.cosmos.endpoint, key: config.cosmos.key });
+export const client = new CosmosClient({ endpoint: config.cosmos.endpoint, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: an exported constant", async () => {
    await expectChange({
      "config.ts": `
 export const COSMOS_ENDPOINT = "${ENDPOINT}";
-export const COSMOS_KEY = "«KEY»";
`,
      "db.ts": `
 import { CosmosClient } from "@azure/cosmos";
-import { COSMOS_ENDPOINT, COSMOS_KEY } from "./config";
+import { DefaultAzureCredential } from "@azure/identity";
+import { COSMOS_ENDPOINT } from "./config";

-export const client = new CosmosClient({ endpoint: COSMOS_ENDPOINT, key: COSMOS_KEY });
+export const client = new CosmosClient({ endpoint: COSMOS_ENDPOINT, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: a template literal", async () => {
    await expectChange({
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

-const key = "«KEY»";
-const client = new CosmosClient(\`AccountEndpoint=${ENDPOINT};AccountKey=\${key};\`);
+const client = new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("JavaScript: variables unpacked from the environment", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "a.js": `
 const { CosmosClient } = require("@azure/cosmos");
-const { COSMOS_ENDPOINT, COSMOS_KEY } = process.env;
-const client = new CosmosClient({ endpoint: COSMOS_ENDPOINT, key: COSMOS_KEY });
+const { DefaultAzureCredential } = require("@azure/identity");
+const { COSMOS_ENDPOINT } = process.env;
+const client = new CosmosClient({ endpoint: COSMOS_ENDPOINT, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: a configuration service", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

 export const make = (config: ConfigService) =>
-  new CosmosClient({ endpoint: config.get("COSMOS_ENDPOINT"), key: config.get("COSMOS_KEY") });
+  new CosmosClient({ endpoint: config.get("COSMOS_ENDPOINT"), aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: a checked variable of the environment", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

-const key = process.env.COSMOS_KEY;
-if (!key) throw new Error("no key");
-const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT!, key });
+const client = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT!, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("TypeScript: an argument", async () => {
    await expectChange({
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

-function connect(endpoint: string, key: string) {
-  return new CosmosClient({ endpoint, key });
+function connect(endpoint: string) {
+  return new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
 }

-export const client = connect("${ENDPOINT}", "«KEY»");
+export const client = connect("${ENDPOINT}");
`,
    });
  });

  test("TypeScript: a parameter that is a field", async () => {
    await expectChange({
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

 export class Store {
-  constructor(private readonly endpoint: string, private readonly key: string) {}
+  constructor(private readonly endpoint: string) {}
   open() {
-    return new CosmosClient({ endpoint: this.endpoint, key: this.key });
+    return new CosmosClient({ endpoint: this.endpoint, aadCredentials: new DefaultAzureCredential() });
   }
 }
`,
      "b.ts": `
 import { Store } from "./a";

-export const store = new Store("${ENDPOINT}", "«KEY»");
+export const store = new Store("${ENDPOINT}");
`,
    });
  });

  test("TypeScript: a default of an arrow function", async () => {
    await expectChange({
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

-const connect = (endpoint: string, key = "«KEY»") => new CosmosClient({ endpoint, key });
+const connect = (endpoint: string) => new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
 export const c = connect("${ENDPOINT}");
-export const d = connect("${ENDPOINT}", process.env.OTHER);
+export const d = connect("${ENDPOINT}");
`,
    });
  });

  test("TypeScript: a choice", async () => {
    await expectChange({
      "a.ts": `
 import { CosmosClient } from "@azure/cosmos";
+import { DefaultAzureCredential } from "@azure/identity";

-const key = process.env.NODE_ENV === "production" ? process.env.COSMOS_KEY! : "«KEY»";
-const client = new CosmosClient({ endpoint: "${ENDPOINT}", key });
+const client = new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("Java: a field that Spring fills", async () => {
    await expectChange({
      "src/main/resources/application.properties": `
 cosmos.uri=${ENDPOINT}
-cosmos.key=«KEY»
`,
      "src/main/java/Config.java": `
 import com.azure.cosmos.CosmosClientBuilder;
+import com.azure.identity.DefaultAzureCredentialBuilder;
 import org.springframework.beans.factory.annotation.Value;

 @Configuration
 public class Config extends AbstractCosmosConfiguration {

     @Value("\${cosmos.uri}")
     private String uri;

-    @Value("\${cosmos.key}")
-    private String key;
-
     @Bean
     public CosmosClientBuilder getCosmosClientBuilder() {
-        return new CosmosClientBuilder().endpoint(uri).key(key);
+        return new CosmosClientBuilder().endpoint(uri).credential(new DefaultAzureCredentialBuilder().build());
     }
 }
`,
    });
  });

  test("Java: a class that Spring binds", async () => {
    await expectChange({
      "application.yml": `
 cosmos:
   uri: ${ENDPOINT}
-  key: «KEY»
`,
      "Props.java": `
 import org.springframework.boot.context.properties.ConfigurationProperties;

 @ConfigurationProperties(prefix = "cosmos")
 public class Props {
     private String uri;
-    private String key;

     public String getUri() {
         return uri;
     }

-    public String getKey() {
-        return key;
-    }
-
     public void setUri(String uri) {
         this.uri = uri;
     }

-    public void setKey(String key) {
-        this.key = key;
-    }
 }
`,
      "Config.java": `
 import com.azure.cosmos.*;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 public class Config {
     private final Props properties;

     public CosmosClientBuilder builder() {
-        return new CosmosClientBuilder().endpoint(properties.getUri()).key(properties.getKey());
+        return new CosmosClientBuilder().endpoint(properties.getUri()).credential(new DefaultAzureCredentialBuilder().build());
     }
 }
`,
    });
  });

  test("Java: a key credential in a variable", async () => {
    await expectChange({
      "App.java": `
 import com.azure.cosmos.*;
-import com.azure.core.credential.AzureKeyCredential;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 class App {
     void run() {
-        AzureKeyCredential credential = new AzureKeyCredential("«KEY»");
-        CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").credential(credential).buildClient();
+        CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").credential(new DefaultAzureCredentialBuilder().build()).buildClient();
     }
 }
`,
    });
  });

  test("Java: the settings class of the SDK's samples", async () => {
    await expectChange({
      "AccountSettings.java": `
 public class AccountSettings {
-    public static String MASTER_KEY =
-            System.getProperty("ACCOUNT_KEY",
-                    StringUtils.defaultString(StringUtils.trimToNull(System.getenv().get("ACCOUNT_KEY")), "«KEY»"));
     public static String HOST = "${ENDPOINT}";
 }
`,
      "App.java": `
 import com.azure.cosmos.*;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 class App {
     void run() {
-        CosmosClient c = new CosmosClientBuilder().endpoint(AccountSettings.HOST).key(AccountSettings.MASTER_KEY).buildClient();
+        CosmosClient c = new CosmosClientBuilder().endpoint(AccountSettings.HOST).credential(new DefaultAzureCredentialBuilder().build()).buildClient();
     }
 }
`,
    });
  });

  test("Java: a constructor's parameter", async () => {
    await expectChange({
      "Store.java": `
 import com.azure.cosmos.*;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 public class Store {
     private final CosmosClient client;

-    public Store(String endpoint, String key) {
-        this.client = new CosmosClientBuilder().endpoint(endpoint).key(key).buildClient();
+    public Store(String endpoint) {
+        this.client = new CosmosClientBuilder().endpoint(endpoint).credential(new DefaultAzureCredentialBuilder().build()).buildClient();
     }

     public static void main(String[] args) {
-        new Store("${ENDPOINT}", "«KEY»");
+        new Store("${ENDPOINT}");
     }
 }
`,
    });
  });
});
