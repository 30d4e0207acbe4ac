import { closing, type Handed, lineBefore, type Reader } from "./handed";

/** Pulumi: functions of Azure's native provider that list an account's keys, in each of its languages. */
export const PULUMI_READERS: readonly Reader[] = [
  {
    anchors: [
      "istDatabaseAccountKeys",
      "ist_database_account_keys",
      "istDatabaseAccountConnectionStrings",
      "ist_database_account_connection_strings",
    ],
    reads: listing,
  },
];

const CALL =
  /^ist(?:_d|D)atabase(?:_a|A)ccount(?:(?:_k|K)eys|(?:_c|C)onnection(?:_s|S)trings)(?:Output|_output)?(?:\.Invoke(?:Async)?)?\(/;

/** `documentdb.listDatabaseAccountKeysOutput({ accountName: … })`; what declares such a function lists nothing. */
function listing(text: string, at: number): Handed | undefined {
  const call = CALL.exec(text.slice(at, at + 120))?.[0];
  const end = call === undefined ? undefined : closing(text, at + call.length - 1);
  const isDeclared = /\b(?:function|def|func|fn)\s+[Ll]$/.test(lineBefore(text, at));
  if (call === undefined || end === undefined || isDeclared) return undefined;
  const given = text.slice(at + call.length, end);
  if (!/account_?name/i.test(given) && !/\bresource_group_name\s*=/.test(given)) return undefined;
  return { start: at - 1, end, access: "read-write" };
}
