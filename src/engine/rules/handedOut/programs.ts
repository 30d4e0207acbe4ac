import {
  accessIn,
  apiOf,
  closing,
  FARTHEST_DECLARATION,
  type Handed,
  lineBefore,
  named,
  PROGRAM,
  type Reader,
} from "./handed";

/** Programs that make infrastructure: what an account holds that Pulumi's classic provider or Terraform's CDK makes. */

/** How the programs make an account, or read one that is there. */
export const MAKES_ACCOUNT: readonly string[] = [
  "osmosdb.Account(",
  "osmosDB.Account(",
  "osmosdb.NewAccount(",
  "osmosdb.getAccount",
  "CosmosdbAccount(",
];

export const PROGRAM_READERS: readonly Reader[] = [
  {
    anchors: [
      ...[".primaryKey", ".primaryMasterKey", ".primaryReadonly", ".primaryMongodb", ".primarySql"],
      ...[".PrimaryKey", ".PrimaryMasterKey", ".PrimaryReadonly", ".PrimaryMongodb", ".PrimarySql"],
      ...[".primary_key", ".primary_master_key", ".primary_readonly_", ".primary_mongodb_", ".primary_sql_"],
      ...[".secondaryKey", ".secondaryMasterKey", ".secondaryReadonly", ".SecondaryKey", ".secondary_key"],
      ...[".connectionStrings", ".ConnectionStrings", ".connection_strings"],
    ],
    isShared: true,
    reads: attribute,
  },
];

const OWNER = /(?:\b(?:this|self)\.)?([A-Za-z_]\w*)$/;
const PROPERTY =
  /^\.(?:(?:primary|secondary)_?(?:readonly_?)?(?:(?:master_?)?key|(?:mongodb|sql)_?connection_?string)|connection_?strings(?:\[\d+\])?)(?!\w)/i;
/** UTF-16 units of an account's arguments, at the most. */
const LONGEST_ARGUMENTS = 4000;

/** `account.primaryKey` of a variable that the program gives an account. */
function attribute(text: string, at: number, path: string): Handed | undefined {
  const [owner, name] = OWNER.exec(text.slice(Math.max(0, at - 120), at)) ?? [];
  const property = PROPERTY.exec(text.slice(at, at + 80))?.[0];
  if (owner === undefined || name === undefined || property === undefined || !PROGRAM.test(path)) return undefined;
  const declared = accountGivenTo(text, at, name);
  if (declared === undefined) return undefined;
  return {
    start: at - owner.length,
    end: at + property.length,
    access: accessIn(property),
    api: /mongodb/i.test(property) ? "mongo" : apiOf(declared),
    account: named(/\b(?:account_?)?name\s*[:=]\s*["'`]([^"'`$]+)["'`]/i.exec(declared)?.[1]),
  };
}

/** Accounts before a place that are looked at, at the most: what keeps a text of thousands linear. */
const MOST_ACCOUNTS = 24;

/** The arguments of the account that a variable is given before a place; undefined where it is given none nearby. */
function accountGivenTo(text: string, at: number, name: string): string | undefined {
  const from = Math.max(0, at - FARTHEST_DECLARATION);
  const before = text.slice(from, at);
  const isGiven = new RegExp(String.raw`\b${name}(?:\s*:\s*[\w.]+)?(?:,\s*\w+)?\s*:?=\s*(?:new\s+|await\s+)?[\w.]*$`);
  for (const making of MAKES_ACCOUNT) {
    // Forwards is much faster than backwards, and mostly nothing is there.
    let made = before.includes(making) ? before.lastIndexOf(making) : -1;
    for (let tries = 0; made >= 0 && tries < MOST_ACCOUNTS; tries++) {
      if (isGiven.test(lineBefore(text, from + made))) {
        const open = text.indexOf("(", from + made);
        return text.slice(open, closing(text, open, LONGEST_ARGUMENTS) ?? open + LONGEST_ARGUMENTS);
      }
      made = made === 0 ? -1 : before.lastIndexOf(making, made - 1);
    }
  }
  return undefined;
}
