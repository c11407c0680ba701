/** Deleting. */
import { TolokaNotFoundError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { Transport } from "../transport/transport.ts";

/**
 * Deletes what a path names. If an earlier attempt may have deleted it although
 * no usable answer came, not finding it any more is a success.
 */
export async function remove(
  transport: Transport,
  path: string,
  options: RequestOptions = {},
): Promise<void> {
  let attempt = 0;
  let refused = 0;
  const counting: RequestOptions = {
    ...options,
    onResponse(info) {
      attempt = info.attempt;
      if (info.status < 500) refused++;
      options.onResponse?.(info);
    },
  };
  try {
    await transport.request("DELETE", path, {}, counting);
  } catch (error) {
    const lost = attempt > refused;
    if (!(error instanceof TolokaNotFoundError && lost)) throw error;
  }
}
