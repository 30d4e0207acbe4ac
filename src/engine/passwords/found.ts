import type { Account, Api, Span } from "../finding";
import { isRemark } from "../structure/remark";

/** A value in a password's place, and the cluster that it opens. */
export interface Password extends Span {
  readonly api: Api;
  readonly account: Account | undefined;
}

/** The cluster that opens with a password, and where the text says so, if at one place. */
export interface Opened {
  readonly api: Api;
  readonly account: Account | undefined;
  readonly start?: number;
}

/** The passwords of a page. The first that tells of one counts, code before a comment: a line out of use may name an old cluster. */
export class Found {
  private readonly passwords = new Map<number, Password>();
  /** Those of which only a comment tells so far. */
  private readonly remarked = new Set<number>();

  constructor(private readonly text: string) {}

  add({ start, end }: Span, { api, account, start: told = start }: Opened): void {
    if (this.has({ start })) return;
    const isRemarked = isRemark(this.text, told) && !isRemark(this.text, start);
    if (isRemarked && this.passwords.has(start)) return;
    this.passwords.set(start, { start, end, api, account });
    if (isRemarked) this.remarked.add(start);
    else this.remarked.delete(start);
  }

  has({ start }: Pick<Span, "start">): boolean {
    return this.passwords.has(start) && !this.remarked.has(start);
  }

  inOrder(): readonly Password[] {
    return [...this.passwords.values()].sort((a, b) => a.start - b.start);
  }
}
