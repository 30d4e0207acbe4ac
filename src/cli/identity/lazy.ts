import { AzureCliCredential, ChainedTokenCredential, DefaultAzureCredential } from "@azure/identity";
import type { TokenCredential } from "@azure/core-auth";

/** Who the command line is: the Azure CLI's login first, else what the environment or a pipeline's identity says. `authorityHost`: where the cloud's people sign in. */
export function commandLineCredential(authorityHost: string): TokenCredential {
  // An account may lie in any tenant that the person belongs to.
  const anywhere = { additionallyAllowedTenants: ["*"] };
  return new ChainedTokenCredential(
    new AzureCliCredential(anywhere),
    new DefaultAzureCredential({ ...anywhere, authorityHost }),
  );
}
