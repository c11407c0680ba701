/** The protocol of Redis (RESP 2), as far as scripts need it. */

/** Reply of Redis. */
export type RespReply = string | number | null | RespReply[] | RespRefusal;

/** An error that Redis answered with. */
export class RespRefusal {
  /** The error in Redis's own words. */
  readonly message: string;

  /** Keeps the message. */
  constructor(message: string) {
    this.message = message;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const CARRIAGE_RETURN = 13;

/** Writes a command. */
export function encodeCommand(parts: readonly string[]): Uint8Array {
  const texts = parts.map((part) =>
    `$${encoder.encode(part).length}\r\n${part}\r\n`
  );
  return encoder.encode(`*${parts.length}\r\n${texts.join("")}`);
}

/** Takes bytes as they arrive, and gives the replies that are complete. */
export class RespReader {
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;

  /** Adds bytes, and gives every reply that they complete. */
  read(chunk: Uint8Array): RespReply[] {
    const rest = this.#bytes.subarray(this.#at);
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    this.#bytes = bytes;
    this.#at = 0;
    const replies: RespReply[] = [];
    for (;;) {
      const start = this.#at;
      const reply = this.#reply();
      if (reply === undefined) {
        this.#at = start;
        return replies;
      }
      replies.push(reply);
    }
  }

  /** The next reply; `undefined` if it is not complete. */
  #reply(): RespReply | undefined {
    const line = this.#line();
    if (line === undefined) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case "+":
        return rest;
      case "-":
        return new RespRefusal(rest);
      case ":":
        return Number(rest);
      case "$":
        return this.#bulk(Number(rest));
      case "*":
        return this.#array(Number(rest));
      default:
        return new RespRefusal(`Not a reply of Redis: ${line.slice(0, 80)}`);
    }
  }

  #line(): string | undefined {
    const end = this.#bytes.indexOf(CARRIAGE_RETURN, this.#at);
    if (end < 0 || end + 1 >= this.#bytes.length) return undefined;
    const line = decoder.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 2;
    return line;
  }

  #bulk(length: number): RespReply | undefined {
    if (length < 0) return null;
    const end = this.#at + length;
    if (end + 2 > this.#bytes.length) return undefined;
    const text = decoder.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 2;
    return text;
  }

  #array(length: number): RespReply | undefined {
    if (length < 0) return null;
    const replies: RespReply[] = [];
    while (replies.length < length) {
      const reply = this.#reply();
      if (reply === undefined) return undefined;
      replies.push(reply);
    }
    return replies;
  }
}
