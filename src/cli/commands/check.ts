import { type CheckAnswer, isKnown } from "../../azure/checkAnswer";
import { cloudOf, type Connection } from "../../azure/connection";
import { accountInWords, agesInWords, askedInWords, stateInWords } from "../../azure/describe";
import { isFailure } from "../../azure/failure";
import { credentialsIn, type FoundKey } from "../azureKeys";
import { inSession, type Login, login } from "../azureSession";
import { exitCode } from "../omitted";
import { parse } from "../options";
import type { Terminal } from "../terminal";
import type { Command } from "./command";

/** Asks Azure about the keys found: which they are, whether they are valid, how old. Changes nothing. */
export const checkCommand = (reachCloud: Login): Command => ({
  name: "check",
  usage: "check [PATHS…] [--history] [--include-ignored] [--allow-partial]",
  summary:
    "Asks Azure which keys were found, whether they still work, and how old they are. Sends no key; changes nothing. Exit code 1 says that one works, 2 that of one it is not known (0 or 1 with --allow-partial).",
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      history: { type: "boolean", default: false },
      "include-ignored": { type: "boolean", default: false },
      "allow-partial": { type: "boolean", default: false },
    });
    const source = { paths: positionals, includeIgnored: values["include-ignored"], history: values.history };
    const { credentials: found, omissions } = await credentialsIn(source, terminal);
    const end = (code: number): number => exitCode(code, omissions, values["allow-partial"], terminal);
    const keys = found.filter(({ isKey, suppressed }) => isKey && suppressed === undefined);
    for (const line of leftOut(found)) terminal.tell(line);
    if (keys.length > 0) return end(await checkFound(keys, reachCloud, terminal, values["allow-partial"]));
    const within = omissions.unseen.length === 0 ? "" : " in what could be looked at";
    terminal.out(`No Cosmos DB account key found${within}.\n`);
    return end(0);
  },
});

/** The same by the person's own login. */
export const check = checkCommand(login);

/** What was found and is not asked about, so that nobody takes it for checked. */
function leftOut(found: readonly FoundKey[]): readonly string[] {
  const passwords = found.filter(({ isKey }) => !isKey).length;
  const suppressed = found.filter(({ isKey, suppressed: reason }) => isKey && reason !== undefined).length;
  return [
    ...(passwords === 0 ? [] : [`Not checked: ${passwords} passwords or tokens. Azure cannot tell their state.`]),
    ...(suppressed === 0 ? [] : [`Not checked: ${suppressed} keys that a comment suppresses.`]),
  ];
}

/** Checks keys and writes what Azure says; 1 where one works, 2 where of one it is not known, unless that is allowed. */
export async function checkFound(
  keys: readonly FoundKey[],
  reachCloud: Login,
  terminal: Terminal,
  allowPartial = false,
): Promise<number> {
  const answers = await answersFor(keys, reachCloud, terminal);
  for (const { places, fingerprint } of keys) {
    terminal.out(`${places.join(", ")}\n`);
    for (const line of linesOf(answers.get(fingerprint))) terminal.out(`  ${line}\n`);
  }
  const unknown = keys.filter(({ fingerprint }) => !isAnswered(answers.get(fingerprint))).length;
  const live = [...answers.values()].filter((answer) => !isFailure(answer) && answer.state === "live").length;
  terminal.tell(`${keys.length} keys checked: ${live} work, ${unknown} not known.`);
  if (unknown > 0 && !allowPartial) return 2;
  return live > 0 ? 1 : 0;
}

function isAnswered(answer: CheckAnswer | undefined): boolean {
  return answer !== undefined && isKnown(answer);
}

/** What Azure says of each key, by fingerprint. A key without an account is compared with all that the person sees. */
export async function answersFor(
  keys: readonly FoundKey[],
  reachCloud: Login,
  terminal: Terminal,
): Promise<ReadonlyMap<string, CheckAnswer>> {
  const answers = new Map<string, CheckAnswer>();
  const asked = keys.map(({ fingerprint, account }) => ({
    fingerprint,
    account: account?.name,
    host: account?.host ?? "",
  }));
  if (asked.length === 0) return answers;
  await inSession(async ({ azure, signal }) => {
    const connections = await connectionsTo(asked, reachCloud, terminal);
    const connectionOf = ({ host }: { readonly host: string }): Connection => connections(host);
    await azure.checkKeys(asked, connectionOf, ({ fingerprint }, answer) => answers.set(fingerprint, answer), signal);
    return 0;
  });
  return answers;
}

/** One connection for each cloud that the keys' accounts lie in. */
async function connectionsTo(
  keys: readonly { readonly host: string }[],
  reachCloud: Login,
  terminal: Terminal,
): Promise<(host: string) => Connection> {
  const clouds = new Map(keys.map(({ host }) => [cloudOf(host).name, cloudOf(host)]));
  const connections = new Map<string, Connection>();
  for (const [name, cloud] of clouds) connections.set(name, await reachCloud(cloud, terminal));
  return (host) => {
    const connection = connections.get(cloudOf(host).name);
    if (connection === undefined) throw new Error("a cloud without a connection");
    return connection;
  };
}

function linesOf(answer: CheckAnswer | undefined): readonly string[] {
  if (answer === undefined) return ["Not checked."];
  if (isFailure(answer)) return [`Not known. ${answer.says}`];
  const asked = askedInWords(answer);
  const who = asked === undefined ? [] : [asked];
  if (answer.state === "unknown-account") return [stateInWords(answer), ...who];
  return [stateInWords(answer), accountInWords(answer), ...agesInWords(answer, new Date()), ...who];
}
