import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, reader } from "./fixture";

/** A program that becomes keyless beside what is tried. */
const PYTHON = `
 from azure.cosmos import CosmosClient
-client = CosmosClient("${ENDPOINT}", "«KEY»")
+from azure.identity import DefaultAzureCredential
+client = CosmosClient("${ENDPOINT}", DefaultAzureCredential())
`;

const READER = reader("COSMOS_KEY");

describe("Files of deployment", () => {
  test("Helm: a value and the line of the template", async () => {
    await expectFixed(
      {
        ...READER.before,
        "chart/Chart.yaml": `name: shop
`,
        "chart/values.yaml": `image: shop
cosmos:
  endpoint: ${ENDPOINT}
  key: «KEY»
`,
        "chart/templates/secret.yaml": `apiVersion: v1
kind: Secret
metadata:
  name: cosmos
stringData:
  COSMOS_KEY: {{ .Values.cosmos.key }}
`,
      },
      {
        ...READER.after,
        "chart/values.yaml": `image: shop
cosmos:
  endpoint: ${ENDPOINT}
`,
        "chart/templates/secret.yaml": `apiVersion: v1
kind: Secret
metadata:
  name: cosmos
stringData:
`,
      },
    );
  });

  test("Helm: from a vault", async () => {
    await expectChange(
      {
        "chart/Chart.yaml": `
 name: shop
`,
        "chart/values.yaml": `
 image: shop
 cosmos:
   endpoint: ${ENDPOINT}
-  key: «KEY»
`,
        "chart/templates/secret.yaml": `
 apiVersion: v1
 kind: Secret
 metadata:
   name: cosmos
 stringData:
-  COSMOS_KEY: {{ .Values.cosmos.key }}
+---
+apiVersion: external-secrets.io/v1
+kind: ExternalSecret
+metadata:
+  name: cosmos
+spec:
+  # A SecretStore for the vault contoso-vault, with workload identity.
+  secretStoreRef:
+    kind: SecretStore
+    name: contoso-vault
+  target:
+    name: cosmos
+    creationPolicy: Merge
+  data:
+    - secretKey: COSMOS_KEY
+      remoteRef:
+        key: contoso-cosmos-key
`,
      },
      "key-vault",
    );
  });

  test("Kubernetes: a container's variable", async () => {
    await expectFixed(
      {
        ...READER.before,
        "d.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      containers:
        - name: shop
          env:
            - name: COSMOS_KEY
              value: "«KEY»"
            - name: COSMOS_ENDPOINT
              value: ${ENDPOINT}
`,
      },
      {
        ...READER.after,
        "d.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      containers:
        - name: shop
          env:
            - name: COSMOS_ENDPOINT
              value: ${ENDPOINT}
`,
      },
    );
  });

  test("Kubernetes: a container's variable from a vault", async () => {
    await expectChange(
      {
        "d.yaml": `
 apiVersion: apps/v1
 kind: Deployment
 metadata:
   name: shop
 spec:
   template:
     spec:
       containers:
         - name: shop
           env:
             - name: COSMOS_KEY
-              value: "«KEY»"
+              valueFrom:
+                secretKeyRef:
+                  name: shop-cosmos-key
+                  key: COSMOS_KEY
             - name: COSMOS_ENDPOINT
               value: ${ENDPOINT}
+---
+apiVersion: external-secrets.io/v1
+kind: ExternalSecret
+metadata:
+  name: shop-cosmos-key
+spec:
+  # A SecretStore for the vault contoso-vault, with workload identity.
+  secretStoreRef:
+    kind: SecretStore
+    name: contoso-vault
+  target:
+    name: shop-cosmos-key
+    creationPolicy: Owner
+  data:
+    - secretKey: COSMOS_KEY
+      remoteRef:
+        key: contoso-cosmos-key
`,
      },
      "key-vault",
    );
  });

  test("Kubernetes: a ConfigMap", async () => {
    await expectFixed(
      {
        ...READER.before,
        "d.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
data:
  COSMOS_ENDPOINT: ${ENDPOINT}
  COSMOS_KEY: «KEY»
`,
      },
      {
        ...READER.after,
        "d.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
data:
  COSMOS_ENDPOINT: ${ENDPOINT}
`,
      },
    );
  });

  test("Kubernetes: one of a Secret's entries", async () => {
    await expectChange(
      {
        "secret.yaml": `
 apiVersion: v1
 kind: Secret
 metadata:
   name: cosmos
 type: Opaque
 stringData:
   COSMOS_ENDPOINT: ${ENDPOINT}
-  COSMOS_KEY: «KEY»
+---
+apiVersion: external-secrets.io/v1
+kind: ExternalSecret
+metadata:
+  name: cosmos
+spec:
+  # A SecretStore for the vault contoso-vault, with workload identity.
+  secretStoreRef:
+    kind: SecretStore
+    name: contoso-vault
+  target:
+    name: cosmos
+    creationPolicy: Merge
+  data:
+    - secretKey: COSMOS_KEY
+      remoteRef:
+        key: contoso-cosmos-cosmos-key
`,
      },
      "key-vault",
    );
  });

  test("ARM: an app setting", async () => {
    await expectFixed(
      {
        ...READER.before,
        "azuredeploy.json": `{
  "resources": [
    {
      "type": "Microsoft.Web/sites",
      "properties": {
        "siteConfig": {
          "appSettings": [
            {
              "name": "COSMOS_ENDPOINT",
              "value": "${ENDPOINT}"
            },
            {
              "name": "COSMOS_KEY",
              "value": "«KEY»"
            }
          ]
        }
      }
    }
  ]
}
`,
      },
      {
        ...READER.after,
        "azuredeploy.json": `{
  "resources": [
    {
      "type": "Microsoft.Web/sites",
      "properties": {
        "siteConfig": {
          "appSettings": [
            {
              "name": "COSMOS_ENDPOINT",
              "value": "${ENDPOINT}"
            }
          ]
        }
      }
    }
  ]
}
`,
      },
    );
  });

  test("Bicep: an app setting", async () => {
    await expectFixed(
      {
        ...READER.before,
        "main.bicep": `resource app 'Microsoft.Web/sites@2022-03-01' = {
  name: 'shop'
  properties: {
    siteConfig: {
      appSettings: [
        {
          name: 'COSMOS_KEY'
          value: '«KEY»'
        }
        {
          name: 'COSMOS_ENDPOINT'
          value: '${ENDPOINT}'
        }
      ]
    }
  }
}
`,
      },
      {
        ...READER.after,
        "main.bicep": `resource app 'Microsoft.Web/sites@2022-03-01' = {
  name: 'shop'
  properties: {
    siteConfig: {
      appSettings: [
        {
          name: 'COSMOS_ENDPOINT'
          value: '${ENDPOINT}'
        }
      ]
    }
  }
}
`,
      },
    );
  });

  test("Terraform: a variable's default", async () => {
    await expectChange(
      {
        "variables.tf": `
 variable "cosmos_key" {
-  type    = string
-  default = "«KEY»"
+  type      = string
+  sensitive = true
 }
`,
      },
      "environment",
    );
  });

  test("Azure Pipelines: a list of variables from a vault", async () => {
    await expectChange(
      {
        "azure-pipelines.yml": `
 trigger: none
 variables:
   - name: cosmosKey
-    value: «KEY»
+    value: $(cosmos-key)
 steps:
+  - task: AzureKeyVault@2
+    inputs:
+      azureSubscription: $(azureServiceConnection)
+      KeyVaultName: contoso-vault
+      SecretsFilter: cosmos-key
   - script: echo $(cosmosKey)
`,
      },
      "key-vault",
    );
  });

  test("Azure Pipelines: variables from a vault", async () => {
    await expectChange(
      {
        "azure-pipelines.yml": `
 variables:
-  COSMOS_KEY: «KEY»
+  COSMOS_KEY: $(cosmos-key)
 steps:
+  - task: AzureKeyVault@2
+    inputs:
+      azureSubscription: $(azureServiceConnection)
+      KeyVaultName: contoso-vault
+      SecretsFilter: cosmos-key
   - script: npm test
     env:
       COSMOS_KEY: $(COSMOS_KEY)
`,
      },
      "key-vault",
    );
  });

  test("GitHub Actions: part of a command", async () => {
    await expectChange(
      {
        ".github/workflows/ci.yml": `
 jobs:
   test:
     runs-on: ubuntu-latest
     steps:
-      - run: node seed.js --key «KEY» --endpoint ${ENDPOINT}
+      - run: node seed.js --key \${{ secrets.COSMOS_KEY }} --endpoint ${ENDPOINT}
`,
      },
      "environment",
    );
  });

  test("Compose: an item of a list", async () => {
    await expectChange({
      "docker-compose.yml": `
 services:
   api:
     environment:
       - COSMOS_ENDPOINT=${ENDPOINT}
-      - COSMOS_KEY=«KEY»
       - PORT=80
`,
      "a.js": `
 const { CosmosClient } = require("@azure/cosmos");
-module.exports = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, key: process.env.COSMOS_KEY });
+const { DefaultAzureCredential } = require("@azure/identity");
+module.exports = new CosmosClient({ endpoint: process.env.COSMOS_ENDPOINT, aadCredentials: new DefaultAzureCredential() });
`,
    });
  });

  test("Dockerfile: one of several variables", async () => {
    await expectChange(
      {
        Dockerfile: `
 FROM node:20
-ENV COSMOS_ENDPOINT=${ENDPOINT} \\
-    COSMOS_KEY=«KEY»
+ENV COSMOS_ENDPOINT=${ENDPOINT}
 CMD ["node", "."]
`,
      },
      "environment",
    );
  });

  test("shell: within quotes, as a default, as an argument", async () => {
    await expectChange(
      {
        "seed.sh": `
 #!/bin/bash
-curl -X POST "${ENDPOINT}dbs" -H "x-ms-documentdb-key: «KEY»"
-COSMOS_KEY=\${COSMOS_KEY:-«KEY»}
-node seed.js --endpoint ${ENDPOINT} --key '«KEY»'
+curl -X POST "${ENDPOINT}dbs" -H "x-ms-documentdb-key: $(az keyvault secret show --vault-name contoso-vault --name contoso-cosmos-key --query value -o tsv)"
+COSMOS_KEY=\${COSMOS_KEY:-$(az keyvault secret show --vault-name contoso-vault --name contoso-cosmos-key --query value -o tsv)}
+node seed.js --endpoint ${ENDPOINT} --key "$(az keyvault secret show --vault-name contoso-vault --name contoso-cosmos-key --query value -o tsv)"
`,
      },
      "key-vault",
    );
  });

  test("the editor's launch settings", async () => {
    await expectFixed(
      {
        ...READER.before,
        ".vscode/launch.json": `{
  "configurations": [
    {
      "type": "node",
      "env": {
        "COSMOS_ENDPOINT": "${ENDPOINT}",
        "COSMOS_KEY": "«KEY»"
      }
    }
  ]
}
`,
      },
      {
        ...READER.after,
        ".vscode/launch.json": `{
  "configurations": [
    {
      "type": "node",
      "env": {
        "COSMOS_ENDPOINT": "${ENDPOINT}"
      }
    }
  ]
}
`,
      },
    );
  });

  test("Postman: a placeholder", async () => {
    await expectChange({
      "c.postman_collection.json": `
 {
   "variable": [
-    { "key": "cosmosKey", "value": "«KEY»" }
+    { "key": "cosmosKey", "value": "<removed>" }
   ]
 }
`,
    });
  });

  test("a web page: a placeholder that is no tag", async () => {
    await expectChange({
      "guide.html": `
 <pre><code>
-cosmosKey = &quot;«KEY»&quot;
+cosmosKey = &quot;&lt;removed&gt;&quot;
 </code></pre>
`,
    });
  });

  test("a notebook: cells are one program, outputs are cleared", async () => {
    await expectChange({
      "n.ipynb": `
 {
  "cells": [
   {
    "cell_type": "code",
    "outputs": [
     {
      "name": "stdout",
      "output_type": "stream",
      "text": [
-      "AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;\\n"
+      "AccountEndpoint=${ENDPOINT};AccountKey=<removed>;\\n"
      ]
     }
    ],
    "source": [
-    "KEY = \\"«KEY»\\"\\n",
     "URL = \\"${ENDPOINT}\\"\\n"
    ]
   },
   {
    "cell_type": "code",
    "outputs": [],
    "source": [
     "from azure.cosmos import CosmosClient\\n",
-    "client = CosmosClient(URL, KEY)"
+    "from azure.identity import DefaultAzureCredential\\n",
+    "client = CosmosClient(URL, DefaultAzureCredential())"
    ]
   }
  ],
  "nbformat": 4,
  "nbformat_minor": 5
 }
`,
    });
  });

  test("Poetry with a table", async () => {
    await expectChange({
      "a.py": PYTHON,
      "pyproject.toml": `
 [tool.poetry.dependencies]
 python = "^3.11"
 azure-cosmos = { version = "^4.5", extras = ["aio"] }
+azure-identity = "^1.25.0"
`,
    });
  });

  test("pyproject.toml without azure-cosmos", async () => {
    await expectChange({
      "a.py": PYTHON,
      "pyproject.toml": `
 [project]
 name = "shop"
 dependencies = [
     "flask",
+    "azure-identity>=1.25.0",
 ]
`,
    });
  });

  test("conda's environment", async () => {
    await expectChange({
      "a.py": PYTHON,
      "environment.yml": `
 name: shop
 dependencies:
   - python=3.11
   - azure-cosmos=4.5.1
+  - azure-identity>=1.25.0
`,
    });
  });

  test("pip's part of conda's environment", async () => {
    await expectChange({
      "a.py": PYTHON,
      "environment.yml": `
 name: shop
 dependencies:
   - python=3.11
   - pip
   - pip:
     - azure-cosmos==4.5.1
+    - azure-identity>=1.25.0
     - flask
`,
    });
  });

  test("setup.cfg", async () => {
    await expectChange({
      "a.py": PYTHON,
      "setup.cfg": `
 [options]
 install_requires =
     azure-cosmos>=4.5
+    azure-identity>=1.25.0
     flask
`,
    });
  });

  test("Pipfile", async () => {
    await expectChange({
      "a.py": PYTHON,
      Pipfile: `
 [packages]
 azure-cosmos = "*"
+azure-identity = ">=1.25.0"
 flask = "*"
`,
    });
  });

  test("setup.py", async () => {
    await expectChange({
      "a.py": PYTHON,
      "setup.py": `
 from setuptools import setup
-setup(name="shop", install_requires=["azure-cosmos>=4.5", "flask"])
+setup(name="shop", install_requires=["azure-cosmos>=4.5", "azure-identity>=1.25.0", "flask"])
`,
    });
  });

  test("Gradle with named parts", async () => {
    await expectChange({
      "App.java": `
 import com.azure.cosmos.*;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 class App {
-    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").key("«KEY»").buildClient();
+    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").credential(new DefaultAzureCredentialBuilder().build()).buildClient();
 }
`,
      "build.gradle": `
 dependencies {
     implementation group: 'com.azure', name: 'azure-cosmos', version: '4.66.0'
+    implementation group: 'com.azure', name: 'azure-identity', version: '1.18.1'
 }
`,
    });
  });

  test("Maven with Spring Data", async () => {
    await expectChange({
      "App.java": `
 import com.azure.cosmos.*;
+import com.azure.identity.DefaultAzureCredentialBuilder;

 class App {
-    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").key("«KEY»").buildClient();
+    CosmosClient c = new CosmosClientBuilder().endpoint("${ENDPOINT}").credential(new DefaultAzureCredentialBuilder().build()).buildClient();
 }
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
       <artifactId>azure-spring-data-cosmos</artifactId>
       <version>5.0.0</version>
     </dependency>
   </dependencies>
 </project>
`,
    });
  });

  test("npm workspaces", async () => {
    await expectChange({
      "package.json": `
 {
   "private": true,
   "workspaces": ["packages/*"]
 }
`,
      "packages/db/package.json": `
 {
   "name": "db",
   "dependencies": {
-    "@azure/cosmos": "^4.2.0"
+    "@azure/cosmos": "^4.2.0",
+    "@azure/identity": "^4.13.0"
   }
 }
`,
      "packages/db/src/a.ts": `
 import { CosmosClient } from "@azure/cosmos";
-const c = new CosmosClient({ endpoint: "${ENDPOINT}", key: "«KEY»" });
+import { DefaultAzureCredential } from "@azure/identity";
+const c = new CosmosClient({ endpoint: "${ENDPOINT}", aadCredentials: new DefaultAzureCredential() });
`,
    });
  });
});
