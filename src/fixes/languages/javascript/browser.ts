import type { Source } from "../../follow/language";
import { nearest } from "../../manifests/manifest";

/** Code that runs where everybody can read it, and where no identity signs in. */

const SAYS =
  "This code runs in the browser, where no identity signs in and everybody can read the key: call a server of your own, which holds the client.";

/** What each framework calls the variables that it puts into the bundle. */
const PUBLIC =
  /\b(?:import\.meta\.env\.VITE_|process\.env\.(?:NEXT_PUBLIC_|REACT_APP_|EXPO_PUBLIC_|VUE_APP_|GATSBY_|NUXT_PUBLIC_|STORYBOOK_|NX_PUBLIC_)|\$env\/(?:static|dynamic)\/public\b)/;
const PUBLIC_NAME = /^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|VUE_APP|GATSBY|NUXT_PUBLIC|NX_PUBLIC)_/;
const BROWSER_PACKAGES =
  /"(?:react-scripts|@angular\/(?:core|platform-browser)|expo|react-native|@ionic\/angular)"\s*:/;
const SERVER_PACKAGES =
  /"(?:express|fastify|koa|hono|@nestjs\/core|@azure\/functions|next|@angular\/ssr|@nguniversal\/[\w-]+)"\s*:/;
const SERVER_FOLDER = /(?:^|\/)(?:api|server|backend|functions?|scripts?|electron|netlify)\//i;

/** Why a file's code is the browser's; undefined where it may run on a server. */
export function browserReason({ path, text, program }: Source): string | undefined {
  if (/^\s*(?:(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)\s*)*["']use client["']/.test(text)) return SAYS;
  if (PUBLIC.test(text)) return SAYS;
  if (/\b(?:window|document)\.\w|\bfrom ["'](?:react-dom|@angular\/core)["']/.test(text)) return SAYS;
  const manifest = nearest(program, path, (name) => name === "package.json");
  const packages = manifest === undefined ? "" : (program.read(manifest) ?? "");
  if (SERVER_FOLDER.test(path) || SERVER_PACKAGES.test(packages)) return undefined;
  return BROWSER_PACKAGES.test(packages) && /(?:^|\/)(?:src|app|components|screens)\//.test(path) ? SAYS : undefined;
}

/** Whether a setting of this name ends up in the browser's bundle. */
export function isPublicName(setting: string): boolean {
  return PUBLIC_NAME.test(setting);
}
