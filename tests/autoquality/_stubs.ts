/** Parts of a client that answer from lists. */

/** A listing of these items. */
export async function* listOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

/** A client of which some methods are others. */
export function withMethods<T extends object>(
  client: T,
  methods: { [Resource in keyof T]?: Partial<T[Resource]> },
): T {
  const resources = Object.entries(methods).map(([name, others]) => {
    const resource = client[name as keyof T] as object;
    const mixed = new Proxy(resource, {
      get(target, method) {
        const value = Reflect.get(others as object, method) ??
          Reflect.get(target, method);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return [name, mixed];
  });
  const own = Object.fromEntries(resources);
  return new Proxy(client, {
    get: (target, name) => own[String(name)] ?? Reflect.get(target, name),
  });
}
