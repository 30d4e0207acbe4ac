/** What a condition says where a value is missing, in the words that languages have for it. */

/** How a value is missing: nothing at all, an empty text, each of the two alike, or whichever the code asks for. */
export type Missing = "null" | "empty" | "both" | "either";

/** `fails` where asking throws; undefined where the answer depends on more than the value. */
type Answer = boolean | "fails" | undefined;

/** The condition's answer where `value`, as it is written, is missing; undefined where that cannot be told. */
export function whereMissing(condition: string, value: string, missing: Missing): boolean | undefined {
  const answers = (missing === "null" || missing === "empty" ? [missing] : (["null", "empty"] as const)).map((one) =>
    answerOf(condition, value, one),
  );
  const told = answers.filter((one) => one === true || one === false);
  const [first] = told;
  if (missing !== "either" && told.length < answers.length) return undefined;
  return first === undefined || told.includes(!first) ? undefined : first;
}

function answerOf(written: string, value: string, missing: "null" | "empty"): Answer {
  const text = withoutParentheses(written.trim());
  const either = splitAt(text, /^(?:\|\||or(?=\s))/);
  if (either.length > 1) return joined(either, true, value, missing);
  const all = splitAt(text, /^(?:&&|and(?=\s))/);
  if (all.length > 1) return joined(all, false, value, missing);
  const negated = /^(?:!(?!=)|not\s)([\s\S]*)$/.exec(text)?.[1];
  if (negated !== undefined) {
    const answer = answerOf(negated, value, missing);
    return typeof answer === "boolean" ? !answer : answer;
  }
  for (const { is, says } of questionsOf(value)) {
    const match = is.exec(text);
    if (match !== null) return says(missing, match);
  }
  return undefined;
}

/** Conditions joined by `or`, which `decisive` true ends, or by `and`. */
function joined(texts: readonly string[], decisive: boolean, value: string, missing: "null" | "empty"): Answer {
  let isOpen = false;
  for (const text of texts) {
    const answer = answerOf(text, value, missing);
    if (answer === decisive) return decisive;
    if (answer === "fails") return isOpen ? undefined : "fails";
    isOpen ||= answer === undefined;
  }
  return isOpen ? undefined : !decisive;
}

interface Question {
  readonly is: RegExp;
  readonly says: (missing: "null" | "empty", match: RegExpExecArray) => Answer;
}

const whenNull =
  (isNull: Answer, isEmpty: Answer): Question["says"] =>
  (missing) =>
    missing === "null" ? isNull : isEmpty;

/** What code asks of a value. Languages without a null have only empty ones, and ask for those. */
function questionsOf(name: string): readonly Question[] {
  const plain = String.raw`(?:this\.)?${name.replace(/^this\./, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
  const value = String.raw`(?:strings\.TrimSpace\(${plain}\)|${plain}(?:\.(?:trim|strip)\(\))?)`;
  const is = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
  const same = String.raw`(?:===?|is)`;
  const other = String.raw`(?:!==?|is\s+not)`;
  const nothing = "(?:null|undefined|None|nil)";
  const empty = String.raw`(?:""|''|\x60\x60|[sS]tring\.Empty)`;
  const size = String.raw`(?:len\(${value}\)|${value}\.(?:length(?:\(\))?|size))`;
  return [
    { is: is(value), says: () => false },
    { is: is(`${value}\\s*${same}\\s*${nothing}|${nothing}\\s*${same}\\s*${value}`), says: whenNull(true, false) },
    { is: is(`${value}\\s*${other}\\s*${nothing}|${nothing}\\s*${other}\\s*${value}`), says: whenNull(false, true) },
    { is: is(`${value}\\s*${same}\\s*${empty}|""\\.equals\\(${value}\\)`), says: whenNull(false, true) },
    { is: is(`${value}\\s*${other}\\s*${empty}`), says: whenNull(true, false) },
    { is: is(`${value}\\.equals\\(""\\)|${value}\\.is(?:Empty|Blank)\\(\\)`), says: whenNull("fails", true) },
    { is: is(`${size}\\s*(?:===?\\s*0|<\\s*1|<=\\s*0)`), says: whenNull("fails", true) },
    {
      is: is(`${size}\\s*(?:>\\s*0|!==?\\s*0|>=\\s*1)|${value}\\.isNot(?:Empty|Blank)\\(\\)`),
      says: whenNull("fails", false),
    },
    { is: is(`${value}\\?\\.isNot(?:Empty|Blank)\\(\\)\\s*==\\s*true`), says: () => false },
    { is: is(`${value}\\.isNullOr(?:Empty|Blank)\\(\\)`), says: () => true },
    {
      is: is(`(?:\\w+\\.)*(?:is(?:NullOr)?(?:Empty|Blank|WhiteSpace|Whitespace)|IsNullOr\\w+)\\(${value}\\)`),
      says: () => true,
    },
    {
      is: is(`(?:\\w+\\.)*(?:has(?:Text|Length)|isNot(?:Empty|Blank)|[bB]ool(?:ean)?)\\(${value}\\)`),
      says: () => false,
    },
    { is: is(`(?:\\w+\\.)*isNull\\(${value}\\)`), says: whenNull(true, false) },
    { is: is(`(?:\\w+\\.)*nonNull\\(${value}\\)`), says: whenNull(false, true) },
  ];
}

function withoutParentheses(text: string): string {
  let inner = text;
  while (inner.startsWith("(") && closeOf(inner) === inner.length - 1) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Where the parenthesis that a text begins with is closed. */
function closeOf(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charAt(i) === "(") depth++;
    else if (text.charAt(i) === ")" && --depth === 0) return i;
  }
  return -1;
}

/** The parts of a text between operators that stand in no parentheses and no quotes. */
function splitAt(text: string, operator: RegExp): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) depth--;
    else if (depth === 0 && (i === 0 || /\W/.test(text.charAt(i - 1)))) {
      const match = operator.exec(text.slice(i, i + 4));
      if (match !== null) {
        found.push(text.slice(from, i));
        from = i + match[0].length;
        i = from - 1;
      }
    }
  }
  return [...found, text.slice(from)];
}
