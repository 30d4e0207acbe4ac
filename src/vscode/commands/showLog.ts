import { log } from "../log";
import type { EditorCommand } from "./command";

/** Shows the extension's log. */
export const showLog: EditorCommand = {
  id: "cosmosKeyless.showLog",
  run() {
    log.show();
  },
};
