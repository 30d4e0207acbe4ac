import { AzureCliCredential, ChainedTokenCredential, DefaultAzureCredential } from "@azure/identity";
import type { TokenCredential } from "@azure/core-auth";

/** Who the command line is: the Azure CLI's login first, else what the environment or a pipeline's identity says. */
export function commandLineCredential(): TokenCredential {
  return new ChainedTokenCredential(new AzureCliCredential(), new DefaultAzureCredential());
}
