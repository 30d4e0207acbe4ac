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
    [
      "a package of the same workspace",
      { "a/package.json": `{"dependencies": {"@x/b": "workspace:*"}}`, "b/package.json": `{\n"name": "@x/b"}` },
    ],
    [
      "a module of Maven",
      {
        "api/pom.xml": "<artifactId>api</artifactId><dependency><artifactId>data</artifactId></dependency>",
        "data/pom.xml": "<artifactId>data</artifactId>",
      },
    ],
    [
      "a project of Gradle",
      { "app/build.gradle.kts": `implementation(project(":libs:data"))`, "libs/data/build.gradle.kts": "" },
    ],
    ["a replaced module of Go", { "svc/go.mod": "replace example.com/x => ../x\n", "x/go.mod": "" }],
    ["a crate by its path", { "one/Cargo.toml": `two = { path = "../two" }\n`, "two/Cargo.toml": "" }],
    ["tests beside that name nothing", { "tests/Tests.csproj": "", "api/Api.csproj": "" }],
  ])("%s", (_title, files) => {
    const [first = ""] = Object.keys(files);
    expect(programOf(first, { ...files, "other/go.mod": "" })).toEqual(expect.arrayContaining(Object.keys(files)));
    expect(programOf("other/go.mod", { ...files, "other/go.mod": "" })).not.toContain(Object.keys(files)[1]);
  });

  test("services of one aggregate are programs of their own", () => {
    const files = {
      "pom.xml": "<modules><module>a</module><module>b</module></modules>",
      "a/pom.xml": "<artifactId>a</artifactId>",
      "a/A.java": "",
      "b/pom.xml": "<artifactId>b</artifactId>",
      "b/B.java": "",
    };
    expect(programOf("a/A.java", files)).not.toContain("b/B.java");
  });

  test("another host that shares a library comes in where the library changes", () => {
    const reference = (name: string): string => `<ProjectReference Include="..\\${name}\\${name}.csproj" />`;
    const files = {
      "api/api.csproj": reference("core"),
      "api/A.cs": "",
      "core/core.csproj": "",
      "core/C.cs": "",
      "job/job.csproj": reference("core"),
      "job/J.cs": "",
    };
    expect(programOf("api/A.cs", files)).not.toContain("job/J.cs");
    const programs = programsIn({ paths: Object.keys(files), read: (path) => files[path as keyof typeof files] });
    expect(programs.touchedBy("api/A.cs", ["api/A.cs"])).toBe(programs.around("api/A.cs"));
    expect(programs.touchedBy("api/A.cs", ["core/C.cs"]).paths).toContain("job/J.cs");
  });
});
