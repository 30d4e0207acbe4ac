import { commonGroup, type Group, type Page } from "./page";
import { NOUNS, SETTINGS } from "./vocabulary";
import { foreignWords, isAuthName, wordsOf } from "./words";

/** What a block is called that no pair names: a function, an item by its name, a record of a table, a part of a set-up. */

const named = new WeakMap<Group, string>();
const TITLED = /^(?:name|service|title|label|task|job|@name)$/i;

/** Notes that a value names the group that it stands in, or the document whose `metadata` it stands in. */
export function noteTitle(group: Group, valuesName: string, title: string): void {
  if (!TITLED.test(valuesName)) return;
  const isDocuments = group.name === "metadata";
  const of = isDocuments ? group.parent : group;
  if (of !== undefined && (isDocuments || of.kind !== "page") && !named.has(of)) named.set(of, title);
}

const FUNCTION =
  /(?<!\bnew\s)\b([\w$-]+)\s*\([^()]*\)\s*(?:(?::|->)\s*[\w<>[\]., |?]{1,40}|=>|throws\s[\w., ]+|async|[*\w.[\]]{1,40}|\([^()]*\))?$/;
const CONTROL =
  /^(?:if|for|foreach|while|switch|catch|with|using|function|lock|fixed|elif|elseif|unless|until|match|when|synchronized|return)$/;
const TYPE = /\b(?:class|struct|record|object|enum|interface|trait|protocol|module)\s+["']?([\w-]+)/;
const CONSTRUCTOR = /(?:^|[^\w$.])([A-Z]\w+)$/;
const INDENTED = /\b(?:def|func|fun|sub|fn)\s+(\w+)|^config\s+:\w+,\s+(?:\w+\.)*(\w+),$/;
/** `services.AddPayments(`, `payments.configure(`. */
const SET_UP =
  /(?:^|[^\w$])(?:[\w$]+\.)*(?:add|use|configure|register)([A-Z]\w+)$|([\w$]+)\.(?:configure|init|initialize|setup|register|start)$/i;

/** Words of a heading, at the most: more are a sentence. */
const MOST_WORDS = 2;
const WORDS = /^\p{L}[\p{L}\p{N} -]{1,60}$/u;

/** What stands above the lines of a list or an indentation, where that is words alone: `- Storage account shopimages`. */
export function headOf({ kind, label }: Group): string | undefined {
  if (kind === "item") return label === "" ? undefined : label;
  return kind === "indent" && WORDS.test(label) ? label : undefined;
}

/** `services.Configure<JwtOptions>(`. */
const SET_UP_OF = /\.(?:post)?(?:configure|addoptions)<(\w+)>$/i;

function titleOf(group: Group): string | undefined {
  const title = named.get(group);
  if (title !== undefined) return title;
  const { label } = group;
  const head = headOf(group);
  if (head !== undefined) return wordsOf(head).length > MOST_WORDS ? undefined : head;
  if (group.kind === "indent")
    return INDENTED.exec(label)?.slice(1).find(Boolean) ?? setUp(label.replace(/\s+do\b[^\n]*$/, ""));
  if (group.kind !== "bracket") return undefined;
  if (group.closes === ")") return setUp(label) ?? CONSTRUCTOR.exec(label)?.[1];
  if (group.closes !== "}") return undefined;
  const name = TYPE.exec(label)?.[1] ?? FUNCTION.exec(label)?.[1];
  return name === undefined || CONTROL.test(name) ? undefined : name;
}

function setUp(label: string): string | undefined {
  const type = SET_UP_OF.exec(label)?.[1];
  if (type !== undefined) return type;
  const match = SET_UP.exec(label.replace(/<[^<>]{1,60}>$/, ""));
  return match?.[1] ?? match?.[2];
}

/** The words of the titles of the blocks around a value, below `outermost`. */
export function titleWords(group: Group, outermost?: Group): readonly string[] {
  const words: string[] = [];
  for (let one: Group | undefined = group; one !== undefined && one !== outermost; one = one.parent)
    words.push(...wordsOf(titleOf(one) ?? ""));
  return words;
}

/** What functions are called after that do anything. */
const VERBS = new Set(
  "load fetch init initialize register handle read start open close send call do on before after each execute submit update delete query select find list show render generate compute make sign authorize authenticate verify check validate ensure prepare provide inject get set create build new use add configure".split(
    " ",
  ),
);

/**
 * Whether two places stand in blocks of their own, neither in the other's, the first of which is called after somebody
 * whom the second knows nothing of: `function createSearch() { … }` and `function createDatabase() { … }`.
 */
export function areTitledApart(one: Group, other: Group, known: readonly string[]): boolean {
  const common = commonGroup(one, other);
  const words = titleWords(one, common);
  const own = isAuthName(words)
    ? words.filter((word) => !SETTINGS.has(word))
    : foreignWords(words).filter((word) => !VERBS.has(word));
  if (own.length === 0) return false;
  const isDocument = isInDocument(one, common);
  const theirs = titleWords(other, isDocument ? undefined : common);
  // `getEndpoint` and `new Uri` are anybody's.
  if (theirs.every((word) => NOUNS.has(word) || VERBS.has(word)) && !isDocument) return false;
  return own.every((word) => !theirs.includes(word) && !known.includes(word));
}

/** Titles that say what to do, or how important it is. */
const REMARKS = new Set(
  "todo fixme xxx hack rotate replace required optional mandatory sensitive important commit shared team confidential warning danger deprecated temporary obsolete unused remove delete never please finally begin end".split(
    " ",
  ),
);

/** Whether two places stand under titles of their own, `# Mail` and `# Database`, the first of which is somebody else's. */
export function areParagraphsApart(page: Page, one: number, other: number, known: readonly string[]): boolean {
  const [mine, theirs] = [page.titleAt(one), page.titleAt(other)];
  if (mine === theirs || theirs === "" || !TITLE.test(mine)) return false;
  const words = wordsOf(mine);
  const own = foreignWords(words);
  if (words.length > MOST_WORDS || own.length === 0 || own.some((word) => VERBS.has(word) || REMARKS.has(word)))
    return false;
  const others = [...wordsOf(theirs), ...known];
  return own.every((word) => !others.includes(word));
}

/** What makes a line a title, not a pair. */
const TITLE = /^\s*(?:#|\/\/|--|;|\/\*|<!--|\*\*)|^\p{L}[\p{L}\p{N} -]{1,40}:?\s*$/u;

/** Whether two values that columns name stand in two rows of a table. */
export function areRowsApart(one: Group, other: Group): boolean {
  return one.kind === "row" && other.kind === "row" && one !== other;
}

/** One of many documents in a text, which `---` parts. */
function isInDocument(group: Group, outermost: Group): boolean {
  let one: Group | undefined = group;
  while (one !== undefined && one !== outermost && one.kind !== "section") one = one.parent;
  return one?.kind === "section" && one.name === "---" && one !== outermost;
}
