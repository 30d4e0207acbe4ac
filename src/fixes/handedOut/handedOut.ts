import { isQuiet } from "../../engine/rules/index";
import { scan } from "../../engine/scan";
import { type Edit, type FileEdits, type NotFixable, notFixable } from "../fix";
import { type FormatCase, type FormatFix, isGenerated } from "../formats/format";
import { inArm } from "./arm";
import { inBicep } from "./bicep";
import type { Closing, Handing, Handover } from "./handover";
import { inTerraform } from "./terraform";

/**
 * A key that infrastructure hands out: the app gets an identity and a data role in its place, and code that reads the
 * setting does without the key. Every app that is given the setting changes in one fix.
 */

const TEMPLATES: readonly { readonly matches: RegExp; readonly handing: Handing }[] = [
  { matches: /\.tf$/i, handing: inTerraform },
  { matches: /\.bicep$/i, handing: inBicep },
  { matches: /\.jsonc?$/i, handing: inArm },
];

/** The change of the templates, and how keys are turned off for their account once nothing takes one. */
export function withoutHandedOut(
  at: FormatCase,
): { readonly fix: FormatFix; readonly closes: readonly Closing[] } | NotFixable {
  const own = handoverAt(at);
  if ("fixable" in own) return own;
  const all = alongWith(own, at);
  if ("fixable" in all) return all;
  const edits = joined(all.flatMap((one) => one.edits));
  return {
    fix: {
      edits: edits.get(at.path) ?? [],
      others: [...edits].filter(([path]) => path !== at.path).map(([path, list]) => ({ path, edits: list })),
      settings: own.settings,
      ...(own.renamed === undefined ? {} : { renamed: own.renamed }),
      secret: {
        holds: own.holds,
        endpoint: undefined,
        extras: [],
        remains: own.holds === "key" ? "nothing" : "endpoint",
        rule: own.holds === "key" ? "account-key" : "connection-string",
        name: "cosmos-key",
      },
      code: own.settings.length === 0 ? "stays" : "keyless",
      afterwards: own.settings.length === 0 ? [] : ["local-development"],
      left: [...(own.left ?? []), ...(own.settings.length === 0 ? [] : [TOGETHER]), ...madeFrom([...edits.keys()], at)],
    },
    closes: all.flatMap(({ closes }) => closes ?? []),
  };
}

const TOGETHER =
  "Deploy the infrastructure and the code together: the role must be there before the code that needs it.";

/** Templates that Bicep made of the files that change. */
function madeFrom(paths: readonly string[], { workspace }: FormatCase): readonly string[] {
  return paths.flatMap((path) => {
    const made = path.replace(/\.bicep$/, ".json");
    const name = made.slice(made.lastIndexOf("/") + 1);
    return made !== path && isGenerated(workspace.read(made) ?? "") ? [`Build ${name} again (az bicep build).`] : [];
  });
}

function handoverAt(at: FormatCase): Handover | NotFixable {
  const template = TEMPLATES.find(({ matches }) => matches.test(at.path));
  return (
    template?.handing(at) ??
    notFixable(
      "A script or a program reads the key here: let what it is handed to sign in by an identity, then take this out.",
      {
        path: at.path,
        span: at.finding,
      },
    )
  );
}

/** Every place that hands out the same setting; none may be left behind. */
function alongWith(own: Handover, at: FormatCase): readonly Handover[] | NotFixable {
  const all = [own];
  if (own.settings.length === 0) return all;
  for (const path of at.workspace.paths.filter((one) => TEMPLATES.some(({ matches }) => matches.test(one)))) {
    const text = path === at.path ? at.text : (at.workspace.read(path) ?? "");
    if (isGenerated(text)) continue;
    if (!own.settings.some((name) => text.includes(name.replace(/^ConnectionStrings:/, "")))) continue;
    for (const finding of scan(text, { path }).filter(({ rule }) => isQuiet(rule))) {
      if (path === at.path && finding.start === at.finding.start) continue;
      const other = handoverAt({ ...at, path, text, finding });
      if (!("fixable" in other)) {
        if (other.settings.some((name) => own.settings.includes(name))) all.push(other);
      } else if (own.settings.some((name) => text.slice(finding.start - 200, finding.end).includes(name))) return other;
    }
  }
  return all;
}

/** Edits by file, each once. */
function joined(all: readonly FileEdits[]): ReadonlyMap<string, readonly Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const { path, edits } of all) {
    const known = files.get(path) ?? [];
    const isNew = (edit: Edit): boolean =>
      !known.some(({ start, end, text }) => start === edit.start && end === edit.end && text === edit.text);
    files.set(path, [...known, ...edits.filter(isNew)]);
  }
  return files;
}
