/** The end of the process as a signal that streams and requests take. */

interface Process {
  once(name: string, listener: () => void): unknown;
  off(name: string, listener: () => void): unknown;
}

/**
 * Creates a signal that aborts when the process is asked to end (`SIGTERM`, or
 * `SIGINT` by Ctrl+C), so that a stream ends after the event it is at and gives
 * the rest back. A second request ends the process as usual. Works on Deno,
 * Node and Bun.
 *
 * @returns The signal, and what stops listening when it is disposed of.
 *
 * @example Usage
 * ```ts
 * import { terminationSignal } from "@toloka/client/streaming";
 *
 * using termination = terminationSignal();
 * console.log(termination.signal.aborted); // give the signal to a stream
 * ```
 */
export function terminationSignal(): Disposable & { signal: AbortSignal } {
  const { process } = globalThis as { process?: Process };
  const controller = new AbortController();
  const names = ["SIGTERM", "SIGINT"];
  const stop = () => {
    for (const name of names) process?.off(name, end);
  };
  const end = () => {
    stop();
    controller.abort(new DOMException("The process is ending", "AbortError"));
  };
  for (const name of names) process?.once(name, end);
  return { signal: controller.signal, [Symbol.dispose]: stop };
}
