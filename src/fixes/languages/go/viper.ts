import type { Source } from "../../follow/language";

/** Viper's names: a key of its own for a variable, with a prefix where the program sets one. */

/** Whether a text is a setting's name, or viper's spelling of a variable. */
export function spells(text: string, setting: string, source: Source): boolean {
  if (text === setting) return true;
  if (!/^[\w.-]+$/.test(text) || !/^[A-Z][A-Z\d_]*$/.test(setting) || !isIn(source, "viper")) return false;
  const spelled = text.replace(/[.-]/g, "_").toUpperCase();
  if (spelled === setting) return text !== spelled && isIn(source, "AutomaticEnv(");
  if (!setting.endsWith(`_${spelled}`)) return false;
  const prefix = setting.slice(0, -spelled.length - 1);
  return isIn(source, `SetEnvPrefix("${prefix}")`) || isIn(source, `SetEnvPrefix("${prefix.toLowerCase()}")`);
}

/** Whether any Go file of the program says something. */
function isIn({ program }: Source, words: string): boolean {
  return program.paths.some((path) => path.endsWith(".go") && program.read(path)?.includes(words) === true);
}
