import { type Subject, subjectAt } from "./belonging";
import type { Span } from "./finding";
import { ofBlock, ofFile, ofLine, ofNeighbours } from "./scopes/near";
import { ofCredential } from "./scopes/credential";
import { ofReference } from "./scopes/referred";
import type { Asked, AskScope, Opinion } from "./scopes/scope";
import { ofSigning } from "./scopes/signing";
import { ofCompany, ofPair, ofTables } from "./scopes/together";
import { ofUse } from "./scopes/use";
import { ofFileName, ofName, ofValue } from "./scopes/within";
import { type Surroundings, surroundingsOf } from "./surroundings";

/**
 * What stands around a value and says whose it is. Scopes are asked from the inside out, and the first that holds a
 * sign decides: the value itself, its name, its own call, object or section, its line, its block of lines, the file.
 */

/** What a text says of the value at `span`; undefined where nothing speaks for or against. */
export function opinionOn(text: Surroundings, span: Span): Opinion | undefined {
  const around = surroundingsOf(span, text);
  let subject: Subject | undefined;
  const asked: Asked = {
    span,
    get subject() {
      return (subject ??= subjectAt(around.text, around.pages, span));
    },
  };
  for (const scope of SCOPES) {
    const opinion = scope(around, asked);
    if (opinion !== undefined) return opinion;
  }
  return undefined;
}

const SCOPES: readonly AskScope[] = [
  ofValue,
  ofSigning,
  ofTables,
  ofName,
  ofFileName,
  ofCredential,
  ofReference,
  ofUse,
  ofPair,
  ofCompany,
  ofLine,
  ofBlock,
  ofNeighbours,
  ofFile,
];
