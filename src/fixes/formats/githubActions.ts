import { type Document, isMap, isSeq, type Node, type YAMLMap } from "yaml";
import { type Edit, type NotFixable, notFixable } from "../fix";
import { indentOf, lineEndOf, lineStart, removal } from "../lines";
import { storedName, variableName, vaultName } from "../secret";
import type { FormatCase, FormatFix } from "./format";
import type { Place } from "./yamlPlace";

/**
 * GitHub Actions: the workflow signs in by OpenID Connect, reads the vault in a step of its own, and hands the value on
 * as a masked variable of the job.
 */
export function fromVaultStep(place: Place, { text, choice }: FormatCase): FormatFix | NotFixable {
  const { document, path, secret, value, isAll } = place;
  const job = jobOf(document, path);
  const first = job === undefined ? undefined : stepsOf(job)[0];
  if (job === undefined || first === undefined)
    return notFixable("The job has no steps here that could read the vault: use the repository's secrets instead.");
  const inEnv = path.at(-2) === "env" && isAll;
  if (path[2] === "services")
    return notFixable("The container starts before any step could read the vault: use the repository's secrets.");
  if (!inEnv && !path.includes("run"))
    return notFixable("The value goes to an action as it is: use the repository's secrets instead.");
  const own = inEnv ? String(path.at(-1)) : "";
  const variable = /^\w+$/.test(own) ? own : variableName(secret.name);
  const stored = storedName(secret, /cosmos/i.test(own) ? own : "");
  const step = stepAt(job, path) ?? first;
  const read = inEnv ? "" : readIn(step, job, text.slice(lineStart(text, value[0]), value[0]), variable);
  if (read === undefined)
    return notFixable("A script in single quotes reads no variable: use the repository's secrets instead.");
  const before = isLoggedIn(job, step) ? [] : LOGIN;
  const lines = [...before, ...readingStep(vaultName(choice.vault ?? ""), stored, variable)];
  const at = lineStart(text, step.range?.[0] ?? 0);
  const indent = indentOf(text, text.indexOf("-", at));
  const eol = lineEndOf(text);
  const made: Edit = { start: at, end: at, text: lines.map((line) => indent + line + eol).join("") };
  const gone: Edit = inEnv
    ? removal(text, { start: place.whole[0], end: place.whole[1] })
    : { start: value[0], end: value[1], text: read };
  return {
    edits: [...(before.length === 0 ? [] : permission(document, job, text)), made, gone],
    settings: [],
    secret: { ...secret, name: stored },
    code: "stays",
    afterwards: ["store-secret", "rotate"],
    left:
      before.length === 0
        ? []
        : [
            "In the repository's variables, set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_SUBSCRIPTION_ID of an identity that trusts this repository (federated credential).",
          ],
  };
}

const LOGIN: readonly string[] = [
  "- uses: azure/login@v2",
  "  with:",
  "    client-id: ${{ vars.AZURE_CLIENT_ID }}",
  "    tenant-id: ${{ vars.AZURE_TENANT_ID }}",
  "    subscription-id: ${{ vars.AZURE_SUBSCRIPTION_ID }}",
];

function readingStep(vault: string, stored: string, variable: string): readonly string[] {
  return [
    `- name: Read ${variable} from Key Vault`,
    "  shell: bash",
    "  run: |",
    `    value="$(az keyvault secret show --vault-name ${vault} --name ${stored} --query value -o tsv)"`,
    '    echo "::add-mask::$value"',
    `    echo "${variable}=$value" >> "$GITHUB_ENV"`,
  ];
}

/** How a step's shell reads a variable, behind what stands before it on the line; undefined in single quotes. */
function readIn(step: Node, job: YAMLMap, before: string, variable: string): string | undefined {
  if ((before.match(/'/g)?.length ?? 0) % 2 === 1) return undefined;
  const shell = isMap(step) ? step.get("shell") : undefined;
  const isWindows = String(job.get("runs-on")).startsWith("windows");
  const isPowerShell = typeof shell === "string" ? /^(?:pwsh|powershell)/.test(shell) : isWindows;
  return isPowerShell ? `$env:${variable}` : `$${variable}`;
}

/** The job that a path lies in; for the workflow's own `env` the only job there is. */
function jobOf(document: Document, path: Place["path"]): YAMLMap | undefined {
  const jobs = document.get("jobs", true);
  if (!isMap(jobs)) return undefined;
  if (path[0] !== "jobs" && jobs.items.length !== 1) return undefined;
  const name = path[0] === "jobs" ? path[1] : (jobs.items[0]?.key as { readonly value?: unknown } | undefined)?.value;
  const job = jobs.get(String(name), true) as Node | undefined;
  return isMap(job) ? job : undefined;
}

function stepsOf(job: YAMLMap): readonly Node[] {
  const steps = job.get("steps", true) as Node | undefined;
  return isSeq(steps) ? steps.items.filter(isMap) : [];
}

function stepAt(job: YAMLMap, path: Place["path"]): Node | undefined {
  const at = path.indexOf("steps");
  return at < 0 ? undefined : stepsOf(job)[Number(path[at + 1])];
}

/** Whether a step before signs in to Azure already. */
function isLoggedIn(job: YAMLMap, step: Node): boolean {
  const steps = stepsOf(job);
  return steps.slice(0, steps.indexOf(step)).some((one) => {
    const uses = isMap(one) ? one.get("uses") : undefined;
    return typeof uses === "string" && uses.toLowerCase().startsWith("azure/login@");
  });
}

/** OpenID Connect needs the permission to ask for a token; a job that names permissions has no others. */
function permission(document: Document, job: YAMLMap, text: string): readonly Edit[] {
  const eol = lineEndOf(text);
  const own = (job.get("permissions", true) ?? document.get("permissions", true)) as Node | undefined;
  if (isMap(own)) {
    if (own.has("id-token")) return [];
    const at = own.range?.[0] ?? 0;
    return [{ start: at, end: at, text: `id-token: write${eol}${indentOf(text, at)}` }];
  }
  if (own !== undefined) return [];
  const at = job.range?.[0] ?? 0;
  const indent = indentOf(text, at);
  const lines = ["permissions:", "  id-token: write", "  contents: read"];
  return [{ start: at, end: at, text: lines.map((line) => line + eol + indent).join("") }];
}
