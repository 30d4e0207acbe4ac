import type { Edit, FileEdits } from "../fix";
import { indentOf, lineAfter, lineEndOf } from "../lines";
import type { Package } from "../follow/language";
import type { Manifest } from "./manifest";

/** Python's lists of requirements: requirements.txt, pyproject.toml (PEP 621 and Poetry), setup.cfg, Pipfile. */
export const pypi: Manifest = {
  id: "requirements",
  language: "python",
  matches: (name) =>
    /^(?:requirements(?:[-_.]\w+)?\.txt|pyproject\.toml|setup\.(?:cfg|py)|Pipfile|environment\.ya?ml)$/i.test(name),
  add(path, text, packages) {
    const missing = packages.filter(
      ({ name }) =>
        !new RegExp(String.raw`(?:^|[\s"'\[,])${name.replace(/[-_.]/g, "[-_.]")}(?![\w.-])`, "im").test(text),
    );
    const edits = missing.flatMap((one) => entryFor(path, text, one) ?? []);
    return edits.length === 0 ? [] : ([{ path, edits }] satisfies FileEdits[]);
  },
};

/** A requirement behind that of azure-cosmos, in the form that this has. */
function entryFor(path: string, text: string, { name, version }: Package): Edit | undefined {
  const isLines = /\.txt$/i.test(path);
  const cosmos = /^([ \t]*-?[ \t]*)(["']?)azure[-_.]cosmos\b([^\n]*)/im.exec(text);
  if (cosmos !== null) {
    const [, lead = "", quote = "", rest = ""] = cosmos;
    // A conda environment is a list, in which `=` is part of a requirement.
    const isList = /^[ \t]*-/.test(lead);
    const assigned = isList ? undefined : /^\s*=\s*/.exec(rest)?.[0];
    const line =
      assigned !== undefined && quote === "" && !rest.startsWith("==")
        ? `${lead}${name}${assigned}"^${version}"`
        : `${lead}${quote}${name}>=${version}${quote}${quote === "" ? "" : ","}`;
    // In a list of one line the entry goes behind the other's quote.
    const after = lineAfter(text, cosmos.index + cosmos[0].length - 1, line);
    const needsComma = quote !== "" && !/,\s*(?:#.*)?$/.test(rest.trimEnd());
    return needsComma ? inList(text, cosmos.index + lead.length, quote, name, version) : after;
  }
  const inline = /(["'])azure[-_.]cosmos\b[^"'\n]*\1/i.exec(text);
  if (inline !== null) return inList(text, inline.index, inline[1] ?? '"', name, version);
  if (/pyproject\.toml$/i.test(path)) return inProject(text, name, version);
  if (!isLines) return undefined;
  const end = text.length;
  const eol = lineEndOf(text);
  return {
    start: end,
    end,
    text: text === "" || text.endsWith("\n") ? `${name}>=${version}${eol}` : `${eol}${name}>=${version}`,
  };
}

function inList(text: string, at: number, quote: string, name: string, version: string): Edit {
  const end = text.indexOf(quote, at + 1) + 1;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const gap = text.slice(start, at).trim() === "" ? lineEndOf(text) + indentOf(text, at) : " ";
  return { start: end, end, text: `,${gap}${quote}${name}>=${version}${quote}` };
}

/** A project's list of dependencies that does not name azure-cosmos: at its end. */
function inProject(text: string, name: string, version: string): Edit | undefined {
  const list = /^dependencies[ \t]*=[ \t]*\[([^\]]*)\]/m.exec(text);
  if (list === null) return undefined;
  const [all, inside = ""] = list;
  const close = list.index + all.length - 1;
  const items = inside.trimEnd();
  const end = close - (inside.length - items.length);
  const last = text.lastIndexOf('"', end);
  const lone = items.includes("\n") ? lineEndOf(text) + indentOf(text, last) : items === "" ? "" : " ";
  const comma = items === "" || items.endsWith(",") ? "" : ",";
  return {
    start: end,
    end,
    text: `${comma}${lone}"${name}>=${version}"${items.endsWith(",") && lone !== " " ? "," : ""}`,
  };
}
