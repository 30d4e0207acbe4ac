import { join } from "node:path";
import { expect, test } from "vitest";
import { checkKey } from "../../src/azure/checkKey";
import { cloudOf } from "../../src/azure/connection";
import { fingerprintOfKey } from "../../src/engine/fingerprint";
import { behindContract, contractFolder } from "./contract";
import { disableKeysCommand } from "../../src/cli/commands/disableKeys";
import { grantCommand } from "../../src/cli/commands/grant";
import { rotateCommand } from "../../src/cli/commands/rotate";
import { storeCommand } from "../../src/cli/commands/store";
import { sweepCommand } from "../../src/cli/commands/sweep";
import { freshRecords, runAzure } from "../cli/azureRun";
import { folderWith } from "../cli/run";
import { fakeAccount, FakeAzure, fakeCredential } from "./fakeAzure";

const folder = contractFolder();

if (folder === undefined) {
  test("the contract was not checked: Microsoft's API descriptions are not on this machine", () => {
    console.log("Contract tests did not run: set KEYLESS_CONTRACT to the folder with the API descriptions.");
  });
} else {
  const descriptions = {
    [join(folder, "resource-graph.json")]: /Microsoft\.ResourceGraph/,
    [join(folder, "cosmos-roles.json")]: /sqlRole/,
    [join(folder, "cosmos-accounts.json")]: /Microsoft\.DocumentDB/,
    [join(folder, "key-vault-secrets.json")]: /^\/secrets\//,
  };

  test("grant, store, rotate and switching off keep them too", { timeout: 180_000 }, async () => {
    freshRecords();
    const account = fakeAccount("contoso", { primary: "2026-01-01T00:00:00Z" });
    const azure = new FakeAzure([account]);
    azure.vault.lastPage = undefined;
    const contract = await behindContract(azure, descriptions);
    const described = { httpClient: contract.httpClient };
    const folderOfCode = folderWith({
      ".env": `COSMOS_ENDPOINT=https://contoso.documents.azure.com\nCOSMOS_KEY=${account.keys.primary}\n`,
    });
    try {
      const vault = ["--vault", "contoso-vault", "--yes"];
      const runs = [
        await runAzure(grantCommand, described, [folderOfCode, "--yes"]),
        await runAzure(storeCommand, described, [folderOfCode, ...vault]),
        await runAzure(rotateCommand, described, [
          ...[folderOfCode, ...vault, "--apps-use", "primary", "--confirm", "secondary"],
          ...["--apps-switched", "--confirm", "primary"],
        ]),
        await runAzure(disableKeysCommand, described, [folderOfCode, "--account", "contoso", "--yes", "--despite"]),
        await runAzure(sweepCommand, described, []),
      ];
      expect(runs.map(({ code, said }) => (code === 0 ? "" : said))).toEqual(runs.map(() => ""));
      expect(account.roles.size).toBe(1);
      expect(azure.vault.secrets.get("contoso-cosmos-key")?.at(-1)?.value).toBe(account.keys.secondary);
      expect(account.disableLocalAuth).toBe(true);
    } finally {
      contract.stop();
    }
  });

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
