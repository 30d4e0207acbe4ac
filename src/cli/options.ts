import { parseArgs, type ParseArgsConfig } from "node:util";

/** A mistake in how a command was called; its message is our own and goes to stderr, with exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Parses a command's arguments strictly. Throws a `UsageError` for what it does not know. */
export function parse<const T extends Options>(args: readonly string[], options: T): ReturnType<typeof strict<T>> {
  try {
    return strict(args, options);
  } catch (error) {
    throw new UsageError(usageProblem(error));
  }
}

function strict<const T extends Options>(args: readonly string[], options: T) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

/** The parser quotes what it was given, which may be a secret: only the name of an option is passed on. */
function usageProblem(error: unknown): string {
  const name = error instanceof Error ? /'(--?[a-z-]{1,30})[ '<=]/.exec(error.message)?.[1] : undefined;
  return name === undefined
    ? "these arguments are not understood"
    : `the option ${name} is not known, or lacks its value`;
}

/** The value if it is one of `allowed`; a `UsageError` that lists them if not. */
export function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option} takes one of ${allowed.join(", ")}`);
  return found;
}

/** A positive whole number, or a `UsageError`. */
export function positive(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`${option} takes a whole number from 1`);
  return number;
}
