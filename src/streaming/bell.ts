/** Lets tasks of one process wake each other. */
export class Bell {
  #listeners = new Set<() => void>();

  /** Wakes all waiting tasks. */
  ring(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Waits for the bell, at most this many milliseconds, or until the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#listeners.add(resolve);
    signal?.addEventListener("abort", resolve as () => void);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(resolve);
      signal?.removeEventListener("abort", resolve as () => void);
    });
  }
}
