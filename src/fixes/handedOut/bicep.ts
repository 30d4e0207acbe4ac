import { notFixable } from "../fix";
import type { Handing } from "./handover";
export const inBicep: Handing = () => notFixable("no");
