import type { NotFixable } from "../fix";
import type { Secret } from "../secret";
import { bodyOf, wayTo } from "../templates/body";
import { blocksIn } from "../templates/terraformModule";
import { slotOf } from "../templates/terraformSlot";
import type { FormatCase, FormatFix } from "./format";

/** A secret of a container app goes with the variables that take it; a connection string leaves them the endpoint. */
export function withoutSecret(secret: Secret, { path, text, finding }: FormatCase): FormatFix | NotFixable | undefined {
  const body = bodyOf(text);
  const host = body === undefined ? [] : blocksIn(path, text, body);
  const block = host.find((one) => one.start <= finding.start && finding.start < one.end);
  const way = block === undefined ? [] : wayTo(block.body, finding.start);
  const setting = way.at(-1);
  if (block === undefined || setting === undefined) return undefined;
  const slot = slotOf(way, setting, block);
  if (slot === undefined || "fixable" in slot) return slot;
  const common = { settings: slot.names, code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") return { edits: slot.removes, secret, ...common };
  if (secret.endpoint === undefined) return undefined;
  const edits = slot.becomes(`"${secret.endpoint}"`, undefined);
  return { edits, secret: { ...secret, remains: "endpoint" }, ...common };
}
