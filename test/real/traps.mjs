// What compiles and is wrong all the same: each row a trap that a fix of real code once went into.
import { dirname, join } from "node:path";
import { run, textOf } from "./checkout.mjs";

const EMPTY_FUNCTION = /\bfunction\s+\w+\s*\([^)]*\)[^{;]*\{\s*\}/g;
const EMPTY_OBJECT = /=\s*\{\s*\}/g;

const TRAPS = [
  {
    says: "configuration is asked for a name with __, which every provider gives with a colon",
    falls: ({ added }) => /onfig\w*(?:\[|\.GetValue<string>\(|\.GetSection\()"[^"]*__/.test(added),
  },
  {
    says: "azure-identity does not resolve with the azure-core that is pinned beside it",
    falls: ({ after, added }) => {
      const core = /^azure[-_]core\s*==\s*1\.(\d+)/im.exec(after)?.[1];
      return core !== undefined && Number(core) < 31 && /^\+azure-identity\s*>=\s*1\.2[1-9]/im.test(added);
    },
  },
  {
    says: "a function's body went",
    falls: ({ before, after }) => count(after, EMPTY_FUNCTION) > count(before, EMPTY_FUNCTION),
  },
  {
    says: "an object is empty now",
    falls: ({ before, after }) => count(after, EMPTY_OBJECT) > count(before, EMPTY_OBJECT),
  },
  {
    says: "a placeholder that nothing fills: no Key Vault starter or property source",
    falls: ({ added, path, diff }) =>
      /\.(?:properties|ya?ml)$/.test(path) &&
      /^\+.*[=:]\s*\$\{[a-z]+(?:-[a-z0-9]+)+\}/m.test(added) &&
      !/^\+.*key-?vault/im.test(diff),
  },
  {
    says: "the @azure/cosmos of this package takes no identity that works, before 3.14",
    falls: ({ after, added, path, beside }) => {
      if (!path.endsWith("package.json") || !added.includes("@azure/identity")) return false;
      const locked = /"(?:node_modules\/)?@azure\/cosmos": \{\s*"version": "([\d.]+)/.exec(
        beside("package-lock.json"),
      )?.[1];
      const asked = /"@azure\/cosmos":\s*"[~^]?([\d.]+)/.exec(after)?.[1];
      const [major, minor] = (locked ?? asked ?? "4.0").split(".").map(Number);
      return major < 3 || (major === 3 && minor < 14);
    },
  },
  {
    says: "Pipenv knows no ^ in a version",
    falls: ({ added, path }) => /(?:^|\/)Pipfile$/.test(path) && /^\+.*=\s*"\^/m.test(added),
  },
  {
    says: "two ExternalSecrets of one name",
    falls: ({ after }) => {
      const names = [...after.matchAll(/^kind: ExternalSecret\r?\nmetadata:\r?\n\s+name: (.*)$/gm)].map(
        ([, name]) => name,
      );
      return new Set(names).size < names.length;
    },
  },
  {
    says: "the vault is asked when the class or module is loaded",
    falls: ({ added, path }) =>
      path.endsWith(".py")
        ? /^\+\w.*\.get_secret\(/m.test(added)
        : /^\+.*\bstatic\b.*=\s*new SecretClient\(/m.test(added),
  },
];

/** Traps that the diff's files went into, with the file. */
export function trapsOf(folder, diff) {
  return diff
    .split(/^diff --git /m)
    .slice(1)
    .flatMap((part) => {
      const path = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1];
      if (path === undefined) return [];
      const added = part
        .split("\n")
        .filter((line) => line.startsWith("+"))
        .join("\n");
      const beside = (name) => textOf(folder, join(dirname(path), name)) ?? "";
      const file = {
        beside,
        path,
        diff,
        added,
        before: run(folder, "git", ["show", `HEAD:${path}`]).out,
        after: textOf(folder, path) ?? "",
      };
      return TRAPS.filter(({ falls }) => falls(file)).map(({ says }) => `${path}: ${says}`);
    });
}

/** Edited files outside of the program that the case is about, and texts that had to stay and went. */
export function brokenPromises(folder, diff, { program, keeps = [] }) {
  const paths = [...new Set([...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map((match) => match[1]))];
  const outside = program === undefined ? [] : paths.filter((path) => !program.some((one) => path.startsWith(one)));
  const lost = keeps.filter(({ file, find }) => !(textOf(folder, file) ?? "").includes(find));
  return [
    ...outside.map((path) => `another program was edited: ${path}`),
    ...lost.map(({ file, find }) => `${file}: "${find}" had to stay`),
  ];
}

const count = (text, pattern) => text.match(pattern)?.length ?? 0;
