import { scan } from "../../src/engine/scan";
import { chosenPassword, identifiableKey, legacyKey } from "../keys";
import { stepsOf } from "../steps";

/** npm run fuzz [-- MINUTES [SEED]]: mutates texts of every format and watches that a scan answers, and in linear time. */

const [minutes = "10", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
let state = Number(seed);

/** Numbers that come again with the same seed (mulberry32). */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const key = (): string => (random(2) === 0 ? legacyKey() : identifiableKey());
const HOST = "https://contoso.documents.azure.com:443/";
const SEEDS: readonly (() => string)[] = [
  () => `new CosmosClient("${HOST}", "${key()}");`,
  () => `AccountEndpoint=${HOST};AccountKey=${key()};`,
  () => `{ "Cosmos": { "Endpoint": "${HOST}", "Key": "${key()}" } }`,
  () => `data:\n  cosmos-key: ${Buffer.from(key()).toString("base64")}\n`,
  () => `mongodb://contoso:${encodeURIComponent(key())}@contoso.mongo.cosmos.azure.com:10255/?ssl=true`,
  () => `postgresql://citus:${chosenPassword()}@c-shop.x.postgres.cosmos.azure.com:5432/citus`,
  () => `KEY = ("${key().slice(0, 40)}"\n  "${key().slice(40)}")`,
  () => `x-ms-documentdb: type=resource&ver=1.0&sig=${key().slice(0, 24)};${key()}`,
  () => `authorization: type%3dmaster%26ver%3d1.0%26sig%3d${encodeURIComponent(key().slice(0, 44))}`,
  () => `<add key="CosmosKey" value="${key().replaceAll("=", "&#61;")}" />`,
  () => `cosmos.key=${key().replaceAll("=", "\\=")}`,
  () => `"integrity": "sha512-${key()}",`,
  () => `"\\u003D\\u003D" ${"A".repeat(100)}== == === '=='`,
];
const BITS = [
  "==",
  "=",
  '"',
  "'",
  "`",
  "\\",
  "\n",
  "\r\n",
  " + ",
  ";",
  "&",
  "%3D%3D",
  "\\u003d",
  "//",
  "/*",
  "#",
  "${",
  "}",
  "{",
  "\u0000",
  "\uFEFF",
  "\uD800",
  "é",
  "AccountKey=",
  "type=master",
  "PQ==",
  "cosmos",
];

/** A text of some seeds, cut, doubled, spliced and sprinkled. */
function mutated(): string {
  let text = Array.from({ length: 1 + random(6) }, () => SEEDS[random(SEEDS.length)]?.() ?? "").join("\n");
  for (let round = random(12); round > 0; round--) {
    const at = random(text.length + 1);
    const to = at + random(60);
    const bit = BITS[random(BITS.length)] ?? "";
    const rest = text.slice(to);
    text =
      [
        text.slice(0, at) + rest,
        text.slice(0, at) + bit.repeat(1 + random(40)) + text.slice(at),
        text.slice(0, to) + text.slice(at, to).repeat(random(8)) + rest,
        text.slice(0, at) + String.fromCharCode(random(65536)) + text.slice(at),
      ][random(4)] ?? text;
  }
  return text;
}

/** The steps that copies of a text take, as many as make up a length. */
function stepsOfCopies(text: string, length: number): number {
  const copies = `${text}\n`.repeat(Math.ceil(length / (text.length + 1))).slice(0, length);
  return stepsOf(() => void scan(copies, { path: "a.txt" }));
}

const end = Date.now() + Number(minutes) * 60_000;
let runs = 0;
let most = 0;
let worst = 0;
let problems = 0;
while (Date.now() < end && problems < 10) {
  const before = state;
  const text = mutated();
  try {
    scan(text, { path: "a.txt" });
    if (runs % 20 === 0) {
      // Many copies: what is quadratic in a text's length shows, whatever the text is. Contexts end at some distance,
      // so the copies begin beyond it.
      const [half, whole] = [stepsOfCopies(text, 60_000), stepsOfCopies(text, 120_000)];
      most = Math.max(most, whole / 120_000);
      worst = Math.max(worst, whole / half);
      if (whole > 2.6 * half) throw new Error(`twice the length took ${(whole / half).toFixed(1)} times the steps`);
    }
  } catch (error) {
    problems++;
    console.log(`seed ${before}: ${error instanceof Error ? error.message : "thrown"}, ${text.length} units`);
  }
  runs++;
}
console.log(
  `${runs} texts, seed ${seed}: ${problems} problems; at most ${most.toFixed(0)} steps for each unit of length; twice the length took at most ${worst.toFixed(2)} times the steps`,
);
process.exitCode = problems > 0 ? 1 : 0;
