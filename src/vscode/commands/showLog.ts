import { log } from "../log";

/** Shows the extension's log. */
export function showLog(): void {
  log.show();
}
