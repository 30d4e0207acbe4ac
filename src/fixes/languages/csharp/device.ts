import type { Source } from "../../follow/language";
import { projectOf, settingsOf } from "../../manifests/nuget";

/** Programs that run on other people's devices, where no identity of the owner signs in. */

const PLACES: readonly { readonly says: RegExp; readonly reason: string }[] = [
  {
    says: /Sdk="Microsoft\.NET\.Sdk\.BlazorWebAssembly"/i,
    reason:
      "This code runs in the browser, where no identity signs in and everybody can read the key: call a server of your own, which holds the client.",
  },
  {
    says: /<UseMaui>\s*true|"(?:Xamarin\.(?:Forms|iOS|Android)|Uno\.WinUI|Avalonia\.(?:Android|iOS))"|\bnet\d+\.\d+-(?:android|ios)\b|\bMonoAndroid/i,
    reason:
      "This code runs on people's devices, where no identity signs in and everybody can read the key: call a server of your own, which holds the client.",
  },
];

/** Why a file's code can neither sign in by identity nor read a vault; undefined where it may run on a server. */
export function deviceReason({ path, program }: Source): string | undefined {
  const project = projectOf(program, path);
  const settings = project === undefined ? "" : settingsOf(program, project).join("\n");
  return PLACES.find(({ says }) => says.test(settings))?.reason;
}
