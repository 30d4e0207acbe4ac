import { KEY_KINDS } from "../../azure/keyAge";
import { useInWords } from "../../azure/keyUse";
import { stepInWords } from "../../azure/rotation/plan";
import type { RotationDesk } from "../../azure/rotation/run";
import type { RotationState } from "../../azure/rotation/state";
import type { StateFile } from "../../files/azureRecords";
import type { AccountSession } from "../azureSession";
import type { Terminal } from "../terminal";
import type { RotateOptions } from "./options";

/** The person at the terminal: what the options say already, else what they answer. */
export function deskFor(
  file: StateFile,
  audit: RotationDesk["audit"],
  start: RotationState,
  { values, confirmed }: RotateOptions,
  { name }: AccountSession,
  terminal: Terminal,
): RotationDesk {
  return {
    save: file.save,
    audit,
    now: () => new Date(),
    progress: (step) => {
      terminal.tell(stepInWords(step, start));
    },
    async confirm(question) {
      const { key, use } = question;
      if (question.ask === "apps") {
        const { against } = question;
        // The logs say otherwise: then it takes a person who sees it.
        if (against !== undefined) terminal.out(`${useInWords(use, against)}\n`);
        else if (values["apps-switched"]) return true;
        return terminal.ask(`Do all apps use the ${KEY_KINDS[key]} now, or none?`);
      }
      terminal.out(`${useInWords(use, key)}\n`);
      if (confirmed.includes(key)) return true;
      return terminal.ask(`Regenerate the ${KEY_KINDS[key]} of ${name}? Apps that still use it stop working.`);
    },
    async consent(about, { target }) {
      const where = `${target.vault}/secrets/${target.secret}`;
      if (values[about]) return true;
      return terminal.ask(
        about === "overwrite"
          ? `${where} was not stored by Keyless for ${name}. Give it a new version?`
          : `${where} was deleted. Recover it and give it a new version?`,
      );
    },
  };
}
