import type { Endpoint } from "./endpoints";
import type { Part } from "./owner";
import { isIn } from "./page";
import { isEndpointName, isKeyName, wordsOf } from "./words";

/** Endpoints that code takes from its environment or its settings: no text says which account they are. */

/** `process.env.COSMOS_ENDPOINT`, `os.environ["COSMOS_URI"]`, `Configuration["Cosmos:Endpoint"]`. */
const READ =
  /(?:process\.env\.|import\.meta\.env\.|\$env:|(?:environ(?:\.get)?|getenv|env|ENV(?:\.fetch)?|env::var|GetEnvironmentVariable|get_?property|config(?:uration|\.get|\.getString)?|settings|AppSettings)[[(]["'])([\w:.-]{2,80})/gi;
/** UTF-16 units of a call that are looked at. */
const LONGEST_CALL = 800;
const OPENING = "([{";
const CLOSING = ")]}";

/** Whether the call or object that holds a key takes its endpoint from elsewhere, by another name than `endpoint` has. */
export function takesEndpoint(text: string, { group }: Part, endpoint: Endpoint): boolean {
  for (let one = group; one.kind === "bracket" && one.parent !== undefined; one = one.parent) {
    if (isIn(endpoint.group, one)) return false;
    for (const [, name = ""] of bracketAt(text, one.start).matchAll(READ))
      if (isAddressName(name) && name !== endpoint.value?.name) return true;
    if (one.closes !== "}" || one.parent.kind !== "bracket" || one.parent.closes !== ")") return false;
  }
  return false;
}

function isAddressName(name: string): boolean {
  const words = wordsOf(name);
  return isEndpointName(words) && !isKeyName(words);
}

/** What a bracket at a place encloses, as far as it is looked at. */
function bracketAt(text: string, start: number): string {
  const near = text.slice(start, start + LONGEST_CALL);
  let depth = 0;
  for (let at = 0; at < near.length; at++) {
    if (OPENING.includes(near.charAt(at))) depth++;
    else if (CLOSING.includes(near.charAt(at)) && --depth === 0) return near.slice(0, at);
  }
  return near;
}
