import { type Edit, type FileEdits, type NotFixable, notFixable } from "../fix";
import { lineStart } from "../lines";
import { folderOf } from "../project/projects";
import { isBinding } from "../setting/conventions";
import type { Secret } from "../secret";
import { folderOfValues, givenTo, type Held, type Way, wayOf } from "../templates/terraformWay";
import { sourceFolder } from "../templates/terraformModule";
import type { FormatCase, FormatFix } from "./format";
import type { Assignment } from "./hcl";
import { noEndpoint } from "../follow/reasons";

/** A key in a variable, a local value or a module's argument of Terraform: it goes with every setting that gets it. */
export function withoutName(line: Assignment, secret: Secret, at: FormatCase): FormatFix | NotFixable | undefined {
  const { path, text, workspace } = at;
  const held = heldAt(line, at);
  if (held === undefined) return undefined;
  if ("fixable" in held) return held;
  const way = wayOf(held, workspace);
  if ("fixable" in way) return way;
  if (way.settings.length === 0)
    return notFixable(`No app here gets ${held.kind}.${held.name}, so what would miss it cannot be told.`);
  const given = commandThatGives(held, at);
  if (given !== undefined && secret.holds === "key") return given;
  const common = { settings: way.settings, code: "keyless", afterwards: ["grant-role", "rotate"] } as const;
  if (secret.holds === "key") {
    const own: Edit = { start: line.lineStart, end: Math.min(text.length, line.lineEnd + 1), text: "" };
    const isArgument = /^module\s/.test(line.blocks[0] ?? "");
    const files = joined(way, isArgument ? [{ path, edits: [own] }] : []);
    return { ...partsOf(files, path), secret, ...common };
  }
  const bound = way.settings.find((name) => isBinding(workspace, name));
  if (bound !== undefined)
    return notFixable(`A Functions binding needs ${bound}__accountEndpoint in the place of ${bound}: rename it first.`);
  if (secret.endpoint === undefined) return noEndpoint;
  const strings = [{ path, value: { start: line.start, end: line.end } }, ...givenTo(held, workspace)].map(
    ({ path: file, value }): FileEdits => {
      const written = (workspace.read(file) ?? "").slice(value.start, value.end);
      const endpoint =
        /AccountEndpoint\s*=\s*([^;"]+)[^"]*AccountKey\s*=/i.exec(written)?.[1] ??
        /AccountKey\s*=[^"]*AccountEndpoint\s*=\s*([^;"]+)/i.exec(written)?.[1];
      return { path: file, edits: endpoint === undefined ? [] : [{ ...value, text: `"${endpoint}"` }] };
    },
  );
  return { ...partsOf(joined({ removes: strings }, []), path), secret: { ...secret, remains: "endpoint" }, ...common };
}

/** The name that holds a value: a variable by its default or by a file of values, a local, a module's argument. */
function heldAt({ name, blocks }: Assignment, { path, workspace, text }: FormatCase): Held | NotFixable | undefined {
  const [inner = ""] = blocks;
  if (/\.tfvars$/i.test(path)) {
    const folder = folderOfValues(path, name, workspace);
    return folder === undefined
      ? notFixable(`Which module's variable ${name} is cannot be told.`)
      : { folder, kind: "var", name };
  }
  const variable = /^variable\s+"([\w-]+)"/.exec(inner)?.[1];
  if (variable !== undefined)
    return name === "default" ? { folder: folderOf(path), kind: "var", name: variable } : undefined;
  if (/^locals\s*\{/.test(inner) && blocks.length === 1) return { folder: folderOf(path), kind: "local", name };
  const module = /^module\s+"([\w-]+)"/.exec(inner)?.[1];
  if (module === undefined || blocks.length !== 1) return undefined;
  const folder = sourceFolder(module, path, text);
  return folder === undefined
    ? notFixable(`The module ${module} is not to be found here.`)
    : { folder, kind: "var", name };
}

/** A command that gives the variable by `-var`, which fails once it is not declared. */
function commandThatGives({ kind, name }: Held, { workspace }: FormatCase): NotFixable | undefined {
  if (kind === "local") return undefined;
  const pattern = new RegExp(String.raw`-var[ =]+["']?${name}\s*=`);
  for (const path of workspace.paths.filter((one) => /\.(?:ya?ml|sh|ps1|mk|cmd|bat)$|(?:^|\/)Makefile$/i.test(one))) {
    const text = workspace.read(path) ?? "";
    const match = pattern.exec(text);
    if (match !== null)
      return notFixable(`Terraform is given ${name} here, which would not be declared any more: take it out first.`, {
        path,
        span: { start: Math.max(match.index, lineStart(text, match.index)), end: match.index + match[0].length },
      });
  }
  return undefined;
}

/** Edits by file, each once. */
function joined({ removes }: Pick<Way, "removes">, more: readonly FileEdits[]): readonly FileEdits[] {
  const files = new Map<string, Edit[]>();
  for (const { path, edits } of [...removes, ...more]) {
    const known = files.get(path) ?? [];
    files.set(path, [
      ...known,
      ...edits.filter((edit) => !known.some(({ start, end }) => start <= edit.start && edit.end <= end)),
    ]);
  }
  return [...files].map(([path, edits]) => ({ path, edits }));
}

function partsOf(files: readonly FileEdits[], path: string): Pick<FormatFix, "edits" | "others"> {
  return {
    edits: files.find((one) => one.path === path)?.edits ?? [],
    others: files.filter((one) => one.path !== path && one.edits.length > 0),
  };
}
