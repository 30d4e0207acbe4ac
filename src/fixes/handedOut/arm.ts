import { notFixable } from "../fix";
import type { Handing } from "./handover";
export const inArm: Handing = () => notFixable("no");
