import type { Candidate } from "./candidate";
import type { Opinion } from "./context";
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
  | { readonly alarm: true; readonly certainty: Certainty; readonly access: Access; readonly reason: string }
  | { readonly alarm: false; readonly reason: string };

interface Judgement {
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
  line: "on the same line",
  block: "in the same block",
  nearby: "a few lines away",
  file: "in the same file",
};

/** Why a candidate is, or is not, an alarm. The first row that applies wins. */
const JUDGEMENTS: readonly Judgement[] = [
  { when: (c) => c.key?.emulator === true, says: says("hint", "the emulator's well-known key: it opens no account") },
  { when: (c) => c.key?.words === true, says: says("harmless", "it spells words, as placeholders do") },
  { when: (c) => c.key?.lowVariety === true, says: says("harmless", "too regular to be a real key") },
  { when: (c) => c.key?.checksum === "valid", says: says("certain", "its Cosmos DB checksum is valid") },
  { when: (c) => c.candidate.partOfLongerRun, says: says("harmless", "part of a longer run of base64") },
  {
    when: (c) => c.key?.signature === "another-service",
    says: says("harmless", "it bears another Azure service's signature"),
  },
  {
    when: (c) => c.key?.checksum === "invalid" && c.opinion?.meaning === "cosmos",
    says: (c) => ["likely", `it bears the Cosmos DB signature, though its checksum is damaged; ${because(c)}`],
  },
  {
    when: (c) => c.key?.checksum === "invalid",
    says: says("possible", "it bears the Cosmos DB signature, but its checksum is damaged"),
  },
  {
    when: (c) => c.candidate.shape === "request",
    says: says(
      "possible",
      "a recorded request's authorization: it expired within minutes, but shows that authorization is recorded",
    ),
  },
  {
    when: (c) => c.candidate.shape === "password" && isPlaceholder(c.candidate.value),
    says: says("harmless", "a placeholder or a variable"),
  },
  {
    when: (c) => c.candidate.shape === "password",
    says: says("certain", "a password beside the account endpoint it opens"),
  },
  { when: (c) => c.candidate.shape === "token", says: says("certain", "a resource token bears its own marks") },
  {
    when: (c) => c.candidate.beside && c.opinion?.meaning === "cosmos",
    says: says("certain", "it stands in one string with a Cosmos DB endpoint"),
  },
  { when: (c) => c.opinion?.meaning === "cosmos", says: (c) => ["likely", because(c)] },
  { when: (c) => c.opinion?.meaning === "other", says: (c) => ["harmless", because(c)] },
  { when: () => true, says: says("harmless", "nothing around it speaks of Cosmos DB") },
];

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
  const judgement = JUDGEMENTS.find(({ when }) => when(c));
  const [outcome, reason] = judgement?.says(c) ?? ["harmless", ""];
  if (outcome === "harmless") return { alarm: false, reason };
  return { alarm: true, certainty: outcome, access: accessOf(c), reason };
}

function accessOf({ candidate, key }: Case): Access {
  if (candidate.shape === "password") return "read-write";
  if (candidate.shape === "token") return "resource";
  return key?.access ?? "unknown";
}

/** How loud a finding is: an open door shouts, a half-open or likely one warns, a damaged one informs. */
export function severityOf(certainty: Certainty, access: Access): Severity {
  if (certainty === "hint") return "hint";
  if (certainty === "possible") return "information";
  if (certainty === "likely") return "warning";
  return access === "read-only" || access === "resource" ? "warning" : "error";
}
