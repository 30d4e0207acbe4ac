/** Values that stand where a chosen password would, and are none. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^\s*$/,
  /\$\{|\$\(|\{\{|#\{|%[A-Za-z_]\w*%|@Microsoft\.KeyVault/,
  /^[$@]\w+$|^\$env:/i,
  /^[<{[(].*[>}\])]$/,
  /^%[sdv@]$|^\{\d*\}$/,
  /^(.)\1*$/,
  /^[x*.#_-]+$/i,
  /^(?:my|your|the|user|db|admin|some|a)?[-_ ]?(?:password|passwd|pwd|pass|secret|key|token)[-_ ]?(?:here|goes[-_ ]?here)?\d{0,3}$/i,
  /your[-_ ]?\w*[-_ ]?(?:password|pwd|pass|secret|key)|(?:password|secret|key)[-_ ]?here|placeholder|redacted|change[-_]?me|replace[-_]?me|example/i,
  /^(?:null|none|nil|undefined|true|false|todo|tbd|fixme|omitted|hidden|masked|removed|test|foo|bar)$/i,
  // What code writes in a value's place: a call, a member, an index.
  /^(?:process\.env|os\.environ|os\.getenv|env|config|settings|System\.getenv|Environment)\b/,
  /^[a-zA-Z_]\w*\([^)]*\)$/,
];

/** Whether a chosen password's text is only a placeholder, a variable or a reference. Linear. */
export function isPlaceholder(value: string): boolean {
  const plain = /^(?:%3C|%7B).*(?:%3E|%7D)$/i.test(value) ? "<>" : value.slice(0, 200);
  return PLACEHOLDERS.some((pattern) => pattern.test(plain));
}
