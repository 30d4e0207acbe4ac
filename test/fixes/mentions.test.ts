import { describe, expect, test } from "vitest";
import { ENDPOINT, fixAll, reader } from "./fixture";

const { before } = reader("COSMOS_KEY");
const SETTINGS = { ".env": `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n` };

describe("What mentions a setting that goes", () => {
  test.each([
    [
      "a command that gives it to itself",
      ".github/workflows/d.yml",
      `      - run: az webapp config appsettings set --settings COSMOS_KEY=\${{ secrets.COSMOS_KEY }}\n`,
    ],
    ["a template that gives it an expression", "main.bicep", `        { name: 'COSMOS_KEY', value: cosmosKey }\n`],
    ["a document", "README.md", "Set `COSMOS_KEY` first.\n"],
    ["a comment", "Makefile", "# COSMOS_KEY comes from .env\n"],
  ])("%s breaks nothing and is named", async (_title, path, text) => {
    const { plan } = await fixAll({ ...SETTINGS, ...before, [path]: text });
    expect(plan.left).toEqual([]);
    expect(plan.done.flatMap(({ left }) => left).join("\n")).toContain(`${path}:1 still`);
  });

  test("a pipeline that gives it to an app loses it", async () => {
    const pipeline = { "azure-pipelines.yml": `      appSettings: '-COSMOS_KEY "$(cosmos_key)" -MODE "x"'\n` };
    const { after } = await fixAll({ ...SETTINGS, ...before, ...pipeline });
    expect(after["azure-pipelines.yml"]).toBe(`      appSettings: '-MODE "x"'\n`);
  });

  test("a list that lets it through loses it", async () => {
    const turbo = { "turbo.json": `{ "globalEnv": ["PORT", "COSMOS_KEY"] }\n` };
    const { after } = await fixAll({ ...SETTINGS, ...before, ...turbo });
    expect(after["turbo.json"]).toBe(`{ "globalEnv": ["PORT"] }\n`);
  });

  test.each([
    ["a recipe", "Makefile", "run:\n\tdocker run -e DB_KEY=$(COSMOS_KEY) shop\n"],
    ["a script", "seed.sh", `. ./.env\nshopctl seed --key "$COSMOS_KEY"\n`],
    ["a language that nobody follows", "app.rb", `client = Client.new(ENV["COSMOS_KEY"])\n`],
    ["a command in a workflow", ".github/workflows/d.yml", `      - run: helm upgrade shop --set key=$COSMOS_KEY\n`],
  ])("%s that reads it stops the fix", async (_title, path, text) => {
    const { plan } = await fixAll({ ...SETTINGS, ...before, [path]: text });
    expect(plan.files).toEqual([]);
    expect(plan.left[0]?.reason.lookAt?.path).toBe(path);
    expect(plan.left[0]?.reason.reason).toContain(path);
  });
});
