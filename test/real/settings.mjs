// Which settings a fix took away or gave another value, by their whole path, and where that path is still mentioned.
import { parseTree } from "jsonc-parser";
import { parseAllDocuments, visit } from "yaml";
import { run, textOf } from "./checkout.mjs";

const CODE = /\.(?:cs|fs|vb|razor|cshtml|[cm]?[jt]sx?|py|ipynb|java|kts?|scala|go|rs|ps1|sh|tf|bicep)$/;

/** Settings of the changed files: `gone` paths, and paths of `other` values. `code` says whether a line of code changed. */
export function changedSettings(folder, diff) {
  const paths = [...new Set([...diff.matchAll(/^(?:\+\+\+ b|--- a)\/(.*)$/gm)].map((match) => match[1]))];
  const gone = [];
  const other = [];
  for (const path of paths) {
    const before = flat(path, run(folder, "git", ["show", `HEAD:${path}`]).out);
    const after = flat(path, textOf(folder, path) ?? "");
    for (const [name, value] of before) {
      if (!after.has(name)) gone.push({ path, name });
      else if (after.get(name) !== value) other.push({ path, name });
    }
  }
  return { gone, other, code: paths.some((path) => CODE.test(path) && !/(?:^|\/)\.env/.test(path)) };
}

/** How code and environments spell a setting's path: with colons, dots, underscores, or a bracket for each step. */
export function spelled(name) {
  const steps = name.split(".").filter((step) => !/^(?:Values|values|\d+)$/.test(step));
  if (steps.length < 2) return undefined;
  const [parent, last] = steps.slice(-2).map((step) => step.replaceAll(/[^\w-]/g, "."));
  return new RegExp(`\\b${parent}(?:__|[:.]|["'\\]\\[]{2,4})${last}\\b`, "i");
}

/** Settings by their paths, with their values, of the formats that have paths. */
function flat(path, text) {
  const settings = new Map();
  if (/\.(?:json|jsonc|example|exsample|template)$/i.test(path)) {
    const walk = (node, at) => {
      for (const property of node?.type === "object" ? node.children : []) {
        const [name, value] = property.children;
        const here = [...at, name.value];
        if (value?.type === "object") walk(value, here);
        else settings.set(here.join("."), text.slice(value?.offset, (value?.offset ?? 0) + (value?.length ?? 0)));
      }
    };
    walk(parseTree(text, [], { allowTrailingComma: true }), []);
  } else if (/\.ya?ml$/.test(path)) {
    for (const document of parseAllDocuments(text)) {
      visit(document, {
        Pair(_, { key, value }, ancestors) {
          if (typeof value?.value !== "string") return;
          const above = ancestors.filter((one) => one.key !== undefined).map((one) => String(one.key.value ?? one.key));
          settings.set([...above, String(key.value)].join("."), value.value);
        },
      });
    }
  } else if (/(?:^|\/)\.env|\.(?:env|properties|ini)$/.test(path)) {
    for (const [, name, value] of text.matchAll(/^\s*(?:export\s+)?([A-Za-z_][\w.-]*)[^\S\n]*[=:][^\S\n]*(.*)$/gm))
      settings.set(name, value);
  }
  return settings;
}
