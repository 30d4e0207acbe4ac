import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Entry } from "./entry";
import type { Format } from "./format";
import { without } from "./jsonRewrites";

/** `additional-spring-configuration-metadata.json`: what an editor says of a program's own properties. */
export const springMetadata: Format = {
  id: "spring-metadata",
  matches: (path) => /(?:^|\/)(?:additional-)?spring-configuration-metadata\.json$/i.test(path),
  fix: () => undefined,
  entries: entriesIn,
};

/** One entry a described property, which goes with it. */
function entriesIn(_path: string, text: string): readonly Entry[] {
  const root = parseTree(text);
  const list = root === undefined ? undefined : findNodeAtLocation(root, ["properties"]);
  const items = list?.children ?? [];
  return items.flatMap((item): readonly Entry[] => {
    const name = findNodeAtLocation(item, ["name"]);
    if (name?.type !== "string") return [];
    const span = { start: name.offset + 1, end: name.offset + name.length - 1 };
    const named: unknown = name.value;
    return [
      {
        names: [String(named)],
        name: span,
        value: { start: span.end, end: span.end },
        removes: without(text, item),
      },
    ];
  });
}
