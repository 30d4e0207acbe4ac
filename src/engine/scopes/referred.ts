import { type Page, type Value, valuesAround } from "../structure/page";
import { foreignWords, wordsOf } from "../structure/words";
import { signsOf } from "../signs";
import type { Surroundings } from "../surroundings";
import { type Asked, decisiveIn, type Opinion, SOMEBODY_ELSES } from "./scope";

/**
 * Secrets with a name of their own, which settings and queries refer to: Container Apps' `secrets` and `env`, Kubernetes'
 * `secretKeyRef`, SQL's `CREDENTIAL`.
 */

/** How container platforms write a secret's name. */
const SECRET_NAME = /^[a-z0-9][a-z0-9.-]{1,60}[a-z0-9]$/;
const REFERRING = /^(?:secret_?name|secret_?ref|key)$/i;

/** By a secret's name the settings that take it. */
type Settings = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<Page, Settings>();

/** What the setting is called that takes the secret: `secret { name = "db-credential" … } env { name = "COSMOS_KEY" … }`. */
export function ofReference({ text }: Surroundings, { subject: { name, page } }: Asked): Opinion | undefined {
  if (name === undefined || !SECRET_NAME.test(name)) return undefined;
  const settings = known.get(page) ?? settingsOf(text, page);
  known.set(page, settings);
  const own = settings.get(name);
  if (own === undefined) return undefined;
  for (const setting of own) {
    const sign = decisiveIn(signsOf(setting));
    if (sign !== undefined) return { meaning: sign.meaning, scope: "use", names: sign.names };
    if (foreignWords(wordsOf(setting)).length > 0) return SOMEBODY_ELSES;
  }
  // Cosmos DB's own setting takes another secret.
  return [...settings.values()].flat().some((setting) => decisiveIn(signsOf(setting))?.meaning === "cosmos")
    ? SOMEBODY_ELSES
    : undefined;
}

function settingsOf(text: string, page: Page): Settings {
  const settings = new Map<string, string[]>();
  for (const value of page.values) {
    if (value.name === undefined || !REFERRING.test(value.name)) continue;
    const secret = text.slice(value.start, Math.min(value.end, value.start + 64));
    if (!SECRET_NAME.test(secret)) continue;
    const setting = settingAround(text, page, value);
    if (setting !== undefined) settings.set(secret, [...(settings.get(secret) ?? []), setting]);
  }
  return settings;
}

const NEAR = 8;

/** The name beside a reference, or beside the `valueFrom: secretKeyRef:` that it stands in. */
function settingAround(text: string, page: Page, reference: Value): string | undefined {
  let { group } = reference;
  while (/^(?:secretKeyRef|valueFrom)$/.test(group.name ?? "") && group.parent !== undefined) group = group.parent;
  if (/^key$/i.test(reference.name ?? "") && group === reference.group) return undefined;
  const name = valuesAround(page, reference.start, NEAR).find((one) => one.group === group && one.name === "name");
  return name === undefined ? undefined : text.slice(name.start, Math.min(name.end, name.start + 120));
}
