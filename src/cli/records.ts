import type { AuditLine } from "../azure/audit";
import type { Connection } from "../azure/connection";
import { isFailure } from "../azure/failure";
import { appendAudit, readAudit, recordsFolder } from "../files/azureRecords";
import type { AzureSession } from "./azureSession";

/** Writes lines of the audit log about one account, under the caller's name. */
export async function auditor(
  { azure, signal }: AzureSession,
  connection: Connection,
  account: string,
  folder = recordsFolder(),
): Promise<(line: Omit<AuditLine, "time" | "who" | "account">) => void> {
  const caller = await azure.whoAmI(connection, signal);
  const who = isFailure(caller) ? "an unknown identity" : caller.name;
  const tenant = isFailure(caller) || caller.tenant === undefined ? {} : { tenant: caller.tenant };
  return (line) => {
    appendAudit(folder, { time: new Date().toISOString(), who, ...tenant, account, ...line } satisfies AuditLine);
  };
}

/** The audit log's lines, oldest first. */
export function auditLines(): readonly AuditLine[] {
  return readAudit(recordsFolder()).filter(
    (line): line is AuditLine => typeof line === "object" && line !== null && "step" in line && "account" in line,
  );
}
