/** The part of this room that is loaded on the first fix: parsers, and what works with trees. */
export { canHoldComment } from "./commentPlace";
export { findFix } from "./findFix";
export { programOf } from "./notebook";
export { Parsers } from "./parsers";
export { editsOf, planFixes } from "./plan";
