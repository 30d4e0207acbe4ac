/** Versions of packages, as far as fixes compare them. */

/** The numbers of a version, most significant first: `[4, 10, 1]`. */
export type Version = readonly number[];

/** The first version in a text, a range's lower end: `^4.2.0`, `[12.9.1,)`, `~=4.3`; undefined where none is named. */
export function versionIn(text: string): Version | undefined {
  const found = /\d+(?:\.\d+)*/.exec(text)?.[0];
  return found?.split(".").map(Number);
}

/** Whether `version` comes before `other`; parts that are not given count as 0. */
export function isOlder(version: Version, other: Version): boolean {
  for (let i = 0; i < Math.max(version.length, other.length); i++) {
    const difference = (version[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
