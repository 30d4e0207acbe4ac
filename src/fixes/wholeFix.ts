import type { Desk } from "./desk";
import { type Afterwards, type Choice, type FileEdits, type Fix, FIX_TITLES, inOrder } from "./fix";
import type { Changes } from "./follow/changes";
import { addPackages } from "./manifests/index";

/** How a sentence begins that names a variable to set. */
export const SET = "Where the program runs, set ";

/** All edits of a fix: the code's, its imports, and its manifests'. */
export function wholeFix(
  changes: Changes,
  own: readonly FileEdits[],
  desk: Desk,
  choice: Choice,
  afterwards: readonly Afterwards[],
): Fix {
  const edits: FileEdits[] = [...own];
  const left = new Set(changes.left);
  let creates = false;
  for (const { source, edits: code, needs, packages } of changes.files.values()) {
    const all = [...needs];
    edits.push({
      path: source.path,
      edits: inOrder([
        ...source.language.imports(source, all, desk.workspace),
        ...(source.language.unused?.(source, code) ?? []),
        ...code,
      ]),
    });
    const wanted = [...source.language.packages(all), ...packages];
    const added = addPackages(desk.workspace, source.path, source.language.id, wanted);
    for (const sentence of added.left) left.add(sentence);
    for (const manifest of added.edits) if (!edits.some(({ path }) => path === manifest.path)) edits.push(manifest);
    creates ||= source.language.management.test(source.text);
  }
  const management: readonly Afterwards[] = creates && choice.kind === "managed-identity" ? ["management-actions"] : [];
  const steps = [...afterwards, ...changes.afterwards, ...management];
  // A variable that is named says more.
  const isNamed = [...left].some((sentence) => sentence.startsWith(SET));
  return {
    fixable: true,
    title: FIX_TITLES[choice.kind],
    edits,
    afterwards: [...new Set(steps)].filter((step) => step !== "set-variable" || !isNamed),
    left: [...left],
  };
}
