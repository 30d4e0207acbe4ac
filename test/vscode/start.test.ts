import * as assert from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** What starting costs is kept small by how the bundle is made; `npm run test:editor -- activation` tells the figures. */

describe("the bundle that starts", () => {
  const extension = vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless");
  const code = readFileSync(join(extension?.extensionPath ?? "", "dist/extension.js"), "utf8");

  it("takes the editor's API once: a copy for each file was half of all heap", () => {
    assert.strictEqual(code.split('require("vscode")').length - 1, 1);
  });

  it("has no letter for which the whole text is kept at twice its size", () => {
    assert.deepStrictEqual(code.match(/[^\0-\x7f]/g), null);
  });
});
