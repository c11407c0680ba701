/** Whether `id` is a UUID of version 5. */
export function validate(id: string): boolean;
/** The UUID of version 5 that follows from a namespace and data. */
export function generate(
  namespace: string,
  data: Uint8Array,
): Promise<string>;
