/** How many characters `run` looks at through the methods of texts and patterns: work that no machine makes faster. */
export function stepsOf(run: () => void): number {
  let steps = 0;
  let isCounting = false;
  const restore: (() => void)[] = [];
  type Cost = (self: string, args: readonly unknown[], result: unknown, from: number) => number;
  const count = (of: object, name: string, cost: Cost): void => {
    const original: unknown = Reflect.get(of, name);
    if (typeof original !== "function") throw new Error(`no ${name}`);
    const counted = function (this: unknown, ...args: unknown[]): unknown {
      const from = this instanceof RegExp && (this.global || this.sticky) ? this.lastIndex : 0;
      const result: unknown = Reflect.apply(original, this, args);
      if (isCounting) return result;
      isCounting = true;
      steps += cost(this instanceof RegExp ? this.flags : String(this), args, result, from);
      isCounting = false;
      return result;
    };
    Object.defineProperty(of, name, { value: counted, configurable: true, writable: true });
    restore.push(() => Object.defineProperty(of, name, { value: original, configurable: true, writable: true }));
  };
  // A slice copies nothing: what reads it counts.
  for (const name of ["slice", "charAt", "charCodeAt", "startsWith"]) count(String.prototype, name, () => 1);
  count(String.prototype, "indexOf", (self, args, result) => {
    return (Number(result) < 0 ? self.length : Number(result)) - Number(args[1] ?? 0);
  });
  count(String.prototype, "lastIndexOf", (self, args, result) => {
    return Number(args[1] ?? self.length) - Math.max(0, Number(result));
  });
  // A sticky pattern looks at what it matches, any other at the text as far as to its match.
  const ofPattern: Cost = (flags, [text], result, from) => {
    const match = Array.isArray(result) && "index" in result ? result : undefined;
    const matched = match === undefined ? 0 : String(match[0]).length;
    if (flags.includes("y")) return matched + 1;
    return match === undefined ? String(text).length - from : Number(match.index) + matched - from;
  };
  count(RegExp.prototype, "exec", ofPattern);
  try {
    run();
  } finally {
    for (const one of restore) one();
  }
  return steps;
}
