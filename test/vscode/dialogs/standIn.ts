import * as assert from "node:assert";
import http from "node:http";
import type https from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import { type FakeAzure, fakeCredential } from "../../azure/fakeAzure";
import { portOf, serve } from "../../azure/fakeServer";
import { eventually, hands } from "../workspace";

/** A sign-in and an Azure that a test brings along, in the place of VS Code's and the network's. */

/** VS Code's own provider of sovereign clouds is not there in the tests: this stands in. */
export const PROVIDER = "microsoft-sovereign-cloud";
const SESSION = {
  id: "1",
  accessToken: "",
  account: { id: "ada", label: "ada@contoso.example" },
  scopes: [] as readonly string[],
};

/** The sign-in of a person, as VS Code asks for it; how often it was asked to sign in. */
export class SignIn implements vscode.AuthenticationProvider {
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.changed.event;
  private sessions: vscode.AuthenticationSession[] = [];
  signIns = 0;

  getSessions(): Promise<vscode.AuthenticationSession[]> {
    return Promise.resolve(this.sessions);
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    this.signIns++;
    const { token } = await fakeCredential.getToken();
    const session = { ...SESSION, accessToken: token, scopes };
    this.sessions = [session];
    this.changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  removeSession(): Promise<void> {
    this.sessions = [];
    return Promise.resolve();
  }
}

/** Sends what the extension asks of Azure to the fake; returns how to end it. */
export function redirect(port: number): () => void {
  // VS Code gives each extension a module of its own for this: the one that Keyless has is asked for in its name.
  const extension = vscode.extensions.getExtension("cosmos-keyless.cosmos-keyless");
  assert.ok(extension);
  const theirs = createRequire(join(extension.extensionPath, "dist/azure.js"))("node:https") as typeof https;
  const { request } = theirs;
  const there = (options: http.RequestOptions, answered: (response: http.IncomingMessage) => void) =>
    /azure|chinacloudapi|windows\.net/.test(String(options.hostname ?? options.host))
      ? http.request(
          {
            method: options.method,
            path: options.path,
            headers: {
              ...(options.headers as http.OutgoingHttpHeaders),
              "x-real-origin": `https://${String(options.hostname ?? options.host)}`,
            },
            host: "127.0.0.1",
            port,
          },
          answered,
        )
      : request(options as https.RequestOptions, answered);
  theirs.request = there as typeof https.request;
  return () => {
    theirs.request = request;
  };
}

/** Registers the sign-in and lets the extension meet the fake; returns how to end both. */
export async function standIn(azure: FakeAzure, signIn: SignIn): Promise<() => void> {
  const server = await serve(azure);
  const registration = vscode.authentication.registerAuthenticationProvider(PROVIDER, "Test sign-in", signIn);
  const restore = redirect(portOf(server));
  return () => {
    restore();
    registration.dispose();
    server.close();
  };
}

/** Waits until a notification says something. */
export async function said(text: string): Promise<void> {
  await eventually(text, async () => {
    await vscode.commands.executeCommand("notifications.showList");
    return (await hands("notice", "")).replace(/\s+/g, " ").includes(text) || undefined;
  });
  await vscode.commands.executeCommand("notifications.hideList");
}
