import { lineEndOf } from "../lines";
import type { Edit } from "../fix";
import type { Member, Named } from "../templates/body";
import type { Block } from "../templates/terraformModule";

/** Terraform: the account itself, handed on from module to module in the place of its key. */

/** What outputs and variables of modules are called that hand the account on. */
export const OBJECT = "cosmosdb_account";

const ATTRIBUTES = ["id", "name", "resource_group_name", "endpoint"];

/** `cosmosdb_account = module.data.cosmosdb_account`, its sign where the argument's was. */
export function passed({ at, value, end }: Member & Named, passes: string): Edit {
  const width = value.start - at.start - " = ".length;
  return { start: at.start, end, text: `${OBJECT.padEnd(width)} = ${passes}` };
}

/** The variable by which a module takes the account, in the place of another. */
export function variableIn({ start, end, text }: Block): Edit {
  const lines = [
    `variable "${OBJECT}" {`,
    '  description = "The Cosmos DB account that the apps of this module take a data role on"',
    "  type = object({",
    ...ATTRIBUTES.map((name) => `    ${name.padEnd(19)} = string`),
    "  })",
    "}",
  ];
  return { start, end, text: lines.join(lineEndOf(text)) };
}

/** The output by which a module hands the account on, in the place of another. */
export function objectIn({ start, end, text }: Block, reference: string): Edit {
  const lines = [
    `output "${OBJECT}" {`,
    '  description = "The Cosmos DB account, without its keys"',
    "  value = {",
    ...ATTRIBUTES.map((name) => `    ${name.padEnd(19)} = ${reference}.${name}`),
    "  }",
    "}",
  ];
  return { start, end, text: lines.join(lineEndOf(text)) };
}
