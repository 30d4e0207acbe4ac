import type { Candidate } from "./candidate";
import type { Opinion } from "./scopes/scope";
import type { Access, Certainty, Severity } from "./finding";
import { type KeyFacts, keyFacts } from "./key";
import { isPlaceholder } from "./placeholder";

/** All that a judgement may look at: what the candidate is by itself and what stands around it. */
interface Case {
  readonly candidate: Candidate;
  readonly key: KeyFacts | undefined;
  readonly opinion: Opinion | undefined;
}

/** What the engine thinks of a candidate. A harmless one is no finding; its reason serves `explain`. */
export type Verdict =
  | {
      readonly alarm: true;
      readonly certainty: Certainty;
      readonly access: Access;
      readonly reason: string;
      readonly row: number;
    }
  | { readonly alarm: false; readonly reason: string; readonly row: number };

interface Judgement {
  /** What the row looks for, in words. */
  readonly asks: string;
  /** Of which shape of candidate; of every shape where absent. */
  readonly of?: Candidate["shape"];
  readonly when: (c: Case) => boolean;
  readonly says: (c: Case) => Outcome;
}

type Outcome = readonly [outcome: Certainty | "harmless", reason: string];

const says =
  (outcome: Certainty | "harmless", reason: string): (() => Outcome) =>
  () => [outcome, reason];

const WHERE: Readonly<Record<Opinion["scope"], string>> = {
  value: "in the same string",
  name: "in its name",
  "file name": "by the file's name",
  pair: "in the same call, object or section",
  use: "where it is used",
  line: "on the same line",
  block: "in the same block",
  nearby: "a few lines away",
  file: "in the same file",
};

/** Why a candidate is, or is not, an alarm. The first row that applies wins. */
const JUDGEMENTS: readonly Judgement[] = [
  {
    asks: "Is it the emulator's well-known key?",
    of: "key",
    when: (c) => c.key?.emulator === true,
    says: says("hint", "the emulator's well-known key: it opens no account"),
  },
  {
    asks: "Does it spell words?",
    of: "key",
    when: (c) => c.key?.words === true,
    says: says("harmless", "it spells words, as placeholders do"),
  },
  {
    asks: "Is it too regular?",
    of: "key",
    when: (c) => c.key?.lowVariety === true,
    says: says("harmless", "too regular to be a real key"),
  },
  {
    asks: "Is its Cosmos DB checksum valid?",
    of: "key",
    when: (c) => c.key?.checksum === "valid",
    says: says("certain", "its Cosmos DB checksum is valid"),
  },
  {
    asks: "Is it part of a longer run of base64?",
    of: "key",
    when: (c) => c.candidate.partOfLongerRun,
    says: says("harmless", "part of a longer run of base64"),
  },
  {
    asks: "Does it bear another Azure service's signature?",
    of: "key",
    when: (c) => c.key?.signature === "another-service",
    says: says("harmless", "it bears another Azure service's signature"),
  },
  {
    asks: "Does it bear a damaged Cosmos DB signature, beside signs of Cosmos DB?",
    of: "key",
    when: (c) => c.key?.checksum === "invalid" && c.opinion?.meaning === "cosmos",
    says: (c) => ["likely", `it bears the Cosmos DB signature, though its checksum is damaged; ${because(c)}`],
  },
  {
    asks: "Does it bear a damaged Cosmos DB signature?",
    of: "key",
    when: (c) => c.key?.checksum === "invalid",
    says: says("possible", "it bears the Cosmos DB signature, but its checksum is damaged"),
  },
  {
    asks: "Is it the authorization of a recorded request?",
    of: "request",
    when: (c) => c.candidate.shape === "request",
    says: says(
      "possible",
      "a recorded request's authorization: it expired within minutes, but shows that authorization is recorded",
    ),
  },
  {
    asks: "Does infrastructure hand a key out here?",
    of: "reference",
    when: (c) => c.candidate.shape === "reference",
    says: says("possible", "no secret stands here, but whoever reads what takes this value holds the account's key"),
  },
  {
    asks: "Is it a placeholder or a variable?",
    of: "password",
    when: (c) => c.candidate.shape === "password" && isPlaceholder(c.candidate.value),
    says: says("harmless", "a placeholder or a variable"),
  },
  {
    asks: "Is it a password beside an account endpoint?",
    of: "password",
    when: (c) => c.candidate.shape === "password",
    says: says("certain", "a password beside the account endpoint it opens"),
  },
  {
    asks: "Is it a resource token?",
    of: "token",
    when: (c) => c.candidate.shape === "token",
    says: says("certain", "a resource token bears its own marks"),
  },
  {
    asks: "Does it stand in one string with a Cosmos DB endpoint?",
    when: (c) => c.candidate.beside && c.opinion?.meaning === "cosmos",
    says: says("certain", "it stands in one string with a Cosmos DB endpoint"),
  },
  {
    asks: "Is the nearest sign one of Cosmos DB?",
    when: (c) => c.opinion?.meaning === "cosmos",
    says: (c) => ["likely", because(c)],
  },
  {
    asks: "Is the nearest sign one of something else?",
    when: (c) => c.opinion?.meaning === "other",
    says: (c) => ["harmless", because(c)],
  },
  { asks: "Nothing else?", when: () => true, says: says("harmless", "nothing around it speaks of Cosmos DB") },
];

/** What the rows before the one that decided looked for and did not find, in their order. */
export function passedBefore({ row }: Verdict, { shape }: Candidate): readonly string[] {
  return JUDGEMENTS.slice(0, row).flatMap(({ asks, of }) => (of === undefined || of === shape ? [asks] : []));
}

function because({ opinion }: Case): string {
  return opinion === undefined ? "" : `${opinion.names} stands ${WHERE[opinion.scope]}`;
}

/** Judges a candidate. `opinionOn` is asked only where the candidate does not speak for itself. */
export function judge(candidate: Candidate, opinionOn: () => Opinion | undefined): Verdict {
  let asked: { readonly opinion: Opinion | undefined } | undefined;
  const c: Case = {
    candidate,
    key: candidate.shape === "key" ? keyFacts(candidate.value) : undefined,
    get opinion() {
      asked ??= { opinion: opinionOn() };
      return asked.opinion;
    },
  };
  const row = JUDGEMENTS.findIndex(({ when }) => when(c));
  const [outcome, reason] = JUDGEMENTS[row]?.says(c) ?? ["harmless", ""];
  if (outcome === "harmless") return { alarm: false, reason, row };
  return { alarm: true, certainty: outcome, access: accessOf(c), reason, row };
}

function accessOf({ candidate, key }: Case): Access {
  if (candidate.shape === "password") return "read-write";
  if (candidate.shape === "token") return "resource";
  if (candidate.access !== undefined) return candidate.access;
  return key?.access ?? "unknown";
}

/** How loud a finding is: an open door shouts, a half-open or likely one warns, a damaged one informs. */
export function severityOf(certainty: Certainty, access: Access): Severity {
  if (certainty === "hint") return "hint";
  if (certainty === "possible") return "information";
  if (certainty === "likely") return "warning";
  return access === "read-only" || access === "resource" ? "warning" : "error";
}
