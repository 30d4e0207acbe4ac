import { scan } from "../../engine/scan";
import { type Edit, type FileEdits, type NotFixable, notFixable, type Workspace } from "../fix";
import { indentOf, lineEnd, lineEndOf, lineStart, removal } from "../lines";
import { storedName, vaultName } from "../secret";
import { chartValuesIn } from "./commands";
import { isVariable, namesAt } from "./entry";
import { fileName, type FormatCase, type FormatFix } from "./format";
import { behind, externalSecretText } from "./kubernetes";
import { entriesIn, type Place } from "./yamlPlace";
import { withoutKey } from "./yamlRewrites";
import { noEndpoint } from "../follow/reasons";

/** Helm: a value goes from values.yaml, and with it the lines of the chart's templates that fill it in. */
export function helmValues(place: Place, at: FormatCase): FormatFix | NotFixable | undefined {
  const { path, text, choice, workspace } = at;
  const folder = /^values\b.*\.ya?ml$/i.test(fileName(path)) ? path.slice(0, -fileName(path).length) : undefined;
  const isOfChart = (one: string): boolean =>
    one === `${folder ?? ""}Chart.yaml` || one.startsWith(`${folder ?? ""}templates/`);
  if (folder === undefined || !workspace.paths.some(isOfChart)) return undefined;
  if (choice.kind === "environment" && place.isAll) return givenAtInstall(place, text);
  if (!place.isAll || (place.secret.holds !== "key" && choice.kind === "key-vault"))
    return notFixable("The chart's templates take this value apart: fill it in where it is deployed.");
  const mention = `.Values.${place.path.join(".")}`;
  const uses = usesIn(workspace, folder, mention);
  const isListed = uses?.length === 0 && choice.kind === "managed-identity" && isListedWhole(place, workspace, folder);
  if (isListed) return withInstalls(withoutKey(place, at), place, at, folder);
  if (uses === undefined || uses.length === 0)
    return notFixable("How the chart's templates use this value cannot be followed: fill it in where it is deployed.");
  if (place.secret.holds !== "key") return withEndpoint(place, uses, at, folder);
  const fromVault = choice.kind === "key-vault";
  const stored = storedName(place.secret, place.path.join("-"));
  const twins = otherValues(place, at, folder);
  if ("fixable" in twins) return twins;
  const installs = givenAtInstalls(place, at);
  if ("fixable" in installs) return installs;
  const inTemplates = uses.map((use): FileEdits => {
    const template = workspace.read(use.path) ?? "";
    const made =
      use.secret === undefined
        ? ""
        : externalSecretText(
            { secret: use.secret, namespace: undefined, key: use.name, stored, policy: "Merge" },
            vaultName(choice.vault ?? ""),
            lineEndOf(template),
          );
    return { path: use.path, edits: fromVault ? [use.edit, behind(template, made)] : [use.edit] };
  });
  if (fromVault && uses.some(({ secret }) => secret === undefined))
    return notFixable(
      "The chart gives the value to a container as it is: make a Secret of it first, which the vault can fill.",
    );
  return {
    edits: [removal(text, { start: place.whole[0], end: place.whole[1] })],
    others: [...twins.edits, ...installs.edits, ...inTemplates],
    settings: fromVault ? [] : [...new Set(uses.map(({ name }) => name))],
    secret: { ...place.secret, name: stored },
    code: fromVault ? "stays" : "keyless",
    afterwards: fromVault
      ? ["store-secret", "workload-identity", "rotate"]
      : ["workload-identity", "grant-role", "rotate"],
  };
}

/** Whether templates take the variables around a value as they are: `range $name, $value := .Values.env`, `toYaml`. */
function isListedWhole({ path: keys, item }: Place, { paths, read }: Workspace, folder: string): boolean {
  const names = keys.filter((key): key is string => typeof key === "string");
  const around = names.slice(0, -1);
  const own = String(names.at(-1));
  if (around.length === 0 || (item === undefined && !isVariable(own))) return false;
  const pattern = new RegExp(
    String.raw`(?:range\s[^}]*|toYaml\s+|with\s+)\(?\s*\.Values\.${around.join(String.raw`\.`)}(?![\w.])`,
  );
  return paths.some((path) => path.startsWith(`${folder}templates/`) && pattern.test(read(path) ?? ""));
}

/** A variable of a chart's list goes from where it is installed, too. */
function withInstalls(
  fix: FormatFix | NotFixable,
  place: Place,
  at: FormatCase,
  folder: string,
): FormatFix | NotFixable {
  if ("fixable" in fix) return fix;
  const installs = givenAtInstalls(place, at);
  if ("fixable" in installs) return installs;
  const twins =
    place.secret.holds === "key" && place.item === undefined ? otherValues(place, at, folder) : { edits: [] };
  if ("fixable" in twins) return twins;
  return {
    ...fix,
    others: [...(fix.others ?? []), ...twins.edits, ...installs.edits],
    afterwards: ["workload-identity", ...fix.afterwards],
  };
}

/** A connection string becomes the endpoint in every file of values; the templates hand it on as before. */
function withEndpoint(
  place: Place,
  uses: readonly TemplateUse[],
  { path, text, workspace }: FormatCase,
  folder: string,
): FormatFix | NotFixable {
  const { secret, value, path: keys } = place;
  if (secret.endpoint === undefined) return noEndpoint;
  const [name] = namesAt(keys);
  const others = workspace.paths
    .filter((one) => one !== path && one.startsWith(folder) && /^values\b.*\.ya?ml$/i.test(one.slice(folder.length)))
    .map((one): FileEdits => {
      const written = workspace.read(one) ?? "";
      const edits = entriesIn(one, written).flatMap((entry) => {
        const given = written.slice(entry.value.start, entry.value.end);
        const endpoint = /AccountEndpoint\s*=\s*([^;"'\s]+)/i.exec(given)?.[1];
        const isOne = name !== undefined && entry.names.includes(name) && /AccountKey\s*=/i.test(given);
        return isOne && endpoint !== undefined ? [{ ...entry.value, text: endpoint }] : [];
      });
      return { path: one, edits };
    });
  const [start, end] = value;
  return {
    edits: [
      {
        start,
        end,
        text:
          text.charAt(start - 1) === '"' || text.charAt(start - 1) === "'" ? secret.endpoint : `"${secret.endpoint}"`,
      },
    ],
    others: others.filter(({ edits }) => edits.length > 0),
    settings: [...new Set(uses.map((use) => use.name))],
    secret: { ...secret, remains: "endpoint" },
    code: "keyless",
    afterwards: ["workload-identity", "grant-role", "rotate"],
    left: [`Where the chart is installed with ${keys.join(".")}, give it the account endpoint alone.`],
  };
}

/** The chart's other files of values lose the value too; where one is the emulator's, the templates must stay. */
function otherValues(
  { path: keys }: Place,
  { path, workspace }: FormatCase,
  folder: string,
): NotFixable | { readonly edits: readonly FileEdits[] } {
  const [name] = namesAt(keys);
  const edits: FileEdits[] = [];
  for (const one of workspace.paths) {
    if (one === path || !one.startsWith(folder) || !/^values\b.*\.ya?ml$/i.test(one.slice(folder.length))) continue;
    const text = workspace.read(one) ?? "";
    for (const { names, value, removes } of entriesIn(one, text)) {
      if (name === undefined || !names.includes(name) || removes === undefined) continue;
      if (scan(text.slice(value.start, value.end), { path: one }).some(({ certainty }) => certainty === "hint"))
        return notFixable("Other values of the chart give the emulator's key: its templates must go on taking one.");
      edits.push({ path: one, edits: [removes] });
    }
  }
  return { edits };
}

/** `helm upgrade --set cosmos.key=…` in scripts and pipelines: the value goes from there, too. */
function givenAtInstalls(
  { path: keys }: Place,
  { workspace }: FormatCase,
): NotFixable | { readonly edits: readonly FileEdits[] } {
  const name = keys.join(".");
  const edits: FileEdits[] = [];
  for (const path of workspace.paths.filter((one) => /\.(?:ya?ml|sh|ps1|mk)$|(?:^|\/)Makefile$/i.test(one))) {
    const text = workspace.read(path) ?? "";
    if (!text.includes(`${name}=`)) continue;
    const given = chartValuesIn(text).filter(({ names }) => names.includes(name));
    for (const { name: label, removes } of given) {
      if (removes === undefined)
        return notFixable("The chart's value is given here with others: take it out first.", { path, span: label });
      edits.push({ path, edits: [removes] });
    }
  }
  return { edits };
}

/** The value is empty in the chart, and given where it is installed. */
function givenAtInstall({ path, scalar, value, secret }: Place, text: string): FormatFix {
  const [start, end] = [scalar.range?.[0] ?? value[0], scalar.range?.[1] ?? value[1]];
  const name = path.join(".");
  return {
    edits: [{ start, end: start + text.slice(start, end).trimEnd().length, text: '""' }],
    settings: [],
    secret,
    code: "stays",
    afterwards: ["rotate"],
    left: [`Give ${name} where the chart is installed: helm upgrade --set-file ${name}=FILE.`],
  };
}

/** A line of a template, or the item of a list, that fills the value in. */
interface TemplateUse {
  readonly path: string;
  readonly edit: Edit;
  /** The variable or key that gets the value. */
  readonly name: string;
  /** Name of the Secret, as the template writes it, where the line is one of its entries. */
  readonly secret: string | undefined;
}

/** Undefined where a template does anything else with the value than giving it a name. */
function usesIn({ paths, read }: Workspace, folder: string, mention: string): readonly TemplateUse[] | undefined {
  const uses: TemplateUse[] = [];
  const pattern = new RegExp(String.raw`${mention.replaceAll(".", "\\.")}(?![\w.])`, "g");
  for (const path of paths.filter((one) => one.startsWith(`${folder}templates/`))) {
    const text = read(path) ?? "";
    for (const { index } of text.matchAll(pattern)) {
      const start = lineStart(text, index);
      const end = lineEnd(text, index);
      const line = /^\s*(?:- )?([\w.-]+):\s*["']?\{\{-?[^{}]*\}\}["']?\s*$/.exec(text.slice(start, end));
      if (line?.[1] === undefined) return undefined;
      const item = line[1] === "value" ? itemBefore(text, start) : undefined;
      if (line[1] === "value" && item === undefined) return undefined;
      const document = text.slice(0, start).split(/^---/m).at(-1) ?? "";
      const isSecret = /^kind:\s*Secret\b/m.test(document);
      uses.push({
        path,
        edit: removal(text, {
          start: item?.start ?? start + indentOf(text, index).length,
          end: end - (/\r?\n$/.exec(text.slice(start, end))?.[0].length ?? 0),
        }),
        name: item?.name ?? line[1],
        secret: isSecret ? /^ {2}name:\s*(.+?)\s*$/m.exec(document)?.[1] : undefined,
      });
    }
  }
  return uses;
}

/** `- name: X` on the line before `value:`. */
function itemBefore(text: string, start: number): { readonly name: string; readonly start: number } | undefined {
  const from = lineStart(text, start - 1);
  const match = /^(\s*)- name:\s*["']?([\w.-]+)["']?\s*$/.exec(text.slice(from, start));
  return match?.[2] === undefined ? undefined : { name: match[2], start: from + (match[1]?.length ?? 0) };
}
