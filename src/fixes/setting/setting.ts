import type { Desk } from "../desk";
import { type Choice, type Fix, type NotFixable, notFixable } from "../fix";
import type { FormatFix } from "../formats/format";
import { placeholderIn } from "../formats/entry";
import { wholeFix } from "../wholeFix";
import type { Definition } from "./definitions";
import { definitionsIn, isChanged, isCovered, withDefinition } from "./given";
import { mentionsOf, placeOf, type Stays } from "./mentions";
import { withMove } from "./moved";
import { sameSetting, SPRING_FILE, variablesOf } from "./names";
import { givenInCode, LOST_READER, withLoaders, withReaders } from "./readers";
import { isRead, twinsOf } from "./twins";
import { type Emulated, emulatorStays, type Work, workOn } from "./work";

/**
 * A setting is one thing: every file that gives it a value and all code that reads it change in one fix, by whatever
 * name a placeholder hands it on. What reads it and cannot be followed stops the fix.
 */

const NO_READER =
  "Nothing was found that reads this setting, so what breaks without it is not known. Use a Key Vault reference.";

const NO_CLIENT =
  "This reads the setting, and no client was found that it opens, so what would miss it cannot be told.";
const DEMANDED = "The code does without the key, but it is named here, where nothing may demand it: take it out first.";

/**
 * The whole fix of a setting that stands in a file of configuration, or why there is none. `joined` are other settings
 * that give the same place in code its value, as it turned out.
 */
export function withSetting(
  fix: FormatFix,
  path: string,
  desk: Desk,
  choice: Choice,
  joined: readonly string[] = [],
): Fix | NotFixable {
  const { secret } = fix;
  const moved = joined.length > 0 ? undefined : withMove(fix, path, desk, choice);
  if (moved !== undefined) return moved;
  if (fix.code === "keyless" && secret.remains === "nothing" && secret.stays === undefined) {
    const alone = withSetting({ ...fix, secret: { ...secret, stays: true } }, path, desk, choice);
    if (alone.fixable) return alone;
  }
  const work = workOn(fix, path, desk, choice, joined);
  const { changes, files } = work;
  // The emulator is known before anything changes: code that takes its key is written another way.
  const given = definitionsIn(work);
  for (const name of fix.code === "keyless" ? work.names : []) work.emulator ??= givenInCode(name, work);
  if (work.emulator !== undefined && fix.code === "read") return emulatorStays(work.emulator);
  const other = given.find(
    ({ entry, value }) => /^https?:/.test(value) && joined.some((one) => entry.names.includes(one)),
  );
  if (other !== undefined) return notFixable(LOST_READER, { path: other.path, span: other.entry.name });
  for (const definition of given) withDefinition(definition, work);
  const lost = fix.keys === undefined ? undefined : withLoaders(path, fix.keys, work);
  if (lost !== undefined) return lost;
  for (const name of work.names) {
    const before = work.readers;
    const problem = withReaders(name, work);
    if (problem !== undefined) return problem;
    if (work.readers > before) work.followed.add(name);
  }
  const lostSight = work.taken.find(({ names }) => !names.some((name) => work.followed.has(name)));
  if (lostSight !== undefined && fix.code !== "stays") return handedOn(lostSight.names[0] ?? "", lostSight.place, desk);
  const more = [...changes.joined].filter((name) => ![...work.names].some((one) => sameSetting(one, name)));
  if (more.length > 0)
    return withSetting(fix, path, desk, choice, [
      ...joined,
      ...more.flatMap((name) => [...new Set([name, name.replaceAll(":", "__")])]),
    ]);
  if (fix.code !== "stays" && work.readers === 0 && fix.settings.some((name) => isTwinRead(name, path, work)))
    work.readers++;
  if (fix.code === "keyless" && fix.secret.holds === "key" && work.readers > 0) withTwins(path, work);
  const own = [...files].map(([one, edits]) => ({ path: one, edits }));
  const complete = wholeFix(changes, own, desk, choice, fix.afterwards);
  const feeds = [...files.keys()].some((one) => !OF_DOTNET.test(one));
  const mentions = mentionsOf([...work.names], desk, (one, span) => isCovered(one, span, work), staysOf(work), feeds);
  if ("fixable" in mentions) return mentions;
  if (fix.code !== "stays" && work.readers === 0) return notFixable(NO_READER);
  if (work.read !== undefined && changes.opened + changes.kept === 0) return notFixable(NO_CLIENT, work.read);
  if (secret.stays === true && changes.kept === 0) return notFixable(NO_CLIENT, work.read);
  if (changes.kept > 0 && work.gone !== undefined) return notFixable(DEMANDED, work.gone);
  return {
    ...complete,
    ...(fix.title === undefined ? {} : { title: fix.title }),
    left: [...complete.left, ...(fix.left ?? []), ...deployed(work), ...mentions.left, ...unread(given, work)],
  };
}

/** Why a value stays that is handed on by another name, which nothing is known to read. */
function handedOn(name: string, place: Emulated, desk: Desk): NotFixable {
  return notFixable(
    `${placeOf(place.path, place.span, desk)} hands the value on as ${name}, and nothing was found that reads that.`,
    place,
  );
}

/** Variables that only filled in what goes now, `${COSMOS_KEY}` or Spring's own spelling of it: who still gives them. */
function unread(given: readonly Definition[], work: Work): readonly string[] {
  const { desk, names, fix, emulator } = work;
  if (fix.code !== "keyless" || fix.secret.remains !== "nothing" || emulator !== undefined) return [];
  const filled = given.flatMap((one) =>
    isChanged(one, work) ? (one.entry.from ?? placeholderIn(one.value) ?? []) : [],
  );
  const spelled = given.some(({ path }) => SPRING_FILE.test(path)) ? [...names].flatMap(variablesOf) : [];
  const variables = [...new Set([...filled, ...spelled])].filter((name) => !names.has(name));
  return variables.flatMap((name) => {
    const mentions = mentionsOf([name], desk, (one, span) => isCovered(one, span, work));
    return "fixable" in mentions ? [] : mentions.left;
  });
}

/** Files that .NET's hosts alone read: no script's environment comes from them. */
const OF_DOTNET = /(?:^|\/)(?:appsettings|local\.settings|launchSettings|usersettings|secrets)\b[^/]*\.jsonc?$/i;

function staysOf({ emulator, fix, changes }: Work): Stays {
  if (fix.code !== "keyless") return "nothing reads it";
  if (emulator !== undefined || changes.kept > 0) return "a key is taken";
  return fix.secret.remains === "endpoint" && fix.renamed === undefined ? "an endpoint is taken" : "nothing reads it";
}

/** Whether the program reads the other key of the pair, so that nothing can miss this one. */
function isTwinRead(name: string, path: string, { desk, fix }: Work): boolean {
  return twinsOf(name, path, desk).some(({ names }) => names.some((one) => isRead(one, desk, fix.secret)));
}

/** The other key of the pair goes too, where nothing reads it. */
function withTwins(path: string, work: Work): void {
  const { desk, files, fix } = work;
  for (const { names, removes } of fix.settings.flatMap((name) => twinsOf(name, path, desk))) {
    if (removes === undefined || names.some((one) => isRead(one, desk, fix.secret))) continue;
    const mentions = mentionsOf(names, desk, (one, span) => one === path || isCovered(one, span, work));
    if ("fixable" in mentions || mentions.left.length > 0) continue;
    const edits = files.get(path) ?? [];
    if (!edits.some(({ start, end }) => start < removes.end && end > removes.start))
      files.set(path, [...edits, removes]);
  }
}

/** What a person must change where the program runs. */
function deployed({ fix, names, joined, choice, emulator }: Work): readonly string[] {
  const [name] = names;
  if (fix.configuration !== undefined && choice.kind === "environment")
    return [`Where the program runs, set ${fix.configuration.replaceAll(":", "__")}.`];
  if (name === undefined || fix.code === "stays") return [];
  if (fix.renamed !== undefined)
    return [`Where the program runs, set ${fix.renamed} to the account endpoint and remove ${name}.`];
  if (fix.secret.remains === "endpoint" && choice.kind === "managed-identity")
    return [
      name,
      ...joined.filter((one) => !joined.some((spelled) => spelled !== one && spelled.replaceAll(":", "__") === one)),
    ].map((one) => `Where the program runs, set ${one} to the account endpoint alone.`);
  return [
    emulator === undefined
      ? `Where the program runs, ${name} can be removed.`
      : `Where the program runs on an account, remove ${name}: the code takes a key where there is one.`,
  ];
}
