import { once } from "node:events";
import { ByteReader } from "./byteReader";
import type { CleanRoom } from "./cleanRoom";

/** What git lists, item by item, each ended by a byte; returns its exit code, undefined where it could not be started. */
export async function* itemsOf(
  room: CleanRoom,
  args: readonly string[],
  end: "\n" | "\0",
  input = "",
): AsyncGenerator<string, number | undefined> {
  const child = room.start(args);
  const closed = once(child, "close").then(
    ([code]: unknown[]) => (typeof code === "number" && code >= 0 ? code : undefined),
    () => undefined,
  );
  child.stdin.end(input);
  const reader = new ByteReader(child.stdout);
  try {
    for (;;) {
      const item = await reader.until(end.charCodeAt(0));
      if (item === undefined) return await closed;
      yield item;
    }
  } finally {
    child.kill();
  }
}
