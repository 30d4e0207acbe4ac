import { breakBefore } from "../lines";

const REMARK = /^[ \t]*(?:#(?![{[])|\/[/*]|--+[ \t]|\*|;|REM\b|<!--)/i;

/** Whether the line of a place is a comment: code in it is out of use. */
export function isRemark(text: string, at: number): boolean {
  const start = breakBefore(text, at, 400) + 1;
  return REMARK.test(text.slice(start, Math.min(at, start + 80)));
}
