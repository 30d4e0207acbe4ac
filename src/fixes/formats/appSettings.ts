import { type NotFixable, notFixable } from "../fix";
import { type Secret, secretUri, storedName } from "../secret";
import { isBinding, oldExtension } from "../setting/conventions";
import type { FormatCase, FormatFix } from "./format";
import { type Assignment, itemAround, withoutAssignment } from "./hcl";
import { noEndpoint } from "../follow/reasons";

/** Settings of App Service and Functions in Terraform and Bicep: a reference to the vault, or nothing at all. */
export function appSetting(
  line: Assignment,
  secret: Secret,
  { text, choice, workspace }: FormatCase,
  quote: string,
): FormatFix | NotFixable {
  const item = line.name === "value" ? itemAround(text, line) : undefined;
  const name = line.name === "value" ? item?.name : line.name;
  if (choice.kind === "environment")
    return notFixable("These are the environment's settings already: use a Key Vault reference.");
  if (choice.kind === "key-vault") {
    const isNamed = name !== undefined && !/^(?:value|connectionString)$/i.test(name);
    const stored = storedName(secret, isNamed ? name : "");
    const value = `${quote}@Microsoft.KeyVault(SecretUri=${secretUri(choice.vault ?? "", stored)}/)${quote}`;
    return {
      edits: [{ start: line.start, end: line.end, text: value }],
      settings: [],
      secret: { ...secret, name: stored },
      code: "stays",
      afterwards: ["store-secret", "rotate"],
    };
  }
  if (name === undefined) return notFixable("The setting's name is not to be found: use a Key Vault reference.");
  const common = { settings: [name], code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") return { edits: [withoutAssignment(text, line, item)], secret, ...common };
  if (secret.endpoint === undefined) return noEndpoint;
  const edits = [{ start: line.start, end: line.end, text: quote + secret.endpoint + quote }];
  const rest: Secret = { ...secret, remains: "endpoint" };
  if (!isBinding(workspace, name)) return { edits, secret: rest, ...common };
  const old = oldExtension(workspace);
  if (old !== undefined) return notFixable(old);
  const renamed = `${name}__accountEndpoint`;
  const label = item?.label ?? line.at;
  return {
    edits: [{ start: label, end: label + name.length, text: renamed }, ...edits],
    secret: rest,
    ...common,
    renamed,
  };
}
