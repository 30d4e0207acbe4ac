import { homedir } from "node:os";
import { join } from "node:path";
import type { AuditLine } from "../azure/audit";
import type { Connection } from "../azure/connection";
import { isFailure } from "../azure/failure";
import { appendAudit, readAudit } from "../files/azureRecords";
import type { AzureSession } from "./azureSession";

/** Where the command line keeps states and the audit log unless told: the person's own folder for such. */
export function recordsFolder(): string {
  const { KEYLESS_STATE, XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (KEYLESS_STATE !== undefined && KEYLESS_STATE !== "") return KEYLESS_STATE;
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "cosmos-keyless");
  return join(XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "cosmos-keyless");
}

/** Writes lines of the audit log about one account, under the caller's name. */
export async function auditor(
  { azure, signal }: AzureSession,
  connection: Connection,
  account: string,
): Promise<(line: Omit<AuditLine, "time" | "who" | "account">) => void> {
  const caller = await azure.whoAmI(connection, signal);
  const who = isFailure(caller) ? "somebody who could not be told" : caller.name;
  return (line) => {
    appendAudit(recordsFolder(), { time: new Date().toISOString(), who, account, ...line } satisfies AuditLine);
  };
}

/** The audit log's lines, oldest first. */
export function auditLines(): readonly AuditLine[] {
  return readAudit(recordsFolder()).filter(
    (line): line is AuditLine => typeof line === "object" && line !== null && "step" in line && "account" in line,
  );
}
