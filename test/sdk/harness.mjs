// Runs app.mjs against a Cosmos DB server of this machine, and looks at how each of its requests is authorized.
//   node harness.mjs master|aad
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import cosmos from "@zeit/cosmosdb-server";

const expected = process.argv[2];
const kinds = new Set();
const store = cosmos.createHttpsServer();
store.prependListener("request", ({ headers }) => {
  const kind = /^type=(\w+)/.exec(decodeURIComponent(headers.authorization ?? ""))?.[1];
  kinds.add(kind ?? "none");
});
// What App Service gives its apps to sign in by: DefaultAzureCredential asks it like any managed identity.
const identity = createServer((_request, response) => {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ access_token: "token", expires_on: String(expires), token_type: "Bearer" }));
});
await Promise.all([once(store.listen(0), "listening"), once(identity.listen(0), "listening")]);

const app = spawn(process.execPath, ["app.mjs"], {
  stdio: ["ignore", "pipe", "inherit"],
  env: {
    ...process.env,
    COSMOS_ENDPOINT: `https://localhost:${store.address().port}`,
    IDENTITY_ENDPOINT: `http://localhost:${identity.address().port}`,
    IDENTITY_HEADER: "header",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    NODE_NO_WARNINGS: "1",
  },
});
let said = "";
app.stdout.on("data", (data) => (said += data));
const [code] = await once(app, "close");
console.log(`exit ${code}, said ${said.trim()}, authorized by ${[...kinds].join(", ")}`);
process.exit(code === 0 && said.trim() === "order 1: tea" && kinds.size === 1 && kinds.has(expected) ? 0 : 1);
