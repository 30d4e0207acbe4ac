// npm run sentences: every sentence a person can see, in one list by where it is said, to be read as a whole.
// Found in the sources themselves: literals that are words for people, so that none is forgotten.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const said = new Map();
const add = (where, sentence) => {
  const known = said.get(where) ?? new Set();
  known.add(sentence.replace(/\s+/g, " ").trim());
  said.set(where, known);
};

const WORDS = new Set([
  "title",
  "description",
  "markdownDescription",
  "contents",
  "displayName",
  "name",
  "altText",
  "category",
]);
const LISTS = new Set(["enumDescriptions"]);
readManifest("package.json", manifest);
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map((path) => [path, parse(path)]);
/** Values of types, which a program tells apart and nobody reads. */
const values = new Set(sources.flatMap(([, file]) => valuesOf(file)));
for (const [path, file] of sources) readSource(path, file);

let count = 0;
for (const [where, sentences] of said) {
  console.log(`\n${where}`);
  for (const sentence of sentences) console.log(`  ${sentence}`);
  count += sentences.size;
}
console.log(`\n${count} sentences`);

function readManifest(where, value, key = "") {
  if (typeof value === "string") {
    if (WORDS.has(key) && /[a-z]/i.test(value) && !/^[\w.-]+$|^media\//.test(value)) add(where, value);
  } else if (Array.isArray(value)) {
    for (const one of value) LISTS.has(key) ? add(where, one) : readManifest(where, one, "");
  } else if (typeof value === "object" && value !== null) {
    for (const [name, one] of Object.entries(value))
      readManifest(name === "contributes" ? "package.json: contributes" : where, one, name);
  }
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(join(root, "src", path), "utf8"), ts.ScriptTarget.ES2022, true);
}

function valuesOf(file) {
  const found = [];
  const visit = (node) => {
    if (ts.isStringLiteral(node) && ts.isLiteralTypeNode(node.parent)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function readSource(path, file) {
  const visit = (node) => {
    const words = wordsOf(node);
    if (words !== undefined && isForPeople(words, node, path)) add(path, words);
    // The pieces of a template are part of its sentence.
    if (words === undefined || !ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
    else for (const span of node.templateSpans) visit(span.expression);
  };
  visit(file);
}

function wordsOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }, i) => `{${i}}${literal.text}`).join("");
}

/** Two words at least, or what is marked as said; no code, no query, no list of words, no value, no error of our own. */
function isForPeople(words, node, path) {
  const parent = node.parent;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return false;
  if (ts.isCallExpression(parent) && /l10n\.t$/.test(parent.expression.getText())) return true;
  if (values.has(words) || isUnsaid(node)) return false;
  const isSentence = /\p{L}{2,}[,:;]? (?:\p{L}|\{|['"`0-9(])/u.test(words);
  const isCode =
    /[=;{]\s*$|=>|\\[bdsw]|\(\?|^\s*[<@#*]|::|\$[({]|\)\.|;\s*\w+\s*=|^[a-z]+ \{0\}| \| (?:where|project|extend)/.test(
      words,
    );
  if (!isSentence || isCode) return false;
  // What a fix says is a sentence or a title; the rest is what it writes.
  return (
    !path.startsWith("fixes") ||
    /^[\p{L}{\d@].*[.…]$/u.test(words) ||
    /^(?:Use|Read|Replace) [a-z ]+[A-Za-z ]+$/.test(words)
  );
}

/** A word list, the anchors of a rule, a tag's text, an error that our own code catches. */
function isUnsaid(node) {
  for (let at = node; at !== undefined && !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (ts.isTaggedTemplateExpression(parent)) return true;
    if (ts.isCallExpression(parent) && parent.expression.getText() === "set") return true;
    if (ts.isPropertyAccessExpression(parent) && /^(?:split|test|exec|includes|startsWith)$/.test(parent.name.text))
      return true;
    if (ts.isPropertyAssignment(parent) && /^(?:anchors|headers)$/.test(parent.name.getText())) return true;
    if (
      ts.isNewExpression(parent) &&
      /^(?:Error|RegExp|Set|Map|NotSignedIn|SignInCancelled)$/.test(parent.expression.getText())
    )
      return true;
  }
  return false;
}
