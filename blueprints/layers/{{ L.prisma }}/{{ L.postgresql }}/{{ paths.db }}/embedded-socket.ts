import { Duplex } from "node:stream";

import type { PGlite } from "@electric-sql/pglite";

const TERMINATE = "X".charCodeAt(0);

type Done = (error?: Error | null) => void;

/** In the place of a network socket: `pg` speaks PostgreSQL's protocol to a database in this process. */
export class EmbeddedSocket extends Duplex {
  constructor(private readonly database: PGlite) {
    super();
  }

  /** What `pg` calls on a socket before it speaks. */
  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // There is something to read whenever a message was answered.
  }

  override _write(message: Buffer, _encoding: BufferEncoding, done: Done): void {
    // The end of a connection: the database itself goes on.
    if (message[0] === TERMINATE) {
      this.push(null);
      done();
      return;
    }
    this.database.execProtocolRaw(message).then(
      (answer) => {
        if (answer.byteLength > 0) this.push(answer);
        done();
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  }

  override _writev(messages: { chunk: Buffer }[], done: Done): void {
    this._write(Buffer.concat(messages.map(({ chunk }) => chunk)), "binary", done);
  }
}
