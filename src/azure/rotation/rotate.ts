import { type AzureFailure, failure, isFailure } from "../failure";
import { ask, store } from "./answers";
import { decide, type Move, type RotationView } from "./decide";
import { regenerate, untilEnded } from "./regeneration";
import {
  note,
  type RotationDesk,
  type RotationOutcome,
  type RotationWorld,
  type Run,
  runFrom,
  save,
  show,
} from "./run";
import type { RotationState } from "./state";

/** More turns than any rotation takes; waiting for Azure is not counted. */
const MOST_TURNS = 200;

/**
 * Goes on with a rotation: look at Azure, decide, do one thing, write it down, look again. Ended anywhere, the next run
 * takes up what Azure says then.
 */
export async function rotate(
  world: RotationWorld,
  start: RotationState,
  desk: RotationDesk,
): Promise<RotationOutcome | AzureFailure> {
  const run = runFrom(world, start, desk);
  desk.save(start);
  const outcome = await turns(run);
  // What was started is written down with how it ended, here as far as it is known.
  if (isFailure(outcome) && run.started !== undefined)
    desk.audit({ step: "regenerate", key: run.started, result: outcome.why });
  return outcome;
}

async function turns(run: Run): Promise<RotationOutcome | AzureFailure> {
  let view: RotationView | AzureFailure | undefined;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    // The end of what was begun comes first: there is nothing to look at before.
    const failed = await untilEnded(run);
    if (failed !== undefined) return failed;
    view ??= await run.world.look(run.state);
    if (isFailure(view)) return view;
    const move = decide(run.state, view, run.words);
    if (move.do === "wait") turn--;
    const outcome = await make(move, view, run);
    if (outcome !== undefined) return outcome;
    // What was only written down has taken no time: Azure is as it was seen.
    if (move.do !== "note") view = undefined;
  }
  return stuck();
}

async function make(move: Move, view: RotationView, run: Run): Promise<RotationOutcome | AzureFailure | undefined> {
  switch (move.do) {
    case "wait":
      return run.world.pause();
    case "note":
      note(move.step, { ...run.state, prints: move.prints }, run);
      return undefined;
    case "undo":
      save(without(run.state, move.steps), run);
      if (run.undone)
        return failure("unclear", "Somebody else keeps changing the secret. Find out who, then run it again.");
      run.undone = true;
      return undefined;
    case "ask":
      show(move.step, run);
      return ask(move.question, move.step, run);
    case "regenerate":
      show(move.step, run);
      return regenerate(move.key, view.prints, run);
    case "store":
      show(move.step, run);
      return store(move.step, run);
    case "tell-moved":
      return { state: "moved", keys: move.keys };
    case "done":
      if (run.state.begun !== undefined)
        note({ step: "regenerate", key: run.state.begun.key }, { ...run.state, prints: view.prints }, run);
      return { state: "done", byOthers: move.byOthers };
    case "give-up":
      return stuck();
  }
}

function stuck(): AzureFailure {
  return failure("unclear", "Every step was done, but Azure still lists an exposed key. Look at the account's keys.");
}

function without(state: RotationState, steps: readonly string[]): RotationState {
  return { ...state, done: Object.fromEntries(Object.entries(state.done).filter(([id]) => !steps.includes(id))) };
}
