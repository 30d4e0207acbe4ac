import type { ScannedFile } from "../../files/scanFile";

/** All that a report is made of. Carries no secret. */
export interface ScanReport {
  /** What was scanned, absolute. */
  readonly paths: readonly string[];
  /** The working folder, absolute; paths are shown relative to it. */
  readonly folder: string;
  /** How many files were looked at. */
  readonly files: number;
  readonly found: readonly ScannedFile[];
  readonly milliseconds: number;
}

/** How a report is shown. */
export interface ReportLook {
  readonly colour: boolean;
}

/** Writes a report; the text ends with a line end. */
export type Reporter = (report: ScanReport, look: ReportLook) => string;
