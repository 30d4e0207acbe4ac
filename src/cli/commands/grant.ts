import { isFailure } from "../../azure/failure";
import { isObjectId } from "../../azure/objectId";
import { programTexts } from "../azureCode";
import { type AzureSession, fail, type Login, login, onAccount } from "../azureSession";
import type { Connection } from "../../azure/connection";
import { oneOf, parse, UsageError } from "../options";
import { auditor } from "../records";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Gives an identity a data role on an account. */
export const grantCommand = (reachCloud: Login): Command => ({
  name: "grant",
  usage:
    "grant [PATHS…] [--account NAME] [--to OBJECT-ID|me|IDENTITY-NAME] [--role reader|contributor] [--scope /dbs/DB[/colls/COLL]] [--yes] [--dry-run]",
  summary:
    "Gives an identity the data role that keyless code needs. Says what it will create and asks; --to is you by default, --role what the code needs.",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      account: { type: "string" },
      to: { type: "string", default: "me" },
      role: { type: "string" },
      scope: { type: "string" },
      yes: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
    });
    const { role: typed, scope } = values;
    const named = typed === undefined ? undefined : oneOf("--role", typed, ["reader", "contributor"]);
    if (scope !== undefined && !/^\/dbs\/[^/\\#?]+(?:\/colls\/[^/\\#?]+)?$/.test(scope))
      throw new UsageError("--scope takes /dbs/DATABASE or /dbs/DATABASE/colls/CONTAINER");
    return onAccount(reachCloud, values.account, positionals, terminal, async (session) => {
      const { azure, signal, connection, reached } = session;
      const objectId = await objectIdOf(values.to, reached.facts.account.subscription, session, connection, terminal);
      if (typeof objectId === "number") return objectId;
      const role = named ?? azure.roleFor(programTexts(positionals));
      const wish = { objectId, role, ...(scope === undefined ? {} : { scope }) };
      const plan = await azure.planGrant(reached, wish, signal);
      if (isFailure(plan)) return fail(terminal, plan);
      terminal.out(`${azure.grantInWords(plan)}\n`);
      if (plan.exists || values["dry-run"]) return 0;
      if (!values.yes && !(await terminal.ask("Grant it?"))) {
        terminal.tell("Nothing was changed. Add --yes to grant it.");
        return 1;
      }
      const audit = await auditor(session, connection, reached.facts.account.id);
      audit({ step: "grant", result: "started", target: `${objectId} ${role}` });
      const answer = await azure.grant(reached.client, plan, signal);
      audit({ step: "grant", result: isFailure(answer) ? answer.why : "done", target: `${objectId} ${role}` });
      if (isFailure(answer)) return fail(terminal, await azure.withLockNames(connection, plan.account, answer, signal));
      terminal.out("Role granted. It can take some minutes to work everywhere.\n");
      return 0;
    });
  },
});

/** The same by the person's own login. */
export const grant = grantCommand(login);

async function objectIdOf(
  to: string,
  subscription: string,
  { azure, signal }: AzureSession,
  connection: Connection,
  terminal: Terminal,
): Promise<string | number> {
  if (isObjectId(to)) return to;
  if (to === "me") {
    const caller = await azure.whoAmI(connection, signal);
    if (isFailure(caller)) return fail(terminal, caller);
    if (caller.objectId !== undefined) return caller.objectId;
    throw new UsageError("your login does not say your object id: give it with --to");
  }
  const identities = await azure.managedIdentities(connection, subscription, signal);
  if (isFailure(identities)) return fail(terminal, identities);
  const named = identities.filter(({ name }) => name.toLowerCase() === to.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.objectId;
  terminal.tell("Managed identities of the subscription:");
  for (const { name, of, objectId } of identities) terminal.tell(`  ${objectId}  ${name} (${of})`);
  throw new UsageError("--to takes an object id, me, or the name of one managed identity");
}
