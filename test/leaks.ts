/** Whether any five characters in a row of a secret stand in a text. */
export function leaks(text: string, secret: string): boolean {
  for (let at = 0; at + 5 <= secret.length; at++) if (text.includes(secret.slice(at, at + 5))) return true;
  return false;
}
