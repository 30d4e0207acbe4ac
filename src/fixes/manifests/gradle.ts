import { lineAfter } from "../lines";
import type { Manifest } from "./manifest";

/** build.gradle and build.gradle.kts: behind azure-cosmos, in the form that its line has. */
export const gradle: Manifest = {
  id: "Gradle build",
  language: "java",
  matches: (name) => /^build\.gradle(?:\.kts)?$/.test(name),
  add(path, text, packages) {
    const cosmos = /^.*\bcom\.azure:azure-cosmos\b.*$/m.exec(text);
    if (cosmos === null) return [];
    const edits = packages
      .filter(({ name }) => !text.includes(name))
      .map(({ name, version }) => {
        const withVersion = /com\.azure:azure-cosmos:[\w.-]+/.test(cosmos[0]);
        const line = cosmos[0]
          .replace(/com\.azure:azure-cosmos(?::[\w.$-]+)?/, withVersion ? `${name}:${version}` : name)
          .trimEnd();
        return lineAfter(text, cosmos.index, line);
      });
    return edits.length === 0 ? [] : [{ path, edits }];
  },
};
