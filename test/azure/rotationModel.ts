import type { KeyKind } from "../../src/azure/keyAge";
import type { KeyPrints } from "../../src/azure/keys";
import { type AzureFailure, failure, isFailure } from "../../src/azure/failure";
import { type KeyUse, lastUse, provesUnused } from "../../src/azure/keyUse";
import type { StoreLook } from "../../src/azure/keyVault";
import { rotate } from "../../src/azure/rotation/rotate";
import type { RotationDesk, RotationOutcome, RotationWorld } from "../../src/azure/rotation/run";
import type { RotationQuestion, RotationView } from "../../src/azure/rotation/decide";
import { type AppsUse, partnerOf, stepsOf } from "../../src/azure/rotation/plan";
import type { RotationState } from "../../src/azure/rotation/state";

/**
 * A rotation as a model: Azure, a vault, apps, people and machines in memory, and the product's own `rotate` and `decide`
 * on top. Between any two calls something else may happen. What must never happen is checked where it would.
 *
 * What the model takes for granted: a key that was replaced never comes back; a request that its process did not survive
 * arrives then or never. A running regeneration shows as an operation on the account, and then the new key may be listed
 * while the old one still works; or it shows in nothing but the old key being listed until its end.
 */

/** What may happen between two calls, besides the rotation. */
export const HAPPENINGS = [
  "other-regenerates-primary",
  "other-regenerates-secondary",
  "other-stores",
  "other-deletes-secret",
  "lock",
  "unlock",
  "delete-account",
  "app-moves-to-primary",
  "app-moves-to-secondary",
  "app-reads-vault",
  "time-passes",
  "die-before",
  "die-after",
  "clock-jumps",
  "other-machine",
] as const;
export type Happening = (typeof HAPPENINGS)[number];
type Dying = "die-before" | "die-after";

/** What a run of the model is made of. */
export interface Scene {
  readonly exposed: readonly KeyKind[];
  /** Where the apps really are. */
  readonly apps: readonly KeyKind[];
  /** What the person said of it. */
  readonly said: AppsUse;
  readonly vault: boolean;
  readonly logs: "none" | "whole" | "short";
  /** Whether a running regeneration shows on the account; else the old key is listed until its end. */
  readonly shows: boolean;
  /** The person answers by the truth; else as it comes. */
  readonly honest: boolean;
}

/** Thrown in the place of an answer: the process is dead. */
class Death extends Error {}

/** What went wrong, for a message. */
export class Broken extends Error {}

interface App {
  uses: string | undefined;
}

/** One of two computers, each with a state of its own and a person before it. */
export type Machine = 0 | 1;

/** Two machines at once: each call waits until it is its machine's turn, so that their calls come in any order. */
class Turns {
  private readonly waiting = new Map<Machine, () => void>();
  private readonly alive = new Set<Machine>([0, 1]);
  /** How often the turn went from one to the other. */
  changes = 0;
  private last: Machine | undefined;

  constructor(private readonly next: () => Machine) {}

  mine(machine: Machine): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.set(machine, resolve);
      this.go();
    });
  }

  leave(machine: Machine): void {
    this.alive.delete(machine);
    this.go();
  }

  private go(): void {
    if (this.waiting.size === 0 || this.waiting.size < this.alive.size) return;
    const wanted = this.next();
    const machine = this.waiting.has(wanted) ? wanted : wanted === 0 ? 1 : 0;
    const goOn = this.waiting.get(machine);
    this.waiting.delete(machine);
    if (this.last !== undefined && this.last !== machine) this.changes++;
    this.last = machine;
    goOn?.();
  }
}

/** One world, its people and its machines. */
export class Model {
  calls = 0;
  /** Our regenerations, for statistics. */
  cuts = 0;
  /** Those that ended a key which somebody else had made between the last look at the keys and the request. */
  races = 0;
  private turns: Turns | undefined;
  private made = 0;
  private readonly keys: Record<KeyKind, string>;
  private operation: { key: KeyKind; left: number; id: string; coming: string } | undefined;
  /** For each machine the keys that somebody else regenerated. */
  private readonly byOthers: readonly [Set<KeyKind>, Set<KeyKind>] = [new Set(), new Set()];
  /** What each machine's person said the apps are on. */
  readonly saidOn: readonly [Map<KeyKind, string>, Map<KeyKind, string>] = [
    new Map<KeyKind, string>(),
    new Map<KeyKind, string>(),
  ];
  private readonly ended = new Map<string, "succeeded">();
  private secret: { value: string; ours: boolean; deleted: boolean } | undefined;
  private locked = false;
  private gone = false;
  private readonly apps: App[];
  private clock = 1_800_000_000_000;
  private readonly machines: [RotationState | undefined, RotationState | undefined] = [undefined, undefined];
  private depth = 0;

  constructor(
    private readonly scene: Scene,
    /** What happens before call number so. */
    private readonly happens: (call: number) => Happening | undefined,
    /** A number below 1, for what is left open. */
    private readonly chance: () => number,
  ) {
    this.keys = {
      primary: this.make(),
      secondary: this.make(),
      primaryReadonly: this.make(),
      secondaryReadonly: this.make(),
    };
    this.apps = scene.apps.map((kind) => ({ uses: this.keys[kind] }));
  }

  private make(): string {
    return (++this.made).toString(16).padStart(16, "0");
  }

  /** Runs a machine's rotation once: a process from its start to its end or death. */
  async process(machine: Machine): Promise<RotationOutcome | AzureFailure | "dead"> {
    const state = this.machines[machine] ?? this.begin(machine);
    if (state === undefined) return failure("gone", "");
    const run = new Process(this, machine);
    try {
      const outcome = await rotate(run.world, state, run.desk);
      if (!isFailure(outcome) && outcome.state === "done") this.checkDone(state);
      if (
        !isFailure(outcome) &&
        outcome.state === "moved" &&
        !outcome.keys.some((key) => this.byOthers[machine].has(key))
      )
        throw new Broken("its own regeneration was taken for somebody else's");
      if (!isFailure(outcome) && outcome.state !== "waiting") this.machines[machine] = undefined;
      return outcome;
    } catch (error) {
      if (error instanceof Death) return "dead";
      throw error;
    }
  }

  /** Both machines at once, in turns; how often the turn changed. */
  async together(next: () => Machine, life: (machine: Machine) => Promise<unknown>): Promise<number> {
    const turns = new Turns(next);
    this.turns = turns;
    const lives = await Promise.allSettled(
      ([0, 1] as const).map((machine) =>
        life(machine).finally(() => {
          turns.leave(machine);
        }),
      ),
    );
    for (const one of lives) if (one.status === "rejected") throw one.reason;
    return turns.changes;
  }

  private begin(machine: Machine): RotationState | undefined {
    if (this.gone) return undefined;
    const { exposed, said, vault } = this.scene;
    const prints = this.listed();
    const leaked = exposed.map((kind) => this.found(kind));
    const state: RotationState = {
      version: 2,
      account: { subscription: "s", resourceGroup: "r", name: "a", id: "a" },
      started: "",
      exposed,
      leaked,
      suspect: [],
      apps: said,
      prints,
      done: {},
      ...(vault ? { target: { vault: "v", secret: "s", as: "key" as const } } : {}),
    };
    this.machines[machine] = state;
    this.saidOn[machine].clear();
    return state;
  }

  /** The key that was found in code: as it was when the world began. */
  private found(kind: KeyKind): string {
    return (Object.keys(this.keys).indexOf(kind) + 1).toString(16).padStart(16, "0");
  }

  /** Before a call: something may happen. Whether the process then dies before or after the call has taken effect. */
  async between(machine: Machine): Promise<"die-after" | undefined> {
    await this.turns?.mine(machine);
    const happening = this.happens(this.calls++);
    this.tick();
    if (happening === "die-before") throw new Death();
    if (happening === "die-after") return happening;
    if (happening !== undefined) await this.happenings[happening]();
    return undefined;
  }

  /** What each happening does to the world. */
  private readonly happenings: Readonly<Record<Exclude<Happening, Dying>, () => void | Promise<void>>> = {
    "other-regenerates-primary": () => {
      this.other("primary");
    },
    "other-regenerates-secondary": () => {
      this.other("secondary");
    },
    "other-stores": () => {
      this.secret = { value: "foreign", ours: false, deleted: false };
    },
    "other-deletes-secret": () => {
      if (this.secret !== undefined) this.secret.deleted = true;
    },
    lock: () => {
      this.locked = true;
    },
    unlock: () => {
      this.locked = false;
    },
    "delete-account": () => {
      this.gone = true;
    },
    "app-moves-to-primary": () => {
      this.moveApp("primary");
    },
    "app-moves-to-secondary": () => {
      this.moveApp("secondary");
    },
    "app-reads-vault": () => {
      if (this.secret?.deleted === false && this.apps[0] !== undefined) this.apps[0].uses = this.secret.value;
    },
    "time-passes": () => {
      for (let i = 0; i < 5; i++) this.tick();
    },
    "clock-jumps": () => {
      this.clock += (this.chance() - 0.5) * 1e12;
    },
    // Another machine, with a state of its own, gets a turn; not while it has one.
    "other-machine": async () => {
      if (this.depth > 0 || this.turns !== undefined) return;
      this.depth++;
      await this.process(1);
      this.depth--;
    },
  };

  private other(key: KeyKind): void {
    if (this.locked || this.gone || this.operation !== undefined) return;
    this.keys[key] = this.make();
    for (const machine of this.byOthers) machine.add(key);
  }

  private moveApp(kind: KeyKind): void {
    const [app] = this.apps;
    if (app !== undefined) app.uses = this.keys[kind];
  }

  private tick(): void {
    if (this.operation === undefined || --this.operation.left > 0) return;
    this.keys[this.operation.key] = this.operation.coming;
    this.ended.set(this.operation.id, "succeeded");
    this.operation = undefined;
  }

  listed(): KeyPrints {
    if (!this.scene.shows || this.operation === undefined) return { ...this.keys };
    return { ...this.keys, [this.operation.key]: this.operation.coming };
  }

  /** Whether a key opens the account. */
  private opens(print: string): boolean {
    return !this.gone && Object.values(this.keys).includes(print);
  }

  private checkDone({ leaked }: RotationState): void {
    if (leaked.some((print) => this.opens(print))) throw new Broken("done was said of a living key");
  }

  get isGone(): boolean {
    return this.gone;
  }

  now(): Date {
    return new Date(this.clock);
  }

  look(state: RotationState): RotationView {
    const kept: Partial<Record<KeyKind, StoreLook>> = {};
    const stored = stepsOf(state).filter(
      (step) => step.step === "store" && state.done[`store:${step.key}`] !== undefined,
    );
    const last = stored.at(-1);
    if (last !== undefined) kept[last.key] = this.lookAtSecret(last.key);
    return {
      settled: !this.scene.shows || this.operation === undefined,
      prints: this.listed(),
      use: this.use(),
      kept,
    };
  }

  private lookAtSecret(key: KeyKind): StoreLook {
    if (this.secret === undefined) return "nothing";
    if (this.secret.deleted) return "nothing";
    return this.secret.value === this.keys[key] ? "same" : this.secret.ours ? "ours" : "foreign";
  }

  private use(): KeyUse {
    if (this.scene.logs === "none") return { known: false, why: "" };
    const last: Partial<Record<KeyKind, number>> = {};
    for (const kind of Object.keys(this.keys) as KeyKind[])
      if (this.apps.some(({ uses }) => uses === this.keys[kind])) last[kind] = 1;
    return { known: true, last, reach: this.scene.logs === "whole" ? 10_000 : 5, unclear: false };
  }

  regenerate(machine: Machine, key: KeyKind, listed: KeyPrints): { operation: string | undefined } | AzureFailure {
    if (this.gone) return failure("gone", "");
    if (this.locked) return failure("locked", "");
    if (this.operation !== undefined) return failure("busy", "");
    this.cuts++;
    if (this.keys[key] !== listed[key]) this.races++;
    // To each machine the other one is somebody else.
    this.byOthers[machine === 0 ? 1 : 0].add(key);
    const id = `https://operation/${this.calls}`;
    this.operation = { key, left: 4, id, coming: this.make() };
    return { operation: id };
  }

  endOf(id: string): { status: "running" | "succeeded" | "forgotten" } {
    if (this.operation?.id === id) return { status: "running" };
    return { status: this.ended.get(id) ?? "forgotten" };
  }

  store(key: KeyKind, consent: { overwrite: boolean; recover: boolean }): { stored: true } | AzureFailure {
    const kept = this.lookAtSecret(key);
    if (kept === "foreign" && !consent.overwrite) return failure("foreign-secret", "");
    if (this.secret?.deleted === true && !consent.recover) return failure("deleted-secret", "");
    this.secret = { value: this.keys[key], ours: true, deleted: false };
    return { stored: true };
  }

  save(machine: Machine, state: RotationState): void {
    this.machines[machine] = state;
  }

  /** How many apps are on a key that opens nothing any more. */
  get cutOff(): number {
    return this.apps.filter(({ uses }) => uses !== undefined && !this.opens(uses)).length;
  }

  /** Whether an app is on a key. */
  isUsed(print: string): boolean {
    return this.apps.some(({ uses }) => uses === print);
  }

  /** A person's answer. An honest one moves the apps when asked whether they have moved, and ends no key that is in use. */
  answer(question: RotationQuestion): boolean {
    if (!this.scene.honest) return this.chance() < 0.8;
    if (question.ask === "regenerate") return !this.isUsed(question.print);
    for (const app of this.apps)
      if (app.uses === this.keys[partnerOf(question.key)] || app.uses === undefined) app.uses = this.keys[question.key];
    return true;
  }

  consents(): boolean {
    return this.scene.honest || this.chance() < 0.5;
  }

  get isHonest(): boolean {
    return this.scene.honest;
  }

  get logs(): Scene["logs"] {
    return this.scene.logs;
  }
}

/** One process: what it saw last and what a person told it, kept here, apart from what the product keeps. */
class Process {
  private seen: RotationView | undefined;
  private listed: KeyPrints | undefined;
  private state: RotationState | undefined;
  private readonly yes = new Map<KeyKind, { print: string; sawUse: boolean }>();

  constructor(
    private readonly model: Model,
    private readonly machine: Machine,
  ) {}

  private async call<T>(act: () => T): Promise<T> {
    const then = await this.model.between(this.machine);
    const answer = act();
    if (then === "die-after") throw new Death();
    return answer;
  }

  readonly world: RotationWorld = {
    look: (state) => this.call(() => (this.model.isGone ? failure("gone", "") : (this.seen = this.model.look(state)))),
    list: () => this.call(() => (this.model.isGone ? failure("gone", "") : (this.listed = this.model.listed()))),
    regenerate: (key) =>
      this.call(() => {
        this.checkYes(key);
        return this.model.regenerate(this.machine, key, this.justListed());
      }),
    ended: (operation) => this.call(() => this.model.endOf(operation)),
    store: ({ key }, consent) => this.call(() => this.model.store(key, consent)),
    pause: () => this.call(() => undefined),
  };

  readonly desk: RotationDesk = {
    save: (state) => {
      this.state = state;
      this.model.save(this.machine, state);
    },
    audit: () => undefined,
    progress: () => undefined,
    now: () => this.model.now(),
    confirm: (question) =>
      this.call(() => {
        const answer = this.model.answer(question);
        if (answer && question.ask === "regenerate")
          this.yes.set(question.key, {
            print: question.print,
            sawUse: lastUse(question.use, question.key) !== undefined,
          });
        if (answer && question.ask === "apps") this.model.saidOn[this.machine].set(question.key, question.print);
        return answer;
      }),
    consent: () => this.call(() => this.model.consents()),
  };

  /** The keys as they were listed for this very request: still as they were seen. */
  private justListed(): KeyPrints {
    const { listed, seen } = this;
    this.listed = undefined;
    if (listed === undefined) throw new Broken("a key was regenerated without a list right before");
    if (JSON.stringify(listed) !== JSON.stringify(seen?.prints))
      throw new Broken("a key was regenerated although the keys had changed");
    return listed;
  }

  /** A key comes to its end only by a yes that names it, or where the logs prove that nothing uses it. */
  private checkYes(key: KeyKind): void {
    const { seen, state } = this;
    if (seen === undefined || state === undefined) throw new Broken("a key was regenerated without a look at Azure");
    const print = seen.prints[key];
    const partner = partnerOf(key);
    if (
      state.done[`apps:${partner}`] !== undefined &&
      this.model.saidOn[this.machine].get(partner) !== seen.prints[partner]
    )
      throw new Broken("the key that the apps were moved to was no longer there");
    if (state.done[`apps:${partner}`] !== undefined && state.target !== undefined && seen.kept[partner] !== "same")
      throw new Broken("the vault no longer held the key that the apps read");
    const yes = this.yes.get(key);
    const isNamed = yes?.print === print;
    if (isNamed && lastUse(seen.use, key) !== undefined && !yes.sawUse)
      throw new Broken("a yes was given before the key was seen in use");
    if (isNamed) return;
    if (!provesUnused(seen.use, key)) throw new Broken("a key was regenerated without a yes and without proof");
    if (state.exposed.includes(key)) throw new Broken("an exposed key was regenerated without a yes");
    const hasLeft = state.done[`apps:${partner}`] !== undefined;
    if (!hasLeft && (state.apps === "unknown" || state.apps.includes(key)))
      throw new Broken("a key that apps are said to use was regenerated without a yes");
  }
}
