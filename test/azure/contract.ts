import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { join, resolve } from "node:path";
import { createHttpHeaders, type HttpClient } from "@azure/core-rest-pipeline";
import type { FakeAzure } from "./fakeAzure";
import { portOf, serve } from "./fakeServer";

/** The fake account behind Prism, which holds every request and answer against Microsoft's own API description. */

const UNDESCRIBED =
  /\/(?:tenants|diagnosticSettings|workspaces\/[^/]+|locks|operation(?:sStatus|Results)\/[^/]+|deletedsecrets\/.*)$/;

const PRISM = "5.16.0";
const root = resolve(import.meta.dirname, "../..");

/** Where Microsoft's descriptions lie; undefined on machines that have none. */
export function contractFolder(): string | undefined {
  const folder = process.env.KEYLESS_CONTRACT ?? resolve(root, "../shared/contract");
  return existsSync(join(folder, "cosmos-accounts.json")) ? folder : undefined;
}

/** Prism's program, installed on first use. */
function prism(): string {
  const shelf = join(root, ".vscode-test", `prism-${PRISM}`);
  const program = join(shelf, "node_modules/@stoplight/prism-cli/dist/index.js");
  if (existsSync(program)) return program;
  mkdirSync(shelf, { recursive: true });
  writeFileSync(join(shelf, "package.json"), "{}\n");
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `@stoplight/prism-cli@${PRISM}`,
  ];
  const { status, stderr } = spawnSync("npm", args, { cwd: shelf, encoding: "utf8" });
  if (status !== 0) throw new Error(`Prism could not be installed: ${stderr}`);
  return program;
}

/** A fake Azure behind Prism. Its HTTP client rejects every request and answer that breaks the description. */
export interface Contract {
  readonly httpClient: HttpClient;
  readonly stop: () => void;
}

/** Starts the fake as a server and Prism before it, once for each of the descriptions. */
export async function behindContract(
  azure: FakeAzure,
  descriptions: Readonly<Record<string, RegExp>>,
): Promise<Contract> {
  const program = prism();
  const fake = await serve(azure);
  const proxies: { readonly path: RegExp; readonly port: number; readonly child: ChildProcess }[] = [];
  for (const [file, path] of Object.entries(descriptions)) {
    const port = await freePort();
    const child = spawn(
      process.execPath,
      [program, "proxy", "--errors", "--port", String(port), file, `http://127.0.0.1:${portOf(fake)}`],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    await new Promise<void>((listening, fail) => {
      let said = "";
      const read = (chunk: Buffer): void => {
        said += chunk.toString();
        if (said.includes("Prism is listening")) listening();
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("exit", () => {
        fail(new Error(`Prism ended: ${said.slice(0, 500)}`));
      });
    });
    proxies.push({ path, port, child });
  }
  return {
    httpClient: {
      async sendRequest(request) {
        const url = new URL(request.url);
        // What no description of ours covers goes to the fake itself: tenants, logs, operations, and a vault's first question.
        const isAsked = request.headers.has("authorization") || !url.hostname.includes(".vault.");
        if (!isAsked || UNDESCRIBED.test(url.pathname) || url.hostname.includes("loganalytics"))
          return azure.httpClient.sendRequest(request);
        const proxy = proxies.find(({ path }) => path.test(url.pathname));
        if (proxy === undefined) throw new Error("no description covers this path");
        const { body } = request;
        const response = await fetch(`http://127.0.0.1:${proxy.port}${url.pathname}${url.search}`, {
          method: request.method,
          headers: request.headers.toJSON(),
          ...(typeof body === "string" ? { body } : {}),
        });
        const bodyAsText = await response.text();
        if (response.headers.has("sl-violations")) broken(response.headers.get("sl-violations") ?? "");
        if (bodyAsText.includes("stoplight.io/prism")) broken(bodyAsText.slice(0, 800));
        return {
          request,
          status: response.status,
          bodyAsText,
          headers: createHttpHeaders(Object.fromEntries(response.headers)),
        };
      },
    },
    stop() {
      for (const { child } of proxies) {
        child.removeAllListeners("exit");
        child.kill();
      }
      fake.close();
      fake.closeAllConnections();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createPlainServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Says it on the test's own output, too: what the product makes of the error hides another's words. */
function broken(how: string): never {
  console.error(`the contract is broken: ${how}`);
  throw new Error(`the contract is broken: ${how}`);
}
