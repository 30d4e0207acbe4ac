/** Names in messages: `"A and B must be set"` without B. */

/**
 * A message's text without one of the names that it lists; undefined where it lists no other beside it, so that the
 * sentence would lose its sense.
 */
export function messageWithout(
  text: string,
  name: string,
): { readonly start: number; readonly end: number } | undefined {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const quoted = `(?:([\`'"])${escaped}\\1|${escaped})(?!\\w)`;
  const join = String.raw`\s*(?:,\s*(?:and|or)\b|,|\/|&|\+|\band\b|\bor\b)\s*`;
  const before = new RegExp(`${join}${quoted}`).exec(text);
  const isName = /^[`'"]?[A-Z][A-Z\d]*_[A-Z\d_]+/;
  if (before !== null && /[\w`'"]$/.test(text.slice(0, before.index)))
    return { start: before.index, end: before.index + before[0].length };
  const after = new RegExp(`(?<![\\w.])${quoted}${join}`).exec(text);
  if (after !== null && isName.test(text.slice(after.index + after[0].length)))
    return { start: after.index, end: after.index + after[0].length };
  return undefined;
}
