import { describe, expect, test } from "vitest";
import { ENDPOINT, type Files, fixAll, reader } from "./fixture";

const APPSETTINGS = `{\n  "Cosmos": {\n    "Endpoint": "${ENDPOINT}",\n    "Key": "«KEY»"\n  }\n}\n`;
const ENVIRONMENT = `COSMOS_ENDPOINT=${ENDPOINT}\nCOSMOS_KEY=«KEY»\n`;

describe("What cannot be followed is shown, and nothing is changed", () => {
  test.each<readonly [string, Files, string, string]>([
    [
      "a section that a library gets",
      { "appsettings.json": APPSETTINGS, "P.cs": `services.AddThirdParty(configuration.GetSection("Cosmos"));\n` },
      "P.cs",
      `configuration.GetSection("Cosmos")`,
    ],
    [
      "a class of options that nothing in the workspace reads",
      {
        "appsettings.json": APPSETTINGS,
        "P.cs": `services.Configure<LibraryOptions>(configuration.GetSection("Cosmos"));\n`,
      },
      "P.cs",
      "configuration",
    ],
    [
      "a list of required variables",
      {
        ".env": ENVIRONMENT,
        "a.js": `const [endpoint, key] = ["COSMOS_ENDPOINT", "COSMOS_KEY"].map((name) => process.env[name]);\n`,
      },
      "a.js",
      `"COSMOS_KEY"`,
    ],
    [
      "a schema that the environment must fit",
      {
        ".env": ENVIRONMENT,
        "env.ts": `export const env = z.object({ COSMOS_KEY: z.string() }).parse(process.env);\n`,
        "send.ts": `import { env } from "./env";\nsend(env.COSMOS_KEY);\n`,
      },
      "send.ts",
      "env.COSMOS_KEY",
    ],
    [
      "a setting's name in a constant",
      {
        "appsettings.json": APPSETTINGS,
        "P.cs": `const string KeyName = "Cosmos:Key";\nOutside.Send(configuration[KeyName]);\n`,
      },
      "P.cs",
      "configuration[KeyName]",
    ],
    [
      "a variable that code hands on",
      { ".env": ENVIRONMENT, "a.py": `import os\nsend(os.environ["COSMOS_KEY"])\n` },
      "a.py",
      `os.environ["COSMOS_KEY"]`,
    ],
    [
      "a module that hands everything on",
      {
        "config.ts": `export const COSMOS_KEY = "«KEY»";\n`,
        "index.ts": `export * from "./config";\n`,
        "send.ts": `import { COSMOS_KEY } from ".";\nimport { COSMOS_KEY as key } from "./index";\nsend(key);\n`,
      },
      "send.ts",
      "key);",
    ],
  ])("%s", async (_name, files, path, begins) => {
    const { plan, after } = await fixAll(files);
    expect(plan.files).toEqual([]);
    const lookAt = plan.left[0]?.reason.lookAt;
    expect(lookAt?.path).toBe(path);
    expect(after[path]?.slice(lookAt?.span.start).startsWith(begins)).toBe(true);
  });

  test("a comment that names the setting is no reader", async () => {
    const { plan } = await fixAll({
      ".env": ENVIRONMENT,
      "a.js": `// COSMOS_KEY is set in .env\n`,
      ...reader("COSMOS_KEY").before,
    });
    expect(plan.left).toEqual([]);
    expect(plan.done.flatMap(({ left }) => left)).toContain("a.js:1 still names COSMOS_KEY.");
  });
});
