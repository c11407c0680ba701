/** Reading operations and their logs. */
import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation, OperationLogItem } from "../types/operations.ts";

/** Reads an operation. */
export function getOperation(
  transport: Transport,
  operationId: string,
  options?: RequestOptions,
): Promise<Operation> {
  return transport.get(path`/api/v1/operations/${operationId}`, options);
}

/** Reads the log of an operation. */
export function getOperationLog(
  transport: Transport,
  operationId: string,
  options?: RequestOptions,
): Promise<OperationLogItem[]> {
  const to = path`/api/v1/operations/${operationId}/log`;
  return transport.get(to, options, undefined, "list");
}
