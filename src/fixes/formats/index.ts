import { dotenv, properties } from "./assignments";
import { bicep } from "./bicep";
import { dockerfile } from "./dockerfile";
import { dotnetConfig } from "./dotnetConfig";
import type { Format } from "./format";
import { hocon } from "./hocon";
import { ini } from "./ini";
import { json } from "./json";
import { makefile } from "./makefile";
import { prose } from "./prose";
import { powershell, shell } from "./shell";
import { springMetadata } from "./springMetadata";
import { terraform, terraformState } from "./terraform";
import { yaml } from "./yaml";

/** Every format of configuration and prose; the first that knows the place speaks for it. */
export const FORMATS: readonly Format[] = [
  terraformState,
  springMetadata,
  json,
  dotenv,
  hocon,
  ini,
  properties,
  yaml,
  dockerfile,
  makefile,
  shell,
  powershell,
  terraform,
  bicep,
  dotnetConfig,
  prose,
];
