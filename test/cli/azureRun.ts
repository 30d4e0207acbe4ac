import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Login } from "../../src/cli/azureSession";
import type { Command } from "../../src/cli/commands/command";
import { MissingPath } from "../../src/files/scanTree";
import { UsageError } from "../../src/cli/options";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { fakeCredential } from "../azure/fakeAzure";

/** Runs Azure commands as the command line does, against a fake in the place of the network. */

/** How a command ended, and all that it said. */
export interface AzureRun {
  readonly code: number;
  readonly said: string;
}

/** A fresh folder for states and the audit log, in the place of the person's own. */
export function freshRecords(): string {
  const folder = mkdtempSync(join(tmpdir(), "keyless-records-"));
  process.env.KEYLESS_STATE = folder;
  return folder;
}

/** Reaches the fake, whatever the cloud. */
export function loginTo(azure: { readonly httpClient: HttpClient }): Login {
  return (cloud) => Promise.resolve({ credential: fakeCredential, cloud, httpClient: azure.httpClient });
}

/** Runs a command; `yes` answers its questions. */
export async function runAzure(
  make: (login: Login) => Command,
  azure: { readonly httpClient: HttpClient },
  args: readonly string[],
  yes: (question: string) => boolean = () => false,
): Promise<AzureRun> {
  let said = "";
  const say = (text: string): void => {
    said += `${text}\n`;
  };
  const ask = (question: string): Promise<boolean> => {
    say(question);
    return Promise.resolve(yes(question));
  };
  try {
    const command = make(loginTo(azure));
    const code = await command.run(args, { out: say, tell: say, progress: say, colour: false, ask });
    return { code, said };
  } catch (error) {
    if (error instanceof UsageError || error instanceof MissingPath) return { code: 2, said: said + error.message };
    throw error;
  }
}
