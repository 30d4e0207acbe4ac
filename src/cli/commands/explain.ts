import { explain as explainPlace, type Explanation } from "../../engine/explain";
import { LineMap } from "../../engine/position";
import { ruleOf } from "../../engine/rules/index";
import { decode, encodingOf } from "../../files/decode";
import { kindOf } from "../../files/pathKind";
import { bytesOf } from "../../files/readFile";
import { MissingPath } from "../../files/scanTree";
import { parse, UsageError } from "../options";
import type { Command } from "./command";

/** Says why a place is a finding, or why it was let go. */
export const explain: Command = {
  name: "explain",
  usage: "explain FILE:LINE",
  summary: "Says why something on that line is a finding, or why a look-alike is none.",
  run(args, terminal) {
    const match = /^(.+):(\d{1,9})$/.exec(parse(args, {}).positionals[0] ?? "");
    if (match === null) throw new UsageError("explain takes FILE:LINE");
    const [, path = "", line = "1"] = match;
    const text = textOf(path);
    const lines = new LineMap(text);
    const last = lines.at(text.length).line + 1;
    if (Number(line) < 1 || Number(line) > last)
      throw new UsageError(`the file has no line ${Number(line)}: its last is ${last}`);
    const start = lines.startOf(Number(line) - 1);
    const next = text.indexOf("\n", start);
    const explanations = explainPlace(text, path, { start, end: next < 0 ? text.length : next });
    if (explanations.length === 0) terminal.out("Nothing on this line has the shape of a Cosmos DB credential.\n");
    for (const explanation of explanations) terminal.out(describe(explanation, lines));
    return 0;
  },
};

function describe({ start, rule, outcome, reason, passed }: Explanation, lines: LineMap): string {
  const { line, column } = lines.at(start);
  const title = ruleOf(rule)?.title ?? rule;
  const rows = passed.map((row) => `    no:  ${row}\n`).join("");
  const result = outcome === "harmless" ? "no finding" : outcome;
  return `${line + 1}:${column + 1}  ${title} (${rule}): ${result}, because ${reason}.\n${rows}    yes: ${reason}\n`;
}

function textOf(path: string): string {
  const kind = kindOf(path);
  if (kind === "nothing") throw new MissingPath(path);
  if (kind !== "file") throw new UsageError("explain takes a file: this is none");
  const bytes = bytesOf(path, Infinity);
  if (bytes === undefined) throw new UsageError("the file cannot be read");
  const encoding = encodingOf(bytes);
  if (encoding === "binary") throw new UsageError("the file is binary: nothing in it is looked at");
  return decode(bytes, encoding).text;
}
