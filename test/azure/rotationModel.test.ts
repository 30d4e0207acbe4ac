import { describe, expect, test } from "vitest";
import { isFailure } from "../../src/azure/failure";
import { type Happening, HAPPENINGS, type Machine, Model, type Scene } from "./rotationModel";

/** All orders to a depth, then many at random: seeds are printed, and a failing one is named. */

const SCENES: readonly Scene[] = [
  { exposed: ["primary"], apps: ["primary"], said: ["primary"], vault: true, logs: "none", shows: true, honest: false },
  {
    exposed: ["primary"],
    apps: ["primary"],
    said: ["primary"],
    vault: true,
    logs: "whole",
    shows: false,
    honest: false,
  },
  {
    exposed: ["primary"],
    apps: ["secondary"],
    said: ["primary"],
    vault: false,
    logs: "short",
    shows: true,
    honest: false,
  },
  {
    exposed: ["primary", "secondary"],
    apps: ["primary", "secondary"],
    said: "unknown",
    vault: true,
    logs: "whole",
    shows: true,
    honest: false,
  },
];
/** What does not come from other people. */
const OWN: readonly Happening[] = ["time-passes", "die-before", "die-after", "clock-jumps"];
const LEAST_RUNS = 100_000;

/** A small generator of numbers from a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(all: readonly T[], chance: () => number): T {
  const one = all[Math.floor(chance() * all.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

/** A rotation from its first process to its end, or until it has waited or died too often. */
async function live(model: Model, most = 6, machine: Machine = 0): Promise<string> {
  let last = "";
  for (let i = 0; i < most; i++) {
    const outcome = await model.process(machine);
    last = outcome === "dead" ? "dead" : isFailure(outcome) ? outcome.why : outcome.state;
    if (last === "done" || last === "gone") break;
  }
  return last;
}

async function run(scene: Scene, script: ReadonlyMap<number, Happening>, chance: () => number): Promise<Model> {
  const model = new Model(scene, (call) => script.get(call), chance);
  await live(model);
  return model;
}

describe("a rotation among all that can happen between two calls", () => {
  test(`every order of two happenings, and at random: ${LEAST_RUNS} runs or more`, { timeout: 300_000 }, async () => {
    let runs = 0;
    let cuts = 0;
    const often = (): number => 0.1;
    for (const [i, scene] of SCENES.entries()) {
      const calls = (await run(scene, new Map(), often)).calls;
      const events = Array.from({ length: calls + 2 }, (_none, at) =>
        HAPPENINGS.map((what) => [at, what] as const),
      ).flat();
      for (const [from, first] of events.entries()) {
        // Two at a time in the first scene, one at a time in the others.
        for (const second of i === 0 ? events.slice(from) : [first]) {
          if (second[0] === first[0] && second[1] !== first[1]) continue;
          const model = await run(scene, new Map([first, second]), often).catch((error: unknown) => {
            throw new Error(`broken by ${String(first)} and ${String(second)} in ${JSON.stringify(scene)}`, {
              cause: error,
            });
          });
          runs++;
          cuts += model.cuts;
        }
      }
    }
    const ordered = runs;
    const start = Number(process.env.KEYLESS_SEED ?? Date.now() % 1_000_000_000);
    const rest = Math.max(20_000, LEAST_RUNS - runs);
    for (let seed = start; seed < start + rest; seed++) {
      const chance = numbers(seed);
      const scene = sceneBy(chance);
      const model = new Model(scene, () => (chance() < 0.12 ? pick(HAPPENINGS, chance) : undefined), chance);
      await live(model).catch((error: unknown) => {
        throw new Error(`broken by seed ${seed} in ${JSON.stringify(scene)}`, { cause: error });
      });
      runs++;
      cuts += model.cuts;
    }
    console.log(
      `rotation model: ${runs} runs (${ordered} in all orders of two, seeds ${start} to ${start + rest - 1}), ${cuts} keys regenerated`,
    );
    expect(runs).toBeGreaterThanOrEqual(LEAST_RUNS);
    expect(cuts).toBeGreaterThan(runs / 2);
  });

  test(`two machines at once, call by call: ${LEAST_RUNS} runs or more`, { timeout: 300_000 }, async () => {
    let runs = 0;
    let cuts = 0;
    let races = 0;
    let changes = 0;
    const both = async (model: Model, next: () => Machine, name: string): Promise<void> => {
      const changed = await model
        .together(next, (machine) => live(model, 4, machine))
        .catch((error: unknown) => {
          throw new Error(`broken by ${name}`, { cause: error });
        });
      runs++;
      changes += changed;
      cuts += model.cuts;
      races += model.races;
    };
    // One begins; at each call in turn the other takes over, and at each later one gives back.
    for (const scene of SCENES) {
      const { calls } = await run(scene, new Map(), () => 0.1);
      for (let first = 0; first < calls + 4; first++)
        for (let second = first + 1; second < first + calls + 4; second++) {
          let call = 0;
          const next = (): Machine => (call++ < first || call > second ? 0 : 1);
          const model = new Model(
            scene,
            () => undefined,
            () => 0.1,
          );
          await both(model, next, `turns at ${first} and ${second} in ${JSON.stringify(scene)}`);
        }
    }
    const ordered = runs;
    const start = Number(process.env.KEYLESS_SEED ?? Date.now() % 1_000_000_000);
    const rest = LEAST_RUNS - ordered;
    for (let seed = start; seed < start + rest; seed++) {
      const chance = numbers(seed);
      const scene = sceneBy(chance);
      const happens = chance() < 0.5 ? 0 : 0.08;
      const model = new Model(scene, () => (chance() < happens ? pick(HAPPENINGS, chance) : undefined), chance);
      await both(model, () => (chance() < 0.5 ? 0 : 1), `seed ${seed} in ${JSON.stringify(scene)}`);
    }
    console.log(
      `rotation model, two machines: ${runs} runs (${ordered} with all two turns, seeds ${start} to ${start + rest - 1}), ${changes} turns, ${cuts} keys regenerated, ${races} of them in the moment in which the other machine made them anew`,
    );
    expect(runs).toBeGreaterThanOrEqual(LEAST_RUNS);
    expect(changes).toBeGreaterThan(runs);
    expect(cuts).toBeGreaterThan(runs / 2);
  });

  test("with nobody else at it and true answers, no app is ever cut off, and it comes to its end", async () => {
    const start = Number(process.env.KEYLESS_SEED ?? Date.now() % 1_000_000_000);
    console.log(`rotation model, true answers: seeds ${start} to ${start + 4999}`);
    for (let seed = start; seed < start + 5000; seed++) {
      const chance = numbers(seed);
      const scene = { ...sceneBy(chance), honest: true };
      const truth: Scene = { ...scene, said: chance() < 0.3 ? "unknown" : scene.apps };
      let deaths = 0;
      const model = new Model(
        truth,
        () => (deaths < 4 && chance() < 0.15 ? (deaths++, pick(OWN, chance)) : undefined),
        chance,
      );
      const last = await live(model, 12).catch((error: unknown) => {
        throw new Error(`broken by seed ${seed} in ${JSON.stringify(truth)}`, { cause: error });
      });
      expect(last, `seed ${seed} in ${JSON.stringify(truth)}`).toBe("done");
      expect(model.cutOff, `seed ${seed} in ${JSON.stringify(truth)}`).toBe(0);
    }
  });
});

function sceneBy(chance: () => number): Scene {
  return {
    exposed: pick([["primary"], ["secondary"], ["primary", "secondary"]] as const, chance),
    apps: pick([["primary"], ["secondary"], ["primary", "secondary"], ["primary", "primary"], []] as const, chance),
    said: pick(["unknown", ["primary"], ["secondary"], ["primary", "secondary"], []] as const, chance),
    vault: chance() < 0.5,
    logs: pick(["none", "whole", "short"] as const, chance),
    shows: chance() < 0.5,
    honest: false,
  };
}
