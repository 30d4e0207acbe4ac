import type { Readable } from "node:stream";

/** Reads lines and counted bytes from a stream in turn; never holds more than the stream's own chunks. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer, undefined>;
  private chunk: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  }

  /** What stands before the next `end` byte, without it; undefined where the stream has ended before. */
  async until(end: number): Promise<string | undefined> {
    const before: Buffer[] = [];
    for (;;) {
      const at = this.chunk.indexOf(end);
      if (at >= 0) {
        before.push(this.chunk.subarray(0, at));
        this.chunk = this.chunk.subarray(at + 1);
        return Buffer.concat(before).toString("utf8");
      }
      before.push(this.chunk);
      if (!(await this.more())) return undefined;
    }
  }

  /** Gives the next `count` bytes to `use`, as they come; false where the stream ended before. */
  async take(count: number, use: (bytes: Buffer) => void): Promise<boolean> {
    for (let left = count; left > 0;) {
      if (this.chunk.length === 0 && !(await this.more())) return false;
      const part = this.chunk.subarray(0, left);
      this.chunk = this.chunk.subarray(part.length);
      left -= part.length;
      use(part);
    }
    return true;
  }

  private async more(): Promise<boolean> {
    try {
      const { value } = await this.chunks.next();
      this.chunk = value ?? Buffer.alloc(0);
      return value !== undefined;
    } catch {
      this.chunk = Buffer.alloc(0);
      return false;
    }
  }
}
