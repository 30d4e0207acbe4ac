import { expect, test } from "vitest";
import { decide, type RotationView } from "../../src/azure/rotation/decide";
import type { RotationState } from "../../src/azure/rotation/state";

/** Moves that the model of interleavings has found wrong once. */

const PRINTS = {
  primary: "0000000000000001",
  secondary: "0000000000000002",
  primaryReadonly: "0000000000000003",
  secondaryReadonly: "0000000000000004",
};

test("where requests got lost and another machine has taken the vault meanwhile, the vault is put right first", () => {
  const state: RotationState = {
    version: 2,
    account: { subscription: "s", resourceGroup: "r", name: "a", id: "a" },
    started: "2026-01-01T00:00:00Z",
    exposed: ["primary", "secondary"],
    leaked: [PRINTS.primary, PRINTS.secondary],
    suspect: [],
    apps: "unknown",
    prints: PRINTS,
    done: { "store:primary": "2026-01-01T00:00:00Z", "apps:primary": "2026-01-01T00:00:00Z" },
    target: { vault: "v", secret: "s", as: "key" },
    begun: { key: "secondary", old: PRINTS.secondary, sent: 2 },
  };
  const prints = { ...PRINTS, secondary: "0000000000000005" };
  const use = { known: false, why: "" } as const;
  const view: RotationView = { settled: true, prints, use, kept: { primary: "ours" } };
  const words = { yes: { secondary: { print: prints.secondary, sawUse: false } }, switched: {} };
  expect(decide(state, view, words)).toEqual({ do: "undo", steps: ["store:primary", "apps:primary"] });
  const undone = { ...state, done: {} };
  expect(decide(undone, { ...view, kept: {} }, words)).toMatchObject({ do: "store", step: { key: "primary" } });
  const right = { ...view, kept: { primary: "same" } } as const;
  expect(decide(state, right, words)).toMatchObject({ do: "regenerate", key: "secondary" });
});
