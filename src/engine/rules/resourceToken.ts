import type { Candidate, Shape } from "../candidate";
import type { TextRule } from "./rule";

/** A resource token: opens one resource for one to twenty-four hours. Format: REST reference, "Access control". */
export const resourceToken: TextRule = {
  id: "resource-token",
  title: "Resource token",
  help: "A resource token opens one resource of the account for one to twenty-four hours. Fetch it from a broker when it is needed, and never write it down.",
  reads: "text",
  anchors: ["type=resource", "type%3Dresource", "type%3dresource"],
  propose: (text, at) => tokenAt(text, at, resourceToken.id, "token"),
};

/** The authorization of one request, signed with an account key: dead after fifteen minutes. */
export const authorizationHeader: TextRule = {
  id: "authorization-header",
  title: "Recorded authorization",
  help: "The Authorization header of one request, signed with an account key. It expired after fifteen minutes, but whatever recorded it records authorization: stop it from doing so.",
  reads: "text",
  anchors: ["type=master", "type%3Dmaster", "type%3dmaster"],
  propose: (text, at) => tokenAt(text, at, authorizationHeader.id, "request"),
};

const LONGEST = 4096;
const SIGNATURE =
  /^type(?:=|%3d)\w+(?:&|%26|&amp;|\\u0026)ver(?:=|%3d)[\d.]+(?:&|%26|&amp;|\\u0026)sig(?:=|%3d)[A-Za-z0-9+/%\\]{20}/i;

function tokenAt(text: string, at: number, rule: string, shape: Shape): Candidate | undefined {
  const long = text.slice(at, at + LONGEST);
  if (!SIGNATURE.test(long)) return undefined;
  const value = /^(?:[A-Za-z0-9+/=%&;._-]|\\u[0-9a-fA-F]{4}|\\\/)+/.exec(long)?.[0] ?? "";
  const span = { start: at, end: at + value.length };
  return {
    ...span,
    rule,
    shape,
    value,
    pieces: [span],
    api: "nosql",
    account: undefined,
    beside: false,
    partOfLongerRun: false,
  };
}
