import { describe, expect, test } from "vitest";
import { programsIn } from "../../../src/fixes/project/program";

/** The files that are one program with the first one that is named. */
function programOf(path: string, files: Readonly<Record<string, string>>): readonly string[] {
  const paths = Object.keys(files);
  return programsIn({ paths, read: (one) => files[one] }).around(path).paths;
}

describe("What is one program", () => {
  test("a project and the deployment files above it, without the sample beside it", () => {
    const files = {
      "docker-compose.yml": "",
      "infra/main.tf": "",
      "a/A.csproj": "",
      "a/appsettings.json": "",
      "a/Program.cs": "",
      "b/B.csproj": "",
      "b/appsettings.json": "",
    };
    expect(programOf("a/appsettings.json", files)).toEqual([
      "docker-compose.yml",
      "infra/main.tf",
      "a/A.csproj",
      "a/appsettings.json",
      "a/Program.cs",
    ]);
    expect(programOf("docker-compose.yml", files)).toEqual(Object.keys(files));
  });

  test("deployment files of another sample are another program's", () => {
    const files = { "s/a/infra/main.tf": "", "s/a/src/A.csproj": "", "s/b/src/B.csproj": "", "s/b/src/B.cs": "" };
    expect(programOf("s/a/infra/main.tf", files)).toEqual(["s/a/infra/main.tf", "s/a/src/A.csproj"]);
    expect(programOf("s/b/src/B.cs", files)).toEqual(["s/b/src/B.csproj", "s/b/src/B.cs"]);
  });

  test.each([
    [
      "a project reference",
      { "x/t/T.csproj": String.raw`<ProjectReference Include="..\..\y\Y.csproj" />`, "y/Y.csproj": "" },
    ],
    ["workspaces", { "package.json": `{"workspaces": ["packages/*"]}`, "packages/a/package.json": "{}" }],
    ["pnpm", { "pnpm-workspace.yaml": "packages:\n  - 'apps/**'\n", "apps/x/web/package.json": "{}" }],
    ["modules of Maven", { "pom.xml": "<modules><module>api</module></modules>", "api/pom.xml": "" }],
    ["projects of Gradle", { "settings.gradle.kts": `include(":libs:data")`, "libs/data/build.gradle.kts": "" }],
    ["a replaced module of Go", { "svc/go.mod": "replace example.com/x => ../x\n", "x/go.mod": "" }],
    ["members of Cargo", { "Cargo.toml": `[workspace]\nmembers = ["one", "two"]\n`, "two/Cargo.toml": "" }],
    ["tests beside that name nothing", { "tests/Tests.csproj": "", "api/Api.csproj": "" }],
  ])("%s", (_title, files) => {
    const [first = ""] = Object.keys(files);
    expect(programOf(first, { ...files, "other/go.mod": "" })).toEqual(expect.arrayContaining(Object.keys(files)));
    expect(programOf("other/go.mod", { ...files, "other/go.mod": "" })).not.toContain(Object.keys(files)[1]);
  });
});
