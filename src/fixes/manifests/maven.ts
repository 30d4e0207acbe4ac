import { indentOf, lineAfter, lineEndOf } from "../lines";
import type { Manifest } from "./manifest";

/** pom.xml: behind azure-cosmos; without a version where a bill of materials of the SDK manages it. */
export const maven: Manifest = {
  id: "pom.xml",
  language: "java",
  matches: (name) => name === "pom.xml",
  add(path, text, packages) {
    const managed = /<artifactId>(?:azure-sdk-bom|spring-cloud-azure-dependencies)<\/artifactId>/.test(text);
    const cosmos = text.search(
      /<artifactId>(?:azure-(?:spring-data-)?cosmos|azure-data-tables|spring-cloud-azure-starter[\w-]*)<\/artifactId>/,
    );
    const open = text.lastIndexOf("<dependency>", cosmos);
    const close = text.indexOf("</dependency>", cosmos);
    if (cosmos < 0 || open < 0 || close < 0) return [];
    const indent = indentOf(text, open);
    const unit = indentOf(text, text.indexOf("<", open + 1)).slice(indent.length) || "  ";
    const edits = packages
      .map(({ name, version }) => ({ artifact: name.split(":")[1] ?? name, group: name.split(":")[0] ?? "", version }))
      .filter(({ artifact }) => !text.includes(`<artifactId>${artifact}</artifactId>`))
      .map(({ artifact, group, version }) => {
        const lines = [
          `${indent}<dependency>`,
          `${indent}${unit}<groupId>${group}</groupId>`,
          `${indent}${unit}<artifactId>${artifact}</artifactId>`,
          ...(managed ? [] : [`${indent}${unit}<version>${version}</version>`]),
          `${indent}</dependency>`,
        ];
        return lineAfter(text, close, lines.join(lineEndOf(text)));
      });
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};
