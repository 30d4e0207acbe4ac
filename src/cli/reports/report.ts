import type { Omissions } from "../../files/note";
import type { ScannedFile } from "../../files/scanFile";

/** All that a report is made of. Carries no secret. */
export interface ScanReport {
  /** The working folder, absolute; people read paths relative to it. */
  readonly folder: string;
  /** The repository's root, else the working folder: programs read paths relative to it. */
  readonly root: string;
  /** How many files were looked at. */
  readonly files: number;
  readonly found: readonly ScannedFile[];
  /** What was not looked at, and why. */
  readonly omissions: Omissions;
  /** What of a person's own settings did nothing, each in a line. */
  readonly warnings: readonly string[];
  readonly milliseconds: number;
  /** How the command will end. */
  readonly exitCode: number;
}

/** How a report is shown. */
export interface ReportLook {
  readonly colour: boolean;
}

/** Writes a report; the text ends with a line end. */
export type Reporter = (report: ScanReport, look: ReportLook) => string;
