import { describe, test } from "vitest";
import { emulatorKey } from "../keys";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const IMPORTS = `package main

import (
	"log"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)
`;
const ENV = `COSMOS_ENDPOINT=${ENDPOINT}\n`;
const CHECK = `	if err != nil {
		log.Fatal(err)
	}
`;

/** Expects that only the variable's value goes. */
async function expectOnlyValue(code: string): Promise<void> {
  await expectFixed({ ".env": `${ENV}COSMOS_KEY=«KEY»\n`, "main.go": IMPORTS + code }, { ".env": ENV });
}

const WITH_KEY = `		cred, err := azcosmos.NewKeyCredential(key)
		if err != nil {
			log.Fatal(err)
		}
		return azcosmos.NewClientWithKey(endpoint, cred, nil)
`;
const BY_IDENTITY = `cred, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		log.Fatal(err)
	}
	return azcosmos.NewClient(endpoint, cred, nil)
`;

describe("Go that takes a key if there is one", () => {
  test("a branch for the key, and what stands behind it", async () => {
    await expectOnlyValue(`
func open(endpoint string) (*azcosmos.Client, error) {
	key := os.Getenv("COSMOS_KEY")
	if key != "" {
${WITH_KEY}	}
	${BY_IDENTITY}}
`);
  });

  test("a branch for the identity, which leaves", async () => {
    await expectOnlyValue(`
func open(endpoint string) (*azcosmos.Client, error) {
	key := os.Getenv("COSMOS_KEY")
	if len(key) == 0 {
		${BY_IDENTITY}	}
${WITH_KEY}}
`);
  });

  test("a variable that is looked up", async () => {
    await expectOnlyValue(`
func open(endpoint string) (*azcosmos.Client, error) {
	if key, ok := os.LookupEnv("COSMOS_KEY"); ok {
${WITH_KEY}	}
	${BY_IDENTITY}}
`);
  });

  test("a switch over fields of a struct", async () => {
    const code = (tag: string): string => `${IMPORTS}
type Config struct {
	Key string ${tag}
}

func open(c Config, endpoint string) (*azcosmos.Client, error) {
	switch {
	case c.Key != "":
${WITH_KEY.replaceAll("key", "c.Key").replaceAll("c.KeyCred", "KeyCred")}	default:
		${BY_IDENTITY}	}
}
`;
    await expectFixed(
      { ".env": `${ENV}COSMOS_KEY=«KEY»\n`, "main.go": code('`env:"COSMOS_KEY,required"`') },
      { ".env": ENV, "main.go": code('`env:"COSMOS_KEY"`') },
    );
  });

  test("a check that stops is no choice, whatever signs in behind it", async () => {
    const code = (read: string, credential: string, client: string): string => `${IMPORTS}
func main() {
${read}	cred, err := ${credential}
${CHECK}	client, err := azcosmos.${client}("${ENDPOINT}", cred, nil)
${CHECK}	blobs, err := azidentity.NewDefaultAzureCredential(nil)
${CHECK}	_, _ = client, blobs
}
`;
    await expectFixed(
      {
        ".env": `${ENV}COSMOS_KEY=«KEY»\n`,
        "main.go": code(
          `	key := os.Getenv("COSMOS_KEY")
	if key == "" {
		log.Fatal("no key")
	}
`,
          "azcosmos.NewKeyCredential(key)",
          "NewClientWithKey",
        ),
      },
      {
        ".env": ENV,
        "main.go": code("", "azidentity.NewDefaultAzureCredential(nil)", "NewClient").replace('	"os"\n', ""),
      },
    );
  });
});

describe("Go: the credential of a key", () => {
  const code = (credential: string, type: string, client: string, lead = ""): string => `package main

import (
	"log"

${lead}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

type store struct {
	cred   ${type}
	client *azcosmos.Client
}

func open() *store {
	cred, err := ${credential}
${CHECK}	client, err := azcosmos.${client}("${ENDPOINT}", cred, nil)
${CHECK}	return &store{
		cred:   cred,
		client: client,
	}
}
`;

  test("kept in a field that nobody reads", async () => {
    await expectFixed(
      { "main.go": code('azcosmos.NewKeyCredential("«KEY»")', "azcosmos.KeyCredential", "NewClientWithKey") },
      {
        "main.go": code(
          "azidentity.NewDefaultAzureCredential(nil)",
          "*azidentity.DefaultAzureCredential",
          "NewClient",
          `	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n`,
        ),
      },
    );
  });

  test("kept in a field that another file reads", async () => {
    await expectLeft(
      {
        "main.go": code('azcosmos.NewKeyCredential("«KEY»")', "azcosmos.KeyCredential", "NewClientWithKey"),
        "sign.go": "package main\n\nfunc sign(s *store) { use(s.cred) }\n",
      },
      /used for something else than a client/,
    );
  });

  test("declared before it is made", async () => {
    const main = (type: string, credential: string, client: string): string => `package main

import (
	"log"

${client === "NewClient" ? '	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n' : ""}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	var err error
	var cred ${type}
	cred, err = ${credential}
${CHECK}	client, err := azcosmos.${client}("${ENDPOINT}", cred, nil)
${CHECK}	_ = client
}
`;
    await expectFixed(
      { "main.go": main("azcosmos.KeyCredential", 'azcosmos.NewKeyCredential("«KEY»")', "NewClientWithKey") },
      {
        "main.go": main("*azidentity.DefaultAzureCredential", "azidentity.NewDefaultAzureCredential(nil)", "NewClient"),
      },
    );
  });
});

describe("Go: lists of names", () => {
  const config = (field: string, names: string, loop: string): string => `package main

import (
	"log"

	"github.com/spf13/viper"
)

type Config struct {
${field}	Endpoint string \`mapstructure:"DB_ENDPOINT"\`
}

var names = []string{${names}}

func load() *Config {
	viper.SetEnvPrefix("SHOP")
	viper.AutomaticEnv()
	for _, name := range names {
		${loop}
			log.Fatal(name)
		}
	}
	cfg := Config{}
	if err := viper.Unmarshal(&cfg); err != nil {
		log.Fatal(err)
	}
	return &cfg
}
`;
  const main = (credential: string, client: string, lead = ""): string => `package main

import (
	"log"

${lead}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	cfg := load()
	cred, err := ${credential}
${CHECK}	client, err := azcosmos.${client}(cfg.Endpoint, cred, nil)
${CHECK}	_ = client
}
`;
  const after = main(
    "azidentity.NewDefaultAzureCredential(nil)",
    "NewClient",
    '	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n',
  );
  const field = '	DbKey    string `mapstructure:"DB_KEY"`\n';

  for (const loop of ["if err := viper.BindEnv(name); err != nil {", "if !viper.IsSet(name) {"])
    test(`a name that is bound or asked for: ${loop}`, async () => {
      await expectFixed(
        {
          "app.env": `SHOP_DB_ENDPOINT=${ENDPOINT}\nSHOP_DB_KEY=«KEY»\n`,
          "config.go": config(field, '"DB_KEY", "DB_ENDPOINT"', loop),
          "main.go": main("azcosmos.NewKeyCredential(cfg.DbKey)", "NewClientWithKey"),
        },
        {
          "app.env": `SHOP_DB_ENDPOINT=${ENDPOINT}\n`,
          "config.go": config("", '"DB_ENDPOINT"', loop),
          "main.go": after,
        },
      );
    });

  test("a name whose value is kept under it", async () => {
    await expectLeft(
      {
        "app.env": `SHOP_DB_ENDPOINT=${ENDPOINT}\nSHOP_DB_KEY=«KEY»\n`,
        "config.go": config(field, '"DB_KEY", "DB_ENDPOINT"', "if values[name] = viper.GetString(name); false {"),
        "main.go": main("azcosmos.NewKeyCredential(cfg.DbKey)", "NewClientWithKey"),
      },
      /uses it where it cannot be followed/,
    );
  });
});

describe("Go on the emulator too", () => {
  const compose = `services:\n  shop:\n    environment:\n      COSMOS_KEY: ${emulatorKey()}\n`;
  const file = (lines: string, isKeyless: boolean): string =>
    `${isKeyless ? IMPORTS : IMPORTS.replace('	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n', "")}
func open(endpoint string) (*azcosmos.Client, error) {
${lines}}
`;
  const key = '	key := os.Getenv("COSMOS_KEY")\n';
  const CREDENTIAL = `	cred, err := azcosmos.NewKeyCredential(key)
${CHECK}`;

  test("a client that is returned", async () => {
    const keyed = `${CREDENTIAL}	return azcosmos.NewClientWithKey(endpoint, cred, nil)
`;
    await expectFixed(
      { ".env": `${ENV}COSMOS_KEY=«KEY»\n`, "docker-compose.yml": compose, "main.go": file(key + keyed, false) },
      {
        ".env": ENV,
        "main.go": file(
          `${key}	if key == "" {
		cred, err := azidentity.NewDefaultAzureCredential(nil)
		if err != nil {
			log.Fatal(err)
		}
		return azcosmos.NewClient(endpoint, cred, nil)
	}
${keyed}`,
          true,
        ),
      },
    );
  });

  test("a client in a variable, and a check that the key is there", async () => {
    const lines = `${key}	if key == "" {
		log.Fatal("no key")
	}
${CREDENTIAL}
	client, err := azcosmos.NewClientWithKey(endpoint, cred, nil)
${CHECK}	db, err := client.NewDatabase("shop")
${CHECK}	_ = db
	return client, nil
`;
    await expectFixed(
      { ".env": `${ENV}COSMOS_KEY=«KEY»\n`, "docker-compose.yml": compose, "main.go": file(lines, false) },
      {
        ".env": ENV,
        "main.go": file(
          `${key}	var client *azcosmos.Client
	if key == "" {
		cred, err := azidentity.NewDefaultAzureCredential(nil)
		if err != nil {
			log.Fatal(err)
		}

		client, err = azcosmos.NewClient(endpoint, cred, nil)
		if err != nil {
			log.Fatal(err)
		}
	} else {
		cred, err := azcosmos.NewKeyCredential(key)
		if err != nil {
			log.Fatal(err)
		}

		client, err = azcosmos.NewClientWithKey(endpoint, cred, nil)
		if err != nil {
			log.Fatal(err)
		}
	}
	db, err := client.NewDatabase("shop")
${CHECK}	_ = db
	return client, nil
`,
          true,
        ),
      },
    );
  });

  test("an error that is assigned again is left", async () => {
    const lines = `${key}${CREDENTIAL}	client, err := azcosmos.NewClientWithKey(endpoint, cred, nil)
${CHECK}	err = ping(client)
	return client, err
`;
    await expectLeft(
      { ".env": `${ENV}COSMOS_KEY=«KEY»\n`, "docker-compose.yml": compose, "main.go": file(lines, false) },
      /also runs on the emulator/,
    );
  });
});

test("no vault is asked where the code does without the key", async () => {
  await expectLeft(
    {
      ".env": `${ENV}COSMOS_KEY=«KEY»\n`,
      "main.go": `${IMPORTS}
func open(endpoint string) (*azcosmos.Client, error) {
	key := os.Getenv("COSMOS_KEY")
	if key != "" {
${WITH_KEY}	}
	${BY_IDENTITY}}
`,
    },
    /signs in by identity where there is no key/,
    "key-vault",
  );
});

test("a name in a constant that a message tells", async () => {
  const code = (name: string, lines: string, credential: string, client: string, lead: string): string => `package main

import (
	"log"
	"os"

${lead}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

const (
	endpointVariable = "COSMOS_ENDPOINT"
${name})

func main() {
${lines}	cred, _ := ${credential}
	client, err := azcosmos.${client}(os.Getenv(endpointVariable), cred, nil)
${CHECK}	_ = client
}
`;
  await expectFixed(
    {
      ".env": `${ENV}COSMOS_KEY=«KEY»\n`,
      "main.go": code(
        '	keyVariable      = "COSMOS_KEY"\n',
        '	key := os.Getenv(keyVariable)\n	if key == "" {\n		log.Fatal("missing: ", keyVariable)\n	}\n',
        "azcosmos.NewKeyCredential(key)",
        "NewClientWithKey",
        "",
      ),
    },
    {
      ".env": ENV,
      "main.go": code(
        "",
        "",
        "azidentity.NewDefaultAzureCredential(nil)",
        "NewClient",
        '	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n',
      ),
    },
  );
});

describe("Go: versions", () => {
  const main = (credential: string, client: string, lead: string): string => `package main

import (
	"log"

${lead}	"github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos"
)

func main() {
	cred, err := ${credential}
${CHECK}	client, err := azcosmos.${client}("${ENDPOINT}", cred, nil)
${CHECK}	_ = client
}
`;
  const keyed = main('azcosmos.NewKeyCredential("«KEY»")', "NewClientWithKey", "");
  const module = (go: string, cosmos: string, identity: string): string =>
    `module shop\n\ngo ${go}\n\nrequire (\n	github.com/Azure/azure-sdk-for-go/sdk/data/azcosmos v${cosmos}\n${identity})\n`;

  test("a client that takes keys only is left", async () => {
    await expectLeft({ "go.mod": module("1.16", "0.1.0", ""), "main.go": keyed }, /takes an identity from 0\.3\.0 on/);
  });

  for (const [go, identity] of [
    ["1.20", "v1.7.0"],
    ["1.23.0", "v1.13.1"],
  ] as const)
    test(`a package that Go ${go} builds`, async () => {
      await expectFixed(
        { "go.mod": module(go, "1.0.0", ""), "main.go": keyed },
        {
          "go.mod": module(go, "1.0.0", `	github.com/Azure/azure-sdk-for-go/sdk/azidentity ${identity}\n`),
          "main.go": main(
            "azidentity.NewDefaultAzureCredential(nil)",
            "NewClient",
            '	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"\n',
          ),
        },
      );
    });
});
