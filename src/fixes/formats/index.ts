import { dotenv, properties } from "./assignments";
import type { Format } from "./format";
import { json } from "./json";
import { prose } from "./prose";

/** Every format of configuration and prose; the first that knows the place speaks for it. */
export const FORMATS: readonly Format[] = [json, dotenv, properties, prose];
