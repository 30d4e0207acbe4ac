import { describe, test } from "vitest";
import { ENDPOINT, expectChange, expectFixed, expectLeft } from "./fixture";

/** The imports of a program that gets azidentity, as a difference. */
const imports = (...packages: readonly string[]): string => ` import (
${["log", ...packages].map((name) => ` \t"${name}"\n`).join("")}
+\t"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 \t"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )
`;

/** How the programs open their client, to the end of main. */
const opens = (key: string, endpoint: string): string => `\tcred, err := azcosmos.NewKeyCredential(${key})
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\tclient, err := azcosmos.NewClientWithKey(${endpoint}, cred, nil)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\t_ = client
}
`;

/** The same as a difference: keyless afterwards. */
const opened = (key: string, endpoint: string): string => `-\tcred, err := azcosmos.NewKeyCredential(${key})
+\tcred, err := azidentity.NewDefaultAzureCredential(nil)
 \tif err != nil {
 \t\tlog.Fatal(err)
 \t}
-\tclient, err := azcosmos.NewClientWithKey(${endpoint}, cred, nil)
+\tclient, err := azcosmos.NewClient(${endpoint}, cred, nil)
 \tif err != nil {
 \t\tlog.Fatal(err)
 \t}
 \t_ = client
 }
`;

describe("Go: a key is followed through settings, structs and functions", () => {
  test("two variables checked together", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

${imports("os")}
 func main() {
 	endpoint := os.Getenv("COSMOS_ENDPOINT")
-	key := os.Getenv("COSMOS_KEY")
-	if endpoint == "" || key == "" {
+	if endpoint == "" {
 		log.Fatal("set COSMOS_ENDPOINT and COSMOS_KEY")
 	}
${opened("key", "endpoint")}`,
    });
  });

  test("a helper that stops", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

${imports("os")}
 func mustGetenv(name string) string {
 	v := os.Getenv(name)
 	if v == "" {
 		log.Fatalf("%s is not set", name)
 	}
 	return v
 }

 func main() {
${opened(`mustGetenv("COSMOS_KEY")`, `mustGetenv("COSMOS_ENDPOINT")`)}`,
    });
  });

  test("a helper that returns an error", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

${imports("os", "fmt")}
 func getEnv(name string) (string, error) {
 	v, ok := os.LookupEnv(name)
 	if !ok {
 		return "", fmt.Errorf("no %s", name)
 	}
 	return v, nil
 }

 func open() (*azcosmos.Client, error) {
-	key, err := getEnv("COSMOS_KEY")
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		return nil, err
 	}
-	cred, err := azcosmos.NewKeyCredential(key)
-	if err != nil {
-		return nil, err
-	}
 	log.Println("ok")
-	return azcosmos.NewClientWithKey(os.Getenv("COSMOS_ENDPOINT"), cred, nil)
+	return azcosmos.NewClient(os.Getenv("COSMOS_ENDPOINT"), cred, nil)
 }
`,
    });
  });

  test("variables' names in constants", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

${imports("os")}
 const (
 	endpointEnv = "COSMOS_ENDPOINT"
-	keyEnv      = "COSMOS_KEY"
 )

 func main() {
${opened("os.Getenv(keyEnv)", "os.Getenv(endpointEnv)")}`,
    });
  });

  test("caarlos0/env with a prefix", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "config.go": `
 package main

 import "github.com/caarlos0/env/v11"

 type Cosmos struct {
 	Endpoint string \`env:"ENDPOINT"\`
-	Key      string \`env:"KEY,required"\`
 }

 type Config struct {
 	Cosmos Cosmos \`envPrefix:"COSMOS_"\`
 }

 func Load() (*Config, error) {
 	cfg := &Config{}
 	if err := env.Parse(cfg); err != nil {
 		return nil, err
 	}
 	return cfg, nil
 }
`,
      "main.go": `
 package main

${imports()}
 func main() {
 	cfg, err := Load()
 	if err != nil {
 		log.Fatal(err)
 	}
${opened("cfg.Cosmos.Key", "cfg.Cosmos.Endpoint")}`,
      "main_test.go": `
 package main

 import "testing"

 func TestX(t *testing.T) {
 	t.Setenv("COSMOS_KEY", "x")
-	c := Cosmos{Endpoint: "e", Key: "k"}
+	c := Cosmos{Endpoint: "e"}
 	_ = c
 }
`,
    });
  });

  test("viper by its own spelling", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

 import (
 	"log"
+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/spf13/viper"

 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func main() {
 	viper.AutomaticEnv()
 	viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
-	viper.SetDefault("cosmos.key", "")
${opened(`viper.GetString("cosmos.key")`, `viper.GetString("cosmos.endpoint")`)}`,
    });
  });

  test("viper's bound names", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

 import (
 	"log"
+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/spf13/viper"

 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func main() {
 	viper.BindEnv("db.endpoint", "COSMOS_ENDPOINT")
-	viper.BindEnv("db.key", "COSMOS_KEY")
${opened(`viper.GetString("db.key")`, `viper.GetString("db.endpoint")`)}`,
    });
  });

  test("viper's tags", async () => {
    await expectChange({
      ".env": `
 COSMOS_ENDPOINT=${ENDPOINT}
-COSMOS_KEY=«KEY»
`,
      "main.go": `
 package main

 import (
 	"log"
+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/spf13/viper"

 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 type Config struct {
 	Endpoint string \`mapstructure:"COSMOS_ENDPOINT"\`
-	Key      string \`mapstructure:"COSMOS_KEY"\`
 }

 func load() (config Config, err error) {
 	viper.SetConfigFile(".env")
 	viper.AutomaticEnv()
 	err = viper.Unmarshal(&config)
 	return
 }

 func main() {
 	config, err := load()
 	if err != nil {
 		log.Fatal(err)
 	}
${opened("config.Key", "config.Endpoint")}`,
    });
  });

  test("parameters that share a type", async () => {
    await expectChange({
      "main.go": `
 package main

${imports()}
-func connect(endpoint, key string) *azcosmos.Client {
-	cred, err := azcosmos.NewKeyCredential(key)
+func connect(endpoint string) *azcosmos.Client {
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		log.Fatal(err)
 	}
-	client, err := azcosmos.NewClientWithKey(endpoint, cred, nil)
+	client, err := azcosmos.NewClient(endpoint, cred, nil)
 	if err != nil {
 		log.Fatal(err)
 	}
 	return client
 }

 func main() {
-	_ = connect("${ENDPOINT}", "«KEY»")
+	_ = connect("${ENDPOINT}")
 }
`,
      "main_test.go": `
 package main

 import "testing"

 func TestC(t *testing.T) {
-	_ = connect("a", "b")
+	_ = connect("a")
 }
`,
    });
  });

  test("options of another package", async () => {
    await expectChange({
      "store/store.go": `
 package store

 import "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
+import "github.com/Azure/azure-sdk-for-go/sdk/azidentity"

 type Options struct {
 	Endpoint string
-	Key      string
 }

 func New(o Options) (*azcosmos.Client, error) {
-	cred, err := azcosmos.NewKeyCredential(o.Key)
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		return nil, err
 	}
-	return azcosmos.NewClientWithKey(o.Endpoint, cred, nil)
+	return azcosmos.NewClient(o.Endpoint, cred, nil)
 }
`,
      "main.go": `
 package main

 import "shop/store"

-const cosmosKey = "«KEY»"
-
 func main() {
-	_, _ = store.New(store.Options{Endpoint: "${ENDPOINT}", Key: cosmosKey})
+	_, _ = store.New(store.Options{Endpoint: "${ENDPOINT}"})
 }
`,
    });
  });

  test("a returned client", async () => {
    await expectChange({
      "main.go": `
 package main

${imports()}
 func open() (*azcosmos.Client, error) {
 	log.Println("x")
-	return azcosmos.NewClientFromConnectionString("AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;", nil)
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
+	if err != nil {
+		return nil, err
+	}
+	return azcosmos.NewClient("${ENDPOINT}", cred, nil)
 }
`,
    });
  });

  test("an assigned client", async () => {
    await expectChange({
      "main.go": `
 package main

${imports("os")}
 type s struct{ c *azcosmos.Client }

 func (x *s) open() error {
 	var err error
-	x.c, err = azcosmos.NewClientFromConnectionString(os.Getenv("COSMOS_CONN"), nil)
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		log.Println(err)
 		return err
 	}
+	x.c, err = azcosmos.NewClient(os.Getenv("COSMOS_CONN"), cred, nil)
+	if err != nil {
+		log.Println(err)
+		return err
+	}
 	return nil
 }
`,
      ".env": `
-COSMOS_CONN=AccountEndpoint=${ENDPOINT};AccountKey=«KEY»;
+COSMOS_CONN=${ENDPOINT}
`,
    });
  });

  test("a flag goes with its default", async () => {
    const after = `package main

import (
	"log"
	"flag"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	flag.Parse()
	cred, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		log.Fatal(err)
	}
	client, err := azcosmos.NewClient("${ENDPOINT}", cred, nil)
	if err != nil {
		log.Fatal(err)
	}
	_ = client
}
`;
    await expectFixed(
      {
        "main.go": `package main

import (
	"log"
	"flag"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	key := flag.String("key", "«KEY»", "the key")
	flag.Parse()
${opens("*key", `"${ENDPOINT}"`)}`,
      },
      { "main.go": after },
    );
    await expectFixed(
      {
        "main.go": `package main

import (
	"log"
	"flag"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	var key string
	flag.StringVar(&key, "key", "«KEY»", "the key")
	flag.Parse()
${opens("key", `"${ENDPOINT}"`)}`,
      },
      { "main.go": after },
    );
    await expectChange({
      "main.go": `
 package main

${imports("flag")}
 type options struct {
 	endpoint string
-	key      string
 }

 func main() {
 	o := &options{endpoint: "x"}
-	flag.StringVar(&o.key, "key", "«KEY»", "the key")
 	flag.Parse()
${opened("o.key", `"${ENDPOINT}"`)}`,
    });
  });

  test("a flag that a script gives is left", async () => {
    await expectLeft(
      {
        Makefile: 'run:\n\tgo run . -key "$(KEY)"\n',
        "main.go": `package main

import (
	"log"
	"flag"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	key := flag.String("key", "«KEY»", "the key")
	flag.Parse()
${opens("*key", `"${ENDPOINT}"`)}`,
      },
      /The key goes where it cannot be followed/,
    );
  });

  test("a flag's default becomes the environment's", async () => {
    await expectChange(
      {
        "main.go": `
 package main

 import (
 	"log"
 	"flag"
+	"os"

 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func main() {
-	key := flag.String("key", "«KEY»", "the key")
+	key := flag.String("key", os.Getenv("COSMOS_KEY"), "the key")
 	flag.Parse()
 	cred, err := azcosmos.NewKeyCredential(*key)
 	if err != nil {
 		log.Fatal(err)
 	}
 	client, err := azcosmos.NewClientWithKey("${ENDPOINT}", cred, nil)
 	if err != nil {
 		log.Fatal(err)
 	}
 	_ = client
 }
`,
      },
      "environment",
    );
  });

  test("a constant of a group goes", async () => {
    await expectChange({
      "main.go": `
 package main

${imports()}
 const (
 	endpoint = "${ENDPOINT}"
-	key      = "«KEY»"
 )

 func main() {
${opened("key", "endpoint")}`,
    });
  });

  test("a constant of a group becomes a variable", async () => {
    await expectChange(
      {
        "main.go": `
 package main

 import (
 	"log"
+	"os"

 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 const (
 	endpoint = "${ENDPOINT}"
-	key      = "«KEY»"
 )

+var key = os.Getenv("COSMOS_KEY")
+
 func main() {
 	cred, err := azcosmos.NewKeyCredential(key)
 	if err != nil {
 		log.Fatal(err)
 	}
 	client, err := azcosmos.NewClientWithKey(endpoint, cred, nil)
 	if err != nil {
 		log.Fatal(err)
 	}
 	_ = client
 }
`,
      },
      "environment",
    );
  });

  test("a variable of another file", async () => {
    await expectChange({
      "keys.go": `
 package main
-
-var cosmosKey = "«KEY»"
`,
      "main.go": `
 package main

${imports()}
 func main() {
${opened("cosmosKey", `"${ENDPOINT}"`)}`,
    });
  });

  test("an import's alias", async () => {
    await expectChange({
      "main.go": `
 package main

 import (
+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	cosmos "github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func open() (*cosmos.Client, error) {
-	cred, err := cosmos.NewKeyCredential("«KEY»")
+	cred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		return nil, err
 	}
-	return cosmos.NewClientWithKey("${ENDPOINT}", cred, nil)
+	return cosmos.NewClient("${ENDPOINT}", cred, nil)
 }
`,
    });
  });

  test("a literal where the environment is empty", async () => {
    await expectChange({
      "main.go": `
 package main

 import (
 	"log"
-	"os"

+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
 )

 func main() {
-	key := os.Getenv("COSMOS_KEY")
-	if key == "" {
-		key = "«KEY»"
-	}
${opened("key", `"${ENDPOINT}"`)}`,
    });
  });

  test("a helper with a fallback", async () => {
    await expectChange({
      "main.go": `
 package main

${imports("os")}
 func envOr(name, other string) string {
 	if v := os.Getenv(name); v != "" {
 		return v
 	}
 	return other
 }

 func main() {
${opened(`envOr("COSMOS_KEY", "«KEY»")`, `"${ENDPOINT}"`)}`,
    });
  });

  test("a key that is logged goes with the line", async () => {
    await expectChange({
      "main.go": `
 package main

${imports()}
 func main() {
-	key := "«KEY»"
-	log.Println(key)
${opened("key", `"${ENDPOINT}"`)}`,
    });
  });

  test("a check that does more than stop is left", async () => {
    await expectLeft(
      {
        ".env": `COSMOS_ENDPOINT=${ENDPOINT}
COSMOS_KEY=«KEY»
`,
        "main.go": `package main

import (
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	key, ok := os.LookupEnv("COSMOS_KEY")
	if ok {
		log.Println("have key")
	}
${opens("key", `"${ENDPOINT}"`)}`,
      },
      /Code that reads this setting uses it whe/,
    );
  });

  test("a JSON file that code loads is left", async () => {
    await expectLeft(
      {
        "config.json": `{
  "cosmos": {
    "endpoint": "${ENDPOINT}",
    "key": "«KEY»"
  }
}
`,
        "main.go": `package main

import (
	"log"
	"encoding/json"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

type Config struct {
	Cosmos struct {
		Endpoint string \`json:"endpoint"\`
		Key      string \`json:"key"\`
	} \`json:"cosmos"\`
}

func main() {
	var cfg Config
	data, _ := os.ReadFile("config.json")
	json.Unmarshal(data, &cfg)
${opens("cfg.Cosmos.Key", "cfg.Cosmos.Endpoint")}`,
      },
      /This file is loaded here in a way that c/,
    );
  });

  test("the vault in main", async () => {
    await expectChange(
      {
        "main.go": `
 package main

 import (
+	"context"
 	"log"

+	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
 	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
+	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
 )

 func main() {
-	cred, err := azcosmos.NewKeyCredential("«KEY»")
+	vaultCred, err := azidentity.NewDefaultAzureCredential(nil)
 	if err != nil {
 		log.Fatal(err)
 	}
+	vault, err := azsecrets.NewClient("https://contoso-vault.vault.azure.net", vaultCred, nil)
+	if err != nil {
+		log.Fatal(err)
+	}
+	secret, err := vault.GetSecret(context.Background(), "contoso-cosmos-key", "", nil)
+	if err != nil {
+		log.Fatal(err)
+	}
+	cred, err := azcosmos.NewKeyCredential(*secret.Value)
+	if err != nil {
+		log.Fatal(err)
+	}
 	client, err := azcosmos.NewClientWithKey("${ENDPOINT}", cred, nil)
 	if err != nil {
 		log.Fatal(err)
 	}
 	_ = client
 }
`,
      },
      "key-vault",
    );
  });

  test("the vault for a constant is left", async () => {
    await expectLeft(
      {
        "main.go": `package main

import (
	"log"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

const cosmosKey = "«KEY»"

func main() {
${opens("cosmosKey", `"${ENDPOINT}"`)}`,
      },
      /Reading the vault takes a function: here/,
      "key-vault",
    );
  });

  test("a struct filled by position", async () => {
    const env = `COSMOS_ENDPOINT=${ENDPOINT}\n`;
    await expectFixed(
      {
        ".env": `${env}COSMOS_KEY=«KEY»\n`,
        "main.go": `package main

import (
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

type Config struct {
	Endpoint, Key string
}

func main() {
	cfg := Config{os.Getenv("COSMOS_ENDPOINT"), os.Getenv("COSMOS_KEY")}
${opens("cfg.Key", "cfg.Endpoint")}`,
      },
      {
        ".env": env,
        "main.go": `package main

import (
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

type Config struct {
	Endpoint string
}

func main() {
	cfg := Config{os.Getenv("COSMOS_ENDPOINT")}
	cred, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		log.Fatal(err)
	}
	client, err := azcosmos.NewClient(cfg.Endpoint, cred, nil)
	if err != nil {
		log.Fatal(err)
	}
	_ = client
}
`,
      },
    );
  });

  test("a check that the key is there stops nothing, so it does not go", async () => {
    await expectLeft(
      {
        ".env": `COSMOS_KEY=«KEY»\n`,
        "main.go": `package main

import (
	"errors"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func open() (*azcosmos.Client, error) {
	key := os.Getenv("COSMOS_KEY")
	if key != "" {
		cred, err := azcosmos.NewKeyCredential(key)
		if err != nil {
			return nil, err
		}
		return azcosmos.NewClientWithKey(os.Getenv("COSMOS_ENDPOINT"), cred, nil)
	}
	return nil, errors.New("no key")
}
`,
      },
      /cannot be followed/,
    );
  });
});
