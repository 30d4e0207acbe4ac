import { createTwoFilesPatch } from "diff";
import { masked } from "../engine/mask";
import { isQuiet } from "../engine/rules/index";
import { scan } from "../engine/scan";
import { escapedLines } from "./escape";
import { maskNeighbours } from "./neighbours";

/**
 * A unified diff with every secret masked, on both sides. It has no lines of context, and what stands beside a secret on
 * a changed line is masked where it looks like another one: a diff goes where the file does not.
 */
export function maskedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, shown(before, path), shown(after, path), "", "", {
    context: 0,
  });
  return escapedLines(patch.replace(/^=+\n/, "").replace(/^[-+](?![-+]{2} [ab]\/).*$/gm, maskNeighbours));
}

function shown(text: string, path: string): string {
  const secrets = scan(text, { path }).filter(({ rule }) => !isQuiet(rule));
  const pieces = secrets.flatMap((finding) => (finding.pieces.length > 1 ? finding.pieces : [finding]));
  return masked(
    text,
    [...pieces].sort((a, b) => a.start - b.start),
  );
}
