import { createTwoFilesPatch } from "diff";
import { masked } from "../engine/mask";
import { scan } from "../engine/scan";

/** A unified diff with every secret masked, on both sides. */
export function maskedDiff(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, shown(before, path), shown(after, path), undefined, undefined, {
    context: 3,
  }).replace(/^=+\n/, "");
}

function shown(text: string, path: string): string {
  const pieces = scan(text, { path }).flatMap((finding) => (finding.pieces.length > 1 ? finding.pieces : [finding]));
  return masked(
    text,
    [...pieces].sort((a, b) => a.start - b.start),
  );
}
