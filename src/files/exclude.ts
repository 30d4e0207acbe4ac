/** Left out unless a person says otherwise: what others wrote, and what git keeps for itself. */
export const DEFAULT_EXCLUDE: readonly string[] = ["**/node_modules/**", "**/.git/**", "**/.hg/**", "**/.svn/**"];
