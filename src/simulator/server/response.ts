/** Answers on their way to the client. */

import { delay } from "@std/async/delay";
import { BrokenConnection } from "./broken.ts";
import type { Reply } from "./router.ts";

/** Response that goes over the wire. */
export interface Outgoing {
  /** HTTP status. */
  status: number;
  /** Headers. */
  headers: Record<string, string>;
  /** Body, whole or in parts. */
  body: string | Bytes | AsyncIterable<Bytes> | Iterable<Bytes> | undefined;
}

/** Bytes of a body. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** Writes an answer. */
export function toOutgoing(reply: Reply): Outgoing {
  const { status, text, bytes, body, headers = {} } = reply;
  const json = reply.json ??
    (body === undefined ? undefined : JSON.stringify(body));
  if (bytes !== undefined) {
    return {
      status,
      headers: { ...headers, ...bytes.headers },
      body: bytes.content(),
    };
  }
  if (text !== undefined) {
    return {
      status,
      headers: { ...headers, "content-type": text.type },
      body: text.content,
    };
  }
  if (json === undefined) return { status, headers, body: undefined };
  return {
    status,
    headers: { ...headers, "content-type": "application/json; charset=UTF-8" },
    body: json,
  };
}

/** Converts an answer to the response of `fetch`. */
export function toResponse({ status, headers, body }: Outgoing): Response {
  if (isWhole(body)) {
    const response = new Response(body ?? null, { status });
    // Set later, as Deno copies the body of a response that has them from the
    // beginning.
    for (const [name, value] of Object.entries(headers)) {
      response.headers.set(name, value);
    }
    return response;
  }
  const parts = iterate(body);
  const stream = new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(stream, { status, headers });
}

/** Tells whether a body needs no stream. */
export function isWhole(
  body: Outgoing["body"],
): body is string | Bytes | undefined {
  return typeof body !== "object" || body instanceof Uint8Array;
}

async function* iterate(
  body: AsyncIterable<Bytes> | Iterable<Bytes>,
): AsyncGenerator<Bytes> {
  yield* body;
}

/** A body in one piece. */
export async function collect(
  body: NonNullable<Outgoing["body"]>,
): Promise<Bytes> {
  if (typeof body === "string") return encoder.encode(body);
  if (body instanceof Uint8Array) return body;
  const parts: Bytes[] = [];
  for await (const part of body) parts.push(part);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** A body that comes slowly. */
export async function* trickle(
  body: Bytes,
  size: number,
  milliseconds: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Bytes> {
  for (let from = 0; from < body.length; from += size) {
    if (from > 0) await delay(milliseconds, { ...(signal && { signal }) });
    yield body.subarray(from, from + size);
  }
}

/** A body whose connection breaks on the way. */
export function* cut(body: Bytes, size: number): Generator<Bytes> {
  if (size > 0) yield body.subarray(0, size);
  throw new BrokenConnection("CUT");
}
