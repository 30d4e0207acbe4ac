import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], exclude: ["test/vscode/**", "test/ui/**"], testTimeout: 60_000 },
  server: { watch: null },
});
