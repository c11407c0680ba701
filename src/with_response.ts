import type { RequestOptions, ResponseInfo } from "./options.ts";

/** Result of a call, and the answer it came from. */
export interface WithResponse<T> {
  /** Result of the call. */
  data: T;
  /** Status, headers and request id of the last answer that the call got; `undefined` if it sent nothing. */
  response: ResponseInfo | undefined;
  /** Body of the last successful answer, as text before it was parsed; `undefined` if there was none. */
  body: string | undefined;
}

/**
 * Makes a call and also returns status, headers, request id and raw body of its answer.
 *
 * @typeParam T Type of the call's result.
 * @param call Makes the call with the options it is given.
 * @returns The result, and the last answer.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient, withResponse } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { data, response } = await withResponse((options) =>
 *   toloka.requester.get(options)
 * );
 * console.log(data.balance, response?.status, response?.requestId);
 * ```
 */
export async function withResponse<T>(
  call: (
    options: Pick<RequestOptions, "onResponse" | "onBody">,
  ) => Promise<T>,
): Promise<WithResponse<T>> {
  let response: ResponseInfo | undefined;
  let body: string | undefined;
  const data = await call({
    onResponse: (info) => response = info,
    onBody: (text) => body = text,
  });
  return { data, response, body };
}
