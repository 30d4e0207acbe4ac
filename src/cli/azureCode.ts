import { isOf, linesThatUseKeys } from "../azure/usesKeys";
import { isCode, textsBelow } from "../files/textsBelow";
import { shownPath } from "./shownPath";

/** The code that an Azure command is about, as far as it decides something: which role it needs, whether it hangs on keys. */

/** Every text of the program: all code below the paths, whether a key stands in it or not. */
export function* programTexts(paths: readonly string[]): Generator<string> {
  for (const { path, text } of textsBelow(paths)) if (isCode(path)) yield text;
}

/** Places that hang on the keys of an account, or of one that they do not name. */
export function placesThatUseKeys(
  paths: readonly string[],
  account: string,
): {
  readonly uses: readonly string[];
  readonly handedOut: readonly string[];
  readonly files: number;
  /** What could not be looked at. */
  readonly unseen: readonly string[];
} {
  const uses: string[] = [];
  const handedOut: string[] = [];
  const unseen: string[] = [];
  let files = 0;
  const note = (path: string): void => {
    unseen.push(shownPath(path));
  };
  for (const { path, text } of textsBelow(paths, note)) {
    files++;
    for (const one of linesThatUseKeys(text, path))
      if (isOf(account, one)) (one.what === "uses" ? uses : handedOut).push(`${shownPath(path)}:${one.line}`);
  }
  return { uses, handedOut, files, unseen };
}
