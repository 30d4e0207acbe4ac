import { runIn } from "../index";

/** Called by VS Code: the figures are measured where the extension lives, with the editor's real events. `KEYLESS_BENCH` names one file. */
export const run = (): Promise<void> => runIn(__dirname, (file) => file.includes(process.env.KEYLESS_BENCH ?? ""));
