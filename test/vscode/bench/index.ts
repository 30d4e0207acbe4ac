import { runIn } from "../index";

/** Called by VS Code: the figures are measured where the extension lives, with the editor's real events. */
export const run = (): Promise<void> => runIn(__dirname);
