import type { KeyKind } from "../../azure/keyAge";
import type { AppsUse } from "../../azure/rotation/plan";
import type { RotationWish } from "../../azure/rotation/start";
import type { AccountSession } from "../azureSession";

/** What a person gave to the command. */
export interface RotateOptions {
  readonly kinds: readonly KeyKind[];
  readonly found: readonly string[];
  readonly apps: AppsUse | undefined;
  readonly confirmed: readonly KeyKind[];
  readonly target: RotationWish["target"];
  readonly path: string;
  readonly values: Readonly<
    Record<"overwrite" | "recover" | "apps-switched" | "restart" | "abandon" | "yes" | "dry-run", boolean>
  >;
}

/** What is to be rotated: the keys that were found, and those that the person names. */
export function wishOf({ kinds, found, target }: RotateOptions, { keys }: AccountSession): RotationWish {
  return { found: [...keys.map(({ fingerprint }) => fingerprint), ...found], kinds, target };
}
