import { runIn } from "../index";

/**
 * An extension of its own that runs the tests beside it. Where VS Code itself is told to run tests it shows no dialog;
 * like this it shows them all.
 */
export async function activate(): Promise<void> {
  await runIn(__dirname).catch(() => undefined);
}
