import { join } from "node:path";
import { expect, test } from "vitest";
import { checkKey } from "../../src/azure/checkKey";
import { cloudOf } from "../../src/azure/connection";
import { fingerprintOfKey } from "../../src/engine/fingerprint";
import { behindContract, contractFolder } from "./contract";
import { fakeAccount, FakeAzure, fakeCredential } from "./fakeAzure";

const folder = contractFolder();

if (folder === undefined) {
  test("the contract was not checked: Microsoft's API descriptions are not on this machine", () => {
    console.log("Contract tests did not run: set KEYLESS_CONTRACT to the folder with the API descriptions.");
  });
} else {
  test("every request and answer of a check keeps Microsoft's own API description", { timeout: 180_000 }, async () => {
    const account = fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z" });
    const contract = await behindContract(new FakeAzure([account]), {
      [join(folder, "resource-graph.json")]: /Microsoft\.ResourceGraph/,
      [join(folder, "cosmos-accounts.json")]: /Microsoft\.DocumentDB/,
    });
    try {
      const connection = {
        credential: fakeCredential,
        cloud: cloudOf("contoso.documents.azure.com"),
        httpClient: contract.httpClient,
      };
      const check = await checkKey(
        connection,
        "contoso",
        fingerprintOfKey(account.keys.primary),
        new AbortController().signal,
      );
      expect(check).toMatchObject({ state: "live", kind: "primary" });
    } finally {
      contract.stop();
    }
  });
}
