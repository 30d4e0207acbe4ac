import { rescan as rescanText } from "../../src/engine/rescan";
import { scan } from "../../src/engine/scan";
import { identifiableKey } from "../keys";

/** Times of the engine's work for one keystroke, in ms each. */
export interface Typing {
  readonly title: string;
  readonly rescan: readonly number[];
  readonly whole: readonly number[];
}

const KEYSTROKES = 200;

/** Types into the middle of large documents and measures the scan of what changed beside that of the whole. */
export function typing(): readonly Typing[] {
  const line = (i: number): string => `export const value${i} = compute(${i}, "some text", { flag: a == b });\n`;
  const lines = Array.from({ length: 10_000 }, (_, i) => line(i)).join("");
  const long = `{"a":"${"lorem ipsum, ".repeat(80_000)}","key":"${identifiableKey()}"}`;
  return [measure("10,000 lines", lines), measure("one line of 1 MB", long)];
}

function measure(title: string, start: string): Typing {
  const settings = { path: "a.ts" };
  let text = start;
  let findings = scan(text, settings);
  const rescan: number[] = [];
  const whole: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const at = Math.floor(text.length / 2) + i;
    text = `${text.slice(0, at)}x${text.slice(at)}`;
    // A flat string, as an editor gives it.
    text = Buffer.from(text, "latin1").toString("latin1");
    const began = performance.now();
    findings = rescanText(findings, text, settings, [{ start: at, removed: 0, inserted: 1 }]);
    rescan.push(performance.now() - began);
    if (i % 10 > 0) continue;
    const again = performance.now();
    scan(text, settings);
    whole.push(performance.now() - again);
  }
  return { title, rescan, whole };
}
