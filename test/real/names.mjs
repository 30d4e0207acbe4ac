// What a diff took away by name, and where that name is still mentioned.
import { filesOf, textOf } from "./checkout.mjs";
import { spelled } from "./settings.mjs";

const DEFINITIONS = [
  /^\s*"([\w.:-]+)"\s*:/, // a setting of JSON
  /^\s*(?:export\s+|set\s+|ENV\s+|-\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*[:=](?!=)/, // dotenv, properties, YAML, constants
  /\b(?:const|let|var|val|string|String|readonly|final|static|required)\b[^=;({]*?\b([A-Za-z_]\w*)\s*(?:[=;{]|\?\?)/,
  /^\s*(?:private|public|internal|protected)\b[^=;({]*\b([A-Za-z_]\w*)\s*[={;]/,
  /<add\s+(?:key|name)="([^"]+)"/,
];
/** Too common to be looked for alone: they are looked for behind the name that they stood under. */
const COMMON =
  /^(?:\w{1,5}|secret|password|credential|credentials|connection|value|values|default|name|endpoint|accountKey|authKey|primaryKey|masterKey|connectionString|return|client|options|config|settings|environment|database|container|properties)$/i;
/** What a name of a credential has in it. */
const CREDENTIAL = /key|conn|secret|cred|cosmos|token|account|auth|pass/i;
const PROSE = /\.(?:md|mdx|txt|rst|adoc|html|ipynb)$|(?:^|\/)(?:LICENSE|CHANGELOG)/i;
const CODE = /\.(?:py|[cm]?[jt]sx?)$/;
const COMMENT = /^\s*(?:\/\/|#|--|;|\*|\/\*|<!--|REM\b|%)/;

const BLOCK_COMMENT = /^[ \t]*\/\*[\s\S]*?\*\//gm;

/** Names whose definition line went, and does not stand in the same file in another way. */
export function removedNames(diff) {
  const names = new Map();
  for (const part of diff.split(/^diff --git /m).slice(1)) {
    const file = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1] ?? /^--- a\/(.*)$/m.exec(part)?.[1] ?? "";
    if (PROSE.test(file)) continue;
    const lines = part.split("\n").slice(4);
    const kept = lines.filter((line) => line.startsWith("+")).join("\n");
    for (const line of lines.filter((one) => one.startsWith("-") && !one.startsWith("---"))) {
      const text = line.slice(1);
      if (COMMENT.test(text)) continue;
      for (const name of DEFINITIONS.map((one) => one.exec(text)?.[1]).filter((one) => one !== undefined)) {
        if (CREDENTIAL.test(name) && !COMMON.test(name) && !word(name).test(kept)) names.set(name, file);
      }
    }
  }
  return names;
}

const word = (name) => new RegExp(`(?<![\\w$])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`);

/** What to look for: names, and whole paths of settings whose own name is too common; with the file where each stood. */
export function wanted(names, gone) {
  const whole = gone.map(({ name, path }) => ({ name, file: path, pattern: spelled(name) }));
  const plain = [...names].map(([name, file]) => ({ name, file, pattern: word(name) }));
  return [...plain, ...whole.filter(({ pattern }) => pattern !== undefined)];
}

/**
 * Mentions of a name that read it, as far as a line tells; what only gives it a value, says or comments is apart.
 * Where a row names several programs, a name is looked for in its own.
 */
export function mentions(folder, patterns, diff, programs = []) {
  const programOf = (path) => programs.find((one) => path.startsWith(one));
  const found = { reads: [], left: [] };
  const sections = /^\+.*__accountEndpoint/m.test(diff);
  if (patterns.length === 0) return found;
  for (const path of filesOf(folder)) {
    const text = textOf(folder, path);
    if (text === undefined || /(?:^|\/)(?:bin|obj|dist|coverage)\//.test(path) || /\.(?:min\.js|map)$/.test(path))
      continue;
    for (const { name, file, pattern } of patterns) {
      if (!pattern.test(text) || programOf(path) !== programOf(file)) continue;
      const live = text.replaceAll(BLOCK_COMMENT, (comment) => comment.replaceAll(/[^\n]/g, " ")).split("\n");
      for (const [index, line] of text.split("\n").entries()) {
        const mention = pattern.exec(line)?.[0];
        if (mention === undefined || (CODE.test(path) && isOwn(text, line, mention))) continue;
        const harmless = PROSE.test(path) || COMMENT.test(line) || !pattern.test(live[index]) || gives(line, mention);
        if (sections && (bindingOf(line) || line.includes(`${mention}:accountEndpoint`))) continue;
        found[harmless ? "left" : "reads"].push(`${path}:${index + 1} ${name}`);
      }
    }
  }
  return found;
}

/** Whether a bare name on a line is a variable of the file's own, which is given a value there under the same name. */
function isOwn(text, line, name) {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const given = new RegExp(`^[ \\t]*(?:export |const |let |var )*${escaped}[ \\t]*(?::[^=\\n]+)?=(?!=)`, "m").test(
    text,
  );
  return given && !new RegExp(`[."'\\[]${escaped}`).test(line);
}

/** Whether a line gives the variable a value and does nothing else with it. */
function gives(line, name) {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const before = "^\\s*(?:export |set |ENV |- |-e |--\\w+ )?[\"']?";
  const alone = new RegExp(
    `^\\s*-?\\s*["']?(?:name|key)["']?\\s*[:=]\\s*["']?${escaped}["']?[\\s,}]*(?:#.*|valueFrom.*|value.*)?$`,
  );
  return (
    new RegExp(`${before}${escaped}["']?\\s*[:=](?!=)`).test(line) ||
    alone.test(line) ||
    new RegExp(`'name',\\s*'${escaped}'`).test(line) ||
    // A list of variables for an action, each filled from a secret: A=${{ secrets.A }} B=${{ secrets.B }}
    new RegExp(`(?:^|[\\s"'])${escaped}=\\$\\{\\{`).test(line)
  );
}

/** Whether a Functions binding names its connection, of which the fix made a section. */
export const bindingOf = (line) =>
  /\bConnection(?:StringSetting)?"?\s*[:=]|"connection(?:StringSetting)?"\s*:/i.test(line);
