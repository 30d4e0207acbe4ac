import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a person would give ripgrep to look for the same things. */
const PATTERNS = [
  "[A-Za-z0-9+/]{85}[AQgw]==",
  "[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==",
  "[A-Za-z0-9+/]{80,86}(%3D%3D|%3d%3d|\\\\u003[Dd]\\\\u003[Dd]|\\\\=\\\\=|&#61;&#61;)",
  "(?i)AccountEndpoint\\s*=\\s*https?://[^;]+;\\s*AccountKey\\s*=",
  "(?i)mongodb(\\+srv)?://[^:]+:[^@]+@[a-z0-9.-]+cosmos\\.azure",
  "postgres\\.cosmos\\.azure\\.",
  "mongocluster\\.cosmos\\.azure\\.",
  "type(=|%3[Dd])(resource|master)",
  "QWNjb3VudEtleT|FjY291bnRLZXk|BY2NvdW50S2V5",
  "ZG9jdW1lbnRzLmF6dXJl|RvY3VtZW50cy5henVy|kb2N1bWVudHMuYXp1",
  "(PQo=|UT09|UW89)",
];

/** Writes the patterns into a folder, one a line; returns the file's path. */
export function patternsFile(folder) {
  const file = join(folder, "patterns");
  writeFileSync(file, PATTERNS.join("\n"));
  return file;
}
