import { type Edit, type NotFixable, notFixable } from "../fix";
import { removal } from "../lines";
import { variableName } from "../secret";
import { withoutGiven } from "./commands";
import type { FormatCase, FormatFix } from "./format";
import type { Place } from "./yamlPlace";
import { noEndpoint } from "../follow/reasons";

/** What becomes of a value in YAML, whatever the file is for. */

export type Rewrite = (place: Place, at: FormatCase) => FormatFix | NotFixable;

export const settled = (
  place: Place,
  edits: readonly Edit[],
  afterwards: FormatFix["afterwards"],
  more: Partial<FormatFix> = {},
): FormatFix => ({
  edits,
  settings: [],
  secret: place.secret,
  code: "stays",
  afterwards,
  ...more,
});

/** The value goes, or keeps the endpoint; code that reads it becomes keyless. */
export const withoutKey: Rewrite = (place, at) => {
  const { text } = at;
  const { secret, value, item, isAll } = place;
  const name = item?.name ?? place.name;
  const whole = item?.whole ?? place.whole;
  const afterwards = ["grant-role", "rotate", "local-development"] as const;
  if (!isAll)
    return (
      withoutGiven(place.given, at) ?? notFixable("The value is part of a command, which hands the key to a program.")
    );
  if (secret.holds === "key")
    return settled(place, [removal(text, { start: whole[0], end: whole[1] })], afterwards, {
      settings: [name],
      code: "keyless",
    });
  if (secret.endpoint === undefined) return noEndpoint;
  const edits = [{ start: value[0], end: value[1], text: secret.endpoint }];
  return settled(place, edits, afterwards, {
    settings: [name],
    code: "keyless",
    secret: { ...secret, remains: "endpoint" },
  });
};

export const written =
  (textOf: (place: Place) => string, afterwards: FormatFix["afterwards"]): Rewrite =>
  (place, { text, finding }) => {
    const [start, end] = place.value;
    const quoted =
      /["']/.test(text.charAt(place.scalar.range?.[0] ?? start)) || place.value[0] !== place.scalar.range?.[0];
    const value = textOf(place);
    return settled(
      place,
      [{ start, end, text: quoted || !/[{}:#,&*?|>%@`"']/.test(value.charAt(0)) ? value : `"${value}"` }],
      afterwards,
      finding.encoding === "base64"
        ? { left: [`Give ${variableOf(place)} the value in base64, as it stood here.`] }
        : {},
    );
  };

export const no =
  (reason: string): Rewrite =>
  () =>
    notFixable(reason);

/** The value goes, and code reads the vault instead. */
export const readFromVault: Rewrite = (place, { text }) => {
  const [start, end] = place.item?.whole ?? place.whole;
  return settled(place, [removal(text, { start, end })], ["store-secret", "rotate", "local-development"], {
    settings: [place.path.join(".")],
    code: "read",
  });
};

/** The value's own name as a variable, where it looks like one; else the secret's. */
export const variableOf = ({ name, item, secret }: Place): string => {
  const own = item?.name ?? name;
  return /^[A-Z][A-Z0-9_]+$/.test(own) ? own : variableName(secret.name);
};

export function withName(fix: FormatFix | NotFixable, name: string): FormatFix | NotFixable {
  return "fixable" in fix ? fix : { ...fix, secret: { ...fix.secret, name } };
}
