import { accountKey } from "./accountKey";
import { mongoVcorePassword, postgresPassword } from "./chosenPassword";
import { connectionString, mongoConnectionString } from "./connectionString";
import { handedOutKey } from "./handedOutKey";
import { authorizationHeader, resourceToken } from "./resourceToken";
import type { Rule } from "./rule";

/** Every rule, the more specific before the more general: the first that proposes speaks for a place. */
export const RULES: readonly Rule[] = [
  mongoConnectionString,
  connectionString,
  accountKey,
  mongoVcorePassword,
  postgresPassword,
  resourceToken,
  authorizationHeader,
  handedOutKey,
];

/** Whether findings of a rule hold no secret: quiet in the editor, told in reports and before keys are switched off. */
export function isQuiet(rule: string): boolean {
  return ruleOf(rule)?.isQuiet === true;
}

/** The rule of that id; undefined for a name that is none. */
export function ruleOf(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
