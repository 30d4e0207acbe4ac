/** The part of this room that is loaded by the first Azure command: what needs Microsoft's libraries. */
export { checkKey } from "./checkKey";
