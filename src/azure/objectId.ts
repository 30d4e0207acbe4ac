const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text is an object id as Entra ID writes it: a GUID. */
export function isObjectId(text: string): boolean {
  return GUID.test(text);
}
