import {
  add,
  and,
  andLanes,
  areUnequal,
  byte,
  type Code,
  everyLane,
  highBits,
  int,
  isAnySet,
  isBelow,
  lanes,
  leaveWith,
  local,
  lookUp,
  moduleOf,
  multiply,
  orLanes,
  shiftLanesRight,
  shiftRight,
  subtract,
  trailingZeros,
  when,
  whileTrue,
  word,
} from "./assembly";
import { SET } from "./buckets";
import { FRAGMENT } from "./fragments";
import { MARK_SHIFT, MARKS, MULTIPLIER, SETS, THREE } from "./layout";

const PLACES = Array.from({ length: FRAGMENT }, (_none, place) => place);

/** What `Finder.next` does, sixteen places in a turn, as a module of WebAssembly. */
export function program(): Uint8Array<ArrayBuffer> {
  const [at, end] = [local(0), local(1)];
  const [bits, place, four, mark] = [local(2), local(3), local(4), local(5)];
  const lows = PLACES.map((one) => local(6 + one));
  const highs = PLACES.map((one) => local(6 + FRAGMENT + one));
  const passing = local(6 + 2 * FRAGMENT);
  /** The row of a set's table for one of a fragment's places, by the low or the high halves that stand there. */
  const row = (set: number, one: number, half: number): Code => lanes(int(0), set * SET + one * 32 + half * 16);
  const passes = (set: number): Code =>
    PLACES.flatMap((one) => [
      lookUp(row(set, one, 0), lows[one]?.get ?? []),
      lookUp(row(set, one, 1), highs[one]?.get ?? []),
    ]).reduce(andLanes);
  const isMarked = (bytes: Code): Code => [
    ...mark.set(shiftRight(multiply(bytes, int(MULTIPLIER)), int(MARK_SHIFT))),
    ...and(shiftRight(byte(shiftRight(mark.get, int(3)), MARKS), and(mark.get, int(7))), int(1)),
  ];
  return moduleOf(
    { numbers: 4, laneLocals: 2 * FRAGMENT + 1 },
    whileTrue(
      isBelow(at.get, end.get),
      ...lows.map((low, one) => low.set(andLanes(lanes(at.get, one), everyLane(int(15))))),
      ...highs.map((high, one) => high.set(shiftLanesRight(lanes(at.get, one), int(4)))),
      passing.set(Array.from({ length: SETS }, (_none, set) => passes(set)).reduce(orLanes)),
      when(
        isAnySet(passing.get),
        bits.set(highBits(areUnequal(passing.get, everyLane(int(0))))),
        whileTrue(
          bits.get,
          place.set(add(at.get, trailingZeros(bits.get))),
          four.set(word(place.get)),
          when(isMarked(four.get), leaveWith(place.get)),
          when(isMarked(and(four.get, int(THREE))), leaveWith(place.get)),
          bits.set(and(bits.get, subtract(bits.get, int(1)))),
        ),
      ),
      at.set(add(at.get, int(16))),
    ),
    end.get,
  );
}
