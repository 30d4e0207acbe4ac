import { rotateCommand } from "../../src/cli/commands/rotate";
import { processTerminal } from "../../src/cli/terminal";
import { fakeCredential } from "./fakeAzure";
import { clientTo } from "./fakeServer";
import { hurry } from "./hurry";

/** `rotate` as a process of its own, against the fake behind the port in the first argument. */
if (process.env.KEYLESS_PATIENT === undefined) hurry();
const [port = "0", ...args] = process.argv.slice(2);
const command = rotateCommand((cloud) =>
  Promise.resolve({ credential: fakeCredential, cloud, httpClient: clientTo(Number(port)) }),
);
process.exitCode = await command.run(args, processTerminal());
