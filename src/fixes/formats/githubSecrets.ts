import type { Place } from "./yamlPlace";

/**
 * Where GitHub fills in `secrets`: nowhere in an action, in defaults of inputs, in a matrix, in inputs of another
 * workflow (docs.github.com, "Contexts reference", context availability).
 */
export function takesSecrets(path: string, keys: Place["path"]): boolean {
  if (!/(?:^|\/)\.github\/workflows\//.test(path)) return false;
  if (keys[0] === "env") return true;
  if (keys[0] !== "jobs") return false;
  const [part, next] = [String(keys[2]), keys.at(-1)];
  if (part === "container" || part === "services") return keys.includes("env") || keys.includes("credentials");
  return /^(?:env|secrets|outputs)$/.test(part) || (part === "steps" && next !== "if");
}
