import { describe, test } from "vitest";
import { ENDPOINT, expectFixed, expectLeft } from "./fixture";

const SDK = "github.com/Azure/azure-sdk-for-go/sdk";
const one = `package main\n\nimport (\n\t"log"\n\n\t"${SDK}/data/azcosmos"\n)\n\n`;
const both = `package main\n\nimport (\n\t"log"\n\n\t"${SDK}/azidentity"\n\t"${SDK}/data/azcosmos"\n)\n\n`;
const open = (credential: string, client: string): string =>
  `func main() {\n\tcred, err := ${credential}\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tclient, err := azcosmos.${client}("${ENDPOINT}", cred, nil)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\t_ = client\n}\n`;

describe("Go becomes keyless", () => {
  test("a key credential and its client", async () => {
    await expectFixed(
      { "main.go": one + open('azcosmos.NewKeyCredential("«KEY»")', "NewClientWithKey") },
      { "main.go": both + open("azidentity.NewDefaultAzureCredential(nil)", "NewClient") },
    );
  });

  test("a constant goes with it", async () => {
    await expectFixed(
      { "main.go": `${one}const key = "«KEY»"\n\n${open("azcosmos.NewKeyCredential(key)", "NewClientWithKey")}` },
      { "main.go": both + open("azidentity.NewDefaultAzureCredential(nil)", "NewClient") },
    );
  });

  test("CRLF stays", async () => {
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    await expectFixed(
      { "main.go": crlf(one + open('azcosmos.NewKeyCredential("«KEY»")', "NewClientWithKey")) },
      { "main.go": crlf(both + open("azidentity.NewDefaultAzureCredential(nil)", "NewClient")) },
    );
  });

  test("go.mod gets the requirement once", async () => {
    const module = `module shop\n\ngo 1.24\n\nrequire (\n\t${SDK}/data/azcosmos v1.4.1\n)\n`;
    await expectFixed(
      {
        "main.go": one + open('azcosmos.NewKeyCredential("«KEY»")', "NewClientWithKey"),
        "go.mod": module,
      },
      {
        "main.go": both + open("azidentity.NewDefaultAzureCredential(nil)", "NewClient"),
        "go.mod": module.replace("v1.4.1\n", `v1.4.1\n\t${SDK}/azidentity v1.13.1\n`),
      },
    );
  });

  test("a credential that goes elsewhere too is left, and where is said", async () => {
    const code = `${one}func main() {\n\tcred, err := azcosmos.NewKeyCredential("«KEY»")\n\tlog.Println(cred, err)\n}\n`;
    await expectLeft({ "main.go": code }, /something else than a client/);
  });
});
